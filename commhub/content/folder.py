"""A tree of files in a folder: read whole, and written so that nothing is touched that did not change."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from commhub.content.problems import BadTree, Place, Problem, bad
from commhub.content.tree import LARGEST, LARGEST_TREE, MOST_FILES, OURS, Tree, check_path, is_read, owner

OnProgress = Callable[[int, int], None]
SEPARATE: Final = ".commhub-new"
"""What a file is called while it is written: taken into place when it is whole."""


@dataclass(frozen=True, slots=True)
class Written:
    """What writing a tree did, by path."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    same: int


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files of a folder that are ours. Raises BadTree when there is none, or one is not a plain file."""
    if folder.is_symlink() or not folder.is_dir():
        raise bad(str(folder), "There is no such folder." if not folder.exists() else "This is not a folder itself.")
    found: dict[str, bytes] = {}
    problems: list[Problem] = []
    total = 0
    for path, entry in _walk(folder, ""):
        if entry.is_symlink():
            problems.append(
                Problem(Place(path), "This is a symbolic link: only files and folders themselves are read.")
            )
            continue
        size = entry.stat(follow_symlinks=False).st_size
        total += size
        if size > LARGEST:
            problems.append(Problem(Place(path), f"The file has {size:,} bytes; {LARGEST:,} are the most."))
            continue
        if len(found) >= MOST_FILES or total > LARGEST_TREE:
            raise bad(path, f"A tree has {MOST_FILES:,} files and {LARGEST_TREE:,} bytes at most.")
        if not entry.is_file(follow_symlinks=False):
            problems.append(Problem(Place(path), "This is neither a file nor a folder."))
            continue
        try:
            found[path] = _content(Path(entry.path))
        except OSError as error:
            problems.append(Problem(Place(path), f"This cannot be read: {error.strerror}."))
    if problems:
        raise BadTree(problems)
    return found


def write_folder(folder: Path, tree: Tree, on_progress: OnProgress = lambda done, whole: None) -> Written:
    """Bring a folder to hold this tree. Files that are not ours stay; ours that the tree no longer has are removed.

    Raises BadTree, with nothing written, when a path leads out of the folder or through a symbolic link.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise bad(str(folder), "This is not a folder itself.")
    folder.mkdir(parents=True, exist_ok=True)
    for path in tree:
        check_path(path)
        _refuse_links(folder, path)
    there = {path for path, entry in _walk(folder, "") if not entry.is_symlink()}
    stale = sorted(path for path in there if path.split("/")[0] in OURS and path not in tree and owner(path))
    added, changed, same = [], [], 0
    for number, (path, content) in enumerate(tree.items(), 1):
        file = folder / path
        if path not in there:
            added.append(path)
        elif file.read_bytes() != content:
            changed.append(path)
        else:
            same += 1
            continue
        _write(file, content)
        on_progress(number, len(tree))
    for path in stale:
        (folder / path).unlink()
        _remove_empty(folder, path)
    return Written(tuple(added), tuple(changed), tuple(stale), same)


def _walk(folder: Path, before: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file and symbolic link below a folder that could be ours, by its path; no link is followed."""
    with os.scandir(folder / before if before else folder) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            path = f"{before}/{entry.name}" if before else entry.name
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith(".") and path.split("/")[0] in OURS:
                    yield from _walk(folder, path)
            elif is_read(path):
                yield path, entry


def _content(path: Path) -> bytes:
    """The bytes of a plain file, also if it was put in another's place since it was looked at."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "rb") as file:
        return file.read(LARGEST + 1)


def _refuse_links(folder: Path, path: str) -> None:
    here = folder
    for step in path.split("/"):
        here = here / step
        if here.is_symlink():
            raise bad(path, f"{here} is a symbolic link: nothing is written through one.")


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}{SEPARATE}")
    new.write_bytes(content)
    new.replace(file)


def _remove_empty(folder: Path, path: str) -> None:
    here = (folder / path).parent
    while here != folder and not any(here.iterdir()):
        here.rmdir()
        here = here.parent
