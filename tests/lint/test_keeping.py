"""Readings that are kept: static text is read once, within a bound, and reading it before changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commhub.contracts import DataSpan
from commhub.lint.blocks import HEADING, TEXT, Block
from commhub.lint.engine import lint
from commhub.lint.folding import fold
from commhub.lint.keeping import Kept, size_of
from commhub.lint.reading import Reading
from commhub.lint.ruleset import Rules, RuleSet
from tests.lint.rows import code, row

INTERNAL = code(r"\b[A-Z]{2,}_[A-Z_]+\b")


def block(text: str, spans: tuple[DataSpan, ...] = (), role: str = TEXT) -> Block:
    return Block(text, range(len(text)), range(1, len(text) + 1), "body", "", role, spans)


def test_static_blocks_are_read_once_and_blocks_with_data_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = RuleSet([row("rider")])
    read: list[str] = []
    original = Rules._read

    def counted(self: Rules, text: str, role: str) -> Reading:
        read.append(text)
        return original(self, text, role)

    monkeypatch.setattr(Rules, "_read", counted)
    for _ in range(2):
        lint(
            [block("static"), block("Maria", spans=(DataSpan(0, 5, "/name"),)), block("static", role=HEADING)],
            "en",
            rules,
        )
    assert read == ["static", "Maria", "static", "Maria"]


def test_readings_are_kept_within_a_bound_and_those_asked_for_stay() -> None:
    reading = Reading("x" * 100, "en", TEXT, fold("x" * 100))
    kept = Kept(most_bytes=20 * size_of(reading))
    for number in range(1_000):
        kept.put(("en", TEXT, f"{number}"), reading)
        kept.get(("en", TEXT, "0"))
        assert len(kept) <= 20
    assert kept.get(("en", TEXT, "0")) is reading
    assert kept.get(("en", TEXT, "500")) is None
    nothing = Kept(0)
    nothing.put(("en", TEXT, "1"), reading)
    assert len(nothing) == 0


WORDS = [
    "rider",
    "riders",
    "NIGO",
    "核保",
    "审核保单",
    "UW_HOLD",
    "the",
    " means that you pay, ",
    "­",
    " ",
    ". ",
    "A.P.R.",
]
RULES = [
    row("rider", explainable=True),
    row("waiver rider"),
    row("NIGO", "*"),
    row("核保", "zh"),
    INTERNAL,
    row("APR", "*"),
]


@settings(max_examples=150, derandomize=True, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join), min_size=1, max_size=5),
    st.sampled_from(["en-GB", "zh-CN", "zh-TW", "fr", "ko"]),
    st.data(),
)
def test_reading_static_text_before_changes_nothing(texts: list[str], locale: str, data: st.DataObject) -> None:
    dynamic = [data.draw(st.booleans()) for _ in texts]
    blocks = [
        block(text, spans=(DataSpan(0, 1, "/x"),) if own else ()) for text, own in zip(texts, dynamic, strict=True)
    ]
    fresh = RuleSet(RULES)
    fresh.kept = Kept(0)
    at_once = lint(blocks, locale, fresh)
    assert lint(blocks, locale, KEEPING) == at_once
    assert lint(blocks, locale, KEEPING) == at_once
    for finding in [*at_once.findings, *at_once.doubtful]:
        assert any(finding.surface == one.text[finding.start : finding.end] for one in blocks)


KEEPING = RuleSet(RULES)
