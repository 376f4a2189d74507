"""Which elements of an HTML source are open: in which language its text is, in which role, and whether anything shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from commhub.lint.blocks import GLOSSARY_TERM, GLOSSARY_TEXT, HEADING, TEXT

UNSEEN: Final = frozenset({"template", "style", "script"})
"""Elements of which nothing is shown."""
SETTINGS: Final = "xml"
"""What Office keeps of its settings in a conditional comment. Anywhere else it is an element like any other, and shows."""
FOREIGN: Final = frozenset({"svg", "math"})
LEAVE: Final = frozenset(
    (
        "b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em", "embed", "h1", "h2", "h3",
        "h4", "h5", "h6", "head", "hr", "i", "img", "li", "listing", "menu", "meta", "nobr", "ol", "p", "pre", "ruby", "s",
        "small", "span", "strong", "strike", "sub", "sup", "table", "tt", "u", "ul", "var",
    )
)  # fmt: skip
"""Elements of HTML that end an <svg> or <math> around them (13.2.6.5)."""
_HOSTS: Final = frozenset({"foreignobject", "desc", "annotation-xml", "mtext", "mi", "mo", "mn", "ms"})
"""Elements of SVG and MathML that hold HTML."""
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ENDS_LAST: Final = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu", "dir"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "td": (frozenset({"td", "th"}), frozenset({"table"})),
    "th": (frozenset({"td", "th"}), frozenset({"table"})),
    "tr": (frozenset({"td", "th", "tr"}), frozenset({"table"})),
    "option": (frozenset({"option"}), frozenset({"select"})),
}
"""Elements that need no end tag: the next one of their kind ends them, up to what holds them."""
_ENDS_PARAGRAPH: Final = frozenset(
    (
        "address", "article", "aside", "blockquote", "center", "details", "dialog", "dir", "div", "dl", "fieldset",
        "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "main",
        "menu", "nav", "ol", "p", "pre", "search", "section", "table", "ul", "li", "dd", "dt", "listing", "xmp",
    )
)  # fmt: skip
_IN_CELL: Final = frozenset({"td", "th", "caption", "table", "button", "object"})
_FARTHEST: Final = 64
"""How far back an end that nobody wrote is looked for; deeper ones are found by the end tags around them."""


@dataclass(slots=True)
class _Open:
    name: str
    locale: str
    role: str
    glossary: bool


class Elements:
    """The stack of open elements. `role` is that of text here, `unseen` and `foreign` count elements that are open."""

    def __init__(self, locale: str, *, for_office: bool = False) -> None:
        self._unseen = UNSEEN | {SETTINGS} if for_office else UNSEEN
        self._open = [_Open("", locale, TEXT, False)]
        self._counts: dict[str, int] = {}
        self.role = TEXT
        self.unseen = self.foreign = 0

    def open(self, name: str, locale: str | None, *, glossary: bool) -> str:
        """An element begins; `locale` is what its `lang` says. The answer is the locale of text from here on."""
        if name in _ENDS_PARAGRAPH and self._counts.get("p"):
            self._end_last(frozenset({"p"}), _IN_CELL)
        if name in _ENDS_LAST:
            self._end_last(*_ENDS_LAST[name])
        last = self._open[-1]
        role, inside = last.role, glossary or (last.glossary and name != "dl")
        if name in _HEADINGS:
            role = HEADING
        elif inside and name in {"dt", "dd"}:
            role = GLOSSARY_TERM if name == "dt" else GLOSSARY_TEXT
        self._open.append(_Open(name, last.locale if locale is None else locale, role, inside))
        self._count(name, 1)
        self.role = role
        return self._open[-1].locale

    def leave_foreign(self) -> str:
        """An element of HTML begins: SVG and MathML end here, but for what may hold HTML. The answer is as for `open`."""
        if not any(self._counts.get(name) for name in _HOSTS):
            while self.foreign:
                self._pop()
        return self._open[-1].locale

    def is_open(self, name: str) -> bool:
        return self._counts.get(name, 0) > 0

    def close(self, name: str) -> str:
        """An end tag: it ends what it names and all that was opened since; if that is not open, nothing."""
        if self._counts.get(name):
            while self._open[-1].name != name:
                self._pop()
            self._pop()
        return self._open[-1].locale

    def _end_last(self, names: frozenset[str], limits: frozenset[str]) -> None:
        if not any(self._counts.get(name) for name in names):
            return
        for back in range(1, min(_FARTHEST, len(self._open))):
            element = self._open[-back].name
            if element in limits:
                return
            if element in names:
                farther = self._open[-back - 1].name if "tr" in names else ""
                for _ in range(back + (farther in names)):
                    self._pop()
                return

    def _pop(self) -> None:
        self._count(self._open.pop().name, -1)
        self.role = self._open[-1].role

    def _count(self, name: str, by: int) -> None:
        self._counts[name] = self._counts.get(name, 0) + by
        self.unseen += by * (name in self._unseen)
        self.foreign += by * (name in FOREIGN)
