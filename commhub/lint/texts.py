"""Lints one text as a file has it: what it is, is told by the file's name and by whether there is Jinja in it. Pure."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final

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


def channel_of(path: PurePath) -> str:
    """The kind of source that a file's name tells, '' when it tells none."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] in TEMPLATE_ENDINGS:
        return CHANNEL_OF.get(suffixes[-2], "email_html") if len(suffixes) > 1 else "email_html"
    return CHANNEL_OF.get(suffixes[-1], "") if suffixes else ""


def lint_text(path: PurePath, text: str, locale: str, rules: RuleSet, *, channel: str = "", stage: str = "") -> Linted:
    """What the linter says of a text; `channel` and `stage` are '' to be told from its name and from the text."""
    channel = channel or channel_of(path) or "email_text"
    stage = stage or ("template" if JINJA.search(text) else "rendered")
    return Linted(path.as_posix(), text, lint(source_blocks(text, channel, stage), locale, rules))
