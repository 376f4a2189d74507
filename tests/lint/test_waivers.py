"""What a waiver knows a finding by: the rule and the sentence, without the values of the request."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commhub.contracts import DataSpan, Edition, Readable
from commhub.lint.blocks import PLACEHOLDER
from commhub.lint.engine import check, stops
from commhub.lint.ruleset import RuleSet
from commhub.lint.store.waivers import InForce
from commhub.lint.waived import LONGEST, Sentences, Waiver, fingerprint
from commhub.lint.waived import told as kept
from tests.lint.rows import row

GAP = "\ufffc"


def told(text: str, *, rule: str = "rider", spans: tuple[DataSpan, ...] = (), waived: frozenset[str] = frozenset()):
    terms = RuleSet([row(rule, id="r1")])
    waivers = {one: Waiver(str(number), one) for number, one in enumerate(sorted(waived), 1)}
    return check([Readable("body", text, spans)], "en", terms, None, waivers)


def test_a_waiver_covers_its_sentence_wherever_it_moves_and_no_other() -> None:
    (first,) = told("Welcome. Your rider is here.")
    assert first.sentence == "Your rider is here."
    assert first.fingerprint == fingerprint("r1", "your  RIDER is here.")
    moved = told(
        "Hello again!\nAnd now: hello! Your  rider is here. One rider more.", waived=frozenset({first.fingerprint})
    )
    assert [(one.surface, one.severity, one.waiver) for one in moved] == [
        ("rider", "waived", "1"),
        ("rider", "error", ""),
    ]
    assert moved[1].sentence == "One rider more."
    assert stops(moved)
    assert not stops(moved[:1])


def test_two_occurrences_of_a_word_are_waived_by_their_own_sentences() -> None:
    text = "This rider stays. That rider goes."
    first, second = told(text)
    again = told(text, waived=frozenset({second.fingerprint}))
    assert [one.severity for one in again] == ["error", "waived"]
    assert (first.sentence, second.sentence) == ("This rider stays.", "That rider goes.")


def test_a_waiver_of_another_rule_covers_nothing() -> None:
    (first,) = told("A rider.")
    other = fingerprint("r2", "A rider.")
    assert other != first.fingerprint
    assert [one.severity for one in told("A rider.", waived=frozenset({other}))] == ["error"]


def test_the_values_of_the_request_are_left_out() -> None:
    def with_name(name: str) -> tuple[str, str]:
        text = f"Dear {name}, your rider costs 3.5 % more."
        (one,) = told(text, spans=(DataSpan(5, 5 + len(name), "/data/name"),))
        return one.sentence, one.fingerprint

    assert with_name("Ann") == with_name("Dr. B. Smith. Esq.")
    assert with_name("Ann")[0] == f"Dear {GAP}, your rider costs 3.5 % more."


def test_a_word_that_came_in_with_a_value_stands_in_its_place_and_nothing_else_of_the_value_does() -> None:
    text = "Status: rider of Mr Jones. Next."
    start = text.index("rider")
    (one,) = told(text, spans=(DataSpan(start, start + len("rider of Mr Jones"), "/data/status"),))
    assert one.sentence == "Status: rider."
    assert one.fingerprint == fingerprint("r1", "Status: rider.")


@pytest.mark.parametrize(
    ("text", "word", "sentence"),
    [
        ("It is 3.5 per cent. Then more.", "cent", "It is 3.5 per cent."),
        ("What? “No!” he said. So.", "said", "he said."),
        ("核保完成。请付款！谢谢", "付款", "请付款！"),
        ("A heading\n\nand a text", "text", "and a text"),
        ("one\ntwo", "two", "one\ntwo"),
        ("....", ".", "...."),
    ],
)
def test_where_a_sentence_ends(text: str, word: str, sentence: str) -> None:
    at = text.index(word)
    assert Sentences(text).sentence(at, at + len(word)) == sentence


def test_the_waivers_of_all_scopes_hold_and_the_narrowest_is_named() -> None:
    edition = Edition("h" * 64, "renewal", "legal", "acme", "en", {}, (), {}, {})
    rows = [
        (1, "organisation", "", "both"), (7, "organisation", "", "everywhere"),
        (2, "template", "renewal", "both"), (3, "template", "renewal", "own"),
        (4, "category", "legal", "wide"), (5, "edition", "h" * 64, "this"), (6, "template", "other", "not here"),
    ]  # fmt: skip
    for scopes in (rows[:4], rows):
        held = InForce(scopes).of(edition)
        assert (held["both"].id, held["own"].id, held["everywhere"].id) == ("2", "3", "7")
        assert "not here" not in held
    assert (held["wide"].id, held["this"].id) == ("4", "5")
    assert InForce(rows[:1]).of(edition)["both"].id == "1"
    assert dict(InForce().of(edition)) == {}


def test_of_values_that_overlap_nothing_is_told() -> None:
    text = "Dear Anna Maria Lopez, it renews."
    spans = [DataSpan(5, 15, "/data/first"), DataSpan(10, 21, "/data/last"), DataSpan(12, 14, "/data/middle")]
    spans += [DataSpan(26, 26, "/data/empty")]
    sentences = Sentences(text, spans)
    at = text.index("renews")
    assert sentences.sentence(at, at + 6) == f"Dear {PLACEHOLDER * 2}, it renews."


def test_the_place_of_a_word_behind_a_value_is_that_in_the_text_without_it() -> None:
    text = "Bartholomew renews. It ends. So."
    sentences = Sentences(text, [DataSpan(0, 11, "/data/name")])
    assert sentences.sentence(text.index("It"), text.index("It") + 2) == "It ends."
    assert sentences.sentence(11, 18) == f"{PLACEHOLDER} renews."


@pytest.mark.parametrize(
    ("surface", "sentence", "is_ours", "expected"),
    [
        ("rider", "Your rider is here.", True, ("rider", "Your rider is here.")),
        ("SMITH", "Note SMITH of SMITH.", False, (GAP, f"Note {GAP} of {GAP}.")),
        ("Anna renews", f"{GAP} renews.", True, (f"{GAP} renews.", f"{GAP} renews.")),
        ("Anna renews", f"{GAP} renews.", False, (f"{GAP} renews.", f"{GAP} renews.")),
        (" " + "x" * (2 * LONGEST), "x" * (LONGEST - 1), False, (GAP, GAP)),
        ("", "Whole.", True, ("Whole.", "Whole.")),
    ],
)
def test_what_is_kept_of_a_finding_holds_nobody_s_data(
    surface: str, sentence: str, is_ours: bool, expected: tuple[str, str]
) -> None:
    assert kept(surface, sentence, is_ours=is_ours) == expected


def test_a_sentence_without_an_end_is_cut() -> None:
    text = "x" * (3 * LONGEST)
    assert [len(Sentences(text).sentence(at, at + 1)) for at in (0, LONGEST, 3 * LONGEST - 1)] == [LONGEST] * 3


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)), max_size=5)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.text(alphabet="ab .!?。\n\u0301\ud800\u200b", max_size=60), SPANS, st.integers(0, 59), st.integers(1, 5))
def test_every_stretch_has_a_sentence_that_tells_no_value(
    text: str, places: list[tuple[int, int]], start: int, length: int
) -> None:
    if start >= len(text):
        return
    end = min(len(text), start + length)
    spans = [DataSpan(left, min(len(text), left + size), "/x") for left, size in places if left < len(text)]
    marked = "".join(
        "\ue000" if any(span.start <= at < span.end for span in spans) else letter for at, letter in enumerate(text)
    )
    sentences = Sentences(marked, spans)
    inside = any(span.start <= start and end <= span.end for span in spans)
    sentence = sentences.sentence(start, end)
    assert inside or "\ue000" not in sentence
    assert len(sentence) <= LONGEST + length
    assert len(sentences.fingerprint("r", start, end)) == 64
