"""Intake: a request becomes a recorded send and queued work, in one transaction, or a clear refusal and nothing at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from brand_assets.models import Brand
from commhub.channels import channels
from commhub.codes.store import load_dictionary
from commhub.codes.using import Codes, codes_elsewhere, codes_for, unmapped_in
from commhub.contracts import JSON, CommhubError, Edition
from commhub.customers.models import Customer
from commhub.locales import best_of
from commhub.publish.assets_due import ended, ended_sentence
from commhub.publish.editions import Live, live_editions, load
from commhub.record.accept import NewSend
from commhub.record.accept import accept as write_down
from commhub.record.models import Message, Send
from commhub.tasks import deliver
from commhub.versions import canonical, sha256_of
from templates_store.models import Template
from templates_store.validation import data_problems

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Caller:
    """The app that asks: the key that it came with, its name, and whether that is a test key."""

    key_id: int
    app: str
    test: bool


@dataclass(frozen=True, slots=True)
class SendRequest:
    """What an app asks for. Either `customer` (a key) or `recipient` (contracts.Recipient's fields as JSON) is given;
    `locale`, `brand` and `channel` are wishes, empty when the app has none."""

    template: str
    data: Mapping[str, JSON] = field(default_factory=dict)
    customer: str = ""
    recipient: Mapping[str, JSON] | None = None
    locale: str = ""
    brand: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One fault: a JSON Pointer (RFC 6901) into the request's body, and what is wrong there."""

    pointer: str
    detail: str


class IntakeError(CommhubError):
    """A request that cannot be accepted; nothing was stored. `status` is the HTTP status that says so."""

    def __init__(self, status: int, code: str, title: str, *problems: FieldProblem) -> None:
        self.status = status
        self.code = code
        self.title = title
        self.problems = problems
        super().__init__(title)


@dataclass(frozen=True, slots=True)
class Accepted:
    """The stored send; `repeated` when the same Idempotency-Key and body had come before."""

    send: Send
    repeated: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """A request with everything looked up: the edition, the customer if it named one, and the words for its codes as
    they are now (the worker looks them up again). `until` is when the template ends to be sent, `last_day` the day after
    which it is not sent before somebody has looked at it again."""

    edition: Edition
    customer: Customer | None
    recipient: Mapping[str, JSON]
    codes: Codes
    until: datetime | None = None
    last_day: date | None = None
    codes_elsewhere: Mapping[str, Codes] = field(default_factory=dict)


def accept(request: SendRequest, caller: Caller, *, idempotency_key: str | None, now: datetime) -> Accepted:
    """Record a send and ring for its work. Raises IntakeError, with nothing stored.

    The same key and body answer with the same send; a second request that comes while the first is being stored waits
    for it, because both write the same unique row.
    """
    request_hash = hash_of(request)
    if repeated := _repeated(caller, idempotency_key, request_hash):
        return repeated
    settled = settle(request)
    _refuse_over(settled, now)
    _refuse_ended(settled.edition, now)
    try:
        with transaction.atomic():
            send, message = write_down(
                NewSend(
                    api_key_id=caller.key_id,
                    app=caller.app,
                    test=caller.test,
                    template_key=settled.edition.template,
                    brand_key=settled.edition.brand_key,
                    locale=settled.edition.locale,
                    edition_hash=settled.edition.hash,
                    customer=settled.customer,
                    recipient=settled.recipient,
                    data=request.data,
                    wish=request.channel,
                    idempotency_key=idempotency_key,
                    request_hash=request_hash,
                ),
                now,
            )
            transaction.on_commit(lambda: ring(message))
    except IntegrityError:
        if repeated := _repeated(caller, idempotency_key, request_hash):
            return repeated
        raise
    return Accepted(send, repeated=False)


def ring(message: Message) -> None:
    """Tell the workers. If the broker cannot be reached the row waits and the sweep finds it: nothing is lost."""
    try:
        deliver.delay([str(message.pk)])
    except OperationalError as error:
        log.warning("broker-unreachable", message=str(message.pk), reason=str(error))


def hash_of(request: SendRequest) -> str:
    """What makes two requests the same request."""
    return sha256_of(
        {
            "template": request.template,
            "data": dict(request.data),
            "customer": request.customer,
            "recipient": dict(request.recipient) if request.recipient is not None else None,
            "locale": request.locale,
            "brand": request.brand,
            "channel": request.channel,
        }
    )


def settle(request: SendRequest) -> Settled:
    """Look up everything that a request names and check its data. Raises IntakeError with the field at fault."""
    customer, recipient = _who(request)
    if request.channel and request.channel not in channels:
        known = ", ".join(channels.names())
        raise _field_error(
            "unknown-channel", "/channel", f"there is no channel {request.channel!r}; there are: {known}"
        )
    size = len(canonical(dict(request.data)))
    if size > settings.COMMHUB_MAX_DATA_BYTES:
        limit = f"{settings.COMMHUB_MAX_DATA_BYTES:,}"
        problem = FieldProblem("/data", f"is {size:,} bytes long; {limit} are the most")
        raise IntakeError(413, "data-too-large", "The data is too large for a message.", problem)
    reader_locale = customer.locale if customer else str(recipient.get("locale", ""))
    edition, live = _edition(request, reader_locale)
    problems = [FieldProblem("/data" + path, text) for path, text in data_problems(request.data, edition.variables)]
    if problems:
        raise IntakeError(422, "invalid-data", "The data does not fit the template.", *problems)
    codes, elsewhere = _codes(edition, request.data)
    return Settled(edition, customer, recipient, codes, live.until, live.last_day, elsewhere)


def _refuse_over(settled: Settled, now: datetime) -> None:
    """Raises IntakeError for a template that is not sent any more."""
    if settled.until is not None and settled.until <= now:
        said = f"template {settled.edition.template!r} is not sent after {settled.until:%-d %B %Y, %H:%M} UTC"
        raise IntakeError(
            422, "template-ended", "The time in which this template is sent is over.", FieldProblem("/template", said)
        )
    if settled.last_day is not None and settled.last_day < timezone.localdate(now):
        day = f"{settled.last_day:%-d %B %Y}"
        said = f"template {settled.edition.template!r} was to be looked at again by {day}, and nobody has approved it since"
        title = "This template is not sent before somebody has looked at it again."
        raise IntakeError(422, "template-past-review", title, FieldProblem("/template", said))


def _refuse_ended(edition: Edition, now: datetime) -> None:
    """Raises IntakeError for an edition with a picture that may not be used any more."""
    if over := ended(edition, now):
        problems = [FieldProblem("/template", ended_sentence(edition, file)) for file in over]
        raise IntakeError(422, "asset-ended", "A picture of this message may not be used any more.", *problems)


def _codes(edition: Edition, data: Mapping[str, JSON]) -> tuple[Codes, Mapping[str, Codes]]:
    """The words for the codes in the data, and those of channels that speak another language. Raises IntakeError at a code
    that would be printed and has none."""
    dictionary = load_dictionary([edition.template])
    codes, elsewhere = codes_for(edition, data, dictionary), codes_elsewhere(edition, data, dictionary)
    if unmapped := unmapped_in(edition, data, codes, elsewhere):
        problems = [FieldProblem("/data" + one.pointer, one.sentence) for one in unmapped]
        raise IntakeError(422, "unmapped-code", "There is a code that customers cannot read.", *problems)
    return codes, elsewhere


def _who(request: SendRequest) -> tuple[Customer | None, Mapping[str, JSON]]:
    if bool(request.customer) == (request.recipient is not None):
        raise _field_error("no-recipient", "/customer", "name either a customer or a recipient, and not both")
    if request.recipient is not None:
        return None, request.recipient
    customer = Customer.objects.filter(key=request.customer).first()
    if customer is None:
        raise _field_error("unknown-customer", "/customer", f"there is no customer {request.customer!r}")
    return customer, {}


def _edition(request: SendRequest, reader_locale: str) -> tuple[Edition, Live]:
    """The live edition for the request: its brand, or the only one; its locale, the reader's, or the brand's own. And one
    of those that are live, for until when its template is sent."""
    template = Template.objects.filter(key=request.template).first()
    if template is None:
        problem = FieldProblem("/template", f"there is no template {request.template!r}")
        raise IntakeError(404, "unknown-template", "There is no such template.", problem)
    live = live_editions(template.key)
    if not live:
        problem = FieldProblem("/template", f"template {template.key!r} has no approved version that is live")
        raise IntakeError(409, "template-not-live", "This template cannot be sent: nothing of it is approved.", problem)
    brands = sorted({one.brand for one in live})
    if request.brand and request.brand not in brands:
        known = ", ".join(brands)
        raise _field_error("unknown-brand", "/brand", f"the template is not live under {request.brand!r}, but: {known}")
    if not request.brand and len(brands) > 1:
        raise _field_error("brand-needed", "/brand", f"is needed: the template is live under {', '.join(brands)}")
    brand = request.brand or brands[0]
    hashes = {one.locale: one.hash for one in live if one.brand == brand}
    if request.locale and not best_of(hashes, request.locale):
        known = ", ".join(sorted(hashes))
        raise _field_error(
            "unknown-locale", "/locale", f"the template is not written in {request.locale!r}, but: {known}"
        )
    default = Brand.objects.get(key=brand).default_locale
    one = live[0]  # all of them are of one version
    for wanted in (request.locale, reader_locale, default):
        if wanted and (best := best_of(hashes, wanted)):
            return load(hashes[best]).edition, one
    return load(hashes[min(hashes)]).edition, one


def _repeated(caller: Caller, idempotency_key: str | None, request_hash: str) -> Accepted | None:
    """The send that this key made before, if any. Raises IntakeError when that was for another body."""
    if idempotency_key is None:
        return None
    send = Send.objects.filter(api_key_id=caller.key_id, idempotency_key=idempotency_key).first()
    if send is None:
        return None
    if send.request_hash != request_hash:
        raise IntakeError(
            422, "idempotency-key-reused", "This Idempotency-Key came before, with another body; use a new key for it."
        )
    return Accepted(send, repeated=True)


def _field_error(code: str, place: str, detail: str) -> IntakeError:
    return IntakeError(422, code, "The request cannot be accepted.", FieldProblem(place, detail))
