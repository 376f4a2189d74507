"""Term lists: versions that are approved like content, frozen by the database, and quick to copy."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from commhub.approval.approve import approve
from commhub.approval.drafts import new_draft, start_draft
from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.models import Review
from commhub.approval.reject import reject
from commhub.approval.retire import retire
from commhub.approval.submit import submit
from commhub.approval.withdraw import withdraw
from commhub.lint.models import CONTENT, Term, TermList, TermListVersion
from commhub.lint.packs.reading import BadPack
from commhub.lint.rules.base import TermSpec
from commhub.lint.store.packs import export_pack, import_pack
from commhub.lint.store.writing import content_of, remove_terms, switch_terms, write_list, write_term
from commhub.lint.terms import load_rule_set, spec_of
from commhub.publish.models import LiveEdition
from commhub.versions import Frozen
from tests.factories import administrator, listed, marketer, publish, reviewer

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
RIDER = TermSpec("rider", "en", "term", "jargon", "error", "extra cover", must_match=("Your rider.",))


@pytest.fixture
def draft(db: None) -> TermListVersion:
    terms = TermList.objects.create(key="insurance-en", label="Insurance, English")
    version = start_draft(terms, marketer())
    assert isinstance(version, TermListVersion)
    write_list(version, [RIDER], {"acronyms": {"safe": ["XQV"]}}, "First.")
    return version


def test_a_list_is_written_by_one_and_put_in_force_by_another(draft: TermListVersion) -> None:
    submit(draft, marketer(), now=NOW)
    with pytest.raises(NotAllowed, match="You wrote or edited this version"):
        approve(draft, _also_reviewer(), now=NOW)
    review = approve(draft, reviewer(), now=NOW)
    draft.refresh_from_db()
    assert (draft.state, review.label, review.content_hash) == ("live", "term-list insurance-en v1", draft.content_hash)
    assert [term.text for term in load_rule_set().terms] == ["rider"]
    assert list(Review.objects.order_by("id").values_list("action", flat=True)) == ["submit", "approve"]
    assert not LiveEdition.objects.exists()


def _also_reviewer() -> object:
    author = marketer()
    author.groups.add(*reviewer().groups.all())
    return type(author).objects.get(pk=author.pk)


def test_the_forms_are_made_when_it_is_submitted_and_no_later(draft: TermListVersion) -> None:
    submit(draft, marketer(), now=NOW)
    assert draft.terms.get().forms == ["rider", "riders"]
    approve(draft, reviewer(), now=NOW)
    (term,) = load_rule_set().terms
    assert term.forms == ("rider", "riders")


def test_the_next_version_begins_as_a_copy_and_replaces_the_live_one(draft: TermListVersion) -> None:
    publish(draft)
    second = new_draft(draft, marketer())
    assert second.content() == draft.content()
    write_term(second, TermSpec("sweep", "en", "term", "jargon", "error"))
    switch_terms(second, [second.terms.get(text="rider").pk], active=False)
    assert [term.text for term in load_rule_set().terms] == ["rider"]
    publish(second)
    draft.refresh_from_db()
    assert draft.state == "retired"
    assert [term.text for term in load_rule_set().terms] == ["sweep"]


def test_a_row_keeps_its_key_when_its_words_change(draft: TermListVersion) -> None:
    row = draft.terms.get()
    write_term(draft, TermSpec("policy rider", "en", "term", "jargon", "error"), row=row)
    assert list(draft.terms.values_list("key", "text")) == [("en.term.rider", "policy rider")]
    assert remove_terms(draft, [row.pk]) == 1
    assert not draft.terms.exists()


def test_what_has_left_draft_stands_still(draft: TermListVersion) -> None:
    row = draft.terms.get()
    submit(draft, marketer(), now=NOW)
    draft.refresh_from_db()
    for write in (
        lambda: write_term(draft, RIDER, row=row),
        lambda: write_list(draft, [], {}, ""),
        lambda: remove_terms(draft, [row.pk]),
        lambda: switch_terms(draft, [row.pk], active=False),
    ):
        with pytest.raises(Frozen, match="can no longer change"):
            write()
    for attempt in (
        lambda: Term.objects.filter(pk=row.pk).update(suggestion="x"),
        lambda: Term.objects.create(version=draft, key="x", text="x"),
        lambda: TermListVersion.objects.filter(pk=draft.pk).update(policy={}),
        lambda: TermList.objects.filter(pk=draft.term_list_id).update(key="other"),
    ):
        with pytest.raises(DatabaseError, match="left draft cannot change"), transaction.atomic():
            attempt()
    withdraw(draft, marketer(), now=NOW)
    draft.refresh_from_db()
    write_list(draft, [], {}, "Empty.")
    submit(draft, marketer(), now=NOW)
    reject(draft, reviewer(), now=NOW, comment="No.")


@pytest.mark.parametrize(
    ("specs", "said"),
    [
        (
            [TermSpec("rider", "en", "term", "jargon", "error", must_match=("Nothing here.",))],
            "“rider” (en): It must find something in “Nothing here.”, and does not.",
        ),
        (
            [TermSpec("rider", "en", "term", "jargon", "error", must_not_match=("A horse rider.",))],
            "“rider” (en): It must leave “A horse rider.” alone, and finds “rider”.",
        ),
        ([TermSpec("([", "en", "pattern", "code", "error")], "“([” (en): "),
        ([TermSpec("x", "en", "astrology", "code", "error")], "There is no rule type 'astrology'"),
    ],
)
def test_a_list_that_breaks_its_promises_is_refused(draft: TermListVersion, specs: list[TermSpec], said: str) -> None:
    write_list(draft, specs, {}, "")
    with pytest.raises(Refused) as refused:
        submit(draft, marketer(), now=NOW)
    assert said in str(refused.value)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_policy_that_is_none_is_refused(draft: TermListVersion) -> None:
    write_list(draft, [], {"acronyms": {"safe": 7}, "colour": "red"}, "")
    with pytest.raises(Refused, match=r"unknown key 'colour'\. The policy's 'acronyms\.safe' is not a list of texts"):
        submit(draft, marketer(), now=NOW)


def test_rows_that_do_not_go_together_are_told_to_the_reviewer(draft: TermListVersion) -> None:
    write_list(draft, [TermSpec("rider", "en", "term", "jargon", "error", id=one) for one in ("a", "b")], {}, "")
    submit(draft, marketer(), now=NOW)
    assert draft.ratchet.odd == ["'a' and 'b' are both for “rider” (en) and say the same; one is enough."]


def test_a_list_goes_out_as_a_pack_and_comes_back_the_same(draft: TermListVersion) -> None:
    code = TermSpec("[A-Z]+_[A-Z]+", "*", "pattern", "code", "error", id="c", settings='{"a": 1}', inflect=False)
    known = TermSpec("APR", "en", "acronym", "acronym", "warning", id="a", explainable=True, expansion="yearly cost")
    write_list(draft, [RIDER, code, known], {"acronyms": {"safe": ["XQV"]}}, "")
    pack = export_pack(draft)
    assert [entry["id"] for entry in pack["terms"]] == ["a", "c", "en.term.rider"]
    before = draft.content()
    assert import_pack(draft, json.dumps(pack).encode(), "Again.") == 3
    after = draft.content()
    assert {row["key"]: row["forms"] for row in after["terms"]}["en.term.rider"] == ["rider", "riders"]
    for row in [*before["terms"], *after["terms"]]:
        row["forms"] = []
    assert after == before
    with pytest.raises(BadPack, match="unknown key 'colour'"):
        import_pack(draft, b'{"format": "commhub-rulepack/1", "colour": 1}', "")
    assert draft.terms.count() == 3


def test_a_key_is_in_one_list_only(draft: TermListVersion) -> None:
    listed("rider")
    with pytest.raises(Refused, match=r"en\.term\.rider is in the list “Main list” already"):
        submit(draft, marketer(), now=NOW)


def test_the_last_live_list_cannot_be_retired(draft: TermListVersion) -> None:
    publish(draft)
    with pytest.raises(Refused, match="is the last live term list: without one nothing can be sent"):
        retire(draft, administrator(), now=NOW)
    listed("sweep")
    retire(draft, administrator(), now=NOW)
    assert [term.text for term in load_rule_set().terms] == ["sweep"]


def test_a_row_is_read_as_it_was_written() -> None:
    spec = TermSpec(
        *("co-pay", "en", "term", "jargon", "warning", "your share", "Why.", ("co-pay card",), "r7", "noun", False),
        *("exact", True, "none", "copayment", "health", ("co-pay", "copay"), '{"a": 1}', ("A co-pay.",), ("A pay.",)),
        *("our own", "CC0-1.0"),
    )
    version = listed()
    draft = new_draft(version, marketer())
    row = write_term(draft, spec)
    row.refresh_from_db()
    assert spec_of(row) == spec
    assert content_of([spec], {})["terms"] == [{name: getattr(row, name) for name in CONTENT}]


def test_five_thousand_rows_are_copied_together(draft: TermListVersion) -> None:
    write_list(draft, (_numbered(number) for number in range(5_000)), {}, "Many.")
    TermListVersion.objects.filter(pk=draft.pk).update(state="live", content_hash=draft.hash_content())
    live = TermListVersion.objects.get(pk=draft.pk)
    with CaptureQueriesContext(connection) as queries:
        second = new_draft(live, marketer())
    assert second.terms.count() == 5_000
    assert len(queries) < 200  # SQLite takes a thousand values at a time
    assert len(load_rule_set().terms) == 5_000


def _numbered(number: int) -> TermSpec:
    return TermSpec(f"word{number}", "en", "term", "jargon", "error", forms=(f"word{number}", f"word{number}s"))


def test_a_worker_reads_stored_forms_and_imports_no_lexicon() -> None:
    code = (
        "import sys\nfrom commhub.lint.blocks import Block\nfrom commhub.lint.engine import lint\n"
        "from commhub.lint.ruleset import RuleSet\nfrom commhub.lint.rules.base import TermSpec\n"
        "rules = RuleSet([TermSpec('rider', 'en', 'term', 'jargon', 'error', forms=('rider', 'riders'))])\n"
        "found = lint([Block('Riders', range(6), range(1, 7))], 'en', rules).findings\n"
        "print([one.surface for one in found], 'lemminflect' in sys.modules, 'simplemma' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "['Riders'] False False"
