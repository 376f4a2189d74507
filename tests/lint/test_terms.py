"""The rules in force: what is live of all term lists, made ready once, and nothing sent without."""

from __future__ import annotations

import pytest
from django.core import checks
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commhub.contracts import JSON, Readable
from commhub.lint import terms
from commhub.lint.engine import LintUnavailable, check
from commhub.lint.models import Term, TermList, TermListVersion
from commhub.lint.rules.base import TermSpec
from commhub.lint.store.policies import merged_policy
from commhub.lint.terms import load_rule_set
from tests.factories import listed, marketer, unlisted

pytestmark = pytest.mark.django_db


def warnings() -> list[str]:
    found = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
    return [one.msg for one in found if one.id == "commhub.W002"]


def test_active_rows_are_loaded_with_all_that_the_engine_reads() -> None:
    listed("rider", suggestion="extra cover", why="Horses.", allowed_in=["bus rider"])
    listed(
        "核保", locale="zh", severity="warning", kind="sensitive", settings={"b": 1, "a": 2}, must_match=["核保完成"]
    )
    listed("off", active=False)
    assert load_rule_set().terms == (
        TermSpec("rider", "en", "term", "jargon", "error", "extra cover", "Horses.", ("bus rider",), "en.term.rider"),
        TermSpec(
            *("核保", "zh", "term", "sensitive", "warning"),
            id="zh.term.核保",
            settings='{"a": 2, "b": 1}',
            must_match=("核保完成",),
        ),
    )


def test_the_live_versions_of_all_lists_are_in_force_together() -> None:
    listed("rider")
    other = TermList.objects.create(key="banking", label="Banking")
    draft = TermListVersion.objects.create(
        term_list=other, number=1, author=marketer(), policy={"acronyms": {"safe": ["XQV"]}}
    )
    Term.objects.create(version=draft, key="b1", text="sweep", locale="en")
    assert [term.text for term in load_rule_set().terms] == ["rider"]
    TermListVersion.objects.filter(pk=draft.pk).update(state="live", content_hash=draft.hash_content())
    assert [term.text for term in load_rule_set().terms] == ["sweep", "rider"]
    assert load_rule_set().policy.safe == {"XQV"}


def test_the_rules_are_made_ready_once_and_anew_when_a_list_changes() -> None:
    listed("rider")
    before = load_rule_set()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert load_rule_set() is before
    assert len(queries) == 1
    listed("sweep")
    after = load_rule_set()
    assert [term.text for term in after.terms] == ["rider", "sweep"]
    assert after.digest != before.digest
    unlisted("rider", "sweep")
    assert load_rule_set().terms == ()


@pytest.mark.parametrize("order", [1, -1])
def test_where_two_lists_differ_the_stricter_holds(order: int) -> None:
    first: dict[str, JSON] = {
        "acronyms": {"unknown": "ignore", "safe": ["UK", "PIN"], "severity": "error"},
        "readability": {
            "severity": "warning", "en_max_words_per_sentence": 30, "zh_max_han_per_sentence": 80,
            "hardest": {"en": 12, "es": 60, "fr": 40},
        },
    }  # fmt: skip
    second: dict[str, JSON] = {
        "acronyms": {"unknown": "flag", "safe": ["PIN", "ATM"]},
        "readability": {
            "severity": "error", "en_max_words_per_sentence": 25, "de_max_words_per_sentence": 20,
            "hardest": {"en": 9, "es": 50, "ru": 30},
        },
    }  # fmt: skip
    whole = merged_policy([first, second][::order])
    assert (whole.unknown_acronyms, whole.acronym_severity, whole.sentence_severity) == ("flag", "error", "error")
    assert whole.safe == {"UK", "PIN", "ATM"}
    assert whole.most_words == {"en": 25, "de": 20, "zh": 80}
    assert whole.hardest == {
        "en": 9,
        "es": 60,
        "fr": 40,
        "ru": 30,
    }  # of the scales on which 100 is easy, the higher one


def test_without_a_live_list_nothing_can_be_checked() -> None:
    with pytest.raises(LintUnavailable, match="There is no live term list, so that nothing can be checked"):
        load_rule_set()


def test_an_active_row_of_an_unknown_rule_type_is_named_by_the_system_check_and_keeps_messages_back() -> None:
    listed("rider")
    listed("virgo", rule="astrology", active=False)
    assert warnings() == []
    check([Readable("body", "fine")], "en", load_rule_set())

    listed("virgo", rule="astrology")
    assert warnings() == [
        (
            "The term 'virgo' (en) of the list main is of the rule type 'astrology', which is not installed: "
            "nothing is sent while it is active."
        )
    ]
    with pytest.raises(LintUnavailable, match="There is no rule type 'astrology'"):
        load_rule_set()


def test_what_is_read_does_not_depend_on_who_reads_it_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache is one entry: another set of lists pushes the old one out, and it is read anew."""
    listed("rider")
    first = load_rule_set()
    terms._in_force.cache_clear()
    again = load_rule_set()
    assert again is not first
    assert (again.terms, again.digest) == (first.terms, first.digest)
