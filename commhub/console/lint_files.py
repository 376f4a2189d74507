"""Lints files, folders of files, and what the store would send now, for `manage.py lint`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from commhub.contracts import CommhubError
from commhub.lint.engine import lint
from commhub.lint.formats.base import Linted
from commhub.lint.ruleset import RuleSet
from commhub.lint.sources import source_blocks

CHANNEL_OF: Final = {
    ".html": "email_html",
    ".htm": "email_html",
    ".xhtml": "email_html",
    ".mjml": "email_html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "email_text",
    ".text": "email_text",
    ".sms": "sms",
}
TEMPLATE_ENDINGS: Final = (".j2", ".jinja", ".jinja2")
JINJA: Final = re.compile(r"\{\{|\{%|\{#")
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


def channel_of(path: Path) -> str:
    """The kind of source that a file's name tells, '' when it tells none."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] in TEMPLATE_ENDINGS:
        return CHANNEL_OF.get(suffixes[-2], "email_html") if len(suffixes) > 1 else "email_html"
    return CHANNEL_OF.get(suffixes[-1], "") if suffixes else ""


def lint_files(files: Sequence[Path], asked: Asked, rules: RuleSet) -> Iterator[Linted]:
    """What the linter says of each file. Raises BadFile."""
    for path in files:
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise BadFile(f"{path}: it cannot be read as UTF-8 text ({error}).") from error
        if len(text) > MOST_CHARACTERS:
            raise BadFile(f"{path}: it has {len(text):,} characters; {MOST_CHARACTERS:,} are the most.")
        channel = asked.channel or channel_of(path) or "email_text"
        stage = asked.stage or ("template" if JINJA.search(text) else "rendered")
        yield Linted(path.as_posix(), text, lint(source_blocks(text, channel, stage), asked.locale, rules))
