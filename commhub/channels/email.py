"""The e-mail channel: HTML with its CSS inlined once per edition, and the text alternative derived from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from commhub.channels.base import Channel, Source
from commhub.channels.context import context_of, hash_of, one_line, text_of
from commhub.channels.pages import page_of
from commhub.contracts import (
    JSON,
    AssetFile,
    Attachment,
    Brief,
    CompileError,
    Edition,
    Finding,
    Readable,
    Rendered,
    RenderError,
)
from commhub.render import versions
from commhub.render.binding import Binder
from commhub.render.checks import check_pages
from commhub.render.checks.clients import targets
from commhub.render.checks.hosts import allowed_hosts, stray_links
from commhub.render.decisions import inline_decided
from commhub.render.document import Document, bind_text
from commhub.render.environment import run
from commhub.render.inline import inline_message
from commhub.render.marks import read_marks, without_marks
from commhub.render.passive import refuse_active_message
from commhub.render.readable import read, readable
from commhub.render.text import laid_out, to_text

ONCE: Final = "once"
PER_MESSAGE: Final = "per-message"


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
        reasons = document.reasons()
        once = not reasons and not source.per_message
        decisions: Mapping[str, JSON] = {}
        if once:
            document.inline("e-mail")
        elif not reasons:
            decisions = document.number()
        return {
            "subject": bind_text(source.parts["subject"], binder, names, f"subject ({source.locale})"),
            "preheader": bind_text(source.parts.get("preheader", ""), binder, names, f"preheader ({source.locale})"),
            "html": document.html_source(),
            "text": document.text_source() if once else "",
            "readable": document.readable_source() if once else "",
            "sender": dict(sender),
            "assets": sorted(binder.used),
            "inlined": ONCE if once else PER_MESSAGE,
            "reasons": [asdict(reason) for reason in reasons],
            "findings": [asdict(finding) for finding in document.findings],
        } | ({"decisions": decisions} if decisions else {})

    def render(self, edition: Edition, brief: Brief) -> Rendered:
        channel = edition.channels[self.name]
        context = context_of(edition, brief)
        locale = edition.locale

        def text(name: str, more: Mapping[str, object]) -> str:
            return run(text_of(channel, name), context | dict(more), locale=locale, markup=False, part=name)

        subject = one_line(text("subject", {}))
        given = {"subject": subject, "preheader": one_line(text("preheader", {})), "locale": locale}
        html = run(text_of(channel, "html"), context | given, locale=locale, markup=True, part="body")
        once = channel.get("inlined", ONCE) == ONCE
        files = [edition.assets[sha256] for sha256 in channel["assets"]]
        attachments = tuple(
            Attachment(file.file_name, file.media_type, brief.asset_bytes[file.sha256], content_id(file))
            for file in files
        )
        content = {"subject": without_marks(subject), "html": without_marks(html)}
        if not once:
            content["html"] = _inlined(content["html"], channel.get("decisions"))
        # What an edition could not compile, and what depends on styles that each message inlines, is read anew.
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


def _inlined(html: str, decisions: Mapping[str, JSON] | None) -> str:
    """A finished message with its styles inlined. Raises RenderError where its data made it do something of its own."""
    try:
        inlined = inline_decided(html, decisions, "body") if decisions else inline_message(html, "body")
        refuse_active_message(inlined, "body")
    except CompileError as error:
        raise RenderError(str(error)) from error
    return inlined
