"""The tree: exactly these files, the same bytes each time, and a folder in which nothing is touched without need."""

from __future__ import annotations

from pathlib import Path

import pytest

from commhub.approval.drafts import new_draft
from commhub.codes.dictionary import Scope
from commhub.codes.store import add_entry
from commhub.content.folder import read_folder, write_folder
from commhub.content.problems import BadTree
from commhub.content.tree import read_items, written
from templates_store.editing import write_block
from templates_store.models import ContentBlock, ContentBlockVersion, TemplateVersion, TestSet
from tests import factories
from tests.content.stores import Tree, exported
from tests.store import NOW

pytestmark = pytest.mark.django_db

SMALL = [
    "blocks/sign-off/block.yaml",
    "blocks/sign-off/en.md",
    "brands/northlight/brand.yaml",
    "brands/northlight/layouts/email.html",
    "brands/northlight/layouts/email.yaml",
    "brands/northlight/layouts/print.html",
    "brands/northlight/layouts/print.yaml",
    "brands/northlight/layouts/sms.txt",
    "brands/northlight/layouts/sms.yaml",
    "brands/northlight/tokens.yaml",
    "categories.yaml",
    "commhub.yaml",
    "policies.yaml",
    "templates/renewal-notice/en/body.md",
    "templates/renewal-notice/en/sms.txt",
    "templates/renewal-notice/en/subject.txt",
    "templates/renewal-notice/template.yaml",
    "templates/renewal-notice/variables.yaml",
    "term-lists/main.yaml",
]


def test_the_tree_has_exactly_these_files_and_says_nothing_of_ids_times_or_people(small: Tree) -> None:
    tree = small
    assert sorted(tree) == SMALL
    assert tree["commhub.yaml"] == b"format: commhub-content/1\n"
    assert tree["blocks/sign-off/en.md"] == b"Kind regards\n"
    assert tree["brands/northlight/tokens.yaml"] == (
        b"colour:\n  primary: '#0a6b5e'\nemail_sender:\n  address: hello@northlight.example.com\n  name: Northlight\n"
        b"name: Northlight\nsms_sender: Northlight\n"
    )
    assert tree["brands/northlight/layouts/print.yaml"].splitlines()[:2] == [b"settings:", b"  window: uk-c5"]
    assert tree["templates/renewal-notice/en/sms.txt"] == b"Policy {{ policy_number }} renews. You pay {{ premium }}.\n"
    everything = b"".join(tree.values()).lower()
    for word in (b"mara", b"remy", b"author", b"number:", b"created", b"_at:"):
        assert word not in everything, word


def test_export_twice_gives_the_same_bytes_and_reading_gives_what_was_written(small: Tree) -> None:
    tree = small
    assert exported() == tree
    items = read_items(tree)
    assert [item.based_on for item in items] == [item.digest for item in items]
    assert written(items) == tree


def test_what_is_live_is_exported_and_drafts_where_nothing_is_live_or_where_they_are_asked_for(small: Tree) -> None:
    draft = new_draft(ContentBlockVersion.objects.get(), factories.marketer())
    write_block(draft, {"en": "Warm regards"}, "")
    factories.block_draft("hours", en="Nine to five")
    assert exported()["blocks/sign-off/en.md"] == b"Kind regards\n"
    assert exported()["blocks/hours/en.md"] == b"Nine to five\n"
    assert "blocks/hours/en.md" not in exported("live")
    drafts = exported("drafts")
    assert sorted(drafts) == [
        "blocks/hours/block.yaml",
        "blocks/hours/en.md",
        "blocks/sign-off/block.yaml",
        "blocks/sign-off/en.md",
        "commhub.yaml",
    ]
    assert drafts["blocks/sign-off/en.md"] == b"Warm regards\n"


def test_codes_test_sets_and_translations_that_are_behind_stand_in_the_tree(small: Tree) -> None:
    add_entry("UW_PEND", "en", "we are reading it", Scope("", "", "status"), by=None, why="New", now=NOW)
    draft = new_draft(TemplateVersion.objects.get(), factories.marketer())
    draft.source_locale = "en"
    draft.save()
    TestSet.objects.create(version=draft, name="Long name!", data={"policy_number": "1"})
    TestSet.objects.create(version=draft, name="Long name?", data={})
    part = draft.parts.get(name="sms")
    part.pk, part.locale, part.made_from = None, "cy", "a" * 64
    part.save()
    tree = exported("drafts") | {"codes.yaml": exported()["codes.yaml"]}
    assert tree["codes.yaml"].splitlines()[:6] == [
        b"codes:",
        b"  - code: UW_PEND",
        b"    locale: en",
        b"    words: we are reading it",
        b"    dictionary: status",
        b"    why: New",
    ]
    folder = "templates/renewal-notice"
    assert tree[f"{folder}/test-sets/long-name.yaml"] == b"name: Long name!\ndata:\n  policy_number: '1'\n"
    assert tree[f"{folder}/test-sets/long-name-2.yaml"] == b"name: Long name?\n"
    assert b"source_locale: en\nout_of_date:\n  cy/sms: " + b"a" * 64 in tree[f"{folder}/template.yaml"]
    [item] = [one for one in read_items(tree) if one.kind == "template"]
    assert item.digest == item.based_on


def test_sources_come_back_to_the_byte() -> None:
    texts = {"en": "\ufeffA\r\nB\n\n", "cy": " x ", "zh-Hant-HK": "😀\u2028\u0085"}
    factories.block_draft("odd")
    version = ContentBlockVersion.objects.get(block__key="odd")
    write_block(version, texts, "")
    [item] = [one for one in read_items(exported()) if one.label == "content block odd"]
    assert item.content["texts"] == texts


def test_a_key_that_leads_out_of_the_folder_is_not_exported() -> None:
    factories.block_draft("fine", en="x")
    ContentBlock.objects.filter(key="fine").update(key="../../etc/passwd")
    with pytest.raises(BadTree, match="not a path"):
        exported()


def test_a_folder_is_touched_only_where_something_changed(small: Tree, tmp_path: Path) -> None:
    tree = small
    first = write_folder(tmp_path, tree)
    assert (sorted(first.added), first.changed, first.removed, first.same) == (sorted(tree), (), (), 0)
    (tmp_path / "README.md").write_text("ours")
    (tmp_path / "blocks" / "README.md").write_text("ours")
    (tmp_path / ".git").mkdir()
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    again = write_folder(tmp_path, tree)
    assert (again.added, again.changed, again.removed, again.same) == ((), (), (), len(tree))
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()} == before
    assert read_folder(tmp_path) == tree

    less = {path: content for path, content in tree.items() if not path.startswith("blocks/")}
    third = write_folder(tmp_path, less | {"categories.yaml": b"categories: []\n"})
    assert third.removed == ("blocks/sign-off/block.yaml", "blocks/sign-off/en.md")
    assert third.changed == ("categories.yaml",)
    assert not (tmp_path / "blocks" / "sign-off").exists()
    assert (tmp_path / "blocks" / "README.md").read_text() == "ours"


def test_nothing_is_read_or_written_through_a_symbolic_link(tmp_path: Path) -> None:
    tree = {"commhub.yaml": b"format: commhub-content/1\n", "blocks/a/en.md": b"x\n"}
    outside = tmp_path / "outside"
    outside.mkdir()
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "blocks").symlink_to(outside)
    with pytest.raises(BadTree, match="symbolic link"):
        write_folder(folder, tree)
    assert list(outside.iterdir()) == []
    assert not (folder / "commhub.yaml").exists()
    (folder / "commhub.yaml").symlink_to("/etc/hostname")
    (folder / "blocks").unlink()
    with pytest.raises(BadTree, match=r"commhub\.yaml: This is a symbolic link"):
        read_folder(folder)
    with pytest.raises(BadTree, match="no such folder"):
        read_folder(tmp_path / "nowhere")
