"""What can be a contact point, and the form in which it is kept."""

from __future__ import annotations

import pytest

from commhub.contracts import JSON
from commhub.customers.contact_points import COUNTRIES, BadContact, clean

GOOD = {"lines": ["7 Harbour Lane"], "postcode": "YO21 1AA", "country": "GB"}


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("email", " Alex@Example.com ", "Alex@Example.com"),
        ("email", "a" * 60 + "@example.com", "a" * 60 + "@example.com"),
        ("phone", "+44 7700 900123", "+447700900123"),
        ("phone", "+44 (0)7700-900.123", "+447700900123"),
        ("phone", "+86 138 0013 8000", "+8613800138000"),
        ("phone", "+44 113 496 0720", "+441134960720"),
        ("address", GOOD, GOOD),
        ("address", {"lines": [" x "], "country": "cn"}, {"lines": ["x"], "postcode": "", "country": "CN"}),
        ("address", {**GOOD, "lines": ["中山东一路1号"]}, {**GOOD, "lines": ["中山东一路1号"]}),
        ("pager", {"any": "thing"}, {"any": "thing"}),
    ],
)
def test_what_is_kept(kind: str, value: JSON, kept: JSON) -> None:
    assert clean(kind, value) == kept
    assert clean(kind, kept) == kept, "the kept form is its own"


@pytest.mark.parametrize(
    ("kind", "value", "pointer", "words"),
    [
        ("email", 7, "", "must be a string"),
        ("email", "alex", "", "not an e-mail address"),
        ("email", "alex@localhost", "", "not an e-mail address"),
        ("email", "a@example.com\r\nBcc: b@example.com", "", "not an e-mail address"),
        ("email", "a@example.com, b@example.com", "", "not an e-mail address"),
        ("email", "a@" + "b." * 130 + "com", "", "e-mail address"),
        ("phone", None, "", "must be a string"),
        ("phone", "07700 900123", "", "country code"),
        ("phone", "+44 123", "", "too few or too many digits"),
        ("phone", "+44 7700 900123 ext 5", "", "extension"),
        ("address", "7 Harbour Lane", "", "an object"),
        ("address", {**GOOD, "lines": []}, "/lines", "1 to 6"),
        ("address", {**GOOD, "lines": ["x"] * 7}, "/lines", "1 to 6"),
        ("address", {**GOOD, "lines": "7 Harbour Lane"}, "/lines", "1 to 6"),
        ("address", {**GOOD, "lines": ["a", 7]}, "/lines/1", "must be a string"),
        ("address", {**GOOD, "lines": ["a", "  "]}, "/lines/1", "empty"),
        ("address", {**GOOD, "lines": ["a\nb"]}, "/lines/0", "line break"),
        ("address", {**GOOD, "lines": ["x" * 101]}, "/lines/0", "100 is the most"),
        ("address", {**GOOD, "postcode": 12345}, "/postcode", "must be a string"),
        ("address", {**GOOD, "country": "XX"}, "/country", "two-letter code"),
        ("address", {"lines": ["x"]}, "/country", "two-letter code"),
        ("address", {**GOOD, "a/b~": ""}, "/a~1b~0", "only lines, postcode and country"),
    ],
)
def test_what_is_refused_with_its_place(kind: str, value: JSON, pointer: str, words: str) -> None:
    with pytest.raises(BadContact, match=words) as caught:
        clean(kind, value)
    assert caught.value.pointer == pointer


def test_countries_are_countries() -> None:
    assert {"GB", "CN", "DE", "TW"} <= COUNTRIES
    assert not {"EU", "UN", "ZZ", "XA"} & COUNTRIES
