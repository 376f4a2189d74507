"""A tree of files as a value: which paths there can be, and which item each belongs to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Final

from commhub.content.item import Item
from commhub.content.problems import BadTree, Place, Problem, bad, did_you_mean
from commhub.content.shapes import SHAPES
from commhub.content.shapes.base import Shape, opened
from commhub.content.yaml_reading import Node, members_of
from commhub.content.yaml_writing import as_yaml

FORMAT: Final = "commhub-content/1"
ROOT: Final = "commhub.yaml"
OURS: Final = ("blocks", "brands", "templates", "term-lists")
LARGEST: Final = 5_000_000
LARGEST_TREE: Final = 200_000_000
MOST_FILES: Final = 50_000
LONGEST_PATH: Final = 400
STEP: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")
UNREAD: Final = re.compile(r"(?:README|LICEN[CS]E|CHANGELOG|CODEOWNERS)(?:\.[a-z]+)?\Z", re.IGNORECASE)
Tree = Mapping[str, bytes]
"""The content of each file by its path, with `/` between the steps."""


def written(items: Iterable[Item]) -> dict[str, bytes]:
    """The whole tree of these items, in order of the paths. Raises BadTree when a key cannot be a file's name."""
    files = {ROOT: as_yaml({"format": FORMAT})}
    for item in items:
        files |= SHAPES[item.kind].exported(item)
    for path in files:
        check_path(path)
        if path != ROOT and owner(path) is None:
            raise bad(
                path,
                "This cannot be exported: the key, language or part has characters that a file's name here cannot have.",
            )
    return dict(sorted(files.items()))


def check_path(path: str) -> None:
    """Raises BadTree unless a path stays within the tree and has a name that every system can keep."""
    if len(path) > LONGEST_PATH or not all(STEP.match(step) for step in path.split("/")):
        raise bad(path[:LONGEST_PATH], "This is not a path that a tree of content can have.")


def owner(path: str) -> tuple[Shape, str] | None:
    """The shape and the key of the item to which a file belongs; None when it is none of ours."""
    for shape in SHAPES.values():
        match = shape.pattern.match(path)
        if match:
            return shape, shape.key_of(match)
    return None


def is_read(path: str) -> bool:
    """Whether a file is meant for us: not one that people or their tools keep beside it."""
    steps = path.split("/")
    if any(step.startswith(".") for step in steps) or UNREAD.match(steps[-1]):
        return False
    return steps[0] in OURS or owner(path) is not None or path == ROOT


def read_items(tree: Tree) -> list[Item]:
    """Everything that a tree says, in the order in which it can be written. Raises BadTree with all that is wrong."""
    problems: list[Problem] = []
    grouped: dict[tuple[str, str], dict[str, bytes]] = defaultdict(dict)
    _collect(problems, lambda: _check_format(tree))
    for path in sorted(tree):
        if path == ROOT or not is_read(path):
            continue
        if len(tree[path]) > LARGEST:
            problems.append(Problem(Place(path), f"The file has {len(tree[path]):,} bytes; {LARGEST:,} are the most."))
            continue
        found = owner(path)
        if found is None:
            problems.append(Problem(Place(path), _unknown(path)))
            continue
        shape, key = found
        grouped[(shape.kind, key)][path] = tree[path]
    items: list[Item] = []
    for (kind, key), files in grouped.items():
        _collect(problems, partial(_read_into, items, kind, key, files))
    if problems:
        raise BadTree(problems)
    return sorted(items, key=lambda item: (SHAPES[item.kind].order, item.key))


def _read_into(items: list[Item], kind: str, key: str, files: Tree) -> None:
    items.append(SHAPES[kind].read(key, files))


def _collect(problems: list[Problem], read: Callable[[], object]) -> None:
    try:
        read()
    except BadTree as error:
        problems += error.problems


def _check_format(tree: Tree) -> None:
    if ROOT not in tree:
        raise bad(ROOT, f"This file is missing; it says `format: {FORMAT}`, and is how a tree of content is known.")
    told = members_of(opened(ROOT, tree[ROOT]), ("format",))
    given = told.need("format", Node.text)
    if given != FORMAT:
        raise bad(told.by_name["format"].place, f"This is {given!r}; only {FORMAT!r} can be read.")


def _unknown(path: str) -> str:
    folder, _, name = path.rpartition("/")
    usual = {
        "blocks": ("block.yaml",),
        "templates": ("template.yaml", "variables.yaml"),
        "brands": ("brand.yaml", "tokens.yaml", "asset.yaml"),
    }.get(path.split("/", maxsplit=1)[0], ())
    hint = did_you_mean(name, usual) if folder and len(path.split("/")) < 5 else ""
    return f"Nobody knows what this file is.{hint} Files of your own can be called README.md, or begin with a dot."
