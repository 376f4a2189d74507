"""The term list: it finds what it is for, and leaves ordinary good wording alone."""

from __future__ import annotations

import pytest

from commhub.contracts import Readable
from commhub.lint.engine import check
from commhub.lint.selection import problems_with_term
from commhub.starter.library import read_library

TERMS = read_library().wording()
KNOWN = {term.key for term in TERMS.terms}


def found(text: str, locale: str) -> list[str]:
    findings = check([Readable("body", text)], locale, TERMS)
    return [finding.surface for finding in findings if finding.rule in KNOWN]


def test_every_row_can_be_read() -> None:
    assert [problem for term in TERMS.terms for problem in problems_with_term(term)] == []


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
