"""Window profiles: where on the first page the address must stand, and what must stay free. A window is data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from commhub.contracts import JSON, CompileError

PLACE: Final = "layout settings"
NONE: Final = "none"
"""In a layout's settings: no window, so that the address may stand anywhere and nothing is measured."""
PAGES: Final[Mapping[str, tuple[float, float]]] = {"A4": (210.0, 297.0), "letter": (215.9, 279.4)}
"""Width and height of the pages that profiles are for, by their names in CSS."""
SIDES: Final = ("left", "right")
MARGIN: Final = (25.0, 22.0)
"""Millimetres of white on the left and on the right, which layouts of ours keep and `window.side_...` are worked out for."""
BESIDE: Final = 3.0
"""Millimetres between the clear zone of a window and what stands beside it."""
UNMEASURED: Final = "uk-c5"
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Window:
    """Millimetres from the top left of the page: the `window` itself (left, top, right, bottom), and the `clear` box in
    which nothing but the address may stand. windows.toml says what each member means."""

    name: str
    label: str
    page: str
    address: str
    window: Box
    clear: Box
    body: float
    folds: tuple[float, ...] = ()
    hole: float | None = None
    marks: tuple[float, float] = (4.0, 8.0)
    source: str = ""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page."""
        return PAGES[self.page]


@lru_cache(maxsize=1)
def windows() -> Mapping[str, Window]:
    """The profiles of windows.toml, by name."""
    text = (Path(__file__).with_name("windows.toml")).read_text(encoding="utf-8")
    return {name: _window({"name": name, **numbers}) for name, numbers in tomllib.loads(text).items()}


def window_named(name: str) -> Window:
    """The profile of that name. Raises CompileError, with the names there are."""
    if name not in windows():
        raise CompileError(f"there is no window profile {name!r}; there are: {', '.join(windows())}", PLACE)
    return windows()[name]


def window_of(setting: JSON) -> Window | None:
    """The window that a layout's settings ask for: a profile's name, an object with the name of a profile as `like` and
    a printer's own numbers for any of its members, or `none`. Raises CompileError."""
    if setting == NONE:
        return None
    if isinstance(setting, str):
        return window_named(setting)
    if not isinstance(setting, Mapping) or not isinstance(setting.get("like"), str):
        raise CompileError(
            f"the window is {setting!r}; it is the name of a profile ({', '.join(windows())}), or an object with one as "
            '"like" and numbers of your own',
            PLACE,
        )
    own = {key: value for key, value in setting.items() if key != "like"}
    like = asdict(window_named(setting["like"]))
    return _window({**like, "name": f"{setting['like']} (own numbers)" if own else setting["like"], **own})


def window_to_json(window: Window | None) -> JSON:
    """The window as an edition keeps it, so that a later change of a profile does not reach what was approved."""
    if window is None:
        return NONE
    return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(window).items()}


def window_from_json(raw: JSON) -> Window | None:
    """The window of an edition; editions made before windows were kept whole have the profile's name."""
    if raw == NONE:
        return None
    return window_named(raw) if isinstance(raw, str) else _window(raw)


def _window(raw: Mapping[str, JSON]) -> Window:
    unknown = sorted(set(raw) - set(Window.__slots__))
    if unknown:
        known = ", ".join(name for name in Window.__slots__ if name != "name")
        raise CompileError(f"a window has no {', '.join(unknown)}; it has: like, {known}", PLACE)
    if raw["page"] not in PAGES:
        raise CompileError(f"a window's page is one of {', '.join(PAGES)}, not {raw['page']!r}", PLACE)
    if raw["address"] not in SIDES:
        raise CompileError(f'a window\'s address is "left" or "right", not {raw["address"]!r}', PLACE)
    hole = raw.get("hole")
    found = Window(
        name=str(raw["name"]),
        label=str(raw["label"]),
        page=str(raw["page"]),
        address=str(raw["address"]),
        window=_box(raw, "window"),
        clear=_box(raw, "clear"),
        body=_numbers(raw, "body", [raw["body"]], 1)[0],
        folds=tuple(_numbers(raw, "folds", raw.get("folds", []))),
        hole=None if hole is None else _numbers(raw, "hole", [hole], 1)[0],
        marks=_pair(raw),
        source=str(raw.get("source", "")),
    )
    inner, outer = found.window, found.clear
    if inner[0] < outer[0] or inner[1] < outer[1] or inner[2] > outer[2] or inner[3] > outer[3]:
        raise CompileError(f"the window {list(inner)} reaches out of its clear zone {list(outer)}", PLACE)
    return found


def _box(raw: Mapping[str, JSON], key: str) -> Box:
    left, top, right, bottom = _numbers(raw, key, raw[key], 4)
    width, height = PAGES[raw["page"]]
    if not (left < right <= width and top < bottom <= height):
        raise CompileError(
            f"{key} is {raw[key]!r}; it is left, top, right, bottom in millimetres, on a page of {width} x {height}",
            PLACE,
        )
    return left, top, right, bottom


def _pair(raw: Mapping[str, JSON]) -> tuple[float, float]:
    left, right = _numbers(raw, "marks", raw.get("marks", [4.0, 8.0]), 2)
    return left, right


def _numbers(raw: Mapping[str, JSON], key: str, value: JSON, count: int = 0) -> list[float]:
    """The numbers of a member, each from 0 to the page's height; `count` of them unless it is 0."""
    most = PAGES[raw["page"]][1]
    fits = (
        isinstance(value, list | tuple)
        and (not count or len(value) == count)
        and all(isinstance(one, int | float) and not isinstance(one, bool) and 0 <= one <= most for one in value)
    )
    if not fits:
        many = f"{count} numbers" if count > 1 else "a number" if count else "a list of numbers"
        raise CompileError(f"{key} is {raw.get(key)!r}; it is {many} of millimetres, from 0 to {most}", PLACE)
    return [float(one) for one in value]


def shown(window: Window | None) -> dict[str, JSON]:
    """What a layout reads of its window, in millimetres: the window's own box, where the address stands in it, the page,
    where the body begins, and the column beside the clear zone (`side_left`, `side_width`) for a logo and the sender.

    A letter without a window is laid out as for one of the usual ones, and not measured.
    """
    if window is None:
        window = window_named(UNMEASURED)
    left, top, right, bottom = window.window
    width = window.size[0]
    start, end = MARGIN[0], width - MARGIN[1]
    if window.address == "left":
        start = max(window.clear[2] + BESIDE, width * 0.6)
    else:
        end = window.clear[0] - BESIDE
    # In line with the text below, where the window lets it: DIN 5008 has the field 5 mm further left than its text.
    address = MARGIN[0] if left <= MARGIN[0] <= left + 6 else left + 0.5
    return {
        "left": left,
        "top": top,
        "width": round(right - left, 2),
        "height": round(bottom - top, 2),
        "page": window.page,
        "page_width": width,
        "page_height": window.size[1],
        "address": window.address,
        "address_left": address,
        "address_width": round(right - address - 0.5, 2),
        "body": window.body,
        "side_left": round(start, 2),
        "side_width": round(end - start, 2),
    }
