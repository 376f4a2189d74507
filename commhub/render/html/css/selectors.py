"""Selectors of a style sheet: what they match in a finished document, and what about them only a mail client can know.

cssselect2 does the matching. What it leaves to the document's mode is put right here: class and id names in quirks
mode, and attributes whose values HTML compares without regard to case.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from xml.etree import ElementTree as ET

import cssselect2
import tinycss2
from cssselect2 import parser as css
from cssselect2.compiler import CompiledSelector

# Pseudo-classes that a document alone decides. All others (:hover, :link, :checked, :lang, unknown ones) may hold or not.
STRUCTURAL: Final = {
    "first-child": "before", "first-of-type": "before", "nth-child": "before", "nth-of-type": "before",
    "last-child": "after", "last-of-type": "after", "nth-last-child": "after", "nth-last-of-type": "after",
    "only-child": "both", "only-of-type": "both", "empty": "inside",
}  # fmt: skip
UNMOVED: Final = frozenset({"root", "scope"})
STATIC: Final = UNMOVED | frozenset(STRUCTURAL)
LOGICAL: Final = frozenset({"is", "where", "not"})
OLD_PSEUDO_ELEMENTS: Final = frozenset({"before", "after", "first-line", "first-letter"})
PSEUDO_ELEMENTS: Final = OLD_PSEUDO_ELEMENTS | {
    "selection",
    "marker",
    "placeholder",
    "backdrop",
    "file-selector-button",
}
# HTML standard, 4.16.2 "Case-sensitivity of selectors"
FOLDED: Final = frozenset({
    "accept", "accept-charset", "align", "alink", "axis", "bgcolor", "charset", "checked", "clear", "codetype",
    "color", "compact", "declare", "defer", "dir", "direction", "disabled", "enctype", "face", "frame", "hreflang",
    "http-equiv", "lang", "language", "link", "media", "method", "multiple", "nohref", "noresize", "noshade",
    "nowrap", "readonly", "rel", "rev", "rules", "scope", "scrolling", "selected", "shape", "target", "text", "type",
    "valign", "valuetype", "vlink",
})  # fmt: skip
_ANYTHING = tinycss2.parse_component_value_list(":is(*)")
_A_CLASS = tinycss2.parse_component_value_list(":root")


@dataclass(frozen=True, slots=True)
class Selector:
    """One selector of a list. `test` takes an element of `wrap`; it answers True also where only a client can say.

    `dynamic` says that a match may come and go (:hover, :link, a pseudo-class that we do not know). `pseudo` is true for
    a pseudo-element: such a rule styles nothing that has a style attribute. `known` is false where some browsers may
    drop the whole rule because of it. `bucket` is an (kind, name) that each matching element has.
    """

    text: str
    test: Any
    specificity: tuple[int, int, int]
    dynamic: bool
    pseudo: bool
    known: bool
    bucket: tuple[str, str]
    tree: Any


class Wrapper(cssselect2.ElementWrapper):  # type: ignore[misc]  # the library has no types
    """An element of a document in quirks mode, where class and id names are compared without regard to case."""

    @property
    def id(self) -> str | None:
        value = self.etree_element.get("id")
        return value.lower() if value is not None else None

    @property
    def classes(self) -> set[str]:
        return set(self.etree_element.get("class", "").lower().split())


def wrap(root: ET.Element, *, quirks: bool) -> Iterator[Any]:
    """The elements of a tree in document order, as selectors read them."""
    return iter((Wrapper if quirks else cssselect2.ElementWrapper).from_html_root(root).iter_subtree())


def buckets_of(element: Any) -> Iterator[tuple[str, str]]:
    if element.id is not None:
        yield "id", element.id
    for name in element.classes:
        yield "class", name
    yield "tag", element.local_name
    yield "any", ""


@lru_cache(maxsize=4096)
def read_selector(text: str, quirks: bool, conditional: bool = False) -> Selector | None:
    """The selector, or None where no browser can read it either.

    A `conditional` one stands behind a media query: whether it applies is unknown anyway, so what it asks of an element's
    siblings is left open too, and the element's own place among them does not matter to what is decided about it.
    """
    tokens = tinycss2.parse_component_value_list(text, skip_comments=True)
    seen: set[str] = set()
    decided = UNMOVED if conditional else STATIC
    loose = list(_relaxed(_alone(tokens, seen) if conditional else tokens, _ANYTHING, seen, decided))
    strict = list(_relaxed(tokens, _A_CLASS, set()))
    try:
        (parsed,), (weighed,) = list(css.parse(loose)), list(css.parse(strict))
        if quirks:
            _fold_names(parsed.parsed_tree)
        _fold_values(parsed.parsed_tree)
        compiled = CompiledSelector(parsed)
    except (css.SelectorError, ValueError, NotImplementedError, SyntaxError, AttributeError):
        return None
    a, b, c = weighed.specificity
    return Selector(
        text=text,
        test=compiled.test,
        specificity=(a, b, c + (1 if "pseudo" in seen else 0)),
        dynamic="dynamic" in seen,
        pseudo="pseudo" in seen,
        known="unknown" not in seen,
        bucket=_bucket(compiled),
        tree=parsed.parsed_tree,
    )


def _is(token: Any, signs: str) -> bool:
    """Whether a token is one of these signs; tokens can be compared with a text and not hashed."""
    return any(token == sign for sign in signs)


def _alone(tokens: Sequence[Any], seen: set[str]) -> list[Any]:
    """The tokens without compounds left of `+` or `~`: those are siblings of what is styled."""
    found: list[Any] = []
    begin = 0  # where the compound at hand begins
    for index, token in enumerate(tokens):
        if _is(token, "+~"):
            del found[begin:]
            seen.add("dynamic")
        elif token == ">":
            found.append(token)
            begin = len(found)
        elif token.type == "whitespace":
            if begin == len(found):
                continue  # around a combinator
            rest = next((one for one in tokens[index:] if one.type != "whitespace"), None)
            if rest is not None and not _is(rest, "+~>"):
                found.append(token)
                begin = len(found)
        else:
            found.append(token)
    return found


def _bucket(compiled: Any) -> tuple[str, str]:
    if compiled.id is not None:
        return "id", compiled.id
    if compiled.class_name is not None:
        return "class", compiled.class_name
    if compiled.local_name is not None:
        return "tag", compiled.lower_local_name
    return "any", ""


_DYNAMIC = frozenset({
    "link", "visited", "any-link", "hover", "active", "focus", "focus-within", "focus-visible", "target", "checked",
    "enabled", "disabled", "default", "indeterminate", "required", "optional", "read-only", "read-write", "valid",
    "invalid", "lang", "dir", "in-range", "out-of-range", "placeholder-shown", "has",
})  # fmt: skip


def _relaxed(
    tokens: Sequence[Any], instead: Sequence[Any], seen: set[str], decided: frozenset[str] = STATIC
) -> Iterator[Any]:
    """The tokens with `instead` for each pseudo-class that is not `decided` by the document, and no pseudo-elements."""
    index = 0
    while index < len(tokens):
        token = tokens[index]
        follower = tokens[index + 1] if index + 1 < len(tokens) else None
        if token != ":" or follower is None:
            yield token
            index += 1
        elif follower == ":":
            name = tokens[index + 2] if index + 2 < len(tokens) else None
            seen.add("pseudo")
            word = str(getattr(name, "lower_value", getattr(name, "lower_name", "")))
            if word not in PSEUDO_ELEMENTS and not word.startswith("-webkit-"):
                seen.add("unknown")
            # a lone `::before` has no other simple selector
            yield from instead if instead is _ANYTHING else ()
            if instead is _A_CLASS:
                yield from tinycss2.parse_component_value_list(":where(*)")
            index += 3
        else:
            yield from _pseudo_class(token, follower, instead, seen, decided)
            index += 2


def _pseudo_class(
    colon: Any, follower: Any, instead: Sequence[Any], seen: set[str], decided: frozenset[str]
) -> Iterator[Any]:
    name = str(getattr(follower, "lower_name", getattr(follower, "lower_value", "")))
    if follower.type == "ident" and name in OLD_PSEUDO_ELEMENTS:
        seen.add("pseudo")
        yield from _ANYTHING if instead is _ANYTHING else tinycss2.parse_component_value_list(":where(*)")
    elif follower.type == "function" and name in LOGICAL:
        within: set[str] = set()
        if decided is UNMOVED and any(_is(token, "+~") for token in follower.arguments):
            seen.add("dynamic")
            yield from instead
            return
        arguments = list(_relaxed(follower.arguments, instead, within, decided))
        seen |= within - {"pseudo"}
        if name == "not" and within and instead is _ANYTHING:
            yield from instead
            return
        copy = tinycss2.ast.FunctionBlock(follower.source_line, follower.source_column, follower.name, arguments)
        yield from (colon, copy)
    elif name in decided and not any(
        getattr(one, "lower_value", "") == "of" for one in getattr(follower, "arguments", ())
    ):
        yield from (colon, follower)
    else:
        seen.add("dynamic")
        if name not in _DYNAMIC and (decided is STATIC or name not in STRUCTURAL):
            seen.add("unknown")
        yield from instead


def simple_selectors(tree: Any) -> Iterator[Any]:
    """Every simple selector in a parsed one, those within :is(), :where() and :not() too."""
    if isinstance(tree, css.CombinedSelector):
        yield from simple_selectors(tree.left)
        yield from simple_selectors(tree.right)
    elif isinstance(tree, css.CompoundSelector):
        for simple in tree.simple_selectors:
            yield from simple_selectors(simple)
    elif hasattr(tree, "selector_list"):
        for selector in tree.selector_list:
            yield from simple_selectors(selector.parsed_tree)
    else:
        yield tree


def _fold_names(tree: Any) -> None:
    for simple in simple_selectors(tree):
        if isinstance(simple, css.ClassSelector):
            simple.class_name = simple.class_name.lower()
        elif isinstance(simple, css.IDSelector):
            simple.ident = simple.ident.lower()


def _fold_values(tree: Any) -> None:
    for simple in simple_selectors(tree):
        if isinstance(simple, css.AttributeSelector) and simple.case_sensitive is None and simple.value is not None:
            simple.case_sensitive = False if simple.lower_name in FOLDED else None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a selector reads of a document, for those who ask whether the document may change around it.

    `classes`, `ids`, `tags` and `attributes` are names (attributes without class and id, which are always read);
    `siblings` whether it has `+` or `~` (they look at earlier siblings); `looks` holds "before", "after", "both" and
    "inside" for structural pseudo-classes that count earlier siblings, later ones, both, or the element's contents.
    """

    classes: frozenset[str]
    ids: frozenset[str]
    tags: frozenset[str]
    attributes: frozenset[str]
    siblings: bool
    looks: frozenset[str]


def reading_of(selector: Selector) -> Reading:
    simple = list(simple_selectors(selector.tree))
    return Reading(
        classes=frozenset(one.class_name for one in simple if isinstance(one, css.ClassSelector)),
        ids=frozenset(one.ident for one in simple if isinstance(one, css.IDSelector)),
        tags=frozenset(one.lower_local_name for one in simple if isinstance(one, css.LocalNameSelector)),
        attributes=frozenset(one.lower_name for one in simple if isinstance(one, css.AttributeSelector)),
        siblings=_has_siblings(selector.tree),
        looks=frozenset(STRUCTURAL[one.name] for one in simple if getattr(one, "name", "") in STRUCTURAL),
    )


def _has_siblings(tree: Any) -> bool:
    if isinstance(tree, css.CombinedSelector):
        return tree.combinator in {"+", "~"} or _has_siblings(tree.left) or _has_siblings(tree.right)
    if isinstance(tree, css.CompoundSelector):
        return any(_has_siblings(simple) for simple in tree.simple_selectors)
    return any(_has_siblings(selector.parsed_tree) for selector in getattr(tree, "selector_list", ()))
