"""How much a drawing draws: an SVG that repeats its own parts inside each other can ask for more than any machine can do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

MAX_DRAWN: Final = 20_000
_REFERENCE = re.compile(r"url\(\s*['\"]?#([^'\")\s]+)")
_SELECTOR = re.compile(r"[.#]?[\w-]+|\*")


class TooMuch(ValueError):
    """A drawing that draws too many elements, or one part within itself."""


def drawn(root: etree._Element) -> int:
    """How many elements are drawn when every part stands wherever it is referred to. Raises TooMuch."""
    return _Counter(root).weigh(root)


class _Counter:
    def __init__(self, root: etree._Element) -> None:
        self.parts = {str(one.get("id")): one for one in root.iter() if one.get("id")}
        self.weights: dict[etree._Element, int] = {}
        self.open: set[etree._Element] = set()
        self.by_selector: dict[str, set[str]] = {}
        for style in root.iter("{*}style"):
            self._read("".join(str(text) for text in style.itertext()))

    def _read(self, sheet: str) -> None:
        for selector, body in (rule.split("{", 1) for rule in sheet.split("}") if "{" in rule):
            found = set(_REFERENCE.findall(body))
            for word in _SELECTOR.findall(selector):
                self.by_selector.setdefault(word, set()).update(found)

    def weigh(self, element: etree._Element) -> int:
        if element in self.weights:
            return self.weights[element]
        if element in self.open:
            raise TooMuch("it shows a part of itself within that part")
        self.open.add(element)
        weight = 1 + sum(map(self.weigh, element))
        weight += sum(self.weigh(self.parts[name]) for name in self._shown(element) if name in self.parts)
        # What an element is painted with, all that stands in it inherits.
        weight *= 1 + sum(self.weigh(self.parts[name]) for name in set(self._painted(element)) if name in self.parts)
        self.open.discard(element)
        if weight > MAX_DRAWN:
            raise TooMuch(f"it draws more than {MAX_DRAWN:,} elements")
        self.weights[element] = weight
        return weight

    def _shown(self, element: etree._Element) -> Iterator[str]:
        for raw, value in element.items():
            if str(raw).rsplit("}", 1)[-1] == "href" and str(value).strip().startswith("#"):
                yield str(value).strip()[1:]

    def _painted(self, element: etree._Element) -> Iterator[str]:
        for value in element.values():
            yield from _REFERENCE.findall(str(value))
        classes = [f".{name}" for name in str(element.get("class", "")).split()]
        tag = str(element.tag).rsplit("}", 1)[-1]
        for word in {tag, "*", f"#{element.get('id')}", *classes}:
            yield from self.by_selector.get(word, ())
