"""Inlining changes no element's cascade, whatever the client says to media queries and pseudo-classes.

For each element and each longhand, what may be shown is listed in the order of the cascade: what depends on the client
with its condition, down to the first plain value that every client understands. The list is the same afterwards.
"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from commhub.render.html.css.cascade import Entry, cascade_of
from commhub.render.html.css.properties import longhands, sure
from commhub.render.html.css.sheets import read_sheets
from commhub.render.html.inline import inline_styles
from commhub.render.html.tree import parse

Chain = list[tuple[bool, tuple[str, ...], str, str]]


def chains(html: str) -> list[dict[str, Chain]]:
    """For each element, what may be shown by longhand, the first choice first."""
    tree = parse(html)
    found = []
    for styled in cascade_of(tree, read_sheets(tree)).styled:
        entries = sorted((one for some in styled.entries.values() for one in some), key=lambda entry: entry.key)
        names = sorted({longhand for entry in entries for longhand in longhands(entry.declaration.name)})
        found.append({name: chain(entries, name) for name in names})
    return found


def chain(entries: list[Entry], longhand: str) -> Chain:
    choices: Chain = []
    for entry in reversed(entries):
        declaration = entry.declaration
        if longhand not in longhands(declaration.name):
            continue
        conditions = entry.rule.conditions if entry.rule else ()
        choice = (entry.static, conditions, declaration.name, declaration.value)
        if choice not in choices:
            choices.append(choice)
        if entry.static and sure(declaration.name, declaration.value):
            break
    return choices


VALUES = {
    "margin": ("0", "1px 2px", "3vw"),
    "margin-left": ("4px", "auto", "max(1px, 2px)"),
    "padding": ("0", "5px", "6ch"),
    "padding-left": ("7px", "8ch"),
    "color": ("red", "#fff", "rgba(0, 0, 0, .5)"),
    "background": ("blue", "linear-gradient(red, blue)"),
    "background-color": ("green", "rgb(1 2 3)"),
    "border": ("0", "1px solid red", "thick double hotpink"),
    "border-left": ("2px dotted blue",),
    "border-left-color": ("black", "hotpink"),
    "-webkit-border-radius": ("1px",),
    "border-radius": ("2px", "3px 4px"),
}
SELECTORS = (
    "p", "b", ".x", ".y", "#i", "div p", "p > b", ".x.y", "*", "b + b", "p:first-child", ".x:hover", "a:link", "p:not(:hover)",
    "[class~=y]", "tbody", "td", ".gone", "p::before", "p:foo",
)  # fmt: skip
declarations = st.sampled_from([(name, value) for name, values in VALUES.items() for value in values]).flatmap(
    lambda pair: st.sampled_from(["", " !important"]).map(lambda mark: f"{pair[0]}: {pair[1]}{mark}")
)
rules = st.tuples(
    st.lists(st.sampled_from(SELECTORS), min_size=1, max_size=3).map(", ".join),
    st.lists(declarations, min_size=1, max_size=3).map("; ".join),
).map(lambda pair: f"{pair[0]} {{ {pair[1]} }}")
blocks = st.one_of(
    rules,
    rules,
    st.tuples(
        st.sampled_from(["(max-width: 599px)", "(prefers-color-scheme: dark)"]), st.lists(rules, min_size=1, max_size=2)
    ).map(lambda pair: f"@media {pair[0]} {{ {' '.join(pair[1])} }}"),
)
attributes = st.tuples(
    st.sampled_from(["", "", ' class="x"', ' class="x y"', " id=i"]),
    st.one_of(
        st.just(""),
        st.just(""),
        st.lists(declarations, min_size=1, max_size=2).map(lambda some: f' style="{";".join(some)}"'),
    ),
).map("".join)
elements = st.recursive(
    attributes.map(lambda more: f"<b{more}>t</b>"),
    lambda inner: st.tuples(st.sampled_from(["div", "p", "a", "b", "td"]), attributes, st.lists(inner, max_size=3)).map(
        lambda parts: (
            f"<table><tr><td{parts[1]}>{''.join(parts[2])}</table>"
            if parts[0] == "td"
            else f"<{parts[0]}{parts[1]}{' href=x' if parts[0] == 'a' else ''}>{''.join(parts[2])}</{parts[0]}>"
        )
    ),
    max_leaves=5,
)
documents = st.tuples(st.lists(blocks, min_size=1, max_size=6), st.lists(elements, min_size=1, max_size=3)).map(
    lambda parts: (
        f"<!doctype html><html><head><style>{' '.join(parts[0])}</style></head><body>{''.join(parts[1])}</body></html>"
    )
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(documents)
def test_every_element_has_the_same_choices_as_before(html: str) -> None:
    inlined = inline_styles(html, "test")
    assert chains(inlined) == chains(html)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(documents)
def test_an_inlined_document_does_not_change_again(html: str) -> None:
    once = inline_styles(html, "test")
    assert chains(inline_styles(once, "test")) == chains(html)
