"""Lints files, folders of files, and what the store would send now, for `manage.py lint`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from commhub.contracts import CommhubError
from commhub.lint.formats.base import Linted
from commhub.lint.ruleset import RuleSet
from commhub.lint.texts import channel_of, lint_text

MOST_CHARACTERS: Final = 10_000_000


class BadFile(CommhubError):
    """A file that cannot be linted; the text begins with its path."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How files are read. `channel` and `stage` are '' to be told from each file's name and text."""

    locale: str
    channel: str = ""
    stage: str = ""


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The files that the paths name, folders with all that lint knows how to read in them. Raises BadFile."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(one for one in path.rglob("*") if one.is_file() and channel_of(one))
        elif path.is_file():
            found.append(path)
        else:
            raise BadFile(f"{path}: there is no such file or folder.")
    return list(dict.fromkeys(found))


def lint_files(files: Sequence[Path], asked: Asked, rules: RuleSet) -> Iterator[Linted]:
    """What the linter says of each file. Raises BadFile."""
    for path in files:
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise BadFile(f"{path}: it cannot be read as UTF-8 text ({error}).") from error
        if len(text) > MOST_CHARACTERS:
            raise BadFile(f"{path}: it has {len(text):,} characters; {MOST_CHARACTERS:,} are the most.")
        yield lint_text(path, text, asked.locale, rules, channel=asked.channel, stage=asked.stage)
