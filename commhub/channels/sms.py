"""The text-message channel: plain text, its encoding, the parts it is sent in, what they cost, and what made them more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Final

import phonenumbers

from commhub.channels.base import Channel, Source
from commhub.channels.context import context_of, hash_of, text_of
from commhub.contracts import JSON, Brief, CompileError, DataSpan, Edition, Finding, Readable, Rendered, RenderError
from commhub.render.html.document import bind_text
from commhub.render.jinja.binding import Binder, check_names
from commhub.render.jinja.environment import run
from commhub.render.jinja.marks import read_marks
from commhub.render.sms.cost import price_list
from commhub.render.sms.parts import MOST_PARTS, WIDE, SmsSize, foreign_to_gsm_7, in_words, size_of
from commhub.render.sms.punctuation import in_plain, in_plain_with_spans, replaced_in

MOBILE = {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}
CONTENT = "{{ content }}"
PUNCTUATION: Final = ("offer", "plain", "keep")
"""What is done about typographic punctuation that alone makes a text UCS-2: say what it costs, put it in plain, nothing."""
OVER_BUDGET: Final = {"warn": "warning", "refuse": "error"}
"""The severity of the finding that a text is over its budget of parts; an error stops the message."""
MOST_FORCED: Final = 10
"""Characters that are named for each place that they came from."""


class Sms(Channel):
    name = "sms"
    label = "Text message"
    order = 20
    cost = Decimal("0.04")
    contact_kind = "phone"
    contact_label = "telephone number"
    uses = ("sms", "sms-budget")
    texts = ("sms",)
    beside = ("sms-budget",)
    figures = ("sms-budget",)

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
        policy = policy_of(source)
        binder = Binder(source.brand, source.asset, lambda file: file.file_name)
        check_names(source.layout, {*source.variables, "content"}, "layout")
        frame = source.layout.replace("{{content}}", CONTENT)
        if frame.count(CONTENT) != 1:
            raise CompileError("a layout has {{ content }} exactly once", "layout")
        before, after = frame.strip().split(CONTENT)
        part = bind_text(source.parts["sms"].strip(), binder, source.variables, source.place_of("sms"))
        return {
            "text": bind_text(before, binder, source.variables, "layout")
            + part
            + bind_text(after, binder, source.variables, "layout"),
            "sender": {"name": sender},
            **policy,
        }

    def render(self, edition: Edition, brief: Brief) -> Rendered:
        channel = edition.channels[self.name]
        source = text_of(channel, "text")
        context = context_of(edition, brief, self.name)
        text = run(source, context, locale=edition.locale_of(self.name), markup=False, part="sms").strip()
        written, spans = read_marks(text)
        clean = written
        if channel.get("punctuation") == "plain":
            clean, spans = in_plain_with_spans(written, spans)
        size = size_of(clean)
        if size.parts > MOST_PARTS:
            raise RenderError(f"sms: the text needs {size.parts} parts; {MOST_PARTS} are the most that there can be")
        contact = brief.recipient.contacts.get(self.contact_kind)
        facts: dict[str, JSON] = {"encoding": size.encoding, "units": size.units, "parts": size.parts}
        if size.encoding == WIDE:
            facts["forced_by"] = forced_by(clean, spans, source)
        if clean != written:
            facts["replaced"] = [asdict(one) for one in replaced_in(written)]
            facts["as_written"] = size_of(written)._asdict()
        facts |= _budget(channel, size) | _cost(size, str(contact.value) if contact else "")
        findings = [*_over_budget(channel, size)]
        if channel.get("punctuation") == "offer" and size.encoding == WIDE:
            findings += _offer(clean, spans, size, facts)
        content = {"text": clean}
        return Rendered(
            channel=self.name,
            content=content,
            readable=(Readable("sms", clean, spans, plain=True),),
            sha256=hash_of(content),
            facts=facts,
            findings=tuple(findings),
        )


def policy_of(source: Source) -> dict[str, JSON]:
    """What the layout's settings and the template's budget say, checked. Raises CompileError.

    Settings: `punctuation` (PUNCTUATION), `over_budget` (OVER_BUDGET) and `max_parts`; a template's own part `sms-budget`
    comes before that.
    """
    place = "layout settings"
    punctuation = source.settings.get("punctuation", PUNCTUATION[0])
    if punctuation not in PUNCTUATION:
        raise CompileError(f"punctuation is one of {', '.join(PUNCTUATION)}, not {punctuation!r}", place)
    over_budget = source.settings.get("over_budget", "warn")
    if over_budget not in OVER_BUDGET:
        raise CompileError(f"over_budget is one of {', '.join(OVER_BUDGET)}, not {over_budget!r}", place)
    budget = source.settings.get("max_parts")
    written = source.parts.get("sms-budget", "").strip()
    if written:
        place = source.place_of("sms-budget")
        budget = int(written) if written.isascii() and written.isdecimal() and len(written) <= 3 else written
    if budget is not None and (
        isinstance(budget, bool) or not isinstance(budget, int) or not 1 <= budget <= MOST_PARTS
    ):
        raise CompileError(f"a budget of parts is a whole number from 1 to {MOST_PARTS}, not {budget!r}", place)
    return {"punctuation": punctuation, "over_budget": over_budget, "max_parts": budget}


def forced_by(text: str, spans: tuple[DataSpan, ...], source: str) -> list[dict[str, JSON]]:
    """What keeps the text out of GSM-7: for each place that they came from, the characters.

    `source` of an entry is data (then `field` is a JSON Pointer into the request), template, or format: an amount, a date
    or a number as the message's language writes it. `more` counts the characters that are not named.
    """
    found: dict[tuple[str, str], list[str]] = {}
    end = 0
    pieces = []
    for span in spans:
        pieces += [(text[end : span.start], ""), (text[span.start : span.end], span.field)]
        end = span.end
    for piece, field in [*pieces, (text[end:], "")]:
        for character in foreign_to_gsm_7(piece):
            origin = "data" if field else "template" if character in source else "format"
            characters = found.setdefault((origin, field), [])
            if character not in characters:
                characters.append(character)
    return [
        {
            "source": origin,
            "field": field,
            "characters": characters[:MOST_FORCED],
            "more": max(0, len(characters) - MOST_FORCED),
        }
        for (origin, field), characters in found.items()
    ]


def _budget(channel: Mapping[str, JSON], size: SmsSize) -> dict[str, JSON]:
    budget = channel.get("max_parts")
    return {} if budget is None else {"max_parts": budget, "over_budget": size.parts > budget}


def _cost(size: SmsSize, number: str) -> dict[str, JSON]:
    cost = price_list.cost_of(size.parts, number)
    if cost is None:
        return {}
    return {
        "cost": str(cost.amount),
        "currency": cost.currency,
        "destination": cost.destination,
        "price_list": cost.price_list,
    }


def _over_budget(channel: Mapping[str, JSON], size: SmsSize) -> Iterator[Finding]:
    budget = channel.get("max_parts")
    if budget is not None and size.parts > budget:
        yield Finding(
            rule="sms-budget",
            kind="length",
            severity=OVER_BUDGET[channel["over_budget"]],
            part="sms",
            start=0,
            end=0,
            surface=f"{size.parts} parts",
            message=f"The text needs {size.parts} parts in {size.encoding}; its budget is {budget}.",
            suggestion="Say less, or raise the budget.",
        )


def _offer(text: str, spans: tuple[DataSpan, ...], size: SmsSize, facts: dict[str, JSON]) -> Iterator[Finding]:
    """What plain punctuation would save, where it would make the text GSM-7; it is told in the facts as well."""
    plain = size_of(in_plain(text))
    if plain.encoding == WIDE:
        return
    facts["in_plain"] = plain._asdict()
    if plain.parts >= size.parts:
        return
    replaced = replaced_in(text)
    start = text.index(replaced[0].character)
    yield Finding(
        rule="sms-punctuation",
        kind="length",
        severity="advice",
        part="sms",
        start=start,
        end=start + 1,
        surface=replaced[0].character,
        message=f"Typographic punctuation alone makes this text UCS-2, with {size.parts} parts; "
        f"in plain punctuation it is GSM-7, with {plain.parts}.",
        suggestion=", ".join(f"{one.by or 'nothing'} for {in_words(one.character)}" for one in replaced),
        field=next((span.field for span in spans if span.start <= start < span.end), ""),
    )
