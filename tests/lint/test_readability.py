"""The rule type readability: formulas, syllables, and when a message is too hard."""

from __future__ import annotations

import pytest

from commhub.lint.engine import lint
from commhub.lint.policy import Policy
from commhub.lint.rules import rule_types
from commhub.lint.rules._syllables import syllables
from commhub.lint.rules.readability import FORMULAS, Counts, measure
from commhub.lint.ruleset import RuleSet
from commhub.lint.sources import source_blocks
from tests.lint.rows import row

COUNTS = Counts(
    words=100, sentences=5, syllables=150, one_syllable=60, three_or_more=10, four_or_more=5, over_six_letters=20
)


@pytest.mark.parametrize(
    ("language", "score"),
    [
        ("en", 0.39 * 20 + 11.8 * 1.5 - 15.59),
        ("de", 0.1935 * 10 + 0.1672 * 20 + 0.1297 * 20 - 0.0327 * 60 - 0.875),
        ("es", 206.835 - 62.3 * 1.5 - 20),
        ("fr", 207 - 1.015 * 20 - 73.6 * 1.5),
        ("pl", 0.4 * (20 + 5)),
        ("ru", 206.835 - 1.3 * 20 - 60.1 * 1.5),
        ("zh", 20.0),
    ],
)
def test_the_formulas(language: str, score: float) -> None:
    assert FORMULAS[language].score(COUNTS) == pytest.approx(score)
    assert FORMULAS[language].source


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            (
                "the 1 insurance 3 policy 3 payment 2 table 2 little 2 people 2 area 3 created 3 asked 1 needed 2 changes 2"
                " client 2 business 2 employee 3 question 2 annual 3 percentage 3 rate 1 houses 2 available 4 premium 3"
                " previous 3 being 2 organisation 5 fire 1 language 2"
            ),
        ),
        ("de", "die 1 versicherung 4 bedeutet 3 aufenthalt 3 bauer 2 eier 2 beitragserhöhung 5"),
        ("fr", "assurance 3 vous 1 contrat 2 table 1 portes 1 véhicule 3"),
        ("es", "póliza 3 seguro 3 día 2 cuenta 2 país 2 aéreo 4 información 4 siguiente 3"),
        ("pl", "pieniądze 3 ubezpieczenie 5 miasto 2 nie 1"),
        ("ru", "страхование 5 полис 2 мы 1"),
    ],
)  # fmt: skip
def test_syllables(language: str, words: str) -> None:
    listed = words.split()
    assert [(word, syllables(word, language)) for word in listed[::2]] == [
        (word, int(count)) for word, count in zip(listed[::2], listed[1::2], strict=True)
    ]


EASY = "We got your form. We will pay you soon. You do not need to do a thing. " * 7
HARD = (
    "Notwithstanding the aforementioned considerations, reimbursement of supplementary expenditure necessitates "
    "documentation substantiating the circumstances. "
) * 8


def _measured(text: str, locale: str) -> float | None:
    rules = RuleSet(())
    readings = [rules.for_locale(locale).read(block) for block in source_blocks(text, "email_text", "rendered")]
    found = measure(readings, locale)
    return found.score if found else None


def test_easy_and_hard_messages() -> None:
    easy, hard = _measured(EASY, "en-GB"), _measured(HARD, "en-GB")
    assert easy is not None
    assert hard is not None
    assert (easy < 3, hard > 20) == (True, True)
    assert _measured("我们收到了您的表格。" * 20, "zh-TW") == 9.0


def test_what_is_not_measured() -> None:
    assert _measured("We got your form. " * 20, "en") is None
    assert _measured(HARD, "tlh") is None
    assert _measured("", "en") is None
    html = f"<h1>{HARD}</h1><p lang='fr'>{HARD}</p><p>We got it.</p>"
    rules = RuleSet(())
    blocks = source_blocks(html, "email_html", "rendered")
    assert measure([rules.for_locale(block.locale or "en").read(block) for block in blocks], "en") is None


def test_only_a_limit_makes_a_finding() -> None:
    text = f"{EASY}\n\n{HARD}"
    blocks = source_blocks(text, "email_text", "rendered")
    assert [one.rule for one in lint(blocks, "en", RuleSet(())).findings] == []
    (finding,) = lint(blocks, "en", RuleSet((), Policy(hardest={"en": 9}))).findings
    assert (finding.rule, finding.kind, finding.severity) == ("readability", "readability", "warning")
    assert finding.surface == HARD.split(".", maxsplit=1)[0]
    assert finding.message.startswith("This message is harder to read than it may be: ")
    assert "and the limit is 9 (Flesch-Kincaid grade level: years of school that a reader needs)" in finding.message
    assert lint(blocks, "en", RuleSet((), Policy(hardest={"en": 40, "fr": 90}))).findings == ()


def test_a_limit_is_the_least_where_the_formula_counts_down() -> None:
    text = "La souscription complémentaire nécessite présentation immédiate des justificatifs réglementaires. " * 14
    blocks = source_blocks(text, "email_text", "rendered")
    assert [one.rule for one in lint(blocks, "fr", RuleSet((), Policy(hardest={"fr": 50}))).findings] == ["readability"]
    assert lint(blocks, "fr", RuleSet((), Policy(hardest={"fr": -300}))).findings == ()


def test_a_row_for_it_is_refused() -> None:
    assert rule_types.get("readability").problem_with(row("x", rule="readability")) == (
        "How hard a message is to read is measured without rows in the term list; this row has no use"
    )
