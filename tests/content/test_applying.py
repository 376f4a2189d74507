"""What a tree changes, what is refused with its place, and that applying makes drafts and nothing else."""

from __future__ import annotations

import pytest

from commhub.approval.drafts import new_draft
from commhub.approval.submit import submit
from commhub.audit.models import AuditEntry
from commhub.codes.models import CodeEntry
from commhub.content.applying import apply, check
from commhub.content.differences import changes_of
from commhub.content.linting import lint_changes
from commhub.content.plan import Action
from commhub.content.problems import BadTree
from commhub.lint.terms import load_rule_set
from commhub.versions import State
from templates_store.models import ContentBlock, ContentBlockVersion, TemplateVersion
from tests import factories
from tests.content.stores import Tree, brought, exported, faults, planned
from tests.store import NOW

pytestmark = pytest.mark.django_db
BLOCK = "blocks/sign-off/en.md"
FOLDER = "templates/renewal-notice"


def actions(tree: Tree) -> dict[str, str]:
    return {one.item.label: one.action.value for one in planned(tree).changes if one.action is not Action.UNCHANGED}


def versions() -> list[tuple[int, str]]:
    return list(ContentBlockVersion.objects.order_by("number").values_list("number", "state"))


def test_an_unchanged_tree_changes_nothing(small: Tree) -> None:
    tree = small
    plan = planned(tree)
    assert (plan.writes, plan.cannot, plan.left) == ([], [], ())
    before = AuditEntry.objects.count()
    assert apply(plan, factories.marketer(), now=NOW, submit=True).drafts == []
    assert AuditEntry.objects.count() == before


def test_a_change_becomes_a_draft_of_whoever_brings_it_and_what_is_live_stays(small: Tree) -> None:
    tree = small | {BLOCK: b"Warm regards\n"}
    [change] = planned(tree).writes
    [file] = changes_of(change.before, change.item)
    assert (file.path, file.how, file.words) == (BLOCK, "changed", ("[-Kind-]{+Warm+} regards",))
    assert file.lines[2:] == ("@@ -1 +1 @@", "-Kind regards", "+Warm regards")
    assert brought(tree).drafts == ["content-block sign-off v2"]
    assert versions() == [(1, "live"), (2, "draft")]
    draft = ContentBlockVersion.objects.get(number=2)
    assert (draft.author, draft.texts.get().source) == (factories.marketer(), "Warm regards")
    told = AuditEntry.objects.filter(action="apply-content").get()
    assert told.sentence.endswith("brought 1 thing from files.")
    assert exported()[BLOCK] == b"Kind regards\n"
    assert exported("drafts")[BLOCK] == b"Warm regards\n"


def test_a_try_keeps_nothing(small: Tree) -> None:
    tree = small | {
        BLOCK: b"Warm regards\n",
        "blocks/new/block.yaml": b"name: New\n",
        "blocks/new/en.md": b"x\n",
    }
    assert faults(tree) == []
    assert (versions(), ContentBlock.objects.count()) == ([(1, "live")], 1)


def test_what_is_new_is_made_with_what_it_needs_first(small: Tree) -> None:
    tree = small | {
        "blocks/a-first/block.yaml": b"name: First\n",
        "blocks/a-first/en.md": b"{% include 'z-last' %}\n",
        "blocks/z-last/block.yaml": b"name: Last\n",
        "blocks/z-last/en.md": b"Bye\n",
        f"{FOLDER}/en/body.md": b"Dear {{ recipient.name }},\n\n{% include 'a-first' %}\n",
    }
    assert brought(tree, submit=True).drafts == [
        "content-block z-last v1",
        "content-block a-first v1",
        "template renewal-notice v2",
    ]
    assert TemplateVersion.objects.get(number=2).state == State.IN_REVIEW
    assert TemplateVersion.objects.get(number=1).state == State.LIVE


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({BLOCK: b"{% if %}\n"}, [f"{BLOCK}:1:"]),
        ({BLOCK: b"Hello\n{% include 'sign-on' %}\n"}, [f"{BLOCK}:2:", "sign-on", "sign-off"]),
        ({BLOCK: b"a\n\xff\n"}, [f"{BLOCK}:2:1: This is not UTF-8"]),
        ({BLOCK: b"a\n\0\n"}, [f"{BLOCK}:2: This has a NUL"]),
        ({f"{FOLDER}/en/body.txt": b"x\n"}, [f"{FOLDER}/en/body.txt: This part is kept in body.md."]),
        ({f"{FOLDER}/tempalte.yaml": b"x"}, [f"{FOLDER}/tempalte.yaml: Nobody knows", "Did you mean 'template.yaml'?"]),
        ({"blocks/x/en.md": b"x\n"}, ["blocks/x/block.yaml: This file is missing, and blocks/x/en.md belongs to it."]),
        ({"commhub.yaml": b"format: commhub-content/9\n"}, ["commhub.yaml:1:9: This is 'commhub-content/9'"]),
        (
            {f"{FOLDER}/variables.yaml": b"- name: a\n  type: strnig\n"},
            [f"{FOLDER}/variables.yaml:1:3: Variable 'a' has the type 'strnig'"],
        ),
        (
            {f"{FOLDER}/template.yaml": b"name: N\ncategory: servcie\nbrands: [northlight]\n"},
            [f"{FOLDER}/template.yaml:2:11: The category cannot change any more"],
        ),
        (
            {f"{FOLDER}/template.yaml": b"name: N\ncategory: service\nbrands: [nordlight]\n"},
            [f"{FOLDER}/template.yaml:3:1: There is no brand 'nordlight'. Did you mean 'northlight'?"],
        ),
        (
            {"brands/northlight/brand.yaml": b"name: Northlight\ndefault_locale: de\n"},
            ["brands/northlight/brand.yaml:2:17: The default locale cannot change any more"],
        ),
        ({f"{FOLDER}/en/sms.txt": b"Hi {{ nobody }}\n"}, [f"{FOLDER}/en/sms.txt:1:", "nobody"]),
        ({"categories.yaml": b"categories:\n  - key: service\n"}, ["categories.yaml:2:5: 'label' is missing."]),
    ],
)
def test_what_is_wrong_is_told_with_its_place(small: Tree, files: Tree, said: list[str]) -> None:
    tree = small
    found = faults(tree | files)
    assert any(all(word in one for word in said) for one in found), found
    assert versions() == [(1, "live")]


def test_all_that_is_wrong_is_told_at_once_in_order(small: Tree) -> None:
    tree = small | {BLOCK: b"\xff", "categories.yaml": b"a: [", f"{FOLDER}/variables.yaml": b"- 1\n"}
    found = faults(tree)
    assert [one.split(":")[0] for one in found] == [BLOCK, "categories.yaml", f"{FOLDER}/variables.yaml"]


def test_blocks_that_include_each_other_are_named(small: Tree) -> None:
    tree = small | {
        BLOCK: b"{% include 'other' %}\n",
        "blocks/other/block.yaml": b"name: Other\n",
        "blocks/other/en.md": b"{% include 'sign-off' %}\n",
    }
    assert any("sign-off" in one and "other" in one for one in faults(tree))


def test_a_layout_that_breaks_a_template_is_refused_with_the_edition(small: Tree) -> None:
    tree = small | {"brands/northlight/layouts/sms.txt": b"{{ brand.nothing }}: {{ content }}\n"}
    found = faults(tree)
    assert any("brands/northlight/layouts/sms" in one or "renewal-notice" in one for one in found), found


def go_on() -> None:
    draft = new_draft(ContentBlockVersion.objects.get(), factories.marketer())
    draft.texts.update(source="Yours")
    factories.publish(draft)


def test_a_store_that_went_on_is_noticed_and_can_be_overruled(small: Tree) -> None:
    tree = small | {BLOCK: b"Warm regards\n"}
    go_on()
    assert actions(tree) == {"content block sign-off": "cannot"}
    [problem] = faults(tree)
    assert "The store went on since this was exported, and is at content-block sign-off v2" in problem
    with pytest.raises(BadTree):
        apply(planned(tree), factories.marketer(), now=NOW)
    assert brought(tree, over=True).drafts == ["content-block sign-off v3"]


def test_a_draft_of_somebody_else_is_left_alone_unless_asked_for(small: Tree) -> None:
    tree = small | {BLOCK: b"Warm regards\n"}
    other = factories.marketer("otto-other")
    draft = new_draft(ContentBlockVersion.objects.get(), other)
    assert [one for one in faults(tree) if "otto-other has the open draft content-block sign-off v2" in one]
    assert brought(tree, onto_drafts=True).drafts == ["content-block sign-off v2"]
    assert set(ContentBlockVersion.objects.get(pk=draft.pk).editors.all()) == {other, factories.marketer()}


def test_a_version_in_review_is_never_touched(small: Tree) -> None:
    tree = small | {BLOCK: b"Warm regards\n"}
    draft = new_draft(ContentBlockVersion.objects.get(), factories.marketer())
    draft.texts.update(source="Yours")
    submit(draft, factories.marketer(), now=NOW)
    [problem] = faults(tree, onto_drafts=True, over=True)
    assert "content-block sign-off v2 is in review" in problem


def test_who_may_not_write_may_not_bring(small: Tree) -> None:
    tree = small | {BLOCK: b"Warm regards\n"}
    [problem] = faults(tree, factories.reviewer())
    assert "permission" in problem
    with pytest.raises(BadTree, match="permission"):
        apply(planned(tree), factories.reviewer(), now=NOW)
    assert versions() == [(1, "live")]


def test_policies_and_categories_are_brought_by_administrators_only_and_at_once(small: Tree) -> None:
    tree = small
    policies = tree["policies.yaml"].replace(b"count: 1", b"count: 2")
    assert policies != tree["policies.yaml"]
    [problem] = faults(tree | {"policies.yaml": policies})
    assert problem.endswith("You do not have the permission to change policies.")
    assert brought(tree | {"policies.yaml": policies}, factories.administrator()).at_once == ["policies"]
    assert b"count: 2" in exported()["policies.yaml"]


def test_what_the_codes_leave_out_ends(small: Tree) -> None:
    tree = small | {
        "codes.yaml": b"codes:\n  - {code: A, locale: en, words: the first}\n  - {code: B, locale: en, words: b}\n"
    }
    brought(tree, factories.administrator())
    brought(tree | {"codes.yaml": b"codes:\n  - {code: A, locale: en, words: another}\n"}, factories.administrator())
    assert list(CodeEntry.objects.filter(ended_at=None).values_list("code", "words")) == [("A", "another")]
    assert CodeEntry.objects.count() == 3


def test_only_a_name_is_changed_without_a_draft(small: Tree) -> None:
    tree = small
    main = tree["blocks/sign-off/block.yaml"].replace(b"name: ", b"name: The ")
    applied = brought(tree | {"blocks/sign-off/block.yaml": main})
    assert (applied.drafts, applied.at_once) == ([], ["content block sign-off"])
    assert ContentBlock.objects.get().name.startswith("The ")
    assert versions() == [(1, "live")]


def test_findings_of_the_linter_stand_at_their_place_in_the_file(small: Tree) -> None:
    tree = small | {f"{FOLDER}/en/body.md": b"Dear {{ recipient.name }},\n\nmind your deductible.\n"}
    [linted] = lint_changes(planned(tree).changes, load_rule_set())
    [finding] = linted.report.findings
    assert (linted.name, linted.place(finding.start), finding.surface) == (
        f"{FOLDER}/en/body.md",
        (3, 11),
        "deductible",
    )
    checked = check(planned(tree), factories.marketer(), now=NOW)
    assert (checked.found(("error",)), checked.found(())) == (True, False)


def test_nothing_is_kept_when_one_thing_fails(small: Tree) -> None:
    tree = small | {BLOCK: b"Warm regards\n", f"{FOLDER}/en/sms.txt": b"{% include 'nobody' %}\n"}
    with pytest.raises(BadTree, match=rf"{FOLDER}/en/sms\.txt:1:"):
        apply(planned(tree), factories.marketer(), now=NOW)
    assert versions() == [(1, "live")]
    assert TemplateVersion.objects.count() == 1


def test_a_translation_that_comes_with_its_source_is_not_behind_and_one_that_does_not_is(small: Tree) -> None:
    tree = small
    folder = "blocks/sign-off"
    main = b"name: Sign-off\nsource_locale: en\n"
    brought(tree | {f"{folder}/block.yaml": main, f"{folder}/cy.md": b"Cofion\n"})
    factories.publish(ContentBlockVersion.objects.get(number=2))
    tree = exported()
    assert b"out_of_date" not in tree[f"{folder}/block.yaml"]
    brought(tree | {BLOCK: b"Warm regards\n"})
    assert b"out_of_date:\n  cy: " in exported("drafts")[f"{folder}/block.yaml"]
