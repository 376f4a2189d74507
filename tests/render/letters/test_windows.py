"""Window profiles: the data is sound, a printer's own numbers are checked, and an edition keeps what it was compiled with."""

from __future__ import annotations

import pytest

from commhub.contracts import CompileError
from commhub.render.letters.windows import window_from_json, window_named, window_of, window_to_json, windows


def test_the_profiles_cover_the_envelopes_of_five_countries() -> None:
    assert list(windows()) == ["uk-c5", "din-5008-a", "din-5008-b", "us-10", "cn-dl", "cn-c5", "fr-dl"]
    assert {name for name, window in windows().items() if window.address == "right"} == {"fr-dl"}
    assert window_named("us-10").size == (215.9, 279.4)


@pytest.mark.parametrize("name", windows())
def test_the_body_of_a_letter_begins_below_the_clear_zone_of_its_window(name: str) -> None:
    window = windows()[name]
    assert window.body >= window.clear[3]
    assert window.window[3] - window.window[1] >= 22, "seven lines of 3 mm have to fit"
    assert window.source


def test_din_5008_has_its_fold_marks_and_its_hole_mark() -> None:
    assert (window_named("din-5008-a").folds, window_named("din-5008-a").hole) == ((87.0, 192.0), 148.5)
    assert (window_named("din-5008-b").folds, window_named("din-5008-b").hole) == ((105.0, 210.0), 148.5)


def test_a_printer_may_replace_single_numbers_of_a_profile() -> None:
    own = window_of({"like": "uk-c5", "body": 99, "folds": [99, 198]})
    assert own is not None
    assert (own.name, own.body, own.folds, own.window) == (
        "uk-c5 (own numbers)",
        99.0,
        (99.0, 198.0),
        window_named("uk-c5").window,
    )


@pytest.mark.parametrize("setting", ["din-5008-b", "none", {"like": "fr-dl", "clear": [80, 40, 210, 95]}])
def test_an_edition_keeps_its_window_whole(setting: object) -> None:
    assert window_from_json(window_to_json(window_of(setting))) == window_of(setting)


def test_an_edition_from_before_names_its_profile() -> None:
    assert window_from_json("uk-c5") == window_named("uk-c5")


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("uk", "there is no window profile 'uk'; there are: uk-c5, din-5008-a"),
        ("", "there is no window profile ''"),
        (7, "the window is 7; it is the name of a profile"),
        ({"window": [1, 2, 3, 4]}, 'an object with one as "like"'),
        ({"like": "uk-c5", "windows": []}, "a window has no windows; it has: like, label, page"),
        ({"like": "uk-c5", "window": [1, 2, 3]}, "it is 4 numbers of millimetres, from 0 to 297.0"),
        ({"like": "uk-c5", "window": [30, 40, 20, 60]}, "it is left, top, right, bottom in millimetres"),
        ({"like": "uk-c5", "window": [30, 40, 220, 60]}, "on a page of 210.0 x 297.0"),
        ({"like": "uk-c5", "clear": [30, 30, 125, 95]}, "reaches out of its clear zone"),
        ({"like": "uk-c5", "body": True}, "body is True; it is a number of millimetres"),
        ({"like": "uk-c5", "hole": -1}, "hole is -1"),
        ({"like": "uk-c5", "page": "A5"}, "a window's page is one of A4, letter, not 'A5'"),
        ({"like": "uk-c5", "address": "top"}, 'is "left" or "right", not \'top\''),
    ],
)
def test_a_window_that_cannot_be_is_refused_in_words(setting: object, message: str) -> None:
    with pytest.raises(CompileError) as caught:
        window_of(setting)
    assert message in str(caught.value)
    assert caught.value.place == "layout settings"
