"""The labelled corpus: the linter reaches its floors, which only rise, and the labels mean what they say."""

from __future__ import annotations

import json
from functools import cache

import pytest

from tests.lint.corpus.marked import HERE, Item, items, terms
from tests.lint.corpus.score import Report, floors, judged, measure
from tests.lint.corpus.transform import TRANSFORMATIONS, transformed
from tests.lint.corpus.write import lines


@cache
def measured() -> Report:
    return measure()


@pytest.mark.parametrize("figure", sorted(floors()))
def test_no_figure_is_below_its_floor(figure: str) -> None:
    reached = measured().figures()[figure]
    assert reached >= floors()[figure], f"{figure}: {reached:.4f}. Look at: python -m tests.lint.corpus.score --failing"


def test_every_figure_has_a_floor() -> None:
    assert set(floors()) == set(measured().figures())


def test_the_items_are_written_from_the_messages() -> None:
    assert (HERE / "items.jsonl").read_text("utf-8") == lines(), "Run: python -m tests.lint.corpus.write"


def test_there_are_enough_items_and_four_in_ten_or_more_expect_silence() -> None:
    everything = items()
    clean = [one for one in everything if not one.expected]
    assert len(everything) >= 400
    assert len(clean) >= 0.4 * len(everything)
    assert [one.id for one in everything if ("clean" in one.tags) != (not one.expected)] == []


def test_every_rule_of_the_pack_is_asked_for() -> None:
    asked = {rule for one in items() for _start, _end, rule in one.expected}
    assert set(terms()) - asked == set()


def test_marks_become_offsets() -> None:
    by_id = {one.id: one for one in items()}
    item = by_id["join-shy-1"]
    assert item.text == "<p>A pre&shy;mium holi&shy;day costs nothing.</p>"
    assert [item.text[start:end] for start, end, _rule in item.expected] == ["pre&shy;mium holi&shy;day"]
    inner = by_id["long-en-term"]
    assert [rule for *_span, rule in inner.expected] == ["sentence", "rider"]


def _item(text: str, *expected: tuple[int, int, str], channel: str = "email_html", tier: str = "core") -> Item:
    return Item("a", "en-GB", channel, "rendered", tier, ["t"], text, list(expected))


@pytest.mark.parametrize(
    ("name", "text", "start", "end"),
    [
        ("inline tag", "<p>a ri<b>d</b>er.</p>", 5, 17),
        ("entity", "<p>a ri&#x64;er.</p>", 5, 15),
        ("soft hyphen", "<p>a ri\u00adder.</p>", 5, 11),
        ("zero-width", "<p>a ri\u200bder.</p>", 5, 11),
        ("full width", "<p>a ｒｉｄｅｒ.</p>", 5, 10),
        ("mathematical bold", "<p>a 𝐫𝐢𝐝𝐞𝐫.</p>", 5, 10),
        ("homoglyph", "<p>a rid\u0435r.</p>", 5, 10),
        ("case", "<p>a RIDER.</p>", 5, 10),
        ("attribute decoy", '<p>a <span class="rider" data-note="rider">rider</span>.</p>', 43, 48),
    ],
)
def test_a_disguise_says_where_the_term_then_stands(name: str, text: str, start: int, end: int) -> None:
    other = transformed(_item("<p>a rider.</p>", (5, 10, "rider")), name, terms())
    assert other is not None
    assert (other.text, other.expected) == (text, [(start, end, "rider")])


@pytest.mark.parametrize("name", ["no-break space", "line wrap", "script"])
def test_a_disguise_that_does_not_fit_is_left_out(name: str) -> None:
    assert transformed(_item("<p>a rider.</p>", (5, 10, "rider")), name, terms()) is None


def test_chinese_is_disguised_by_the_other_script_and_by_a_line_end() -> None:
    item = Item("a", "zh-CN", "sms", "rendered", "core", ["t"], "请定损。", [(1, 3, "dingsun")])
    script, wrapped = transformed(item, "script", terms()), transformed(item, "line wrap", terms())
    assert script is not None
    assert wrapped is not None
    assert (script.text, wrapped.text) == ("请定損。", "请定\n损。")
    assert wrapped.expected == [(1, 4, "dingsun")]
    assert transformed(item, "inline tag", terms()) is None


def test_a_term_in_an_attribute_gets_no_tag_inside() -> None:
    text = '<img alt="a rider">'
    assert transformed(_item(text, (12, 17, "rider")), "inline tag", terms()) is None
    assert transformed(_item(text, (12, 17, "rider")), "soft hyphen", terms()) is not None


def test_one_finding_counts_for_one_label_only() -> None:
    item = _item("rider and rider", (0, 5, "rider"), (10, 15, "rider"), channel="sms")
    whole = {"start": 0, "end": 15, "kind": "jargon", "rule": "rider"}
    result = judged(item, {"findings": [whole]})
    assert (len(result.right), len(result.missed), len(result.wrong), result.failed) == (1, 1, 0, True)


def test_a_long_sentence_does_not_count_for_a_word_in_it() -> None:
    item = _item("rider and rider", (0, 5, "rider"), channel="sms")
    result = judged(item, {"findings": [{"start": 0, "end": 15, "kind": "readability", "rule": "sentence-length"}]})
    assert (len(result.right), len(result.missed), len(result.wrong)) == (0, 1, 1)


def test_floors_stand_on_what_was_measured() -> None:
    kept = json.loads((HERE / "floors.json").read_text("utf-8"))
    assert all(0.0 <= value <= 1.0 for value in kept.values())
    assert {name.removeprefix("disguised: ") for name in kept} >= set(TRANSFORMATIONS)
