"""The term lists: each row does what its examples say, they go together, and all leave ordinary good wording alone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from commhub.contracts import Readable
from commhub.lint.conflicts import problems_with_terms
from commhub.lint.engine import check, lint
from commhub.lint.examples import failed_examples
from commhub.lint.policy import SAFE
from commhub.lint.rules import rule_types
from commhub.lint.selection import problems_with_term
from commhub.lint.sources.text import blocks
from commhub.starter.library import TermListSource, read_library

LISTS = {one.key: one for one in read_library().term_lists}
TERMS = read_library().wording()
KNOWN = {term.key for term in TERMS.terms}
DOMAINS = ("general", "insurance", "banking", "telecom", "utilities", "health", "government")
ORDINARY = Path(__file__).parent / "ordinary"
NO_SOURCE = "own: "


def found(text: str, locale: str) -> list[str]:
    findings = check([Readable("body", text)], locale, TERMS)
    return [finding.surface for finding in findings if finding.rule in KNOWN]


@pytest.mark.parametrize("source", LISTS.values(), ids=LISTS)
def test_every_row_does_what_its_examples_say(source: TermListSource) -> None:
    for term in source.terms:
        assert [*problems_with_term(term), *failed_examples(term)] == [], term.key


def test_every_row_says_why_has_examples_and_names_its_source() -> None:
    for term in TERMS.terms:
        assert term.id, term.text
        assert term.why, term.id
        assert term.must_match, term.id
        assert term.must_not_match, term.id
        assert term.source, term.id
        assert term.licence, term.id
        assert not term.source.startswith(NO_SOURCE) or term.licence == "MIT (this project)", term.id
        assert term.kind != "acronym" or term.expansion, term.id


def test_the_rows_go_together() -> None:
    assert problems_with_terms(TERMS.terms) == []
    assert [key for key, times in Counter(term.key for term in TERMS.terms).items() if times > 1] == []


def test_a_field_has_twenty_rows_or_more_in_each_language_and_its_ids_say_which() -> None:
    for domain in DOMAINS:
        for language in ("en", "zh"):
            terms = LISTS[f"{domain}-{language}"].terms
            assert len(terms) >= 20, (domain, language)
            assert {term.domain for term in terms} == {domain}
            assert all(term.id.startswith(f"{domain}.{language}.") for term in terms)


def test_an_example_is_found_with_all_lists_in_force() -> None:
    """Rows of other lists may say more of the same words, and none may hide them."""
    missed = []
    for term in TERMS.terms:
        if not rule_types.get(term.rule).is_in_force(term, TERMS.policy):
            continue
        locale = {"*": "en-GB", "en": "en-GB", "zh": "zh-CN", "zh-Hant": "zh-TW"}.get(term.locale, term.locale)
        for sentence in term.must_match:
            if not lint(list(blocks(sentence)), locale, TERMS).findings:
                missed.append((term.id, sentence))
    assert missed == []


def test_more_than_three_hundred_acronyms_are_safe_and_none_of_them_is_listed_as_well() -> None:
    safe = TERMS.policy.safe
    assert len(safe) >= 300
    assert safe >= SAFE
    assert {term.text for term in TERMS.terms} & safe == set()


def test_neither_wording_of_autistic_and_deaf_people_is_found_fault_with_until_the_organisation_chooses() -> None:
    assert found("The room is for an autistic person, or a person with autism.", "en-GB") == []
    assert found("An interpreter comes for a deaf person, or a person who is deaf.", "en-GB") == []


@pytest.mark.parametrize(
    ("name", "locales"), [("en", ("en-GB", "en-US")), ("zh", ("zh-CN",)), ("zh-hant", ("zh-TW", "zh-HK"))]
)
def test_ordinary_sentences_are_left_alone(name: str, locales: tuple[str, ...]) -> None:
    lines = (ORDINARY / f"{name}.txt").read_text("utf-8").splitlines()
    sentences = [line for line in lines if not line.startswith("#")]
    for locale in locales:
        for sentence in sentences:
            report = lint(list(blocks(sentence)), locale, TERMS)
            assert [one.rule for one in report.findings] == [], sentence


@pytest.mark.parametrize(
    ("text", "locale", "surface"),
    [
        ("請檢附證件影本。", "zh-TW", "檢附"),
        ("墊底費為三千元。", "zh-HK", "墊底費"),
        ("起付線為五百元。", "zh-TW", "起付線"),
        ("您的SLA已更新。", "zh-CN", "SLA"),
        ("Votre UW_PEND est ici.", "fr-FR", "UW_PEND"),
    ],
)
def test_rows_hold_where_their_words_are_used(text: str, locale: str, surface: str) -> None:
    assert found(text, locale) == [surface]


def test_words_of_hong_kong_are_for_hong_kong() -> None:
    assert found("墊底費為三千元。", "zh-TW") == []
    assert found("墊底費為三千元。", "zh-CN") == []


def test_the_name_of_a_service_is_no_label_of_a_person() -> None:
    assert found("You will be seen at a diabetic retinopathy clinic.", "en-GB") == []
    assert found("You will be seen by a diabetic nurse if you are a diabetic.", "en-GB") == ["a diabetic"]


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Your file is UW_PEND.", "UW_PEND"),
        ("It went back as NIGO, sorry.", "NIGO"),
        ("Error code: 4031 came up.", "Error code: 4031"),
        ("The reason code A17 applies.", "reason code A17"),
        ("Please call [TBC] for help.", "[TBC]"),
        ("We use subrogation here.", "subrogation"),
        ("The Underwriter has decided.", "Underwriter"),
        ("We will indemnify you.", "indemnify"),
        ("Cover begins pro rata.", "pro rata"),
        ("Your IPT is included.", "IPT"),
        ("Your account is delinquent.", "delinquent"),
        ("We need the FNOLs.", "FNOLs"),
    ],
)
def test_english_that_customers_cannot_read_is_found(text: str, surface: str) -> None:
    assert found(text, "en-GB") == [surface]


@pytest.mark.parametrize(
    "text",
    [
        "You can cancel your insurance policy and make a claim under your cover until the end of the day.",
        "The premium is the price that you pay; the excess is your share of each claim.",
        "Your professional indemnity insurance starts on Monday. The payment is tax-deductible.",
        "Ben's number is NL-20451877 and his postcode is BS1 4DJ. His car is a BMW, registration NC19 OBE.",
        "We have put in a new boiler in the meantime. He took it in his stride, and the average price fell.",
        "Please call us between 8 am and 8 pm. Error bars and status symbols are fine.",
        "Your reference is CLM-44-1029 and the PDF is 2 MB. The UK rate is in GBP.",
        "The driver got an endorsement on her licence. Salvage the day!",
        "Berlin is a fine city, and bernard is a good name. Please tell us if the status code on it was wrong.",
    ],
)
def test_ordinary_english_is_left_alone(text: str) -> None:
    assert found(text, "en-GB") == []


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("您的申请正在核保。", "核保"),
        ("每次事故的免赔额为100英镑。", "免赔额"),
        ("请说明出险原因。", "出险原因"),
        ("保费可以趸交。", "趸交"),
        ("以上内容，特此通知。", "特此通知"),
        ("您的状态是 UW_PEND。", "UW_PEND"),
        ("您的NIGO材料已退回。", "NIGO"),
        ("我们怀疑骗保。", "骗保"),
    ],
)
def test_chinese_that_customers_cannot_read_is_found(text: str, surface: str) -> None:
    assert found(text, "zh-Hans") == [surface]


@pytest.mark.parametrize(
    "text",
    [
        "您可以随时退出险种列表，也可以退保。",
        "我们已经确定损失的金额，会尽快赔付。",
        "请检查勘误表，并在审批单上签名。",
        "环保全面升级，恢复效果很好，到期交费即可。",
        "我们正在审核保单，继承保险金的手续也在办理。请勿欺骗保险公司。",
        "理赔申请已收到，保障照常继续，续期价格不变。",
    ],
)
def test_ordinary_chinese_is_left_alone(text: str) -> None:
    assert found(text, "zh-Hans") == []
