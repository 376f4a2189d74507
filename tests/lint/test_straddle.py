"""The guard against Chinese terms that are parts of two other words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commhub.contracts import Finding
from commhub.lint.engine import lint
from commhub.lint.matching.chinese import simplified
from commhub.lint.matching.straddle import doubt
from commhub.lint.rules.base import TermSpec
from commhub.lint.ruleset import RuleSet
from commhub.lint.sources.text import blocks
from tests.lint.rows import found, row
from tests.lint.straddles import STRADDLES, USES, pairs

SHARE_HELD_BACK = 0.96


def _doubt(term: str, sentence: str) -> str:
    start = sentence.index(term)
    return doubt(sentence, start, start + len(term))


@pytest.mark.parametrize(("term", "sentence"), pairs(STRADDLES)[::4])
def test_a_term_across_two_words_is_doubtful(term: str, sentence: str) -> None:
    assert f"'{term}'" in _doubt(term, sentence)


@pytest.mark.parametrize(("term", "sentence"), pairs(USES))
def test_a_real_use_is_none(term: str, sentence: str) -> None:
    assert _doubt(term, sentence) == ""


def test_nearly_all_straddles_are_held_back() -> None:
    listed = pairs(STRADDLES)
    assert len(listed) >= 150
    assert sum(bool(_doubt(*one)) for one in listed) / len(listed) >= SHARE_HELD_BACK


@pytest.mark.parametrize(
    ("text", "listed", "terms"),
    [
        ("请先查勘定损再赔。", ["查勘", "定损"], ["查勘", "定损"]),
        ("现场查勘定损理算完成", ["理算", "查勘", "定损"], ["查勘", "定损", "理算"]),
        ("已查勘定期回访", ["查勘", "定损"], ["查勘"]),
        ("我们正在审核保单信息。", ["核保", "保单"], ["保单"]),
        ("请您继承保单。", ["承保", "保单"], ["保单"]),
    ],
)
def test_terms_in_a_row_are_words_beside_each_other(text: str, listed: list[str], terms: list[str]) -> None:
    assert found(text, *(row(term, "zh") for term in listed), locale="zh-CN") == terms


def test_it_says_which_words_it_takes_them_for() -> None:
    assert _doubt("核保", "我们正在审核保单信息。") == "'核保' may be parts of other words here: 审核, 保单."


@pytest.mark.parametrize(
    ("term", "sentence"),
    [
        ("保险", "您的保险公司会联系您。"),
        ("保险费", "人寿保险费已扣除。"),
        ("理赔", "理赔"),
        ("理赔", "（理赔）"),
        ("核保", "APR核保2026"),
        ("龘龘", "请办理龘龘手续"),
    ],
)
def test_longer_words_around_it_and_terms_that_no_dictionary_has_are_fine(term: str, sentence: str) -> None:
    assert _doubt(term, sentence) == ""


def test_a_long_word_around_it_is_no_use_of_it_when_it_falls_apart_elsewhere() -> None:
    assert _doubt("工单", "施工单位") != ""


@pytest.mark.parametrize("title", ["先生", "女士", "小姐", "医生"])
def test_a_surname_with_a_title_is_a_word(title: str) -> None:
    assert "付" + title in _doubt("给付", f"钥匙请交给付{title}保管。")
    assert _doubt("退保", f"已退保付{title}的保单。") == ""


def test_it_looks_no_further_than_a_few_words_and_not_over_punctuation() -> None:
    assert _doubt("核保", "审，核保单") == _doubt("核保", "核保单")
    near = "正在审核保单信息"
    assert _doubt("核保", "的" * 5_000 + near + "的" * 5_000) == _doubt("核保", near)


@given(st.text(alphabet="审核保单理赔公司的a1，\n\ud800龘", min_size=1, max_size=30), st.data())
@settings(max_examples=120, deadline=None, derandomize=True)
def test_any_stretch_of_any_text_has_an_answer(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    said = doubt(text, start, end)
    assert said == "" or said.startswith(f"'{text[start:end]}' may be parts of other words here: ")


@pytest.mark.parametrize(
    ("traditional", "plain"),
    [
        ("掛帳", "挂账"),
        ("帳戶", "账户"),
        ("覆議", "复议"),
        ("答覆", "答复"),
        ("覆蓋", "覆盖"),
        ("計畫", "计划"),
        ("核保\x00\n", "核保\x00\n"),
        ("計畫\ud800", "计画\ud800"),
    ],
)
def test_traditional_words_are_compared_as_simplified_ones_of_the_same_length(traditional: str, plain: str) -> None:
    assert simplified(traditional) == plain


def test_a_straddle_in_traditional_characters_is_held_back_too() -> None:
    rule = row("核保", "zh")
    assert found("您的申請正在核保。", rule, locale="zh-TW") == ["核保"]
    assert found("我們正在審核保單資訊。", rule, locale="zh-TW") == []
    assert [one.surface for one in doubtful("我們正在審核保單資訊。", rule)] == ["核保"]


def doubtful(text: str, rule: TermSpec) -> list[Finding]:
    return list(lint(list(blocks(text)), "zh-TW", RuleSet([rule])).doubtful)
