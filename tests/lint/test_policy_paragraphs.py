"""The policy of the linter, paragraph by paragraph, each with its own cases. It reads like the policy itself."""

from __future__ import annotations

import pytest

from commhub.contracts import DataSpan, Readable
from commhub.lint.engine import LintUnavailable, Report, check, lint, stops
from commhub.lint.matching.forms import forms_of
from commhub.lint.packs.reading import BadPack, read_pack
from commhub.lint.rules.base import TermSpec
from commhub.lint.ruleset import RuleSet
from commhub.lint.sources import source_blocks
from tests.lint.rows import row

RIDER = row("rider", id="rider", pos="noun")
HOLIDAY = row("premium holiday", id="holiday")
NIGO = row("NIGO", "*", rule="acronym", kind="acronym", id="nigo")
HEBAO = row("核保", "zh", id="hebao")


def read(
    source: str,
    *terms: TermSpec,
    channel: str = "email_html",
    stage: str = "rendered",
    locale: str = "en-GB",
    spans: tuple[DataSpan, ...] = (),
) -> Report:
    return lint(source_blocks(source, channel, stage, spans), locale, RuleSet(terms))


def words(source: str, *terms: TermSpec, **how: str) -> list[str]:
    """What is found, as it stands in the source."""
    return [source[one.start : one.end] for one in read(source, *terms, **how).findings]  # type: ignore[arg-type]


# ---- what is linted ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "<p>Your rider</p>",
        '<img src="a.png" alt="Your rider">',
        '<a href="#" title="Your rider">x</a>',
        '<a href="#" aria-label="Your rider">x</a>',
        '<div style="display:none">Your rider</div>',
        "<!--[if mso]><p>Your rider</p><![endif]-->",
    ],
)
def test_what_the_customer_can_see_or_hear_is_linted(source: str) -> None:
    assert words(source, RIDER) == ["rider"]


def test_strings_that_a_template_prints_are_linted() -> None:
    assert words("<p>{{ 'Your rider' }}</p>", RIDER, stage="template") == ["rider"]
    assert words("<p>{% trans %}Your rider{% endtrans %}</p>", RIDER, stage="template") == ["rider"]


@pytest.mark.parametrize(
    "source",
    [
        "<p>https://example.com/rider and rider@example.com and rider.example.com and rider.pdf</p>",
        '<p class="rider" id="rider" data-x="rider" style="x:rider">x</p><a href="/rider">x</a>',
        "<style>.rider{}</style><script>rider()</script><!-- rider -->",
    ],
)
def test_addresses_attributes_styles_scripts_and_comments_are_not(source: str) -> None:
    assert words(source, RIDER) == []


def test_names_of_variables_and_tags_are_not() -> None:
    assert words("<p>{{ rider }}{% if rider %}x{% endif %}{# rider #}</p>", RIDER, stage="template") == []


def test_inline_elements_and_invisible_characters_join_what_they_split() -> None:
    source = "<p>a ri<b>d</b>er, ri<wbr>der, ri&shy;der, ri\u200bder</p>"
    assert words(source, RIDER) == ["ri<b>d</b>er", "ri<wbr>der", "ri&shy;der", "ri\u200bder"]


def test_breaks_are_white_space() -> None:
    source = "<p>premium<br>holiday, premium\nholiday, premium&nbsp;holiday</p>"
    assert words(source, HOLIDAY) == ["premium<br>holiday", "premium\nholiday", "premium&nbsp;holiday"]


def test_a_term_never_spans_blocks_or_cells() -> None:
    source = "<p>premium</p><p>holiday</p><table><tr><td>premium</td><td>holiday</td></tr></table>"
    assert words(source, HOLIDAY) == []
    assert words("premium\n\nholiday", HOLIDAY, channel="email_text") == []


def test_a_newline_between_two_han_characters_is_nothing() -> None:
    assert words("您的核\n保", HEBAO, channel="email_text", locale="zh-CN") == ["核\n保"]


def test_text_under_another_language_follows_its_rules() -> None:
    assert words('<p>rider <span lang="fr">rider</span> <em lang="zh">核保</em></p>', RIDER, HEBAO) == ["rider", "核保"]


# ---- offsets ----------------------------------------------------------------------------------------------------


def test_spans_are_code_points_of_the_source_and_every_occurrence_is_listed() -> None:
    source = "<p>😀 ri&#100;er &amp; r&shy;ider 𝐫𝐢𝐝𝐞𝐫</p>"
    found = read(source, RIDER).findings
    assert [(one.start, one.end, source[one.start : one.end]) for one in found] == [
        (5, 15, "ri&#100;er"),
        (22, 32, "r&shy;ider"),
        (33, 38, "𝐫𝐢𝐝𝐞𝐫"),
    ]


def test_the_longest_match_wins_after_the_boundary_test() -> None:
    assert words("<p>a premium holiday</p>", HOLIDAY, row("holiday"), row("premium")) == ["premium holiday"]
    assert words("<p>a premium holidaymaker</p>", HOLIDAY, row("holiday"), row("premium")) == ["premium"]


# ---- locales ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("locale", "found"),
    [
        ("en-US", True), ("zh-CN", True), ("ja", True), ("ko", True), ("ar", True), ("he", True),
        ("fr", False), ("es", False), ("de", False), ("pl", False), ("ru", False),
    ],
)  # fmt: skip
def test_where_english_rules_hold(locale: str, found: bool) -> None:
    assert bool(words("<p>rider</p>", RIDER, locale=locale)) is found
    assert words("<p>NIGO</p>", NIGO, locale=locale) == ["NIGO"]


def test_chinese_rules_in_both_scripts() -> None:
    simplified, traditional = row("理赔", "zh", id="a"), row("保費", "zh-Hant", id="b")
    hong_kong = row("供樓", "zh-HK", id="c")
    text = "<p>理赔、理賠、保費、供樓</p>"
    rows = (simplified, traditional, hong_kong)
    assert words(text, *rows, locale="zh-CN") == ["理赔", "理賠"]
    assert words(text, *rows, locale="zh-TW") == ["理赔", "理賠", "保費"]
    assert words(text, *rows, locale="zh-MO") == ["理赔", "理賠", "保費"]
    assert words(text, *rows, locale="zh-HK") == ["理赔", "理賠", "保費", "供樓"]


# ---- boundaries -------------------------------------------------------------------------------------------------


def test_boundaries_by_script() -> None:
    apr = row("APR", rule="acronym", kind="acronym", id="apr")
    assert words("<p>您的APR将</p>", apr, locale="zh-CN") == ["APR"]
    assert words("<p>rider1 1rider rider_x xrider riders'</p>", RIDER) == ["riders"]
    hangul = row("면책금", "ko", id="ko")
    assert words("<p>면책금은 총면책금</p>", hangul, locale="ko") == ["면책금"]
    katakana = row("ライダー", "ja", id="ja")
    assert words("<p>ライダーは、ライダース</p>", katakana, locale="ja") == ["ライダー"]
    hebrew = row("חיתום", "he", id="he")
    assert words("<p>וחיתום</p>", hebrew, locale="he") == ["חיתום"]


def test_a_chinese_term_that_straddles_two_words_is_no_term() -> None:
    report = read("<p>请审核保单信息</p>", HEBAO, locale="zh-CN")
    assert report.findings == ()
    assert words("<p>您的核保已完成</p>", HEBAO, locale="zh-CN") == ["核保"]


# ---- forms ------------------------------------------------------------------------------------------------------


def test_the_linter_makes_the_forms_itself() -> None:
    copay = row("co-pay", id="copay", pos="noun")
    assert words("<p>co-pay, copay, co pay, co-pays, Copays</p>", copay) == [
        "co-pay",
        "copay",
        "co pay",
        "co-pays",
        "Copays",
    ]
    escalate = row("adjudicate", id="adj", pos="verb")
    assert words("<p>adjudicated, adjudicating, adjudicates</p>", escalate) == [
        "adjudicated",
        "adjudicating",
        "adjudicates",
    ]
    assert words("<p>co-pay, copays</p>", row("co-pay", id="x", inflect=False)) == ["co-pay"]
    assert words("<p>riders</p>", row("rider", id="x", forms=("rider",))) == []


def test_no_stemmer() -> None:
    assert "diabetes" not in forms_of(row("diabetic", rule="sensitive", kind="sensitive", pos="noun"))
    assert words("<p>people with diabetes</p>", row("diabetics", rule="sensitive", kind="sensitive", id="d")) == []


# ---- explained terms --------------------------------------------------------------------------------------------

APR = row("APR", rule="acronym", kind="acronym", explainable=True, expansion="annual percentage rate", id="apr")
EXCESS = row("excess", explainable=True, id="excess")
UNDERWRITING = row("核保", "zh", explainable=True, id="hebao")


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("APR, then the annual percentage rate (APR), then APR", ["APR"]),
        ("The annual percentage rate (APR)", []),
        ("Your APR (annual percentage rate)", []),
        ("Your excess (the part you pay)", []),
        ("Your excess, which is the part that you pay,", []),
        ("Excess means the part that you pay", []),
        ("The excess is the part that you pay", []),
        ("APR stands for annual percentage rate", []),
        ("Your excess, the part that you pay, is 5", []),
        ("The annual percentage rate, or APR, is low", []),
        ("The annual percentage rate (“APR”)", []),
        ("Excess – the part you pay", []),
        ("核保：审核您的投保申请", []),
        ("核保（审核您的投保申请）", []),
        ("核保是指审核您的申请", []),
        ("核保即审核您的申请", []),
        ("核保就是审核您的申请", []),
        ("Your excess (£250)", ["excess"]),
        ("Your excess (see page 4)", ["excess"]),
        ("Your excess (the NIGO part of it)", ["excess", "NIGO"]),
        ('Your <abbr title="annual percentage rate">APR</abbr>', ["APR"]),
        ('Your <a href="/glossary">excess</a>', ["excess"]),
    ],
)
def test_explained_terms(source: str, found: list[str]) -> None:
    locale = "zh-CN" if "核" in source else "en-GB"
    assert words(f"<p>{source}</p>", APR, EXCESS, UNDERWRITING, NIGO, locale=locale) == found


def test_an_entry_in_a_glossary_holds_for_the_whole_message() -> None:
    source = "<p>Your excess.</p><h2>Words we use</h2><dl><dt>Excess</dt><dd>The part that you pay</dd></dl>"
    assert words(source, EXCESS) == []
    assert words(source, row("excess", id="excess")) == ["excess", "Excess"]


# ---- acronyms ---------------------------------------------------------------------------------------------------


def test_unknown_acronyms_are_flagged() -> None:
    assert words("<p>Your KYC, two HMOs, the A.P.R. and our T&amp;Cs</p>") == ["KYC", "HMOs", "A.P.R.", "T&amp;Cs"]


@pytest.mark.parametrize(
    "source",
    [
        "Please UW KYC HMO now", "IMPORTANT: FREE for you", "Part IV", "Ref KYC-1234 and AB12345", "NY 10001",
        "CHF 50", "J.R. Smith", "5 GB", "12 APR 2026", "5 p.m., PST", "Form W-2", "your PIN in the UK",
    ],
)  # fmt: skip
def test_what_is_no_acronym(source: str) -> None:
    assert words(f"<p>{source}</p>") == []


# ---- data in the message ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("holds", ["person-name", "company-name", "address", "product-name"])
def test_names_in_the_data_are_never_linted(holds: str) -> None:
    readable = Readable("body", "Dear Mr Rider, your rider", (DataSpan(8, 13, "/name", holds),))
    assert [one.start for one in check([readable], "en", RuleSet([RIDER]))] == [20]


def test_free_text_of_an_agent_is_linted_and_the_finding_names_its_field() -> None:
    readable = Readable("body", "Note: rider", (DataSpan(6, 11, "/note"),))
    assert [one.field for one in check([readable], "en", RuleSet([RIDER]))] == ["/note"]


# ---- severity and stage -----------------------------------------------------------------------------------------


def test_an_error_stops_a_warning_does_not() -> None:
    assert stops(read("<p>rider</p>", RIDER).findings)
    assert not stops(read("<p>rider</p>", row("rider", severity="warning")).findings)
    assert not stops(read("<p>rider</p>", row("rider", severity="advice")).findings)


def test_a_linter_that_cannot_do_its_work_says_so() -> None:
    with pytest.raises(LintUnavailable):
        RuleSet([row("(", rule="pattern")])


def test_a_doubtful_hit_is_for_review() -> None:
    report = read("<p>请审核保单信息</p>", HEBAO, locale="zh-CN")
    assert [(one.surface, one.severity) for one in report.doubtful] == [("核保", "review")]
    assert not stops(report.findings)


# ---- formats ----------------------------------------------------------------------------------------------------


def test_unknown_keys_of_a_pack_are_refused_by_name() -> None:
    entry = b'{"id": "a", "locale": "en", "kind": "jargon", "term": "x", "colour": 1}'
    pack = b'{"format": "commhub-rulepack/1", "terms": [' + entry + b"]}"
    with pytest.raises(BadPack, match="'colour'"):
        read_pack(pack)
    with pytest.raises(BadPack, match="'rules'"):
        read_pack(b'{"format": "commhub-rulepack/1", "rules": []}')
