"""Colours of CSS and HTML as numbers, and the contrast between two of them (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tinycss2.color4 import Color, parse_color

_LEGACY = re.compile(r"#?([0-9a-fA-F]{6})\Z")
ENOUGH: Final = 4.5
ENOUGH_FOR_LARGE: Final = 3.0
LARGE: Final = 24.0
LARGE_BOLD: Final = 18.66
"""Large text, in px: 18 points, or 14 points in bold."""


@dataclass(frozen=True, slots=True)
class Colour:
    """Red, green, blue and alpha from 0 to 1, as sRGB."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def over(self, below: Colour) -> Colour:
        """What is seen where this colour lies on an opaque one."""
        return Colour(
            self.red * self.alpha + below.red * (1 - self.alpha),
            self.green * self.alpha + below.green * (1 - self.alpha),
            self.blue * self.alpha + below.blue * (1 - self.alpha),
        )

    def __str__(self) -> str:
        return "#" + "".join(f"{round(part * 255):02x}" for part in (self.red, self.green, self.blue))


BLACK: Final = Colour(0, 0, 0)
WHITE: Final = Colour(1, 1, 1)


@lru_cache(maxsize=4096)
def colour_of(value: str) -> Colour | None:
    """The colour of a CSS value (a name, #rgb, rgb(), hsl(), hwb()); None for any other, such as oklch() and inherit."""
    found = parse_color(value)
    if not isinstance(found, Color):
        return None
    try:
        red, green, blue = found.to("srgb").coordinates
    except NotImplementedError:  # tinycss2 does not turn every space into sRGB
        return None
    return Colour(red, green, blue, found.alpha)


def legacy_colour(value: str) -> Colour | None:
    """The colour of an attribute such as bgcolor, where the # may be left out (HTML standard, 2.3.6)."""
    match = _LEGACY.match(value.strip())
    return colour_of(f"#{match.group(1)}") if match else colour_of(value.strip())


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two opaque colours, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.red, colour.green, colour.blue)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
