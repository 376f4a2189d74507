"""Matching many terms and patterns: what is found is a form of its term, and no text or list makes it slow."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commhub.lint.blocks import Block
from commhub.lint.engine import lint
from commhub.lint.folding import fold, folded_words
from commhub.lint.matching import patterns, words
from commhub.lint.matching.chinese import simplified
from commhub.lint.matching.forms import forms_of
from commhub.lint.matching.patterns import JOINED, PatternIndex, compiled
from commhub.lint.matching.phrases import written_forms
from commhub.lint.policy import IGNORE, Policy
from commhub.lint.ruleset import RuleSet
from tests.lint.rows import code, found, row

QUIET = Policy(unknown_acronyms=IGNORE)
TERMS = (
    row("rider"),
    row("grace period"),
    row("NIGO", "*", kind="acronym"),
    row("co-pay"),
    row("核保", "zh"),
    row("這裡", "zh-Hant"),
    row("Selbstbehalt", "de"),
    row("полис", "ru"),
    row("面책", "ko"),
    row("カバー", "ja"),
)
DISGUISES = ("", "\u00ad", "\u200b", "\u2060", "\u0301", "\ufe0f", "\U000e0061")
WORDS = (
    "rider",
    "Riders",
    "ＲＩＤＥＲ",
    "𝐫𝐢𝐝𝐞𝐫",
    "riԁer",
    "grace\u00a0 periods",
    "NIGO",
    "ΝIGO",
    "co\u2011pay",
    "copayed",
)
OTHERS = (
    "核保",
    "核\n保",
    "審核保單",
    "這裏",
    "Selbstbehalte",
    "ПОЛИС",
    "カバー",
    "ｶﾊﾞｰ",
    "x",
    "_",
    "7",
    "é",
    "ß",
    "。",
    ", ",
)


@st.composite
def messages(draw: st.DrawFn) -> list[str]:
    def disguised(word: str) -> str:
        at = draw(st.integers(0, len(word)))
        return word[:at] + draw(st.sampled_from(DISGUISES)) + word[at:]

    some = st.lists(st.sampled_from((*WORDS, *OTHERS)), min_size=1, max_size=8)
    between = draw(st.sampled_from(("", " ", "\n")))
    return [between.join(map(disguised, draw(some))) for _ in range(draw(st.integers(1, 4)))]


RULES = RuleSet(TERMS, QUIET)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(messages(), st.sampled_from(["en-GB", "zh-CN", "zh-TW", "de", "ru", "ko", "ja"]))
def test_what_is_found_folds_to_a_form_of_its_term_within_its_block(texts: list[str], locale: str) -> None:
    blocks, start = [], 0
    for text in texts:
        blocks.append(Block(text, range(start, start + len(text)), range(start + 1, start + len(text) + 1), "body"))
        start += len(text) + 1
    source = "\n".join(texts)
    known = {term.key: term for term in TERMS}
    report = lint(blocks, locale, RULES)
    for finding in [*report.findings, *report.doubtful]:
        assert source[finding.start : finding.end] == finding.surface
        inside = [one for one in blocks if one.starts[0] <= finding.start and finding.end <= one.ends[-1]]
        assert len(inside) == 1
        term = known[finding.rule]
        forms = {simplified(form).casefold() for form in written_forms(term, forms_of(term))}
        assert simplified(folded_words(finding.surface, locale[:2])).casefold() in {
            *forms, *(simplified(folded_words(form)).casefold() for form in ("這裏",)),
        }  # fmt: skip


def test_many_places_are_gone_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each place that the automaton finds is tested once, and hits within allowed phrases are looked up, not compared."""
    tested = 0
    original = words.stands_alone

    def counted(text: str, start: int, end: int) -> bool:
        nonlocal tested
        tested += 1
        return original(text, start, end)

    monkeypatch.setattr(words, "stands_alone", counted)
    index = RuleSet([row("a", allowed_in=("a b",)), row("b"), row("a b a")]).for_locale("en").words
    count = 20_000
    hits = index.find(fold("a b " * count))
    assert tested <= 6 * count
    assert [one.term.text for one in hits] == ["a b a"] * (count - 1) + ["b"]


@pytest.mark.parametrize(
    "text", ["\ud800" * 1_000, "\x00" * 1_000, "a" * 100_000, "核" * 9_999, "\u0301" * 10_000, "_" * 9_999]
)
def test_bad_texts_have_a_result(text: str) -> None:
    terms = (row("aa"), row("核核", "*"), row("_", "*"), row("NIGO", "*"), code("[a-z]_", "*"))
    assert found(f"{text} NIGO", *terms, locale="en", policy=QUIET)[-1] == "NIGO"


def test_every_control_character_is_nothing_within_a_word() -> None:
    space = {"\t", "\n", "\x0b", "\x0c", "\r", "\x85"}
    for character in map(chr, [*range(32), *range(127, 160)]):
        text = f"NI{character}GO"
        report = lint([Block(text, range(5), range(1, 6))], "en", RULES)
        assert [one.surface for one in report.findings] == ([] if character in space else [text])


def test_patterns_are_asked_together(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    original = patterns.compiled

    def counted(expression: str) -> Any:
        asked.append(expression)
        return original(expression)

    monkeypatch.setattr(patterns, "compiled", counted)
    index = PatternIndex([rf"\bC{number}_[A-Z]+\b" for number in range(1_000)])
    assert len(index._joint) == -(-1_000 // JOINED)
    assert list(index.matching("Nothing of ours is in this text, C10 or C_X.")) == []
    assert asked == []
    assert list(index.matching("It says C7_HOLD and C999_PEND 您的 C7_X.")) == [7, 999]
    assert len(asked) == JOINED + 1_000 % JOINED


def test_patterns_that_cannot_be_joined_are_asked_alone() -> None:
    expressions = ["(?P<a>x1)", "(?P<a>x2)", "(?i)x3", "x4|y4", "^x5", "x6$"]
    index = PatternIndex(expressions)
    for number in range(6):
        assert list(index.matching(f"x{number + 1}")) == [number]
    assert list(index.matching("X3 y4 X4")) == [2, 3]
    assert list(PatternIndex([]).matching("x")) == []
    huge = [rf"(?:\pL{{1,60}}_{number})" for number in range(16)]
    assert list(PatternIndex(huge).matching("a_7")) == [7]
    assert compiled("x4|y4").search("y4")


def test_a_pattern_ends_where_words_do() -> None:
    assert found("25 bps, 25 bpsec, x25 bps", code(r"[0-9]+ bps"), policy=QUIET) == ["25 bps"]
    assert found("您的UW_HOLD将", code(r"[A-Z]+_[A-Z]+"), locale="zh", policy=QUIET) == ["UW_HOLD"]


def test_a_doubtful_hit_does_not_hide_the_term_within_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "doubt", lambda text, start, end: "Who knows." if end - start > 2 else "")
    index = RuleSet([row("核保单", "zh"), row("核保", "zh"), row("NIGO", "*")], QUIET).for_locale("zh-CN").words
    hits = [(one.term.text, one.start, one.doubt) for one in index.find(fold("核保单 NIGO"))]
    assert hits == [("核保单", 0, "Who knows."), ("核保", 0, ""), ("NIGO", 4, "")]
