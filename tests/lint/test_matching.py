"""Matching: where a term counts as standing in a text, by script, capitals, writing and the phrases in which it is fine."""

from __future__ import annotations

import pytest

from commhub.lint.matching.boundaries import stands_alone
from commhub.lint.matching.chinese import has_chinese, is_traditional, one_writing, simplified
from commhub.lint.matching.phrases import allowing_phrases, capitals_matter, written_forms
from commhub.lint.matching.stretches import Stretches
from commhub.lint.policy import IGNORE, Policy
from commhub.lint.rules.base import TermSpec
from tests.lint.rows import found, row

QUIET = Policy(unknown_acronyms=IGNORE)


def words(text: str, *terms: TermSpec, locale: str = "en-GB") -> list[str]:
    return found(text, *terms, locale=locale, policy=QUIET)


@pytest.mark.parametrize(
    ("text", "term", "alone"),
    [
        # spaced scripts
        ("rider", "rider", True),
        ("(rider)", "rider", True),
        ("joyrider", "rider", False),
        ("riders", "rider", False),
        ("rider_x", "rider", False),
        ("_rider", "rider", False),
        ("rider2", "rider", False),
        ("2rider", "rider", False),
        ("éric", "ric", False),
        ("rider's", "rider", True),
        ("rider\u00b2 rider™", "rider", True),
        ("яrider", "rider", False),
        ("полис", "поли", False),
        ("όρος", "ρος", False),
        # unspaced neighbours
        ("您的APR将", "APR", True),
        ("のAPRは", "APR", True),
        ("カAPRカ", "APR", True),
        ("고객님APR은", "APR", True),
        ("APR2将", "APR", False),
        # Han and Hiragana have no edges
        ("A核保2", "核保", True),
        ("はらいもどし", "もど", True),
        # Hangul: the left edge only
        ("면책금은", "면책금", True),
        ("대면책금", "면책금", False),
        ("2면책금", "면책금", False),
        ("_면책금", "면책금", False),
        ("A면책금", "면책금", True),
        # Katakana: the whole run
        ("オプションです", "オプション", True),
        ("オプションズ", "オプション", False),
        ("スライド", "ライド", False),
        ("オプションー", "オプション", False),
        ("特約・オプション・等", "オプション", True),
        # clitics
        ("والتأمين", "تأمين", True),
        ("وتأمين", "تأمين", True),
        ("بالتأمين", "تأمين", True),
        ("للتأمين", "تأمين", True),
        ("متأمين", "تأمين", False),
        ("تأمينات", "تأمين", False),
        ("הפוליסה", "פוליסה", True),
        ("ושבפוליסה", "פוליסה", True),
        ("אפוליסה", "פוליסה", False),
        ("פוליסהם", "פוליסה", False),
        ("הAPR", "APR", True),
        ("אAPR", "APR", False),
        ("APRו", "APR", True),
        ("APRות", "APR", False),
        ("xהפוליסה", "פוליסה", False),
        # digits and symbols at the edge
        ("Q&A", "Q&A", True),
        ("FAQ&A", "Q&A", False),
        ("C++", "C++", True),
        ("C++x", "C++", False),
        ("C++11", "C++", False),
        ("C++", "C+", False),
        ("5% p.a.", "% p.a.", True),
        ("US$100", "US$", True),
        ("§ 42", "§ 4", False),
        ("x§ 4", "§ 4", False),
        ("A.P.R.x", "A.P.R.", False),
        ("24/7", "24/7", True),
        ("124/7", "24/7", False),
    ],
)
def test_where_words_end(text: str, term: str, alone: bool) -> None:
    at = text.index(term)
    assert stands_alone(text, at, at + len(term)) is alone


@pytest.mark.parametrize(
    ("term", "case", "text", "expected"),
    [
        ("NIGO", "", "NIGO nigo Nigo NIGOs", ["NIGO", "NIGOs"]),
        ("NIGO", "insensitive", "NIGO nigo Nigo", ["NIGO", "nigo", "Nigo"]),
        ("rider", "", "rider RIDER Rider", ["rider", "RIDER", "Rider"]),
        ("Rider", "exact", "rider RIDER Rider Riders", ["Rider", "Riders"]),
        ("T&Cs", "", "T&Cs, T&C, t&cs", ["T&Cs", "T&C"]),
        ("Beitragsgröße", "", "BEITRAGSGRÖSSE Beitragsgröße", ["BEITRAGSGRÖSSE", "Beitragsgröße"]),
    ],
)
def test_whether_capitals_matter(term: str, case: str, text: str, expected: list[str]) -> None:
    assert words(text, row(term, "*", case=case)) == expected


def test_an_acronym_with_dots_is_the_acronym() -> None:
    term = row("APR", kind="acronym")
    assert words("A.P.R. and A.P.R, A. P. R., a.p.r. and the A.P.R.", term) == ["A.P.R.", "A.P.R", "A. P. R.", "A.P.R."]
    assert words("A.P.R.", row("APR", kind="code")) == []
    assert list(written_forms(row("KYC"), ["KYC", "KYCs"])) == ["KYC", "K.Y.C.", "K.Y.C", "K. Y. C.", "K. Y. C", "KYCs"]


def test_forms_that_are_no_acronyms_are_found_in_any_capitals() -> None:
    term = row("APR", forms=("APR", "yearly rate"))
    assert [capitals_matter(term, form) for form in term.forms] == [True, False]
    assert words("Yearly Rate, apr", term) == ["Yearly Rate"]


@pytest.mark.parametrize(
    ("locale", "known", "text", "expected"),
    [
        ("zh", {}, "核保 核保", ["核保", "核保"]),
        ("zh", {"text": "保单"}, "保單、保单", ["保單", "保单"]),
        ("zh", {"text": "保單"}, "保單、保单", ["保單", "保单"]),  # written in Traditional all the same
        ("zh", {"text": "保单", "script_variants": "none"}, "保單、保单", ["保单"]),
        ("zh", {"text": "平台", "script_variants": "none"}, "平臺、平台", ["平臺", "平台"]),
        ("zh-Hant", {"text": "保單"}, "保單、保单", ["保單"]),
        ("zh-Hant", {"text": "這裡"}, "這裡、這裏、这里", ["這裡", "這裏"]),
        ("zh-HK", {"text": "戶口"}, "户口、戶口", ["户口", "戶口"]),
        ("*", {"text": "保单"}, "保單", ["保單"]),
        ("zh", {"text": "APR费率"}, "APR費率、apr费率", ["APR費率"]),
        ("zh", {"text": "APR费率", "case": "insensitive"}, "APR費率、apr费率", ["APR費率", "apr费率"]),
    ],
)
def test_chinese_in_either_script(locale: str, known: dict[str, str], text: str, expected: list[str]) -> None:
    term = row(known.pop("text", "核保"), locale, **known)
    assert words(text, term, locale="zh-HK") == expected


def test_japanese_is_not_read_as_chinese() -> None:
    assert words("保険證券と保険証券", row("保険証券", "ja"), locale="ja-JP") == ["保険証券"]
    assert words("保單", row("保单", "*"), locale="ja-JP") == []


def test_characters_are_compared_one_for_one() -> None:
    text = "臺灣的裏面，A\U00020000"
    assert (simplified(text), len(one_writing(text))) == ("台湾的里面，A\U00020000", len(text))
    assert one_writing("裡臺户説") == one_writing("裏台戶說")
    assert [is_traditional(locale) for locale in ("zh-Hant", "zh_TW", "zh-HK", "zh-MO", "zh", "zh-CN", "zh-Hans")] == [
        True, True, True, True, False, False, False,
    ]  # fmt: skip
    assert (has_chinese("a核"), has_chinese("APR"), has_chinese("é")) == (True, False, False)


@pytest.mark.parametrize("locale", ["zh-CN", "ja", "ko", "ar", "he"])
def test_english_rules_read_the_latin_words_of_other_texts(locale: str) -> None:
    terms = (row("rider"), row("§ 4"), row("核 rider"), row("%", "*"))
    assert words("核 rider § 4 %", *terms, locale=locale) == ["rider", "%"]
    assert words("核 rider § 4 %", *terms, locale="en") == ["核 rider", "§ 4", "%"]
    assert words("rider", row("rider"), locale="fr") == []


def test_phrases_in_which_a_term_is_fine() -> None:
    term = row("claim", allowed_in=("No claim bonus", "claim form"))
    assert set(allowing_phrases(term, ("claim", "claims"))) == {
        "No claim bonus", "no claims bonus", "no claim bonus", "no claim bonuses",
        "claim form", "claims form", "claim forms",
    }  # fmt: skip
    assert words("No Claims Bonus, no-claim bonus, two claim forms, my claim", term) == ["claim", "claim"]
    assert words("a reclaim form", row("claim", allowed_in=("claim form",))) == []
    assert words("ＣＬＡＩＭ\u00a0fo\u00adrm", term) == []
    assert words("理賠申請書、理賠", row("理赔", "zh", allowed_in=("理赔申请书",)), locale="zh-TW") == ["理賠"]


def test_a_longer_term_hides_a_shorter_one_only_where_it_stands_alone() -> None:
    terms = (row("grace period"), row("grace"), row("period of insurance"))
    assert words("grace period, grace periodic, grace period of insurance", *terms) == [
        "grace period", "grace", "grace period", "period of insurance",
    ]  # fmt: skip


def test_stretches_hold_what_one_of_them_holds() -> None:
    stretches = Stretches([(5, 9), (0, 3), (1, 20)])
    assert [stretches.holds(*span) for span in ((0, 3), (0, 4), (2, 20), (6, 21), (5, 9))] == [
        True,
        False,
        True,
        False,
        True,
    ]
    assert not Stretches([]).holds(0, 1)


def test_a_term_that_can_never_be_found_finds_nothing_and_harms_nothing() -> None:
    terms = (row("rider"), row("rider", id="again"), row("x" * 300), row("\u200b-"), row("“”", "*"))
    assert words("a rider", *terms) == ["rider"]
    assert words("a rider", forms_only("", "rider")) == ["rider"]


def forms_only(*forms: str) -> TermSpec:
    return row("thing", forms=forms)
