"""The print channel: the same content as the e-mail, laid out as an A4 letter with the address in the window."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from commhub.channels.base import Channel, Source
from commhub.channels.context import context_of, hash_of, one_line, text_of
from commhub.contracts import JSON, Brief, Edition, Readable, Rendered, RenderError
from commhub.render import versions
from commhub.render.binding import Binder
from commhub.render.document import Document, bind_text
from commhub.render.environment import run
from commhub.render.marks import clean, read_marks, without_marks
from commhub.render.pdf import SCHEME, make_pdf, text_in_window
from commhub.render.text import readable
from commhub.render.values import Field, babel_locale
from commhub.render.windows import window_named

MAX_ADDRESS_LINES = 7


class Print(Channel):
    name = "print"
    label = "Letter"
    order = 30
    cost = Decimal("0.85")
    contact_kind = "address"
    contact_label = "postal address"
    uses = ("subject", "body", "print-html")

    def offered(self, parts: Mapping[str, str]) -> bool:
        return "subject" in parts and ("body" in parts or "print-html" in parts)

    def address_problem(self, value: JSON) -> str:
        if not isinstance(value, Mapping) or not isinstance(value.get("lines"), list) or not value["lines"]:
            return "has no lines"
        if not value.get("postcode") and not value.get("country"):
            return "has neither postcode nor country"
        if len(lines_of("", value)) > MAX_ADDRESS_LINES:
            return f"has more than {MAX_ADDRESS_LINES} lines"
        return ""

    def canonical_address(self, value: JSON) -> str:
        return " ".join(" ".join(lines_of("", value)).lower().split()) if isinstance(value, Mapping) else str(value)

    def compile(self, source: Source) -> Mapping[str, JSON]:
        window_named(str(source.settings.get("window", "")))
        binder = Binder(source.brand, source.asset, lambda file: SCHEME + file.sha256)
        designed = source.parts.get("print-html", "")
        document = Document(binder)
        document.fill(
            source.layout,
            designed or source.parts["body"],
            markdown=not designed,
            part=f"{'print-html' if designed else 'body'} ({source.locale})",
            names=source.variables,
            offers=("subject", "address_lines", "locale"),
        )
        place = f"subject ({source.locale})"
        return {
            "subject": bind_text(source.parts["subject"], binder, source.variables, place),
            "html": document.html_source(),
            "window": source.settings["window"],
            "assets": sorted(binder.used),
            "sender": {"name": str(source.brand.get("legal_name", source.brand.get("name", "")))},
        }

    def render(self, edition: Edition, brief: Brief) -> Rendered:
        channel = edition.channels[self.name]
        contact = brief.recipient.contacts.get(self.contact_kind)
        if contact is None:
            raise RenderError("a letter needs a postal address")
        lines = lines_of(brief.recipient.name, contact.value, str(edition.brand.get("country", "GB")))
        context = context_of(edition, brief)
        subject = one_line(
            run(text_of(channel, "subject"), context, locale=edition.locale, markup=False, part="subject")
        )
        context |= {
            "subject": subject,
            "locale": edition.locale,
            "address_lines": [Field(line, "/recipient/address", "address") for line in lines],
        }
        html = run(text_of(channel, "html"), context, locale=edition.locale, markup=True, part="body")
        content = {"subject": without_marks(subject), "html": without_marks(html)}
        files = {sha256: edition.assets[sha256] for sha256 in channel["assets"]}
        pdf = make_pdf(content["html"], files, brief.asset_bytes)
        check_window(pdf.content, lines, channel["window"])
        return Rendered(
            channel=self.name,
            content=content,
            readable=(Readable("subject", *read_marks(subject)), readable(html, "body")),
            sha256=hash_of(content, pdf.content),
            document=pdf.content,
            media_type="application/pdf",
            facts={"pages": pdf.pages, "window": channel["window"]},
        )

    def renderers(self) -> Mapping[str, str]:
        return versions.for_letters()


def lines_of(name: str, value: Mapping[str, JSON], home: str = "GB") -> list[str]:
    """The lines of a postal address as they are printed: the name, the lines, the postcode, and a foreign country.

    The last line is the postcode, or the country's name in capitals where it is not `home`, the sender's (Universal
    Postal Union).
    """
    country = clean(str(value.get("country", ""))).upper()
    given = [clean(str(line)).strip() for line in value["lines"]]
    postcode = clean(str(value.get("postcode", ""))).strip()
    abroad = babel_locale("en").territories.get(country, country).upper() if country not in {"", home} else ""
    return [line for line in (clean(name), *given, postcode, abroad) if line]


def check_window(content: bytes, lines: list[str], window: str) -> None:
    """Raises RenderError unless page 1 shows the whole address inside the window, and nothing else in its clear zone."""
    profile = window_named(window)
    inside, clear = text_in_window(content, profile)
    wanted = _bare("".join(lines))
    if _bare(inside) != wanted:
        raise RenderError(f"the address does not fit the {profile.label}: there is {inside!r} in its window")
    if _bare(clear) != wanted:
        raise RenderError(f"something other than the address stands beside the {profile.label}'s window: {clear!r}")


def _bare(text: str) -> str:
    """What of a text leaves ink, in one spelling: a PDF gives back letters where a ligature or a joiner went in."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(one for one in plain if not one.isspace() and unicodedata.category(one) != "Cf")
