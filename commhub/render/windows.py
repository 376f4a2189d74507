"""Window profiles: where on the first page the address must stand, and what must stay free. A window is data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from commhub.contracts import CompileError


@dataclass(frozen=True, slots=True)
class Window:
    """Millimetres from the top left of the page: the `window` itself (left, top, right, bottom), and the `clear` box in
    which nothing but the address may stand."""

    label: str
    page: str
    window: tuple[float, float, float, float]
    clear: tuple[float, float, float, float]


WINDOWS: Final[Mapping[str, Window]] = {
    # UK C5/DL as GOV.UK Notify's printer asks for it.
    "uk-c5": Window("UK C5 or DL envelope", "A4", (24.6, 39.5, 120.0, 66.3), (0.0, 30.0, 125.0, 95.0)),
    # DIN 5008: the address field of 85 x 45 mm at 20 mm; its upper 17.7 mm are the sender's line and remarks.
    "din-5008-a": Window("DIN 5008, form A", "A4", (20.0, 44.7, 105.0, 72.0), (15.0, 27.0, 105.0, 72.0)),
    "din-5008-b": Window("DIN 5008, form B", "A4", (20.0, 62.7, 105.0, 90.0), (15.0, 45.0, 105.0, 90.0)),
}


def window_named(name: str) -> Window:
    """The profile of that name. Raises CompileError, with the names there are."""
    if name not in WINDOWS:
        raise CompileError(f"there is no window profile {name!r}; there are: {', '.join(WINDOWS)}", "layout settings")
    return WINDOWS[name]
