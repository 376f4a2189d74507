"""CSS inlining: style rules become style attributes, spliced into the source, of which nothing else is touched.

See docs/decisions/0015-inliner.md for why this is not premailer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from commhub.contracts import CompileError
from commhub.render.html.css.cascade import SHEET, Cascade, Entry, cascade_of, written
from commhub.render.html.css.leftover import Case, Plan, plan
from commhub.render.html.css.properties import longhands, sure
from commhub.render.html.css.remains import sheet_edits
from commhub.render.html.css.selectors import Selector, reading_of, wrap
from commhub.render.html.css.sheets import Sheet, closers, read_sheets
from commhub.render.html.tree import Element, Tree, decode, parse

_STRING = re.compile(r"'(?:[^'\\\n]|\\.)*'|\"([^\"'\\\n]*)\"|/\*.*?\*/|\\.", re.DOTALL)
_UNFINISHED = re.compile(r"&[#\w]+\Z")
_FOLD = re.compile(r"[ \t]*\n\s*")


@lru_cache(maxsize=256)
def inline_styles(source: str, place: str) -> str:
    """As `inline_message`, for a document that comes again: what one process has inlined it keeps."""
    return inline_message(source, place)


def inline_message(source: str, place: str) -> str:
    """The HTML document with its style rules as style attributes.

    In every browser each element looks as before, at any width and in dark mode: what depends on the client (media
    queries, :hover and :link, pseudo-elements), what matches nothing here (rules meant for one client) and what cannot
    be inlined without a difference stays in the <style> elements, in its order and as written, with `!important` where
    it has to win over an inlined value. Everything else in the source stays as it is, to the byte; nothing is fetched.
    Raises CompileError when the HTML is nested too deeply to be read.
    """
    try:
        tree = parse(source)
        sheets = read_sheets(tree)
        return _inlined(tree, sheets) if sheets else source
    except RecursionError as error:
        raise CompileError("the HTML or its styles are nested too deeply to be read", place) from error


def _inlined(tree: Tree, sheets: Sequence[Sheet]) -> str:
    cascade, made, styles = decided(tree, sheets)
    return spliced(tree.source, [*attribute_edits(tree, styles), *sheet_edits(tree, sheets, cascade, made)])


def decided(tree: Tree, sheets: Sequence[Sheet]) -> tuple[Cascade, Plan, dict[int, Style]]:
    """What to inline, what to leave, and the style attributes that come of it, by the number of their tag."""
    cascade = cascade_of(tree, sheets)
    frozen: set[Element] = set()
    while True:
        made = plan(cascade, frozen)
        styles = styles_of(tree, made)
        disturbed = _disturbed(tree, sheets, styles) - frozen
        if not disturbed:
            return cascade, made, styles
        frozen |= disturbed


def attribute_edits(tree: Tree, styles: Mapping[int, Style]) -> list[tuple[int, int, str]]:
    return [_attribute_edit(tree, number, style) for number, style in styles.items()]


def spliced(source: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """The source with texts in place of the spans (start, end) that they are given with."""
    result, at = [], 0
    for start, end, text in sorted(edits):
        result += [source[at:start], text]
        at = end
    return "".join(result) + source[at:]


@dataclass(frozen=True, slots=True)
class Style:
    """What goes before and behind the declarations that a style attribute has; `whole` replaces them as well."""

    before: str
    after: str
    whole: bool


def styles_of(tree: Tree, made: Plan) -> dict[int, Style]:
    """The new style attributes by the number of their tag."""
    cases: dict[int, list[Case]] = {}
    for case in made.cases:
        if written(case.members[0].element):
            cases.setdefault(case.members[0].element.number, []).append(case)
    styles = {}
    for number, some in cases.items():
        style = _style(tree, some)
        if style.before or style.after or style.whole:
            styles[number] = style
    return styles


def _style(tree: Tree, cases: Sequence[Case]) -> Style:
    styled = cases[0].members[0]
    own = tree.pieces[styled.element.number].attribute("style")
    entries = [(entry, case) for case in cases for entry in case.statics if entry.rule is None or not case.left]
    entries.sort(key=lambda pair: pair[0].key)
    entries = [pair for index, pair in enumerate(entries) if not _hidden(pair, entries[index + 1 :])]
    from_rules = any(entry.rule for entry, _ in entries)
    raised = any(
        entry.rule is None and case.important and not case.left and not entry.declaration.important
        for entry, case in entries
    )
    stray = own is None and "style" in styled.element.attributes  # of a second <body>
    if not from_rules and not raised:
        return Style("", "", whole=False)
    if raised or stray or closers(styled.element.attributes.get("style", "")):
        broken = [
            part for part in styled.attribute if isinstance(part, str) and not re.search(r"[(){}\[\]\"'\\]", part)
        ]
        return Style(";".join([*broken, *(_text(entry, case) for entry, case in entries)]), "", whole=True)
    before = [_text(entry, case) for entry, case in entries if entry.rule and entry.key[0] == SHEET]
    after = [_text(entry, case) for entry, case in entries if entry.rule and entry.key[0] != SHEET]
    return Style(";".join(before), ";".join(after), whole=False)


def _hidden(pair: tuple[Entry, Case], later: Iterable[tuple[Entry, Case]]) -> bool:
    """Whether a declaration of a rule is overridden in every client by one that comes after it."""
    entry, case = pair
    mine = entry.declaration
    return entry.rule is not None and any(
        case is other_case
        and (
            (other.declaration.name == mine.name and other.declaration.value == mine.value)
            or (
                sure(other.declaration.name, other.declaration.value)
                and longhands(other.declaration.name) >= longhands(mine.name)
            )
        )
        for other, other_case in later
    )


def _text(entry: Entry, case: Case) -> str:
    declaration = entry.declaration
    important = case.important and not case.left
    if entry.rule is None:
        important = important or declaration.important
    return f"{declaration.name}:{_folded(declaration.value)}{' !important' if important else ''}"


def _folded(value: str) -> str:
    """A value on one line, with single quotes where that is the same, so that it can stand in double ones."""
    value = _STRING.sub(lambda match: match.group() if match.group(1) is None else f"'{match.group(1)}'", value)
    return value if '"' in value else _FOLD.sub(" ", value)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def _attribute_edit(tree: Tree, number: int, style: Style) -> tuple[int, int, str]:
    piece = tree.pieces[number]
    own = piece.attribute("style")
    parts = [_escaped(style.before)]
    if own is None:
        at = piece.start + 1 + len(piece.name)
        parts.append(_escaped(style.after))
        return at, at, f' style="{";".join(filter(None, parts))}"'
    if not style.whole:
        old = own.value if own.quote == '"' else own.value.replace('"', "&quot;")
        if style.after and _UNFINISHED.search(old):
            old += " "  # or the semicolon that follows would end the reference
        ended = not style.after or decode(old, attribute=True).rstrip().endswith(";")
        parts.append(
            f"{old}{_escaped(style.after)}"
            if ended
            else f"{old};{_escaped(style.after)}"
            if old
            else _escaped(style.after)
        )
    # after a quote the next attribute may follow at once; after a bare value it cannot
    return own.start, own.end, f'style="{";".join(filter(None, parts))}"'


def _disturbed(tree: Tree, sheets: Sequence[Sheet], styles: dict[int, Style]) -> set[Element]:
    """Elements that must keep their style attribute because a selector such as `[style*=width]` would match otherwise."""
    selectors = {
        s
        for sheet in sheets
        for node in sheet.nodes
        for rule in (node.rule, *node.inner)
        if rule
        for s in rule.selectors
        if "style" in reading_of(s).attributes
    }
    if not selectors or not styles:
        return set()
    changed = [element for number in styles for element in tree.by_number[number]]
    before = _matching(tree, selectors)
    old = [(element, element.attributes.get("style")) for element in changed]
    for element, value in old:
        style = styles[element.number]
        element.attributes["style"] = ";".join(filter(None, [style.before, "" if style.whole else value, style.after]))
    after = _matching(tree, selectors)
    for element, value in old:
        if value is None:
            del element.attributes["style"]
        else:
            element.attributes["style"] = value
    # which of an element's neighbours made the difference is not asked: it hardly ever happens
    return set(changed) if before != after else set()


def _matching(tree: Tree, selectors: Iterable[Selector]) -> set[tuple[Selector, int]]:
    elements = list(wrap(tree.root.etree, quirks=tree.quirks))
    return {
        (selector, index) for selector in selectors for index, element in enumerate(elements) if selector.test(element)
    }
