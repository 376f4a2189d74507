"""A file that is not in the store, compiled and rendered for one channel by the same functions as an edition."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Final

from commhub.channels import channels
from commhub.channels.base import Source
from commhub.console.brands import Look
from commhub.console.profiles import settings_for
from commhub.console.sample import SampleData
from commhub.contracts import (
    JSON,
    AssetFile,
    Brief,
    CategoryPolicy,
    CommhubError,
    Contact,
    Edition,
    Finding,
    Recipient,
    Rendered,
    RenderError,
    VariableSpec,
)
from commhub.lint.engine import check
from commhub.publish.blocks import place_blocks
from commhub.publish.compile import edition_from_json, file_to_json
from commhub.publish.proofs import compile_findings, together
from commhub.publish.samples import SAMPLE_CONTACTS, SAMPLE_NAMES
from commhub.render.jinja.binding import ALWAYS, names_in
from commhub.render.jinja.constructs import TEXT, quote_braces, segments
from commhub.render.jinja.values import babel_locale
from commhub.versions import canonical, sha256_of

MARKDOWN: Final = frozenset({".md", ".markdown"})
HTML: Final = frozenset({".html", ".htm", ".xhtml", ".j2", ".jinja", ".jinja2"})
PLAIN: Final = frozenset({".txt", ".text", ""})
MAX_CHARACTERS: Final = 1_000_000
OFFERED: Final = frozenset({"subject", "preheader", "locale", "address_lines", "large_print", "window", "content"})
_TITLE = re.compile(r"<title[^>]*>([^<]*)</title", re.IGNORECASE)
_MISSING = re.compile(r"there is nothing called '(\w+)'")
_HEADING = re.compile(r"(\s*)#[ \t]+([^\n]+)\n?")
_LOOKS_LIKE_HTML = re.compile(r"<(!doctype|html|body|table|div|p)\b", re.IGNORECASE)


class BadSource(CommhubError):
    """A file that cannot be taken as a source; the text begins with its path."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be made: `profiles` as in console.profiles, `subject` empty to take it from the source."""

    channel: str
    locale: str
    profiles: tuple[str, ...] = ()
    subject: str = ""
    per_message: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """The message, the edition that it came from, and what compile-time checks and the linter say."""

    edition: Edition
    brief: Brief
    rendered: Rendered
    findings: tuple[Finding, ...]

    @property
    def share(self) -> Mapping[str, JSON]:
        return self.edition.channels[self.rendered.channel]


def make(path: Path, asked: Asked, look: Look, data: SampleData, *, now: datetime) -> Made:
    """Compile the file (or a folder that holds a template's parts) and render it with the data.

    Raises BadSource, CompileError or RenderError.
    """
    source, edition = compiled(path, asked, look, data)
    brief = brief_of(edition, look, data, now)
    channel = channels.get(asked.channel)
    try:
        channel.verify(source, edition, [brief])
        rendered = channel.render(edition, brief)
    except RenderError as error:
        raise RenderError(_placed(str(error), source.written)) from error
    linted = check(rendered.readable, asked.locale, look.wording(), {"data": dict(data.values)})
    examined = compile_findings(edition, asked.channel) + channel.examine(source, edition, brief, rendered)
    noticed = together(examined, rendered.findings)
    return Made(edition, brief, rendered, (*noticed, *linted))


def _placed(message: str, parts: Mapping[str, str]) -> str:
    """The message about a name that is not there, with the place where a part first reads it."""
    missing = _MISSING.search(message)
    for part, source in parts.items() if missing else ():
        for segment in segments(source, part):
            if missing and segment.kind != TEXT and re.search(rf"\b{missing.group(1)}\b", segment.inner):
                return f"{part}, line {segment.line}, column {segment.column}: {message.partition(': ')[2]}"
    return message


def compiled(path: Path, asked: Asked, look: Look, data: SampleData) -> tuple[Source, Edition]:
    """The file as an edition for one channel. Raises BadSource or CompileError, RenderError for an unknown locale."""
    babel_locale(asked.locale)
    parts = _parts_in(path) if path.is_dir() else _parts(path, _read(path), asked)
    names = frozenset(variable.name for variable in data.variables)
    # A name that the data lacks is still a name: printing it is an error of the message, as for any edition.
    wanted = {name for source in parts.values() for name in names_in(source, path.name)} - ALWAYS - OFFERED
    placed = {name: place_blocks(source, name, asked.locale, look, None, path.name) for name, source in parts.items()}
    if not channels.get(asked.channel).offered(placed):
        raise BadSource(f"{path}: {asked.channel} needs other parts than {', '.join(sorted(placed))}")
    used: dict[str, AssetFile] = {}

    def asset(slot: str) -> AssetFile:
        file = look.asset(slot, asked.channel)
        used[file.sha256] = file
        return file

    layout, settings = look.layout(asked.channel) or ("", {})
    source = Source(
        parts=placed,
        layout=layout,
        settings=settings_for(asked.channel, settings, asked.profiles, whole=_is_whole(placed)),
        brand=look.tokens,
        locale=asked.locale,
        variables=names | wanted,
        asset=asset,
        per_message=asked.per_message,
        written=parts,
    )
    share = channels.get(asked.channel).compile(source)
    return source, _edition(path, asked, look, data.variables, share, used)


def _read(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadSource(f"{path}: it cannot be read ({error})") from error
    if len(text) > MAX_CHARACTERS:
        raise BadSource(f"{path}: it has {len(text):,} characters; {MAX_CHARACTERS:,} are the most")
    return text


def _parts_in(folder: Path) -> dict[str, str]:
    """The files of a folder as the parts of a template: subject.txt, body.md, sms.txt and so on."""
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() in MARKDOWN | HTML | PLAIN)
    if not files:
        raise BadSource(f"{folder}: there are no parts in it, such as subject.txt and body.md")
    return {file.stem: _read(file).strip("\n") for file in files}


def _parts(path: Path, text: str, asked: Asked) -> dict[str, str]:
    """The file as the parts of a template, by what it is and which channel it is for."""
    ending = path.suffix.lower()
    if ending not in MARKDOWN | HTML | PLAIN:
        raise BadSource(f"{path}: a source ends in .html, .md or .txt")
    if asked.channel == "sms":
        return {"sms": text}
    name = path.stem.replace("-", " ").replace("_", " ")
    html = ending in HTML or (ending in PLAIN and _LOOKS_LIKE_HTML.search(text) is not None)
    if html:
        return {"subject": asked.subject or _title(text, path.name) or name, f"{asked.channel}-html": text}
    heading = _HEADING.match(text)
    if asked.subject or not heading:
        return {"subject": asked.subject or name, "body": text}
    # The layout prints the subject as the heading of the page: it must not stand there twice. Lines stay where they are.
    return {"subject": heading.group(2).strip(), "body": heading.group(1) + "\n" + text[heading.end() :]}


def _title(text: str, place: str) -> str:
    """The title of a page as the source of a subject; '' if there is none, or it reads what the page itself sets.

    References (`&amp;`) are decoded in its plain text alone: what they stand for never becomes Jinja.
    """
    found = _TITLE.search(text)
    if not found or names_in(found.group(1), place) - names_in(text, place):
        return ""
    pieces = segments(found.group(1), place)
    return "".join(quote_braces(unescape(one.inner)) if one.kind == TEXT else one.source for one in pieces).strip()


def _is_whole(parts: Mapping[str, str]) -> bool:
    """Whether the file is a whole HTML document, which brings its own frame."""
    return any(name.endswith("-html") and "<html" in source.lower() for name, source in parts.items())


def _edition(
    path: Path,
    asked: Asked,
    look: Look,
    variables: tuple[VariableSpec, ...],
    share: Mapping[str, JSON],
    used: Mapping[str, AssetFile],
) -> Edition:
    content = {
        "template": path.stem,
        "category": "service",
        "brand_key": str(look.tokens.get("name", "")),
        "locale": asked.locale,
        "brand": look.tokens,
        "variables": [],
        "channels": {asked.channel: share},
        "assets": {sha256: file_to_json(file) for sha256, file in used.items()},
    }
    # Through the same text as a stored edition, so that both see members in the same order.
    edition = edition_from_json(sha256_of({"content": content}), json.loads(canonical(content)))
    return Edition(**{name: getattr(edition, name) for name in edition.__slots__} | {"variables": variables})


def brief_of(edition: Edition, look: Look, data: SampleData, now: datetime) -> Brief:
    """A message for the recipient that the data names, or for nobody in particular. Raises BadSource."""
    raw = data.recipient
    contacts = {kind: raw.get(kind) or value for kind, value in SAMPLE_CONTACTS.items()}
    name = str(raw.get("name") or SAMPLE_NAMES.get(edition.locale[:2], "Alex Sample"))
    attributes = raw.get("attributes")
    channel = channels.get(next(iter(edition.channels)))
    problem = channel.address_problem(contacts[channel.contact_kind])
    if problem:
        raise BadSource(f"the recipient's {channel.contact_label} {problem}")
    return Brief(
        message_id="00000000-0000-0000-0000-000000000000",
        edition=edition,
        asset_bytes={sha256: look.content_of(sha256) for sha256 in edition.assets},
        category=CategoryPolicy("service", "Service", preference_applies=True, consent_required=False),
        recipient=Recipient(
            name=name,
            locale=edition.locale,
            time_zone=str(raw.get("time_zone", "")),
            contacts={kind: Contact(kind, value) for kind, value in contacts.items()},
            attributes=attributes if isinstance(attributes, dict) else {},
        ),
        data=data.values,
        wish="",
        test=True,
        accepted_at=now,
    )
