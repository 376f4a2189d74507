"""The e-mail channel: HTML with its CSS inlined once per edition, and the text alternative derived from it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from decimal import Decimal
from functools import partial
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from commhub.channels.base import Channel, Source
from commhub.channels.both_ways import Trial, difference
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
from commhub.render.html.checks import check_pages
from commhub.render.html.checks.clients import targets
from commhub.render.html.checks.hosts import allowed_hosts, stray_links
from commhub.render.html.decisions import inline_decided
from commhub.render.html.document import Document, bind_text
from commhub.render.html.inline import inline_message
from commhub.render.html.passive import refuse_active_message
from commhub.render.jinja.binding import Binder
from commhub.render.jinja.environment import printed, run
from commhub.render.jinja.limits import Printed
from commhub.render.jinja.marks import read_marks, without_marks
from commhub.render.text.alternative import laid_out, to_text
from commhub.render.text.readable import read, readable

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
    texts = ("email-html", "body")
    beside = ("preheader",)

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
        names = source.variables
        document, binder = self._document(source)
        reasons = document.reasons()
        once = not reasons and not source.per_message
        decisions: Mapping[str, JSON] = {}
        if once:
            document.inline("e-mail")
        elif not reasons:
            decisions = document.number()
        return {
            "subject": bind_text(source.parts["subject"], binder, names, source.place_of("subject")),
            "preheader": bind_text(source.parts.get("preheader", ""), binder, names, source.place_of("preheader")),
            "html": document.html_source(),
            "text": document.text_source() if once else "",
            "readable": document.readable_source() if once else "",
            "sender": dict(sender),
            "assets": sorted(binder.used),
            "inlined": ONCE if once else PER_MESSAGE,
            "reasons": [asdict(reason) for reason in reasons],
            "findings": [asdict(finding) for finding in document.findings],
        } | ({"decisions": decisions} if decisions else {})

    def _document(self, source: Source) -> tuple[Document, Binder]:
        binder = Binder(source.brand, source.asset, lambda file: f"cid:{content_id(file)}", other=source.other)
        designed = source.parts.get("email-html", "")
        document = Document(binder)
        document.fill(
            source.layout,
            designed or source.parts["body"],
            markdown=not designed,
            part=source.place_of("email-html" if designed else "body"),
            names=source.variables,
            offers=("subject", "preheader", "locale"),
            dark_of=binder.dark_of,
        )
        return document, binder

    def verify(self, source: Source, edition: Edition, briefs: Iterable[Brief]) -> None:
        share = edition.channels[self.name]
        if share.get("inlined") != ONCE:
            return
        document, _ = self._document(source)
        decisions = document.number()
        slow = {**share, "inlined": PER_MESSAGE, "html": document.html_source(), "decisions": decisions}
        for brief in briefs:

            def html_of(share: Mapping[str, JSON], brief: Brief = brief) -> str:
                return _inlined(_printed_html(share, edition, brief)[0].plain, share)

            key = (edition.hash, json.dumps(dict(brief.data), sort_keys=True, default=str))
            found = difference(Trial(key, partial(html_of, share), partial(html_of, slow)))
            if found is not None:
                place = document.place_of(found.tag, _printed_html(slow, edition, brief)[0].plain)
                raise place.error(f"inlined once, this is not what it is when inlined in the message: {found.says}")

    def render(self, edition: Edition, brief: Brief) -> Rendered:
        channel = edition.channels[self.name]
        html, context = _printed_html(channel, edition, brief)
        files = [edition.assets[sha256] for sha256 in channel["assets"]]
        attachments = tuple(
            Attachment(file.file_name, file.media_type, brief.asset_bytes[file.sha256], content_id(file))
            for file in files
        )
        subject = str(context["subject"])
        content = {"subject": without_marks(subject), "html": _inlined(html.plain, channel)}
        # What an edition could not compile, and what depends on styles that each message inlines, is read anew.
        once = channel.get("inlined", ONCE) == ONCE

        def text(name: str) -> Printed:
            return printed(
                text_of(channel, name), context, locale=edition.locale_of(self.name), markup=False, part=name
            )

        content["text"] = laid_out(text("text").plain) if once and channel["text"] else to_text(content["html"])
        said = (
            read(text("readable").marked, "body") if once and channel.get("readable") else readable(html.marked, "body")
        )
        return Rendered(
            channel=self.name,
            content=content,
            readable=(Readable("subject", *read_marks(subject)), said),
            sha256=hash_of(content, attachments=attachments),
            attachments=attachments,
            facts={"bytes": len(content["html"].encode())},
            findings=tuple(stray_links(content["html"], edition.brand)),
        )

    def fill(self, edition: Edition, brief: Brief) -> None:
        _printed_html(edition.channels[self.name], edition, brief)

    def examine(self, source: Source, edition: Edition, brief: Brief, rendered: Rendered) -> tuple[Finding, ...]:
        def html_of(copy: Edition) -> str:
            return self.render(copy, brief).content["html"]

        return check_pages([page_of(source, edition, self.name, rendered, html_of)])

    def renderers(self) -> Mapping[str, str]:
        return versions.for_email()


def _printed_html(share: Mapping[str, JSON], edition: Edition, brief: Brief) -> tuple[Printed, dict[str, object]]:
    """The HTML of a message as its template prints it, and what its parts may read: subject and preheader too."""
    context, locale = context_of(edition, brief, Email.name), edition.locale_of(Email.name)

    def line(name: str) -> str:
        return one_line(run(text_of(share, name), context, locale=locale, markup=False, part=name))

    context |= {"subject": line("subject"), "preheader": line("preheader"), "locale": locale}
    return printed(text_of(share, "html"), context, locale=locale, markup=True, part="body"), context


def _inlined(html: str, share: Mapping[str, JSON]) -> str:
    """A message with its styles inlined, if its edition's are not. Raises RenderError where its data made it act."""
    if share.get("inlined", ONCE) == ONCE:
        return html
    decisions = share.get("decisions")
    try:
        inlined = inline_decided(html, decisions, "body") if decisions else inline_message(html, "body")
    except CompileError as error:
        raise RenderError(str(error)) from error
    refuse_active_message(inlined, "body")
    return inlined
