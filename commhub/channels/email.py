"""The e-mail channel: HTML with its CSS inlined once per edition, and the text alternative derived from it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from commhub.channels.base import Channel, Source
from commhub.channels.context import context_of, hash_of, one_line, text_of
from commhub.channels.pages import page_of
from commhub.contracts import JSON, AssetFile, Attachment, Brief, CompileError, Edition, Finding, Readable, Rendered
from commhub.render import versions
from commhub.render.binding import Binder
from commhub.render.checks import check_pages
from commhub.render.checks.clients import targets
from commhub.render.checks.hosts import allowed_hosts, stray_links
from commhub.render.document import Document, bind_text
from commhub.render.environment import run
from commhub.render.marks import read_marks, without_marks
from commhub.render.readable import read, readable
from commhub.render.text import laid_out, to_text


def content_id(file: AssetFile) -> str:
    """The Content-ID (RFC 2392) under which the HTML shows an asset that goes along with the mail."""
    return f"{file.sha256[:32]}@commhub"


class Email(Channel):
    name = "email"
    label = "E-mail"
    order = 10
    cost = Decimal("0.001")
    contact_kind = "email"
    contact_label = "e-mail address"
    uses = ("subject", "preheader", "body", "email-html")

    def offered(self, parts: Mapping[str, str]) -> bool:
        return "subject" in parts and ("body" in parts or "email-html" in parts)

    def address_problem(self, value: JSON) -> str:
        try:
            validate_email(value)
        except ValidationError:
            return "is not a complete e-mail address"
        return ""

    def canonical_address(self, value: JSON) -> str:
        return str(value).strip().lower()

    def compile(self, source: Source) -> Mapping[str, JSON]:
        sender = source.brand.get("email_sender")
        if not isinstance(sender, Mapping) or not sender.get("address"):
            raise CompileError("the brand has no email_sender with an address", "brand tokens")
        targets(source.brand)
        allowed_hosts(source.brand)
        binder = Binder(source.brand, source.asset, lambda file: f"cid:{content_id(file)}")
        names = source.variables
        designed = source.parts.get("email-html", "")
        document = Document(binder)
        document.fill(
            source.layout,
            designed or source.parts["body"],
            markdown=not designed,
            part=f"{'email-html' if designed else 'body'} ({source.locale})",
            names=names,
            offers=("subject", "preheader", "locale"),
        )
        document.inline("e-mail")
        return {
            "subject": bind_text(source.parts["subject"], binder, names, f"subject ({source.locale})"),
            "preheader": bind_text(source.parts.get("preheader", ""), binder, names, f"preheader ({source.locale})"),
            "html": document.html_source(),
            "text": document.text_source(),
            "readable": document.readable_source(),
            "sender": dict(sender),
            "assets": sorted(binder.used),
        }

    def render(self, edition: Edition, brief: Brief) -> Rendered:
        channel = edition.channels[self.name]
        context = context_of(edition, brief)
        locale = edition.locale

        def text(name: str, more: Mapping[str, object]) -> str:
            return run(text_of(channel, name), context | dict(more), locale=locale, markup=False, part=name)

        subject = one_line(text("subject", {}))
        given = {"subject": subject, "preheader": one_line(text("preheader", {})), "locale": locale}
        html = run(text_of(channel, "html"), context | given, locale=locale, markup=True, part="body")
        files = [edition.assets[sha256] for sha256 in channel["assets"]]
        attachments = tuple(
            Attachment(file.file_name, file.media_type, brief.asset_bytes[file.sha256], content_id(file))
            for file in files
        )
        content = {"subject": without_marks(subject), "html": without_marks(html)}
        # What an edition could not compile, and what depends on styles that each message inlines, is read anew.
        once = channel.get("inlined", "once") == "once"
        compiled = once and bool(channel.get("text"))
        content["text"] = laid_out(without_marks(text("text", given))) if compiled else to_text(content["html"])
        said = read(text("readable", given), "body") if once and channel.get("readable") else readable(html, "body")
        return Rendered(
            channel=self.name,
            content=content,
            readable=(Readable("subject", *read_marks(subject)), said),
            sha256=hash_of(content, attachments=attachments),
            attachments=attachments,
            facts={"bytes": len(content["html"].encode())},
            findings=tuple(stray_links(content["html"], edition.brand)),
        )

    def examine(self, source: Source, edition: Edition, brief: Brief, rendered: Rendered) -> tuple[Finding, ...]:
        def html_of(copy: Edition) -> str:
            return self.render(copy, brief).content["html"]

        return check_pages([page_of(source, edition, self.name, rendered, html_of)])

    def renderers(self) -> Mapping[str, str]:
        return versions.for_email()
