"""Writes a document's tree as text with marks: finished where it is the same in every message, or for text_layout.py.

Each element adds its own marks wherever it stands and looks at nothing that data decides. So to compile a document and
print it with data gives what reading the printed document gives. What does not (text that a condition may join to
other text, a table that has a list in it in some messages only) raises Undecided.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from commhub.render.html.tree import parse_with_comments
from commhub.render.jinja.constructs import STATEMENT
from commhub.render.text.elements import (
    ALWAYS,
    INLINE,
    NEVER,
    SECTIONS,
    attribute,
    depth_after,
    is_comment,
    name_of,
    set_apart,
)
from commhub.render.text.grid import TableReader
from commhub.render.text.layout import lay_out_block
from commhub.render.text.reading import Part, Undecided
from commhub.render.text.structure import (
    BLOCK,
    BODY_ROW,
    BREAK,
    BUTTON,
    HEADING,
    ITEM,
    KEPT,
    LINK,
    LIST,
    LIST_END,
    LOOSE,
    NUMBER,
    OURS,
    PARAGRAPH,
    SPLIT,
    STYLED,
    TABLE,
    TIGHT,
    TITLE,
)

LEVELS: Final = {"h1": TITLE, "h2": HEADING, "h3": PARAGRAPH, "h4": PARAGRAPH, "h5": PARAGRAPH, "h6": PARAGRAPH}
RULE: Final = "-" * 40


@dataclass(slots=True)
class _Place:
    """Where blocks go: what lines begin with (`rest`), and what the next line begins with when that is a bullet.

    `depth` is how many statements are open there, counted from where the bullet was put down.
    """

    rest: str = ""
    first: str | None = None
    depth: int = 0
    unsure: bool = False

    def take(self, *, sure: bool = True) -> str:
        """What the next block's first line begins with; `sure` is whether that block can be seen whatever the data."""
        if self.unsure or (self.first is not None and self.depth):
            raise Undecided
        if self.first is None:
            return self.rest
        first, self.first, self.unsure = self.first, None, not sure
        return first

    def give_up(self) -> None:
        """A list within an item shows its own bullets; the item's is left out where nothing has taken it before."""
        if self.depth == 0:
            self.first, self.unsure = None, False
        elif self.first is not None:
            raise Undecided

    def inner(self, begins: str, indent: str) -> _Place:
        """A place within this one: its first line begins with `begins`, and the others with `indent`."""
        return _Place(self.rest + indent, self.take() + begins)


class Writer(TableReader):
    """Writes a document. With `constructs` there are tokens in it; without, it is a finished one."""

    def document(self, html: str) -> str:
        """Raises Undecided."""
        place = _Place()
        written: list[str] = []
        for child in parse_with_comments(html):
            if name_of(child) == "body":
                written.append(self._flow(child, place))
            else:
                written += [self._passed(number, place) for number in self._statements_of(child)]
        text = "".join(written)
        if self._names_set(html) - self._names_set(text):
            raise Undecided
        return text

    def _passed(self, number: str, place: _Place) -> str:
        place.depth = depth_after(self._word(number), place.depth)
        return self._token(number)

    # ---- blocks

    def _leaf(self, text: str, kind: str, place: _Place, *, sure: bool = True) -> str:
        """A block without blocks in it: laid out, or between marks when data decides how."""
        first = place.take(sure=sure)
        plain = kind == PARAGRAPH and not first and not place.rest
        body = text if plain else f"{STYLED}{kind}{first}{SPLIT}{place.rest}{SPLIT}{text}"
        return f"{BLOCK}{body}{BLOCK}" if NUMBER in body or self._has_token(body) else lay_out_block(body)

    def _flow(self, element: ET.Element, place: _Place) -> str:
        """What stands in an element that holds blocks, or text, or both."""
        written: list[str] = []
        run: list[Part] = []
        words: list[str] = []
        open_ends = 0
        for kind, content in (*self._parts(element), ("end", "")):
            if kind in {"text", "statement"}:
                run.append((kind, content))
                continue
            before, group, after = self._cut(run)
            run = []
            written += [self._passed(number, place) for number in before]
            words += [self._word(number) for number in before]
            if group:
                open_ends += bool(before or after)
                looped = words.count("for") > words.count("endfor")
                if open_ends > 1 or (before and after and looped):
                    raise Undecided  # data decides whether this text joins other text
                written += [TIGHT, self._leaf(group, PARAGRAPH, place, sure=self._sure(group)), TIGHT]
            written += [self._passed(number, place) for number in after]
            words += [self._word(number) for number in after]
            if isinstance(content, ET.Element):
                written.append(self._block(content, place))
                if not _open(words):
                    open_ends = 0
        return "".join(written)

    def _cut(self, run: list[Part]) -> tuple[list[str], str, list[str]]:
        """Statements, text, statements: the fewest at the ends that leave a text whose own are whole."""
        texts = [index for index, (kind, content) in enumerate(run) if kind == "text" and str(content).strip(" ")]
        if not texts:
            return [str(content) for kind, content in run if kind == "statement"], "", []
        heads = [index for index in range(texts[0]) if run[index][0] == "statement"]
        tails = [index for index in range(texts[-1] + 1, len(run)) if run[index][0] == "statement"]
        for cut in range(len(heads) + len(tails) + 1):
            for left in range(max(0, cut - len(tails)), min(cut, len(heads)) + 1):
                right = cut - left
                start = heads[left - 1] + 1 if left else 0
                end = tails[len(tails) - right] if right else len(run)
                inner = run[start:end]
                if _whole([self._word(str(content)) for kind, content in inner if kind == "statement"]):
                    group = "".join(
                        self._token(str(content)) if kind == "statement" else str(content) for kind, content in inner
                    )
                    ends = (
                        [str(run[at][1]) for at in heads[:left]],
                        [str(run[at][1]) for at in tails[len(tails) - right :]],
                    )
                    return ends[0], group, ends[1]
        raise Undecided

    def _sure(self, group: str) -> bool:
        """Whether there is something to see in a text whatever the data."""
        if self.constructs is None:
            return True
        tokens = list(self.constructs.token.finditer(group))
        inside = [token for token in tokens if self.constructs.get(token.group(1)).kind == STATEMENT]
        outside = group[: inside[0].start()] + group[inside[-1].end() :] if inside else group
        outside = outside.replace(BUTTON, LINK).split(LINK)[0]
        return any(map(str.isalnum, self.constructs.token.sub("", outside)))

    def _block(self, element: ET.Element, place: _Place) -> str:
        name = name_of(element)
        gap = LOOSE if set_apart(element) else TIGHT
        if name in LEVELS:
            return f"{LOOSE}{self._leaf(self._line(element), LEVELS[name], place)}{LOOSE}"
        if name == "hr":
            return f"{LOOSE}{place.take()}{RULE}{LOOSE}"
        if name == "pre":
            return f"{LOOSE}{self._leaf(self._kept(element), KEPT, place)}{LOOSE}"
        if name in {"ul", "ol", "menu", "dir"}:
            gap = TIGHT if place.rest else LOOSE
            return f"{gap}{self._list(element, place)}{gap}"
        if name == "table":
            return f"{LOOSE}{self._table(element, place)}{LOOSE}"
        if name == "blockquote":
            return f"{LOOSE}{self._flow(element, self._within(place, '> ', '> '))}{LOOSE}"
        if name == "dd":
            return f"{TIGHT}{self._flow(element, self._within(place, '  ', '  '))}{TIGHT}"
        if name in {"li", "dt"}:
            gap = TIGHT
        elif name in INLINE:
            gap = ""
        return f"{gap}{self._flow(element, place)}{gap}"

    def _within(self, place: _Place, begins: str, indent: str) -> _Place:
        if place.first is None:
            return _Place(place.rest + indent)
        return place.inner(begins, indent)

    def _list(self, element: ET.Element, place: _Place) -> str:
        place.give_up()
        children = list(self._children(element))
        ordered = name_of(element) == "ol"
        decided = not any(word for word, _ in children)
        start = attribute(element, "start").strip()
        if ordered and self._has_token(start):
            raise Undecided
        number = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
        written = [f"{LIST}{number}{SPLIT}"] if ordered and not decided else []
        for word, child in children:
            if word:
                written.append(self._passed(self._statement(child) or "", place))
            elif name_of(child) != "li":
                written.append(self._block(child, place))
            else:
                bullet = "- " if not ordered else f"{number}. " if decided else NUMBER
                indent = "   " if ordered else "  "
                item = _Place(place.rest + indent, place.rest + bullet)
                written += ["" if bullet != NUMBER else ITEM, TIGHT, self._flow(child, item), TIGHT]
                number += 1
        return "".join([*written, LIST_END if ordered and not decided else ""])

    def _kept(self, element: ET.Element) -> str:
        """The text of <pre>, with its lines."""
        pieces = [OURS.sub("", element.text or "")]
        for child in element:
            number = self._statement(child)
            if number is not None:
                pieces.append(self._token(number))
            elif not is_comment(child) and not self._left_out(child):
                pieces.append(BREAK if name_of(child) == "br" else self._kept(child))
                if name_of(child) == "a" and child.get("href"):
                    pieces.append(f" <{OURS.sub('', attribute(child, 'href'))}>")
            pieces.append(OURS.sub("", child.tail or ""))
        return "".join(pieces).replace("\n", BREAK)

    def _table(self, element: ET.Element, place: _Place) -> str:
        columns = self._in_columns(element)
        if columns == NEVER:
            return self._cells_one_by_one(element, place)
        captions = [child for word, child in self._children(element) if not word and name_of(child) == "caption"]
        above = "".join(f"{self._flow(caption, place)}{LOOSE}" for caption in captions)
        return above + self._leaf(self._grid(element, BODY_ROW), TABLE, place, sure=columns == ALWAYS)

    def _cells_one_by_one(self, element: ET.Element, place: _Place) -> str:
        """A table that only arranges things: what is in its cells, in their order."""
        written: list[str] = []
        for word, child in self._children(element):
            if word:
                written.append(self._passed(self._statement(child) or "", place))
            elif name_of(child) in SECTIONS or name_of(child) == "tr":
                written.append(self._cells_one_by_one(child, place))
            else:
                written += [LOOSE, self._flow(child, place), LOOSE]
        return "".join(written)


def _open(words: list[str]) -> bool:
    depth = 0
    for word in words:
        depth = depth_after(word, depth)
    return depth != 0


def _whole(words: list[str]) -> bool:
    """Whether statements that begin with these words open and close only themselves."""
    depth = 0
    for word in words:
        if depth == 0 and word in {"else", "elif", "endif", "endfor"}:
            return False
        depth = depth_after(word, depth)
    return depth == 0
