"""Characters that our fonts have, and the finding for one that they have not."""

from __future__ import annotations

import pytest

from commhub.contracts import DataSpan, Readable
from commhub.render.letters.glyphs import has_glyph, missing_glyphs


@pytest.mark.parametrize(
    "text",
    [
        "Łódź ÅÆØ ŞĞİ Nguyễn Thị Hằng €£¥ – “quoted” …",  # Latin
        "Αθήνα Ελένη",
        "Київ Ђорђе Ёлкина",
        "محمد عبد الله پارسی",
        "שלום רחל",
        "简体 繁體字 東京 ひらがな カタカナ 㛃𠮷",
        "서울특별시 홍길동",
        "e\u0301 a\u200db\u00a0c \ufe0f",  # marks, joiners, spaces: what leaves no ink of its own needs no glyph
    ],
)
def test_the_scripts_that_we_promise_have_glyphs(text: str) -> None:
    assert [character for character in text if not has_glyph(character)] == []


def test_a_character_without_a_glyph_is_an_error_that_names_it_and_its_field() -> None:
    text = "Dear 🎉 Ann, 🎉 ก"
    [emoji, again, thai] = missing_glyphs(
        [Readable("body", text, (DataSpan(5, 10, "/recipient/name", "person-name"),))]
    )
    assert (emoji.rule, emoji.severity, emoji.part, emoji.field) == (
        "missing-glyph",
        "error",
        "body",
        "/recipient/name",
    )
    assert (emoji.start, emoji.end, emoji.surface) == (5, 6, "🎉")
    assert emoji.message == (
        "None of the fonts of letters has “🎉” (U+1F389, party popper): it would be an empty box on paper."
    )
    assert (again.start, again.field) == (12, "")
    assert (thai.surface, thai.start) == ("ก", 14)


def test_ordinary_text_has_no_findings() -> None:
    assert missing_glyphs([Readable("body", "Dear Ann,\n您好"), Readable("subject", "Your claim")]) == ()
