"""The print channel: the same content as the e-mail, laid out as a letter with the address in the envelope's window."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from lxml import html as lxml_html

from commhub.channels.base import Channel, Source
from commhub.channels.context import context_of, hash_of, one_line, text_of
from commhub.contracts import JSON, Brief, CompileError, Edition, Finding, Readable, Rendered, RenderError
from commhub.render import versions
from commhub.render.binding import Binder
from commhub.render.document import WHOLE_DOCUMENT, Document, bind_text
from commhub.render.environment import run
from commhub.render.first_page import check_address
from commhub.render.glyphs import missing_glyphs
from commhub.render.marks import clean, read_marks, without_marks
from commhub.render.pdf import PROFILES, SCHEME, make_pdf
from commhub.render.postal import written
from commhub.render.text import readable
from commhub.render.values import Field, babel_locale
from commhub.render.windows import NONE, PLACE, Window, window_from_json, window_of, window_to_json

MAX_ADDRESS_LINES: Final = 7
"""Lines below the name: what fits the height of a window in type that a sorting machine still reads."""
OFFERS: Final = ("subject", "address_lines", "large_print", "locale", "window")
SETTINGS: Final = ("window", "pdf", "large_print")
LARGE_PRINT: Final = "large_print"
ALWAYS, ASKED, NEVER = "always", "asked", "never"
"""When letters of an edition are in large print: the settings say so, the customer's attribute does, or it has none."""
MARGIN: Final = (25.0, 22.0)
"""Millimetres of white on the left and on the right, which layouts of ours keep and `window.side_...` are worked out for."""
BESIDE: Final = 3.0
"""Millimetres between the clear zone of a window and what stands beside it."""


class Print(Channel):
    name = "print"
    label = "Letter"
    order = 30
    cost = Decimal("0.85")
    contact_kind = "address"
    contact_label = "postal address"
    uses = ("subject", "body", "print-html")
    reads = (LARGE_PRINT,)

    def offered(self, parts: Mapping[str, str]) -> bool:
        return "subject" in parts and ("body" in parts or "print-html" in parts)

    def address_problem(self, value: JSON) -> str:
        if not isinstance(value, Mapping) or not isinstance(value.get("lines"), list) or not value["lines"]:
            return "has no lines"
        if not value.get("postcode") and not value.get("country"):
            return "has neither postcode nor country"
        if len(_spoken(value)) > MAX_ADDRESS_LINES:
            return f"has more than {MAX_ADDRESS_LINES} lines"
        return ""

    def canonical_address(self, value: JSON) -> str:
        return " ".join(" ".join(_spoken(value)).lower().split()) if isinstance(value, Mapping) else str(value)

    def compile(self, source: Source) -> Mapping[str, JSON]:
        unknown = sorted(set(source.settings) - set(SETTINGS))
        if unknown:
            raise CompileError(f"letters have no setting {', '.join(unknown)}; there are: {', '.join(SETTINGS)}", PLACE)
        window = window_of(source.settings.get("window", ""))
        profile = source.settings.get("pdf", "plain")
        if profile not in PROFILES:
            raise CompileError(f"pdf is {profile!r}; it is one of: {', '.join(PROFILES)}", PLACE)
        if not isinstance(source.settings.get(LARGE_PRINT, False), bool):
            raise CompileError(f"{LARGE_PRINT} is {source.settings[LARGE_PRINT]!r}; it is true or false", PLACE)
        binder = Binder(source.brand, source.asset, lambda file: SCHEME + file.sha256, also={"window": shown(window)})
        designed = source.parts.get("print-html", "")
        whole = bool(WHOLE_DOCUMENT.search(designed))
        part = f"{'print-html' if designed else 'body'} ({source.locale})"
        document = Document(binder)
        document.fill(
            source.layout,
            designed or source.parts["body"],
            markdown=not designed,
            part=part,
            names=source.variables | set(OFFERS) if whole else source.variables,
            offers=OFFERS,
        )
        if profile == "accessible":
            _check_accessible(document.html, part if whole else "layout")
        place = f"subject ({source.locale})"
        return {
            "subject": bind_text(source.parts["subject"], binder, source.variables, place),
            "html": document.html_source(),
            "window": window_to_json(window),
            "pdf": profile,
            "large_print": _large_print(source, designed if whole else source.layout),
            "assets": sorted(binder.used),
            "sender": {"name": str(source.brand.get("legal_name", source.brand.get("name", "")))},
        }

    def render(self, edition: Edition, brief: Brief) -> Rendered:
        channel = edition.channels[self.name]
        contact = brief.recipient.contacts.get(self.contact_kind)
        if contact is None:
            raise RenderError("a letter needs a postal address")
        window = window_from_json(channel["window"])
        profile = str(channel.get("pdf", "plain"))
        variant = str(channel.get(LARGE_PRINT, NEVER))
        wants_large = variant == ALWAYS or brief.recipient.attributes.get(LARGE_PRINT) is True
        large = wants_large and variant != NEVER
        lines = written(brief.recipient.name, contact.value, str(edition.brand.get("country", "GB")))
        context = context_of(edition, brief)
        subject = one_line(
            run(text_of(channel, "subject"), context, locale=edition.locale, markup=False, part="subject")
        )
        context |= {
            "subject": subject,
            "locale": edition.locale,
            "address_lines": [Field(line, "/recipient/address", "address") for line in lines],
            "large_print": large,
            "window": shown(window),
        }
        html = run(text_of(channel, "html"), context, locale=edition.locale, markup=True, part="body")
        content = {"subject": without_marks(subject), "html": without_marks(html)}
        readables = (Readable("subject", *read_marks(subject)), readable(html, "body"))
        files = {sha256: edition.assets[sha256] for sha256 in channel["assets"]}
        pdf = make_pdf(
            content["html"], files, brief.asset_bytes, profile=profile, created=brief.accepted_at, window=window
        )
        findings = missing_glyphs(readables)
        if (
            window is not None and not findings
        ):  # a box in the address has no text to be measured; the finding says it better
            check_address(pdf.content, lines, window)
        return Rendered(
            channel=self.name,
            content=content,
            readable=readables,
            sha256=hash_of(content, pdf.content),
            document=pdf.content,
            media_type="application/pdf",
            facts={
                "pages": pdf.pages,
                "window": window.name if window else NONE,
                **dict(_more_facts(profile, large=large)),
            },
            findings=(*findings, *_no_large_print(wanted=wants_large and not large)),
        )

    def renderers(self) -> Mapping[str, str]:
        return versions.for_letters()


def _large_print(source: Source, html: str) -> str:
    if not re.search(rf"\b{LARGE_PRINT}\b", html):
        if source.settings.get(LARGE_PRINT):
            raise CompileError("large print is asked for, and nothing in the layout asks {% if large_print %}", PLACE)
        return NEVER
    return ALWAYS if source.settings.get(LARGE_PRINT) else ASKED


def shown(window: Window | None) -> dict[str, JSON]:
    """What a layout reads of its window, in millimetres: the window's own box, where the address stands in it, the page,
    where the body begins, and the column beside the clear zone (`side_left`, `side_width`) for a logo and the sender."""
    if window is None:
        return {}
    left, top, right, bottom = window.window
    width = window.size[0]
    start, end = MARGIN[0], width - MARGIN[1]
    if window.address == "left":
        start = max(window.clear[2] + BESIDE, width * 0.6)
    else:
        end = window.clear[0] - BESIDE
    # In line with the text below, where the window lets it: DIN 5008 has the field 5 mm further left than its text.
    address = MARGIN[0] if left <= MARGIN[0] <= left + 6 else left + 0.5
    return {
        "left": left,
        "top": top,
        "width": round(right - left, 2),
        "height": round(bottom - top, 2),
        "page": window.page,
        "page_width": width,
        "page_height": window.size[1],
        "address": window.address,
        "address_left": address,
        "address_width": round(right - address - 0.5, 2),
        "body": window.body,
        "side_left": round(start, 2),
        "side_width": round(end - start, 2),
    }


def _spoken(value: Mapping[str, JSON]) -> list[str]:
    """The address by itself, in one order for every country: what it is counted and recognised by."""
    country = clean(str(value.get("country", ""))).upper()
    given = [clean(str(line)).strip() for line in value["lines"]]
    postcode = clean(str(value.get("postcode", ""))).strip()
    abroad = babel_locale("en").territories.get(country, country).upper() if country not in {"", "GB"} else ""
    return [line for line in (*given, postcode, abroad) if line]


def _check_accessible(source: str, place: str) -> None:
    """Raises CompileError for what PDF/UA-1 asks of a source: a language, a title, and words for each picture."""
    root = lxml_html.document_fromstring(source)
    if not root.get("lang", "").strip():
        raise CompileError('an accessible PDF needs the language of the letter: <html lang="{{ locale }}">', place)
    if not (root.findtext(".//title") or "").strip():
        raise CompileError("an accessible PDF needs a title: <title>{{ subject }}</title>", place)
    for image in root.iter("img"):
        if not image.get("alt", "").strip():
            raise CompileError(
                f'an accessible PDF needs words for each picture: <img src="{image.get("src", "")[:60]}"> has no alt; '
                "a picture that says nothing belongs in the style sheet, as a background",
                place,
            )


def _more_facts(profile: str, *, large: bool) -> Iterator[tuple[str, JSON]]:
    if profile != "plain":
        yield "pdf", profile
    if large:
        yield LARGE_PRINT, True


def _no_large_print(*, wanted: bool) -> Iterator[Finding]:
    if wanted:
        yield Finding(
            rule="large-print",
            kind="accessibility",
            severity="warning",
            part="body",
            start=0,
            end=0,
            surface="",
            message="This customer has asked for large print, and the layout of these letters has no such variant.",
            suggestion="Give the layout one with {% if large_print %}.",
        )
