"""A tree of files as one zip, or as JSON: what comes from outside is counted before it is unpacked."""

from __future__ import annotations

import base64
import binascii
import io
import stat
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final

from commhub.content.problems import BadTree, Place, Problem, bad
from commhub.content.tree import LARGEST, MOST_FILES, ROOT, Tree, check_path, is_read
from commhub.contracts import JSON

EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a zip: the first that a zip can say, so that the same tree is the same bytes."""
LARGEST_UNPACKED: Final = 100_000_000
PLAIN_FILE: Final = 0o100644 << 16


def as_zip(tree: Tree) -> bytes:
    """A tree as a zip; the same tree is always the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path, content in sorted(tree.items()):
            info = zipfile.ZipInfo(path, EPOCH)
            info.external_attr = PLAIN_FILE
            info.create_system = 3  # as on every system, whichever this is
            archive.writestr(info, content, zipfile.ZIP_DEFLATED, 6)
    return stream.getvalue()


def from_zip(content: bytes) -> dict[str, bytes]:
    """The files of a zip that are ours; a folder around all of them, as in downloads from git, is taken off.

    Raises BadTree for what leads out of the tree, is a link, is encrypted, stands twice, or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _files(archive)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        zlib.error,
        NotImplementedError,
        EOFError,
        ValueError,
        OSError,
    ) as error:
        raise bad("zip", f"This is not a zip that can be read: {error}.") from error


def _files(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES:
        raise bad("zip", f"The zip has {len(entries):,} files; {MOST_FILES:,} are the most.")
    around = _around([entry.filename for entry in entries])
    problems: list[Problem] = []
    found: dict[str, bytes] = {}
    total = 0
    for entry in entries:
        path = entry.filename.removeprefix(around)
        if problem := _problem_with(entry, path, found):
            problems.append(problem)
            continue
        if not is_read(path):
            continue
        check_path(path)
        with archive.open(entry) as file:
            found[path] = file.read(LARGEST + 1)  # whatever size the zip says that it has
        total += len(found[path])
        if total > LARGEST_UNPACKED:
            raise bad("zip", f"The zip unpacks to more than {LARGEST_UNPACKED:,} bytes.")
    if problems:
        raise BadTree(problems)
    return found


def _problem_with(entry: zipfile.ZipInfo, path: str, found: Mapping[str, bytes]) -> Problem | None:
    place = Place(path[:400])
    if path.startswith("/") or "\\" in path or ".." in path.split("/") or ":" in path:
        return Problem(place, "This path leads out of the tree.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        return Problem(place, "This is a symbolic link: only files themselves are read.")
    if entry.flag_bits & 0x1:
        return Problem(place, "This is encrypted.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # others can ask for gigabytes at once
        return Problem(place, "This is packed in a way that is not read: use plain zip compression (deflate).")
    if path in found:
        return Problem(place, "This path stands twice in the zip.")
    return None


def _around(names: list[str]) -> str:
    """The folder around the whole tree, with its slash; '' when there is none."""
    if ROOT in names:
        return ""
    folders = {name.split("/")[0] for name in names}
    folder = next(iter(folders), "")
    return f"{folder}/" if len(folders) == 1 and f"{folder}/{ROOT}" in names and folder not in ("..", ".") else ""


def as_json(tree: Tree) -> dict[str, JSON]:
    """Text as text, everything else as `{"base64": ...}`."""
    return {path: _told(content) for path, content in sorted(tree.items())}


def _told(content: bytes) -> JSON:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(content).decode()}
    return {"base64": base64.b64encode(content).decode()} if "\0" in text else text


def from_json(files: Mapping[str, JSON]) -> dict[str, bytes]:
    """The files that a request holds. Raises BadTree."""
    if len(files) > MOST_FILES:
        raise bad("files", f"There are {len(files):,} files; {MOST_FILES:,} are the most.")
    problems: list[Problem] = []
    found: dict[str, bytes] = {}
    total = 0
    for path, told in files.items():
        try:
            if is_read(path):
                check_path(path)
                found[path] = _content(path, told)
                total += len(found[path])
        except BadTree as error:
            problems += error.problems
    if total > LARGEST_UNPACKED:
        raise bad("files", f"The files have more than {LARGEST_UNPACKED:,} bytes.")
    if problems:
        raise BadTree(problems)
    return found


def _content(path: str, told: JSON) -> bytes:
    if isinstance(told, str):
        return told.encode()
    if isinstance(told, dict) and set(told) == {"base64"} and isinstance(told["base64"], str):
        try:
            return base64.b64decode(told["base64"], validate=True)
        except (binascii.Error, ValueError) as error:
            raise bad(path, "This is not base64.") from error
    raise bad(path, 'A file is a text, or {"base64": "..."} where it is none.')
