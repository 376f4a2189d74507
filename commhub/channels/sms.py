"""The text-message channel: plain text, its encoding and the parts it is sent in."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import phonenumbers

from commhub.channels.base import Channel, Source
from commhub.channels.context import context_of, hash_of, text_of
from commhub.contracts import JSON, Brief, CompileError, Edition, Readable, Rendered
from commhub.render.binding import Binder, check_names
from commhub.render.document import bind_text
from commhub.render.environment import run
from commhub.render.marks import read_marks
from commhub.render.sms import size_of

MOBILE = {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}
CONTENT = "{{ content }}"


class Sms(Channel):
    name = "sms"
    label = "Text message"
    order = 20
    cost = Decimal("0.04")
    contact_kind = "phone"
    contact_label = "telephone number"
    uses = ("sms",)

    def offered(self, parts: Mapping[str, str]) -> bool:
        return "sms" in parts

    def address_problem(self, value: JSON) -> str:
        try:
            number = phonenumbers.parse(str(value))
        except phonenumbers.NumberParseException:
            return "is not a telephone number in international form"
        if not phonenumbers.is_possible_number(number):
            return "is not a possible telephone number"
        kind = phonenumbers.number_type(number)
        if kind == phonenumbers.PhoneNumberType.FIXED_LINE:
            return "is a landline, which takes no text messages"
        # Unknown types pass: numbering plans reserve ranges (Ofcom's for drama among them) that no table classifies.
        return "" if kind in MOBILE or kind == phonenumbers.PhoneNumberType.UNKNOWN else "takes no text messages"

    def canonical_address(self, value: JSON) -> str:
        try:
            return phonenumbers.format_number(phonenumbers.parse(str(value)), phonenumbers.PhoneNumberFormat.E164)
        except phonenumbers.NumberParseException:
            return str(value).strip()

    def compile(self, source: Source) -> Mapping[str, JSON]:
        sender = str(source.brand.get("sms_sender", ""))
        if not sender:
            raise CompileError("the brand has no sms_sender, the name that a text message comes from", "brand tokens")
        binder = Binder(source.brand, source.asset, lambda file: file.file_name)
        check_names(source.layout, {*source.variables, "content"}, "layout")
        frame = source.layout.replace("{{content}}", CONTENT)
        if frame.count(CONTENT) != 1:
            raise CompileError("a layout has {{ content }} exactly once", "layout")
        before, after = frame.strip().split(CONTENT)
        part = bind_text(source.parts["sms"].strip(), binder, source.variables, f"sms ({source.locale})")
        return {
            "text": bind_text(before, binder, source.variables, "layout")
            + part
            + bind_text(after, binder, source.variables, "layout"),
            "sender": {"name": sender},
        }

    def render(self, edition: Edition, brief: Brief) -> Rendered:
        channel = edition.channels[self.name]
        text = run(
            text_of(channel, "text"), context_of(edition, brief), locale=edition.locale, markup=False, part="sms"
        ).strip()
        clean, spans = read_marks(text)
        size = size_of(clean)
        content = {"text": clean}
        return Rendered(
            channel=self.name,
            content=content,
            readable=(Readable("sms", clean, spans),),
            sha256=hash_of(content),
            facts={"encoding": size.encoding, "units": size.units, "parts": size.parts},
        )
