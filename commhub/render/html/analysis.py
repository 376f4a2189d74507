"""Says of a template whether inlining its styles once is surely the same as inlining every message, and if not, why.

docs/compile-once.md gives the argument. Answers err on the side of "no": such a template is inlined message by message.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from commhub.render.html.contexts import ATTRIBUTE_NAME, BARE_VALUE, STYLE, TAG, TAG_NAME, TEXT, VALUE, Spot, spots
from commhub.render.html.css.sheets import read_sheets
from commhub.render.html.places import Place, Places, Run, text_of
from commhub.render.html.regions import CLOSERS, MIDDLE, Region, regions
from commhub.render.html.siblings import Surroundings, attributes_read, looks_of, selectors_of
from commhub.render.html.tree import IMPLIED, START, Element, Snapshot, State, parse
from commhub.render.jinja.constructs import EXPRESSION, STATEMENT, Constructs, Segment

TAKES_TEXT: Final = frozenset({"in body", "in cell", "in caption", "in select", "in select in table"})
"""Insertion modes (13.2.6.4) in which any text, also none and white space, goes into the element that is open."""
NAMING: Final = frozenset({"class", "id", "style"})
WHOLE: Final = frozenset({"html", "body", "style"})
"""Elements that bear on others than those within them: a second <body> gives its attributes to the first."""
FORGOTTEN: Final = frozenset({"b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"})


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a template is inlined message by message. `message` says what stands where, `advice` what to change; `line` and
    `column` count from 1 in the source `part`, and are 0 where they are not known."""

    message: str
    part: str
    line: int
    column: int
    advice: str


def analyse(runs: Sequence[Run], constructs: Constructs) -> tuple[Reason, ...]:
    """The reasons why a settled document cannot be inlined once, in the order of the source; none: it surely can."""
    analysis = _Analysis(runs, constructs)
    if not analysis.found:
        return ()
    found = [*analysis.of_values(), *analysis.of_regions(), *analysis.of_repeated(), *analysis.of_selectors()]
    return tuple(dict.fromkeys(reason for _, reason in sorted(found, key=lambda one: one[0])))


class _Analysis:
    def __init__(self, runs: Sequence[Run], constructs: Constructs) -> None:
        self.source = text_of(runs)
        self.places = Places(runs)
        self.found: list[tuple[Segment, Spot]] = [
            (constructs.get(spot.number), spot)
            for spot in spots(self.source, constructs)
            if spot.comment < 0  # to the parser a conditional comment is a comment
        ]
        self.tree = parse(self.source, constructs.token)
        self.sheets = read_sheets(self.tree)
        self.shots: dict[str, Snapshot] = {}
        for shot in self.tree.snapshots:
            token = constructs.token.search(self.source, shot.start, shot.end)
            if token:
                self.shots[token[1]] = shot
        self.regions: list[Region[Spot]] = regions(
            (segment, spot) for segment, spot in self.found if spot.state == TEXT
        )
        self.spans = [(region.marks[0][1].start, region.marks[-1][1].start) for region in self.regions]

    def of_values(self) -> Iterator[tuple[int, Reason]]:
        """Constructs that a selector might read, or that the parser might take for markup."""
        read = NAMING | attributes_read(self.sheets) | {"encoding"}
        for segment, spot in self.found:
            if segment.kind == STATEMENT and segment.word in MIDDLE | CLOSERS:
                continue  # the opening statement stands in the same place, and is enough said
            message = advice = ""
            if spot.state == VALUE and spot.attribute in read:
                message = f'"{spot.attribute}" of <{spot.element}> depends on a message\'s data, and styles on it'
                advice = "put a condition around the whole element, once with each value, or use a brand token"
            elif spot.state == BARE_VALUE:
                message = f'the value of "{spot.attribute}" has no quotes'
                advice = f'write {spot.attribute}="..."'
            elif spot.state == TAG_NAME:
                message = "it stands in the name of a tag"
                advice = "name the element outright, and put a condition around whole elements"
            elif spot.state in {TAG, ATTRIBUTE_NAME}:
                message = f"it stands inside the tag <{spot.element}>"
                advice = "put it into a quoted attribute value, or the condition around the whole element"
            elif spot.state == STYLE:
                message = "the style sheet depends on a message's data"
                advice = "use a brand token, or a condition around the whole element that is styled"
            elif spot.state == TEXT and segment.kind == EXPRESSION:
                message, advice = self._of_text(spot)
            if message:
                yield spot.start, _reason(segment.place, f"{_shown(segment)}: {message}", advice)

    def _of_text(self, spot: Spot) -> tuple[str, str]:
        shot = self.shots.get(spot.number)
        if shot is None or shot.foster or shot.parent is None or shot.before.mode not in TAKES_TEXT:
            return (
                "text that stands here is moved to another place by browsers, and an empty text is not",
                "put it into the body, and within a cell if it stands in a table",
            )
        if _as_it_is(shot.before) != _as_it_is(shot.after):
            return (
                "a text here opens an element again that was left open, and an empty text does not",
                "close elements such as <b>, <font> and <a> within the element in which they begin",
            )
        return "", ""

    def of_regions(self) -> Iterator[tuple[int, Reason]]:
        """Regions with a branch that leaves the parser in another state, or that hold what bears on other elements."""
        for region in self.regions:
            opening, first = region.marks[0]
            start = self.shots[first.number].after
            for segment, spot in region.marks[1:]:
                end = self.shots[spot.number].after
                if _between_rows(start) != _between_rows(end):
                    message = (
                        f"{_shown(segment)}: {_difference(start, end)} since {_shown(opening)} (line {opening.line})"
                    )
                    advice = "let each branch close what it opens, and nothing else"
                    yield spot.start, _reason(segment.place, message, advice)
                    break
        for piece in self.tree.pieces:
            if piece.kind == START and piece.name in WHOLE and self._in_region(piece.start):
                message = f"<{piece.name}> stands in some messages and not in others"
                yield piece.start, _reason(self.places.at(piece.start), message, "move it out of the condition or loop")
        if any(_is_implied_body(shot.after) for shot in self.shots.values()):
            yield from self._of_implied_bodies()

    def of_repeated(self) -> Iterator[tuple[int, Reason]]:
        """Formatting elements that the parser opens again, where it may take two for one because values are equal.

        Of four open ones that are the same, attributes included, the builder forgets the first (13.2.4.3).
        """
        computed = {spot.element for _, spot in self.found if spot.state == VALUE} & FORGOTTEN
        for number, elements in self.tree.by_number.items():
            if number != IMPLIED and len(elements) > 1 and elements[0].name in computed:
                at = self.tree.pieces[number].start
                message = f"<{elements[0].name}> is not closed where it begins, and others of its name hold values"
                yield at, _reason(self.places.at(at), message, "close it within the element in which it begins")

    def _of_implied_bodies(self) -> Iterator[tuple[int, Reason]]:
        """The <tbody> that browsers put around rows is there once there is a row: only rows may depend on it."""
        for element in self.tree.elements:
            parent = element.parent
            implied = isinstance(parent, Element) and parent.name == "tbody" and parent.number == IMPLIED
            if implied and element.name != "tr" and element.number != IMPLIED:
                at = self.tree.pieces[element.number].start
                message = f"<{element.name}> stands between the rows of a table that has no <tbody>"
                yield at, _reason(self.places.at(at), message, "write <tbody> and </tbody> around the rows")

    def _in_region(self, offset: int) -> bool:
        return any(start <= offset < end for start, end in self.spans)

    def of_selectors(self) -> Iterator[tuple[int, Reason]]:
        """Selectors that look at elements which only some messages have."""
        surroundings: Surroundings | None = None
        for start, selector in selectors_of(self.sheets):
            for look in looks_of(selector.tree):
                surroundings = surroundings or Surroundings(self.tree, self.spans, self._changing())
                element = surroundings.unsteady(look)
                if element is None:
                    continue
                what = "what stands in it" if look.at == "inside" else "the elements beside it"
                message = f"{selector.text!r} depends on {what}, and that differs from message to message"
                message += f" (<{element.name}>{self._line_of(element)})"
                advice = "give the elements a class, and let the style sheet name that"
                yield start, _reason(self.places.at(start), message, advice)
                break

    def _line_of(self, element: Element) -> str:
        if element.number == IMPLIED:
            return ""
        place = self.places.at(self.tree.pieces[element.number].start)
        return f" in {place.part}, line {place.line}" if place.line else ""

    def _changing(self) -> Iterator[Element]:
        """The elements in which a construct stands directly."""
        for shot in self.shots.values():
            if shot.parent is not None:
                yield shot.parent
            yield from shot.after.open[-1:]


def _reason(place: Place, message: str, advice: str) -> Reason:
    return Reason(message, place.part, place.line, place.column, advice)


def _shown(segment: Segment) -> str:
    inner = segment.written or segment.inner
    inner = inner if len(inner) <= 60 else inner[:57] + "..."
    return "{{ " + inner + " }}" if segment.kind == EXPRESSION else "{% " + inner + " %}"


def _as_it_is(state: State) -> tuple[object, ...]:
    return (
        state.mode,
        state.original,
        tuple(map(id, state.open)),
        tuple(map(id, state.formatting)),
        id(state.form),
        id(state.head),
    )


def _is_implied_body(state: State) -> bool:
    last = state.open[-1] if state.open else None
    return last is not None and last.name == "tbody" and last.number == IMPLIED and state.mode == "in table body"


def _between_rows(state: State) -> tuple[object, ...]:
    """The state, the same before the first row of a table as after it: a row opens the <tbody> that is not written."""
    mode, original, open_ones, *rest = _as_it_is(state)
    if _is_implied_body(state):
        return ("in table", original, tuple(map(id, state.open[:-1])), *rest)
    return (mode, original, open_ones, *rest)


def _difference(start: State, end: State) -> str:
    """What has come or gone, in words."""
    opened = [one.name for one in end.open if all(one is not other for other in start.open)]
    closed = [one.name for one in start.open if all(one is not other for other in end.open)]
    words = [f"<{name}> was opened" for name in opened] + [f"<{name}> was closed" for name in closed]
    return " and ".join(words) or "an element was left open in another place"
