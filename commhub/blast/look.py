"""A look: everything about one rendered message that can be compared with another, and nothing else."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from commhub.blast.html_look import Picture, take_apart
from commhub.contracts import JSON, AssetFile, Edition, Finding, Rendered
from commhub.render.letters.words import opened, read_runs
from commhub.versions import canonical, sha256_of

FORMAT: Final = 1
PDF: Final = "application/pdf"
FIGURES: Final = ("pages", "parts", "encoding", "cost", "currency", "window", "large_print", "profile")


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of words on one line: its box from the top left of its page, in points (letters) or pixels (e-mail)."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, as far as it is compared."""

    severity: str
    rule: str
    surface: str
    message: str


@dataclass(frozen=True, slots=True)
class Look:
    """What one message looks like. `words` are blocks of text by part; `links` (words, address); `files` attached ones.

    `form` is a hash of what decides where things stand, `colours` are in order; `figures` the facts that cost money or
    paper; `places` where words stand, if that was measured. `examined` are findings about the sources, None where there
    were no sources to look at. `error` says why there is no message, and everything else is empty then.
    """

    sha256: str = ""
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    links: Sequence[tuple[str, str]] = ()
    pictures: Sequence[Picture] = ()
    files: Sequence[tuple[str, str]] = ()
    form: str = ""
    colours: Sequence[str] = ()
    figures: Mapping[str, JSON] = field(default_factory=dict)
    places: Sequence[Place] = ()
    findings: Sequence[Found] = ()
    examined: Sequence[Found] | None = None
    error: str = ""


def look_at(rendered: Rendered, edition: Edition, findings: Sequence[Finding]) -> Look:
    """The look of a rendered message of an edition. `findings` are the linter's and the checks' about it."""
    taken = take_apart(rendered.content.get("html", ""), _files_of(edition))
    words: dict[str, Sequence[str]] = {}
    if sender := _sender(edition, rendered.channel):
        words["sender"] = [sender]
    texts = {name: text for name, text in rendered.content.items() if name not in {"html", "text"}}
    if "html" not in rendered.content:
        texts |= {"text": rendered.content.get("text", "")}
    words |= {
        name: [line for line in text.splitlines() if line.strip()] for name, text in texts.items() if text.strip()
    }
    if taken.blocks:
        words["body"] = taken.blocks
    return Look(
        sha256=rendered.sha256,
        words=words,
        links=taken.links,
        pictures=taken.pictures,
        files=[(file.file_name, sha256_of(file.content.hex())) for file in rendered.attachments if not file.content_id],
        form=sha256_of(taken.form),
        colours=taken.colours,
        figures={name: rendered.facts[name] for name in FIGURES if name in rendered.facts},
        places=_on_pages(rendered.document) if rendered.media_type == PDF else (),
        findings=[Found(one.severity, one.rule, one.surface, one.message) for one in findings],
    )


def pack(look: Look) -> bytes:
    """A look as it is stored."""
    return zlib.compress(canonical(asdict(look)))


def unpack(content: bytes | memoryview) -> Look:
    """A look from what was stored."""
    raw = json.loads(zlib.decompress(bytes(content)))
    raw["links"] = [tuple(one) for one in raw["links"]]
    raw["files"] = [tuple(one) for one in raw["files"]]
    raw["pictures"] = [Picture(**one) for one in raw["pictures"]]
    raw["places"] = [Place(**one) for one in raw["places"]]
    raw["findings"] = [Found(**one) for one in raw["findings"]]
    if raw["examined"] is not None:
        raw["examined"] = [Found(**one) for one in raw["examined"]]
    return Look(**raw)


def _sender(edition: Edition, channel: str) -> str:
    sender: Any = edition.channels[channel].get("sender", {})
    return " ".join(str(sender[name]) for name in ("name", "address") if sender.get(name))


def _files_of(edition: Edition) -> Any:
    """How the pictures of a message are found: by the SHA-256 in `asset:` addresses, by half of it in Content-IDs."""
    by_half: dict[str, AssetFile] = {sha256[:32]: file for sha256, file in edition.assets.items()}

    def file_of(address: str) -> tuple[str, str, str]:
        named = re.search(r"[0-9a-f]{32}", address)
        file = by_half.get(named[0]) if named else None
        if file is None:
            return address, "", ""
        return file.sha256, file.slot, f"{file.width}x{file.height}"

    return file_of


def _on_pages(document: bytes) -> list[Place]:
    with opened(document) as pages:
        heights = [page.get_size()[1] for page in pages]
        return [
            Place(
                run.page,
                round(run.box[0], 1),
                round(heights[run.page] - run.box[3], 1),
                round(run.box[2], 1),
                round(heights[run.page] - run.box[1], 1),
                run.text,
            )
            for run in read_runs(pages)
        ]
