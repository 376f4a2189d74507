"""Where the linter's findings stand in what people see of a message: on a letter's pages, in a text, in an e-mail's HTML.

Findings tell their place in what the linter read (Readable). Here that place is looked for in what people see.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from commhub.contracts import JSON, Finding, Readable, Rendered
from commhub.desk.findings import ORDER, Told, tell
from commhub.lint.blocks import SPOKEN
from commhub.lint.sources import source_blocks
from commhub.render.letters.alignment import NONE, align, tokens
from commhub.render.letters.page_text import PART, read_pages
from commhub.render.text.readable import readable

MEANINGS: Final[Mapping[str, str]] = {
    "error": "must be put right",
    "warning": "better put right",
    "advice": "could be plainer",
    "review": "to be looked at",
    "waived": "let through by a waiver",
}
"""The severities in the order of the legend, and what they ask for."""
GROWN: Final = 0.8
"""PDF points by which a mark is larger than the letters under it."""
IN_HTML: Final[Mapping[str, str]] = {
    "error": "background:#ffd7d3;color:#111;border-bottom:2px solid #b3261e",
    "warning": "background:#ffedc2;color:#111;border-bottom:2px dashed #8a5a00",
    "advice": "background:#dcebfb;color:#111;border-bottom:2px dotted #1d5fa8",
    "review": "background:#e8e4f3;color:#111;border-bottom:3px double #5b4b8a",
    "waived": "background:#e6eaec;color:#111;border-bottom:1px solid #5a666d",
}
"""Styles of a mark inside a sealed e-mail, which has none of ours."""
Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Note:
    """What is said about one or more marks. `number` (from 1) stands at each of them; `anchor` is its id on the page. `app`
    is the one that sent the value, where a value brought the word."""

    number: int
    anchor: str
    told: Told
    app: str
    count: int

    @property
    def words(self) -> str:
        """All of it in one line, for who points at a mark or hears it read out."""
        brought = f" Brought by {self.told.data_field}{f' from {self.app}' if self.app else ''}."
        return (
            f"{self.told.severity.capitalize()}: {self.told.message}"
            + (f" Instead: {self.told.instead}." if self.told.instead else "")
            + (brought if self.told.data_field else "")
        )


@dataclass(frozen=True, slots=True)
class PageMark:
    """A mark on the picture of a page, in per cent of its width and height. `first` is the one that carries the number."""

    note: Note
    left: float
    top: float
    width: float
    height: float
    first: bool


@dataclass(frozen=True, slots=True)
class Bit:
    """A piece of a text, marked if it has a note."""

    text: str
    note: Note | None = None


class Marks:
    """The marks of one message: `notes` in order of severity, and where each stands in whatever is asked for."""

    def __init__(
        self, rendered: Rendered, findings: Sequence[Finding | Mapping[str, JSON]] = (), app: str = ""
    ) -> None:
        self.rendered = rendered
        self._placed: dict[str, list[tuple[int, int, Note]]] = {}
        self.notes = self._notes([_raw(one) for one in findings], app)

    @property
    def legend(self) -> list[tuple[str, str]]:
        """The severities that there are marks of, with what they ask for."""
        there = {note.told.severity for note in self.notes}
        return [(severity, meaning) for severity, meaning in MEANINGS.items() if severity in there]

    def on_pages(self) -> dict[int, list[PageMark]]:
        """The marks of each page of a letter, by its number from 0. None where the pages now say something else."""
        here = self._placed.get(PART, [])
        if not here or not self.rendered.document:
            return {}
        said = readable(self.rendered.content.get("html", ""), "body")
        pages = read_pages(self.rendered.document, said)
        if pages.text != self._readable(PART).text:
            return {}
        found: dict[int, list[PageMark]] = {}
        for (_, _, note), boxes in zip(
            here, pages.boxes(self.rendered.document, [(start, end) for start, end, _ in here]), strict=True
        ):
            for number, one in enumerate(boxes):
                (left, top, right, bottom), (width, height) = one.box, one.size
                found.setdefault(one.page, []).append(
                    PageMark(
                        note,
                        left=_percent(left - GROWN, width),
                        top=_percent(top - GROWN / 2, height),
                        width=_percent(right - left + 2 * GROWN, width),
                        height=_percent(bottom - top + GROWN, height),
                        first=number == 0,
                    )
                )
        return found

    def in_part(self, part: str, text: str) -> list[Bit]:
        """A text that the linter read as it stands (a subject, a text message), in pieces."""
        here = self._placed.get(part, [])
        return _bits(text, here if text == self._readable(part).text else [])

    def in_parts(self, part: str, texts: Sequence[str]) -> list[list[Bit]]:
        """The same for a text that is shown in several pieces, one behind the other."""
        whole, found, start = self.in_part(part, "".join(texts)), [], 0
        for text in texts:
            found.append(list(_cut(whole, start, start + len(text))))
            start += len(text)
        return found

    def in_other(self, part: str, text: str) -> list[Bit]:
        """A text that says the same in another form, such as the text alternative of an e-mail."""
        return _bits(text, self._moved(part, text))

    def in_html(self, part: str, html: str) -> str:
        """The HTML with an element around each marked piece of its text; attributes are left alone."""
        blocks = [block for block in source_blocks(html, "email_html", "rendered") if block.role != SPOKEN]
        text = "\n".join(block.text for block in blocks)
        starts = [place for block in blocks for place in (*block.starts, NONE)]
        ends = [place for block in blocks for place in (*block.ends, NONE)]
        pieces: list[str] = []
        done = 0
        for start, end, note in self._moved(part, text):
            for first, last in _together(starts[start:end], ends[start:end]):
                if first >= done:
                    words = f'title="{escape(note.words)}" style="{IN_HTML.get(note.told.severity, "")}"'
                    pieces += [html[done:first], f"<mark {words}>", html[first:last], "</mark>"]
                    done = last
        return "".join([*pieces, html[done:]])

    def _notes(self, findings: Sequence[Mapping[str, JSON]], app: str) -> list[Note]:
        """Notes in order of severity and place; findings that say the same share one."""
        parts = {one.part: len(one.text) for one in self.rendered.readable}
        grouped: dict[tuple[str, ...], list[Mapping[str, JSON]]] = {}
        known = [one for one in findings if 0 <= int(one["start"]) < int(one["end"]) <= parts.get(str(one["part"]), 0)]
        for one in sorted(
            known, key=lambda raw: (ORDER.get(str(raw["severity"]), 9), str(raw["part"]), int(raw["start"]))
        ):
            key = (str(one["rule"]), str(one["surface"]).casefold(), str(one["message"]), str(one.get("field", "")))
            grouped.setdefault(key, []).append(one)
        notes = []
        for number, same in enumerate(grouped.values(), 1):
            told = tell(same[0])
            anchor = f"note-{self.rendered.sha256[:10]}-{number}"
            note = Note(number, anchor, told, app if told.data_field else "", len(same))
            notes.append(note)
            for one in same:
                self._placed.setdefault(str(one["part"]), []).append((int(one["start"]), int(one["end"]), note))
        for places in self._placed.values():
            places.sort(key=lambda place: place[:2])
        return notes

    def _readable(self, part: str) -> Readable:
        return next((one for one in self.rendered.readable if one.part == part), Readable(part, ""))

    def _moved(self, part: str, text: str) -> list[tuple[int, int, Note]]:
        """The marks of a part at their places in another text with the same words."""
        here = self._placed.get(part, [])
        if not here:
            return []
        move = Moved(self._readable(part).text, text)
        found = [(*stretch, note) for start, end, note in here for stretch in move.stretches(start, end)]
        return sorted(found, key=lambda place: place[:2])


class Moved:
    """Two texts with much the same words: where a stretch of the first stands in the second."""

    def __init__(self, said: str, shown: str) -> None:
        self._said, self._shown = tokens(said), tokens(shown)
        self._places: dict[int, list[int]] = {}
        for place, number in enumerate(align([one.key for one in self._said], [one.key for one in self._shown])):
            if number != NONE:
                self._places.setdefault(number, []).append(place)

    def stretches(self, start: int, end: int) -> Iterator[Stretch]:
        """Where the words of said[start:end] stand, one stretch for those that follow each other."""
        within = [number for number, one in enumerate(self._said) if one.start < end and one.end > start]
        found: list[tuple[int, int, int]] = []
        pairs = ((place, said) for said in within for place in self._places.get(said, ()))
        for place, number in sorted(pairs):
            said, shown = self._said[number], self._shown[place]
            first, last = shown.start, shown.end
            if said.end - said.start == last - first:  # a part of a word is as far inside the other
                first, last = first + max(0, start - said.start), last - max(0, said.end - end)
            if found and found[-1][2] == place - 1:
                found[-1] = (found[-1][0], last, place)
            else:
                found.append((first, last, place))
        return iter([(first, last) for first, last, _ in found])


def _bits(text: str, marks: Sequence[tuple[int, int, Note]]) -> list[Bit]:
    found, done = [], 0
    for start, end, note in marks:
        if start >= done:
            found += [Bit(text[done:start]), Bit(text[start:end], note)]
            done = end
    return [bit for bit in (*found, Bit(text[done:])) if bit.text]


def _cut(bits: Sequence[Bit], start: int, end: int) -> Iterator[Bit]:
    at = 0
    for bit in bits:
        text = bit.text[max(0, start - at) : max(0, end - at)]
        if text:
            yield dataclasses.replace(bit, text=text)
        at += len(bit.text)


def _together(starts: Sequence[int], ends: Sequence[int]) -> Iterator[Stretch]:
    """The stretches of a source whose characters follow each other, from the first and the last place of each."""
    first = last = NONE
    for start, end in zip(starts, ends, strict=True):
        if start in {NONE, end}:
            continue
        if start != last:
            if first != NONE:
                yield first, last
            first = start
        last = end
    if first != NONE:
        yield first, last


def _percent(part: float, whole: float) -> float:
    return round(100 * part / whole, 3)


def _raw(finding: Finding | Mapping[str, JSON]) -> Mapping[str, JSON]:
    return dataclasses.asdict(finding) if isinstance(finding, Finding) else finding
