"""Where a rendered message goes: the format is chosen by the ending of the file's name."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, Protocol

from commhub.console.loose import Made
from commhub.contracts import CommhubError, Parcel
from commhub.deliver.mail import make_mail
from commhub.render.letters.pdf import page_images

STANDARD_OUTPUT: Final = "-"
BINARY: Final = frozenset({".pdf", ".png", ".eml"})


class Writes(Protocol):
    """What a command writes its results to."""

    def write(self, text: str, /) -> object: ...


class UnknownFormat(CommhubError):
    """An ending that this channel cannot be written with; the text names those that it can."""


def _part(name: str) -> Callable[[Made], bytes]:
    return lambda made: made.rendered.content[name].encode()


def _document(made: Made) -> bytes:
    return made.rendered.document


def _first_page(made: Made) -> bytes:
    return page_images(made.rendered.document)[0]


def _mail(made: Made) -> bytes:
    brief = made.brief
    parcel = Parcel(
        message_id=brief.message_id,
        template=made.edition.template,
        recipient_name=brief.recipient.name,
        to=brief.recipient.contacts["email"].value,
        sender=made.share["sender"],
        category=made.edition.category,
        accepted_at=brief.accepted_at,
        rendered=made.rendered,
    )
    return bytes(make_mail(parcel).message().as_bytes())


FORMATS: Final[Mapping[str, Mapping[str, Callable[[Made], bytes]]]] = {
    "email": {".html": _part("html"), ".htm": _part("html"), ".txt": _part("text"), ".eml": _mail},
    "sms": {".txt": _part("text")},
    "print": {".pdf": _document, ".html": _part("html"), ".png": _first_page},
}


def formats_of(channel: str, output: str) -> Mapping[str, Callable[[Made], bytes]]:
    """What is written: one format for a file, all for a folder. Raises UnknownFormat before any work is done."""
    known = FORMATS[channel]
    ending = Path(output).suffix.lower()
    if output == STANDARD_OUTPUT or (not ending and not Path(output).is_dir() and not output.endswith("/")):
        first = next(iter(known))
        return {first: known[first]}
    if Path(output).is_dir() or output.endswith("/"):
        return {ending: make for ending, make in known.items() if ending != ".htm"}
    if ending not in known:
        raise UnknownFormat(f"{output}: {channel} can be written as {', '.join(known)}")
    return {ending: known[ending]}


def write(made: Made, output: str, stdout: Writes) -> Iterator[Path]:
    """Write the message, and answer each file as it is there. Raises OSError."""
    chosen = formats_of(made.rendered.channel, output)
    if output == STANDARD_OUTPUT:
        ending, make = next(iter(chosen.items()))
        if ending in BINARY:
            sys.stdout.buffer.write(make(made))
        else:
            stdout.write(make(made).decode())
        return
    path = Path(output)
    if path.is_dir() or output.endswith("/"):
        path.mkdir(parents=True, exist_ok=True)
        for ending, make in chosen.items():
            file = path / f"{made.edition.template}{ending}"
            file.write_bytes(make(made))
            yield file
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(next(iter(chosen.values()))(made))
    yield path
