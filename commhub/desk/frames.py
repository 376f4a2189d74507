"""Turns a rendered message into what a browser may safely show: sealed HTML, pictures of pages, a text bubble."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from commhub.contracts import Attachment, Rendered
from commhub.desk.facts import facts_for_people
from commhub.render.letters.pdf import page_images
from commhub.render.sms.parts import parts_of

PDF = "application/pdf"
SHOWN_INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/svg+xml"})
CONTENT_ID = re.compile(r"cid:([^\"'\s)>]+)", re.IGNORECASE)
HEAD = re.compile(r"<head(\s[^>]*)?>", re.IGNORECASE)
SEAL = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; form-action 'none'\">"
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A rendered message for the page. `html` belongs into the `srcdoc` of a frame with an empty `sandbox`.

    `pages` are pictures of the document's pages and `document` the document itself, as data addresses. `lines` are
    the short parts (subject, preheader). `bubble` is a text that is the whole message and
    `bubbles` the parts that it is sent in, `text` one that goes along.
    """

    lines: Sequence[tuple[str, str]]
    html: str
    text: str
    bubble: str
    bubbles: Sequence[str]
    pages: Sequence[str]
    document: str
    files: Sequence[str]
    facts: Sequence[tuple[str, str]]
    sha256: str


def show(rendered: Rendered, *, with_document: bool = False) -> Shown:
    """The rendered message as this page may show it. It asks nothing of what a channel is, only what it made."""
    has_pages = rendered.media_type == PDF and bool(rendered.document)
    html = "" if has_pages else rendered.content.get("html", "")
    texts = {name: text for name, text in rendered.content.items() if name not in {"html", "text", "sms"}}
    text = rendered.content.get("text") or rendered.content.get("sms", "")
    alone = not html and not has_pages
    return Shown(
        lines=[(name, value) for name, value in texts.items() if value and "<" not in value[:1]],
        html=seal(html, rendered.attachments) if html else "",
        text="" if alone else text,
        bubble=text if alone else "",
        bubbles=_bubbles(text, rendered) if alone else [],
        pages=[data_url("image/png", _small(page)) for page in page_images(rendered.document, scale=1.4)]
        if has_pages
        else [],
        document=data_url(PDF, rendered.document) if has_pages and with_document else "",
        files=[file.file_name for file in rendered.attachments if not file.content_id],
        facts=facts_for_people(rendered.facts),
        sha256=rendered.sha256,
    )


def seal(html: str, attachments: Sequence[Attachment]) -> str:
    """The HTML with its attached pictures inside it, and a policy that lets it run, load and send nothing."""
    inline = {
        file.content_id: data_url(file.media_type, file.content)
        for file in attachments
        if file.content_id and file.media_type in SHOWN_INLINE
    }
    filled = CONTENT_ID.sub(lambda match: inline.get(match.group(1), match.group(0)), html)
    head = HEAD.search(filled)
    if head:
        return filled[: head.end()] + SEAL + filled[head.end() :]
    return SEAL + filled


def _bubbles(text: str, rendered: Rendered) -> list[str]:
    """What arrives: a text that is sent in parts as these, any other as one."""
    return parts_of(text) if "parts" in rendered.facts else [text]


def _pictures(document: bytes) -> list[str]:
    return [data_url("image/png", _small(page)) for page in page_images(document, scale=1.4)]


def _small(picture: bytes) -> bytes:
    """The picture of a page in 64 colours: a letter looks the same, and a page with many proofs stays light."""
    stream = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").quantize(64, Image.Quantize.FASTOCTREE).save(stream, format="PNG")
    return stream.getvalue()


def data_url(media_type: str, content: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"
