"""Turns a rendered message into what a browser may safely show: sealed HTML, pictures of pages, a text bubble."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PIL import Image

from commhub.contracts import JSON, Attachment, Finding, Rendered
from commhub.desk.facts import facts_for_people
from commhub.desk.marks import Bit, Marks, Note, PageMark
from commhub.pictures.letter import with_window
from commhub.pictures.shots import data_url, with_pictures
from commhub.render.letters.pdf import page_images
from commhub.render.letters.windows import Window, window_from_json
from commhub.render.sms.parts import parts_of

PDF = "application/pdf"
HEAD = re.compile(r"<head(\s[^>]*)?>", re.IGNORECASE)
SEAL = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; form-action 'none'\">"
)


@dataclass(frozen=True, slots=True)
class PageShown:
    """A page of a letter: its picture as a data address, and the marks on it."""

    picture: str
    marks: Sequence[PageMark]


@dataclass(frozen=True, slots=True)
class Shown:
    """A rendered message for the page. `html` belongs into the `srcdoc` of a frame with an empty `sandbox`.

    `pages` are the document's pages and `document` the document itself, as a data address. `lines` are the short parts
    (subject, preheader). `bubble` is a text that is the whole message and `bubbles` the parts that it is sent in, `text`
    one that goes along. What the linter found is marked in `html` and on `pages`, and in the pieces of `marked_lines`,
    `marked_bubbles` and `marked_text`; `notes` say why, `legend` what each severity asks for.
    """

    lines: Sequence[tuple[str, str]]
    html: str
    text: str
    bubble: str
    bubbles: Sequence[str]
    pages: Sequence[PageShown]
    document: str
    files: Sequence[str]
    facts: Sequence[tuple[str, str]]
    sha256: str
    marked_lines: Sequence[tuple[str, Sequence[Bit]]] = ()
    marked_bubbles: Sequence[Sequence[Bit]] = ()
    marked_text: Sequence[Bit] = ()
    notes: Sequence[Note] = ()
    legend: Sequence[tuple[str, str]] = ()


def show(
    rendered: Rendered,
    *,
    with_document: bool = False,
    findings: Sequence[Finding | Mapping[str, JSON]] = (),
    app: str = "",
    window: JSON = None,
) -> Shown:
    """The rendered message as this page may show it, with its findings marked. It asks nothing of what a channel is, only
    what it made. `app` is the one that sent the data. `window` is what an edition keeps of the window of a letter: it is
    drawn on the first page."""
    has_pages = rendered.media_type == PDF and bool(rendered.document)
    html = "" if has_pages else rendered.content.get("html", "")
    texts = {name: text for name, text in rendered.content.items() if name not in {"html", "text", "sms"}}
    text = rendered.content.get("text") or rendered.content.get("sms", "")
    alone = not html and not has_pages
    lines = [(name, value) for name, value in texts.items() if value and "<" not in value[:1]]
    bubbles = _bubbles(text, rendered) if alone else []
    marks = Marks(rendered, findings, app)
    return Shown(
        lines=lines,
        html=seal(marks.in_html("body", html), rendered.attachments) if html else "",
        text="" if alone else text,
        bubble=text if alone else "",
        bubbles=bubbles,
        pages=_pages(rendered.document, marks, drawn_window(window)) if has_pages else [],
        document=data_url(PDF, rendered.document) if has_pages and with_document else "",
        files=[file.file_name for file in rendered.attachments if not file.content_id],
        facts=facts_for_people(rendered.facts),
        sha256=rendered.sha256,
        marked_lines=[(name, marks.in_part(name, value)) for name, value in lines],
        marked_bubbles=marks.in_parts("sms", bubbles),
        marked_text=[] if alone or not text else marks.in_other("body", text),
        notes=marks.notes,
        legend=marks.legend,
    )


def seal(html: str, attachments: Sequence[Attachment]) -> str:
    """The HTML with its attached pictures inside it, and a policy that lets it run, load and send nothing."""
    filled = with_pictures(html, attachments)
    head = HEAD.search(filled)
    if head:
        return filled[: head.end()] + SEAL + filled[head.end() :]
    return SEAL + filled


def _bubbles(text: str, rendered: Rendered) -> list[str]:
    """What arrives: a text that is sent in parts as these, any other as one."""
    return parts_of(text) if "parts" in rendered.facts else [text]


def drawn_window(window: JSON) -> Window | None:
    """The window to draw over a letter, if it has one."""
    return window_from_json(window) if window is not None else None


def _pages(document: bytes, marks: Marks, window: Window | None) -> list[PageShown]:
    on_pages = marks.on_pages()
    pictures = page_images(document, scale=1.4)
    if window is not None and pictures:
        pictures[0] = with_window(pictures[0], window)
    return [
        PageShown(data_url("image/png", small(page)), on_pages.get(number, ())) for number, page in enumerate(pictures)
    ]


def small(picture: bytes) -> bytes:
    """The picture of a page in 64 colours: a letter looks the same, and a page with many proofs stays light."""
    stream = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").quantize(64, Image.Quantize.FASTOCTREE).save(stream, format="PNG")
    return stream.getvalue()
