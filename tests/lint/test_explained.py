"""Explained terms: what explains, what does not, and from where on."""

from __future__ import annotations

import pytest

from commhub.lint.engine import lint
from commhub.lint.explained.long import expansion_pattern, is_short_form, long_form_before
from commhub.lint.ruleset import RuleSet
from commhub.lint.sources import source_blocks
from tests.lint.rows import found, row

APR = row("APR", rule="acronym", kind="acronym", explainable=True, expansion="annual percentage rate", id="apr")
EXCESS = row("excess", explainable=True, id="excess")
RIDER = row("rider", explainable=True, id="rider")
NIGO = row("NIGO", id="nigo")
HEBAO = row("核保", "zh", explainable=True, id="hebao")
ROWS = (APR, EXCESS, RIDER, NIGO)


@pytest.mark.parametrize(
    "text",
    [
        # LONG (SHORT), also quoted; SHORT (LONG)
        "The annual percentage rate (APR) is low. Your APR is 5%.",
        'The annual percentage rate ("APR") is low. Your APR is 5%.',
        "The Annual-Percentage Rate (the “APR”) is low.",
        "Your APR (annual percentage rate) is low. The APR is 5%.",
        "Annual percentage rates (APRs) are low. Your APR is 5%.",
        # acronyms that no row knows, by Schwartz and Hearst
        "A health savings account (HSA) helps. Your HSA is open.",
        "HSA (health savings account), and HSAs",
        "Our terms and conditions (T&Cs) hold. T&Cs are long.",
        "your adjusted gross income, or AGI, and the AGI",
        # TERM (gloss of three words or more)
        "Your excess (the part you pay) is £250. An excess is usual.",
        "Your excess [the first £250 of each claim, which you pay] is due.",
        # TERM, which is | means | are
        "Your excess, which is the part that you pay, is £250.",
        "You pay an excess, which means you owe us the first part.",
        "Riders, which are extra parts of your cover, cost more.",
        "Your rider, which means one more promise, is £9.",
        # TERM means | is the | stands for
        "Excess means that we take the first part off.",
        "An excess is the part of a claim that you pay.",
        "APR stands for annual percentage rate.",
        "An excess is a part of each claim that you pay.",
        # TERM, the | a | your
        "Your excess, the part of a claim you pay, is £250.",
        "Your excess, your share of each claim, is £250.",
        "Your rider, a small extra cover, ends.",
        # LONG, or SHORT,
        "The annual percentage rate, or APR, is 5%.",
        "The APR, or annual percentage rate, is 5%.",
        # TERM – gloss
        "Excess – the part you pay first",
        "Your rider – our promise to fix your boiler – ends.",
        "Your excess — the part you pay first — is £250.",
        "Excess - money that you pay first",
    ],
)
def test_these_explain(text: str) -> None:
    assert found(text, *ROWS) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Your APR is 5%. The annual percentage rate (APR) is low. APR", ["APR"]),
        ("Your excess is £250. Excess means what you pay first.", ["excess"]),
        ("An excess (£250 per claim) and an excess (250)", ["excess", "excess"]),
        ("An excess (see page 4), an excess (see our glossary)", ["excess", "excess"]),
        ("Excess (more on our website). Excess (as agreed with you)", ["Excess", "Excess"]),
        ("Your APR (5.9% a year, variable), your APR, which is 5.9%,", ["APR", "APR"]),
        ("Your excess (subject to status), your excess (if any is due)", ["excess", "excess"]),
        ("Your excess is the lowest ever. Your excess is a lot lower.", ["excess", "excess"]),
        ("You pay no excess, your claim is closed.", ["excess"]),
        ("Your excess, which is due on 1 May, is £250.", ["excess"]),
        ("Your excess, which is £250, is what you pay to the garage.", ["excess"]),
        ("Your excess – we will call you about it – is due.", ["excess"]),
        ("Your rider ends: please call us about it.", ["rider"]),
        ("Your excess (the NIGO part of it) is due.", ["excess", "NIGO"]),
        ("Your excess (the part your rider names) is due. A rider", ["excess", "rider", "rider"]),
        ("NIGO (not in good order). NIGO means not in good order.", ["NIGO", "NIGO"]),
        ("Your DTI (we will call you)", ["DTI"]),
        ("Excess – details are on page four", ["Excess"]),
        ("Your excess (all words are in our glossary)", ["excess"]),
        ("A loan at your bank (NTU) is up", ["NTU"]),
        ("The annual rider rate (ARR) is up", ["rider", "ARR"]),
        ("Last week we have sent a loan to you and to your bank (NTU)", ["NTU"]),
    ],
)
def test_these_do_not(text: str, words: list[str]) -> None:
    assert found(text, *ROWS) == words


def test_a_gloss_may_hold_a_word_that_is_explained_elsewhere() -> None:
    assert found("A rider (an extra piece of cover). Your excess (the part your rider names).", *ROWS) == []
    assert found("Your excess (the part your rider names). A rider (an extra piece of cover).", *ROWS) == [
        "excess",
        "rider",
    ]


def test_two_words_that_explain_each_other_explain_nothing() -> None:
    assert found("An excess (what a rider costs you) and a rider (what an excess costs you)", *ROWS) == [
        "excess",
        "rider",
        "rider",
        "excess",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "核保是指保险公司审核您的申请。核保完成。",
        "核保是指每月一次的申请检查。",
        "核保就是将来由我们检查申请。",
        "核保即自您申请起做的检查。",
        "核保（我们收五十元做的一次检查）",
        "核保，即保险公司审核申请。",
        "核保就是审核您的投保申请。",
        "核保（保险公司审核您的申请）已完成。核保",
        "核保：审核您的投保申请的过程。",
        "核保——审核您的投保申请的过程。",
        "年化利率（APR）为5%，APR固定。",
        "APR（年化百分比利率）为5%。",
        "「核保」指的是审核您的投保申请。",
    ],
)
def test_these_explain_in_chinese(text: str) -> None:
    assert found(text, HEBAO, APR, locale="zh-CN") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("核保（已完成）", ["核保"]),
        ("核保将即时开始，即日生效。", ["核保"]),
        ("核保：请联系我们的客服人员", ["核保"]),
        ("核保（请见第4页说明）", ["核保"]),
        ("利率（APR 5.9%）", ["APR"]),
        ("核保完成。核保是指审核您的申请。", ["核保"]),
        ("核保即将开始由专人处理。核保就是会变化的。", ["核保", "核保"]),
        ("核保（共计一万二千元整）。核保（三十个工作日以内）", ["核保", "核保"]),
    ],
)
def test_these_do_not_in_chinese(text: str, words: list[str]) -> None:
    assert found(text, HEBAO, APR, locale="zh-CN") == words


@pytest.mark.parametrize(
    ("locale", "term", "text"),
    [
        ("fr-FR", "franchise", "La franchise (la part que vous payez) est de 200 €. La franchise reste."),
        ("fr-FR", "franchise", "La franchise est la part que vous payez."),
        ("de-DE", "Franchise", "Die Franchise – der Teil, den Sie zahlen – beträgt 200 €."),
        ("de-DE", "Franchise", "Franchise bedeutet, was Sie selbst zahlen."),
        ("es-ES", "franquicia", "La franquicia, es decir, la parte que usted paga, sube."),
        ("pl-PL", "franszyza", "Franszyza (część, którą płaci klient) rośnie."),
        ("ru-RU", "франшиза", "Франшиза — это часть, которую платите вы."),
        ("ja-JP", "免責", "免責とは、お客様がご負担になる金額です。"),
        ("ko-KR", "면책금", "면책금(고객님이 부담하는 금액)은 삼만 원입니다."),
    ],
)
def test_other_languages(locale: str, term: str, text: str) -> None:
    listed = row(term, locale[:2], explainable=True, inflect=False, id="one")
    assert found(text, listed, locale=locale) == []
    assert found(text.replace(text[text.index(term[1:]) + len(term) - 1 :], "."), listed, locale=locale) != []


def _surfaces(source: str, channel: str = "email_html", locale: str = "en") -> list[str]:
    blocks = source_blocks(source, channel, "rendered")
    return [one.surface for one in lint(blocks, locale, RuleSet((*ROWS, HEBAO))).findings]


BEFORE = "<p>Your APR and your excess are due.</p>"


@pytest.mark.parametrize(
    ("glossary", "left"),
    [
        ('<dl class="glossary"><dt>APR</dt><dd>The yearly cost</dd><dt>Excess</dt><dd>What you pay</dd></dl>', []),
        ('<dl class="glossary"><dt>APR</dt><dt>Excess</dt><dd>What you pay each year</dd></dl>', []),
        ('<dl class="glossary"><dt>APR</dt><dd>5.9%</dd><dt>Excess</dt><dd>A NIGO part</dd></dl>', ["APR", "excess", "APR"]),
        ("<h2>Words we use</h2><ul><li><b>APR</b>: the yearly cost</li><li>Excess – what you pay</li></ul>", []),
        ("<h2>GLOSSARY:</h2><table><tr><td>APR</td><td>Cost</td></tr><tr><td>Excess</td><td>Your part</td></tr></table>", []),
        ("<h2>Words we use</h2><p>APR: the yearly cost</p><h2>More</h2><p>Excess: due</p>", ["excess", "Excess"]),
        ("<h3>More</h3><p>APR</p><p>The yearly cost</p>", ["APR", "excess", "APR"]),
        ("<p><b>Glossary</b></p><p>Annual percentage rate (APR): the yearly cost</p><p>Excess: your own part</p>", []),
    ],
)  # fmt: skip
def test_glossaries_hold_for_the_whole_message(glossary: str, left: list[str]) -> None:
    listed = _surfaces(BEFORE + glossary)
    assert [one for one in listed if one not in {"NIGO", "Excess"}] == [one for one in left if one != "Excess"]


def test_glossaries_in_plain_text() -> None:
    text = "Your APR and excess.\n\nWords we use\nAPR: the yearly cost\nExcess – what you pay\n\nYour rider: it ends.\n"
    assert _surfaces(text, "email_text") == ["rider"]
    assert _surfaces("核保完成。\n\n名詞解釋\n核保：審核您的申請", "email_text", "zh-TW") == []


def test_only_what_stands_under_its_heading_is_in_a_glossary() -> None:
    text = "Your APR is 5. An APR (annual percentage rate) helps.\nGlossary\nExcess = money\nRider: extra cover that you buy"
    assert _surfaces(text, "sms") == ["APR"]


def test_tool_tips_and_links_do_not_explain() -> None:
    assert _surfaces('<p><abbr title="annual percentage rate">APR</abbr></p>') == ["APR"]
    assert _surfaces('<p><abbr title="APR (annual percentage rate)">APR</abbr></p>') == ["APR"]
    assert _surfaces('<p>Your <a href="/glossary#excess">excess</a> is due</p>') == ["excess"]


@pytest.mark.parametrize(
    ("short", "text", "long"),
    [
        ("HMO", "call your health maintenance organization", "health maintenance organization"),
        ("DD", "you pay by direct debit", "direct debit"),
        ("T&Cs", "read the terms and conditions", "terms and conditions"),
        ("EOB", "an Explanation of Benefits", "Explanation of Benefits"),
        ("APR", "the rate", None),
        ("NTU", "a loan at your bank", None),
        ("HMO", "the HMO", None),
        ("ATP", "adenosine triphosphate", "adenosine triphosphate"),
    ],
)
def test_schwartz_and_hearst(short: str, text: str, long: str | None) -> None:
    at = long_form_before(short, text)
    assert (text[at:] if at is not None else None) == long


def test_short_forms_and_expansions() -> None:
    assert [one for one in ("APR", "T&Cs", "A", "apr", "ABCDEFGHIJK", "A B") if is_short_form(one)] == ["APR", "T&Cs"]
    assert expansion_pattern("explanation of benefits").search("Explanations of-Benefit")
    assert expansion_pattern("!").search("x!") is None


def test_a_hostile_text_takes_no_time() -> None:
    assert len(found("excess (" * 5_000, *ROWS, locale="zh")) == 5_000
    assert found("excess (the part you pay) " * 3_000, *ROWS, locale="zh") == []
    chain = ". ".join(f"excess (what the rider of a rider{' ' * number}costs)" for number in range(500))
    assert len(found(chain, *ROWS, locale="zh")) == 1_499
