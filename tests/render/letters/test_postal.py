"""Addresses as their countries write them."""

from __future__ import annotations

import re

import pytest

from commhub.render.letters.postal import country_name, customs, written


@pytest.mark.parametrize(
    ("lines", "postcode", "country", "home", "expected"),
    [
        (["7 Harbour Lane", "Whitby"], "yo211aa", "GB", "GB", ["Jo", "7 Harbour Lane", "Whitby", "YO21 1AA"]),
        (["Hauptstr. 1", "Berlin"], "10115", "DE", "GB", ["Jo", "Hauptstr. 1", "10115 Berlin", "GERMANY"]),
        (["Hauptstr. 1", "Berlin"], "10115", "DE", "DE", ["Jo", "Hauptstr. 1", "10115 Berlin"]),
        (["1 rue Haute", "LYON"], "69001", "FR", "DE", ["Jo", "1 rue Haute", "69001 LYON", "FRANKREICH"]),
        (["1 rue Haute", "69001 LYON"], "69001", "FR", "FR", ["Jo", "1 rue Haute", "69001 LYON"]),
        (["1 Elm St", "Springfield, IL"], "627041234", "US", "US", ["Jo", "1 Elm St", "Springfield, IL 62704-1234"]),
        (["1 Elm St", "Springfield, IL"], "62704", "US", "FR", ["Jo", "1 Elm St", "Springfield, IL 62704", "ÉTATS-UNIS"]),
        (["1 Rideau St", "OTTAWA ON"], "k1a0b1", "CA", "CA", ["Jo", "1 Rideau St", "OTTAWA ON  K1A 0B1"]),
        (["Damrak 1", "AMSTERDAM"], "1012lg", "NL", "NL", ["Jo", "Damrak 1", "1012 LG  AMSTERDAM"]),
        (["1 Main St", "Dublin 2"], "d02af30", "IE", "GB", ["Jo", "1 Main St", "Dublin 2", "D02 AF30", "IRELAND"]),
        (["Calle Mayor 1", "Madrid"], "28013", "ES", "ES", ["Jo", "Calle Mayor 1", "28013 Madrid"]),
        (["Via Roma 1", "Torino TO"], "10121", "IT", "IT", ["Jo", "Via Roma 1", "10121 Torino TO"]),
        (["1 George St", "SYDNEY NSW"], "2000", "AU", "AU", ["Jo", "1 George St", "SYDNEY NSW 2000"]),
        (["北京市朝阳区", "建国路88号"], "100022", "CN", "CN", ["100022", "北京市朝阳区", "建国路88号", "Jo"]),
        (["88 Jianguo Rd", "Beijing"], "100022", "CN", "GB", ["Jo", "88 Jianguo Rd", "Beijing 100022", "CHINA"]),
        (["東京都千代田区1-1"], "1000001", "JP", "JP", ["〒100-0001", "東京都千代田区1-1", "Jo"]),
        (["Hauptstr. 1", "Berlin"], "10115", "DE", "CN", ["Jo", "Hauptstr. 1", "10115 Berlin", "德国"]),
        (["Somewhere 1", "Town"], "77", "XK", "XK", ["Jo", "Somewhere 1", "Town", "77"]),
    ],
)  # fmt: skip
def test_an_address_is_written_as_its_country_does(
    lines: list[str], postcode: str, country: str, home: str, expected: list[str]
) -> None:
    assert written("Jo", {"lines": lines, "postcode": postcode, "country": country}, home) == expected


def test_what_is_no_postcode_of_the_country_stays_as_it_came_on_a_line_of_its_own() -> None:
    assert written("", {"lines": ["Hauptstr. 1"], "postcode": "10115 Berlin", "country": "DE"}, "DE") == [
        "Hauptstr. 1",
        "10115 Berlin",
    ]
    assert written("", {"lines": ["a", "b"], "postcode": "next door", "country": "DE"}, "DE") == ["a", "b", "next door"]


def test_spaces_and_unseen_marks_of_the_data_are_not_printed() -> None:
    value = {"lines": ["  7  Harbour\u202e Lane ", "", "Whitby"], "postcode": None, "country": "GB"}
    assert written(" Jo\u200b ", value, "GB") == ["Jo", "7 Harbour Lane", "Whitby"]


def test_a_country_that_nobody_knows_is_named_by_its_code() -> None:
    assert (country_name("QQ", "GB"), country_name("FR", "??")) == ("QQ", "FRANCE")


@pytest.mark.parametrize("key", customs())
def test_the_data_is_sound(key: tuple[str, bool]) -> None:
    custom = customs()[key]
    assert custom.place in {"first", "before", "after", "last"}
    assert re.compile(custom.pattern).groups >= len(re.findall(r"\\\d", custom.write))
