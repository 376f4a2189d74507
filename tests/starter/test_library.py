"""The library on disk: that it is read as it stands, that it is whole, and that its colours can be read."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from jinja2 import meta

from commhub.render.jinja.environment import lexing_environment
from commhub.starter.library import BRANDS, CONTENT, BlockSource, Library, LibraryError, read_library
from commhub.starter.library import _in_order as in_order

LOCALES = {"en-GB", "zh-Hans"}


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library()


def test_it_holds_what_it_promises(library: Library) -> None:
    assert {brand.key for brand in library.brands} == {"northlight", "harbour"}
    assert {row["key"] for row in library.categories} == {"security", "legal", "service", "collections", "marketing"}
    assert {template.category for template in library.templates} == {row["key"] for row in library.categories}
    assert {(layout.brand, layout.channel) for layout in library.layouts} == {
        (brand, channel) for brand in ("northlight", "harbour") for channel in ("email", "print", "sms")
    }
    assert len(library.blocks) >= 4
    assert any(block.includes for block in library.blocks)


def test_every_text_is_there_in_both_languages(library: Library) -> None:
    for template in library.templates:
        assert set(template.parts) == {
            (locale, part) for locale in LOCALES for part in ("subject", "preheader", "body", "sms")
        }, template.key
    for block in library.blocks:
        assert set(block.texts) == LOCALES, block.key


def test_every_variable_is_described_and_has_a_sample_unless_it_may_be_left_out(library: Library) -> None:
    for template in library.templates:
        for variable in template.variables:
            for one in (variable, *variable.get("fields", [])):
                assert one["description"], (template.key, one["name"])
                assert "sample" in one or one.get("required") is False, (template.key, one["name"])


def test_both_languages_read_the_same_variables_in_their_bodies(library: Library) -> None:
    jinja = lexing_environment()
    for template in library.templates:
        read = {
            locale: meta.find_undeclared_variables(jinja.parse(template.parts[locale, "body"])) for locale in LOCALES
        }
        assert read["en-GB"] == read["zh-Hans"], template.key


def test_the_term_lists_are_long_enough_and_have_no_row_twice(library: Library) -> None:
    terms = [term for one in library.term_lists for term in one.terms]
    count = Counter(term.locale for term in terms)
    assert count["en"] >= 400
    assert count["zh"] >= 250
    assert {term.kind for term in terms} >= {"jargon", "acronym", "code", "sensitive"}
    assert all(
        term.why and (term.suggestion or term.rule == "consistency") for term in terms
    )  # there any one name will do
    rows = Counter((term.locale, term.rule, term.text.casefold()) for term in terms)
    assert [row for row, times in rows.items() if times > 1] == []


def test_nothing_in_it_can_reach_a_real_person(library: Library) -> None:
    for brand in library.brands:
        text = str(brand.tokens)
        hosts = [*re.findall(r"(?:https://|@)([a-z.]+)", text), brand.tokens["web"]]
        assert all(host.endswith(".example.com") for host in hosts), hosts
        # Ofcom's ranges for drama: 0808 157 0000 to 0999
        assert brand.tokens["phone"].startswith("0808 157 0")


@pytest.mark.parametrize("scheme", ["colour", "dark"])
def test_text_stands_out_from_every_background(library: Library, scheme: str) -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 to 1."""
    for brand in library.brands:
        colour = brand.tokens[scheme]
        pairs = [(text, ground) for text in ("ink", "text", "muted", "primary") for ground in ("page", "card", "tint")]
        low = [pair for pair in pairs if contrast(colour[pair[0]], colour[pair[1]]) < 4.5]
        assert low == [], brand.key
        assert contrast(colour.get("on_primary", "#FFFFFF"), colour["primary"]) >= 4.5


def test_a_block_stands_after_those_that_it_includes() -> None:
    def block(key: str, text: str) -> BlockSource:
        return BlockSource(key, key, "", "", {"en": text})

    outer, inner = block("a", 'Hello {% include "b" %}'), block("b", "there")
    assert [one.key for one in in_order([outer, inner])] == ["b", "a"]
    with pytest.raises(LibraryError, match="include each other"):
        in_order([outer, block("b", "{% include 'a' %}")])


def test_an_unknown_setting_is_refused_with_file_and_name(tmp_path: Path) -> None:
    for folder in ("layouts", "blocks", "templates", "terms"):
        (tmp_path / folder).mkdir()
    (tmp_path / "categories.toml").write_text('[[category]]\nkey = "legal"\n[colour]\n')
    with pytest.raises(LibraryError, match=r"categories\.toml: nobody knows colour"):
        read_library(tmp_path, BRANDS)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"categories\.toml: it cannot be read"):
        read_library(tmp_path, BRANDS)


def test_broken_toml_is_named(tmp_path: Path) -> None:
    (tmp_path / "categories.toml").write_text("key = ")
    with pytest.raises(LibraryError, match=r"categories\.toml: Invalid value"):
        read_library(tmp_path, BRANDS)


def test_the_library_stands_beside_the_nouns_it_is_about() -> None:
    assert (CONTENT.name, CONTENT.parent.name, BRANDS.parent.name) == ("library", "templates_store", "brand_assets")


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """WCAG's relative luminance of #RRGGBB."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
