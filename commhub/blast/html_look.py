"""What an HTML document is made of, taken apart: its words by block, its links, its pictures, its form and its colours.

The form is what decides where things stand, without the colours; so two documents of one form differ in colours at most.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import html as lxml_html
from PIL import ImageColor

BLOCKS: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "title", "tr", "ul",
})  # fmt: skip
SPOKEN: Final = ("alt", "title", "aria-label")
COLOURED: Final = re.compile(r"color|background|border|outline|shadow|fill|stroke|bgcolor", re.IGNORECASE)
COLOUR: Final = re.compile(
    rf"#[0-9a-f]{{3,8}}\b|\b(?:rgb|hsl)a?\([^()]*\)|\b(?:{'|'.join(ImageColor.colormap)}|transparent)\b", re.IGNORECASE
)
ADDRESS: Final = re.compile(r"url\(\s*['\"]?([^'\")]*)['\"]?\s*\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture where it stands: `source` is its file's SHA-256, or the address that the document gives. `size` is what
    its attributes say ("180x40"; "" where they leave it to the file) and `natural` the file's own."""

    source: str
    name: str
    alt: str
    size: str
    natural: str

    @property
    def box(self) -> str:
        """What decides how much room it takes."""
        return self.size or self.natural


@dataclass(slots=True)
class Taken:
    """A document taken apart. `form` and `colours` are in the order of the document."""

    blocks: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    form: list[str] = field(default_factory=list)
    colours: list[str] = field(default_factory=list)
    _words: list[str] = field(default_factory=list)

    def end_block(self) -> None:
        text = " ".join("".join(self._words).split())
        if text:
            self.blocks.append(text)
        self._words.clear()

    def say(self, text: str) -> None:
        self._words.append(text)


FileOf = Callable[[str], tuple[str, str, str]]
"""From an address in the document to (source, name, natural size)."""


def take_apart(source: str, file_of: FileOf) -> Taken:
    """The pieces of a document. What cannot be parsed is one block of its text."""
    taken = Taken()
    if not source.strip():
        return taken
    root: Any = lxml_html.document_fromstring(source.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag == "a" and element.get("href"):
            taken.links.append((" ".join(element.text_content().split()), element.get("href")))
    _walk(root, taken, file_of)
    taken.end_block()
    return taken


def _walk(element: Any, taken: Taken, file_of: FileOf) -> None:
    if not isinstance(element.tag, str):  # a comment: mail programs read some, customers none
        taken.form.append(f"<!--{element.text}-->")
        return
    tag = element.tag
    if tag in BLOCKS:
        taken.end_block()
    _note_form(element, taken, file_of)
    for name in SPOKEN:
        if element.get(name):
            taken.end_block()
            taken.say(element.get(name))
            taken.end_block()
    if element.text and tag not in {"style", "script"}:
        taken.say(element.text)
    for child in element:
        _walk(child, taken, file_of)
        if child.tail:
            taken.say(child.tail)
    if tag == "br":
        taken.say(" ")
    if tag in BLOCKS:
        taken.end_block()


def _note_form(element: Any, taken: Taken, file_of: FileOf) -> None:
    taken.form.append(f"<{element.tag}>")
    for name, value in sorted(element.attrib.items()):
        if name == "href" or name in SPOKEN:
            continue
        if name in {"src", "background"}:
            taken.pictures.append(_picture(element, value, file_of))
            taken.form.append(f"{name}={taken.pictures[-1].box}")
        elif name == "style":
            taken.form += _declarations(value, taken, file_of)
        elif COLOURED.search(name):
            taken.form.append(name)
            taken.colours.append(value.lower())
        else:
            taken.form.append(f"{name}={' '.join(value.split())}")
    if element.tag == "style":
        taken.form += _declarations(element.text or "", taken, file_of)


def _declarations(style: str, taken: Taken, file_of: FileOf) -> Iterator[str]:
    """Each piece of a style without its colours and the files that it names, which are noted apart."""
    for piece in re.split(r"[;{}]", style):
        name, colon, value = piece.partition(":")
        for address in ADDRESS.findall(value):
            source, called, natural = file_of(address)
            taken.pictures.append(Picture(source, called, "", "", natural))
        value = ADDRESS.sub("url()", value)
        if colon and COLOURED.search(name):
            taken.colours += [found.lower() for found in COLOUR.findall(value)]
            value = COLOUR.sub("colour", value)
        text = " ".join(f"{name}{colon}{value}".split())
        if text:
            yield text


def _picture(element: Any, address: str, file_of: FileOf) -> Picture:
    source, name, natural = file_of(address)
    style = element.get("style", "")
    size = "x".join(
        next((part for part in (_given(style, side), element.get(side, "")) if part), "")
        for side in ("width", "height")
    )
    whole = bool(re.fullmatch(r"[^x%]+x[^x%]+", size)) and "auto" not in size
    return Picture(source, name, element.get("alt", ""), size if whole else "", f"{size} of {natural}")


def _given(style: str, side: str) -> str:
    found = re.search(rf"(?:^|;)\s*{side}\s*:\s*([^;]+)", style)
    return found[1].strip() if found else ""
