"""The send road on one page: claim, then decide, render, lint, deliver and record each message of a chunk.

    accept  ->  decide  ->  render  ->  lint  ->  deliver  ->  record

`intake` accepts; everything after that happens here, in this order and in no other place. Only `record` writes what
happened, only `deliver` talks to the outside, and the steps between work on the brief alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import structlog

from commhub.briefs import as_read, candidates_of, load_briefs, reader_of
from commhub.channels import channels
from commhub.codes.using import unmapped_in
from commhub.contracts import Brief, ChannelRuleSpec, Decision, DeliveryError, Parcel, Rendered, RenderError
from commhub.decide.engine import decide
from commhub.decide.rules import load_rules
from commhub.deliver.hand_over import hand_over, provider_name
from commhub.lint.engine import LintUnavailable, stops
from commhub.lint.message import check_message
from commhub.lint.ruleset import RuleSet
from commhub.lint.store.waivers import InForce, in_force, note_uses
from commhub.lint.terms import load_rule_set
from commhub.publish.assets_due import ended, ended_sentence
from commhub.publish.editions import EditionMissing
from commhub.record import outcome
from commhub.record.claim import claim
from commhub.record.models import Message

log = structlog.get_logger(__name__)
Clock = Callable[[], datetime]


def carry(message_ids: Sequence[str], clock: Clock) -> int:
    """Work on those of the messages that are queued and due; answers how many. Safe to run twice: see record.claim."""
    messages = claim(message_ids, clock())
    briefs = load_briefs(messages)
    rules, wording, waivers = load_rules(), load_wording(), in_force(clock())
    for message in messages:
        try:
            brief = briefs[message.pk]
            if isinstance(wording, LintUnavailable):  # nothing is sent unread; a list that is put right reads it later
                outcome.put_off(message, unchecked(wording), clock())
            elif isinstance(brief, Brief):
                carry_one(message, brief, rules, wording, waivers, clock)
            elif isinstance(brief, EditionMissing):
                outcome.failed(message, "The edition that it was accepted for, or a file of it, is gone.", clock())
            else:  # a key that is not configured is soon put right, and the message is as good as before
                outcome.stumbled(message, str(brief), clock())
        except outcome.ClaimLost as lost:
            log.warning("claim-lost", message=str(message.pk), reason=str(lost))
        except Exception as error:  # one message's fault must not take the rest of its chunk along
            log.exception("message-stumbled", message=str(message.pk))
            stumble(message, error, clock())
    note_uses(waivers, clock())
    return len(messages)


def carry_one(
    message: Message,
    brief: Brief,
    rules: Sequence[ChannelRuleSpec],
    wording: RuleSet,
    waivers: InForce,
    clock: Clock,
) -> None:
    """One message, from its brief to its end, to a person, or to a later try."""
    if unmapped := unmapped_in(brief.edition, brief.data, brief.codes or {}, brief.codes_elsewhere):
        said = f"It cannot be written: {unmapped[0].sentence}."
        return outcome.put_off(message, said, clock())
    if over := ended(brief.edition, clock()):  # it was accepted in time: the app is told, and may ask again
        return outcome.failed(message, ended_sentence(brief.edition, over[0]), clock())
    decision = decide(candidates_of(brief), brief.recipient, brief.category, rules, brief.wish, facts_of(brief))
    if not decision.channel:
        return outcome.undeliverable(message, decision, clock())
    channel = channels.get(decision.channel)
    to, reader = brief.recipient.contacts[channel.contact_kind].value, reader_of(brief.recipient, channel)
    outcome.decided(message, decision, reader, to, clock(), codes=brief.codes_on(channel.name))

    try:
        rendered = channel.render(brief.edition, as_read(brief, channel, reader, to))
        read = check_message(brief.edition, rendered, wording, brief.data, waivers.of(brief.edition))
    except RenderError as error:
        return outcome.failed(message, str(error), clock())
    except LintUnavailable as error:  # the linter failing means not sent; it is put right, and then tried again
        return outcome.put_off(message, unchecked(error), clock())
    findings, listed = rendered.findings + read, wording.listed
    waivers.count(findings)
    if stops(findings):
        end = outcome.held if brief.category.on_lint_error == "hold" else outcome.blocked
        return end(message, rendered, findings, channel.renderers(), clock(), listed=listed)

    provider = provider_name(decision.channel, test=brief.test)
    attempt = outcome.sending(message, rendered, findings, channel.renderers(), provider, clock())
    try:
        receipt = hand_over(parcel_of(brief, decision, rendered), test=brief.test)
    except DeliveryError as error:
        after = outcome.refused if error.permanent else outcome.try_again
        return after(message, attempt, str(error), clock())
    copy_of = rendered if brief.category.archive_copies else None
    return outcome.sent(message, attempt, receipt, clock(), copy_of=copy_of, findings=findings, listed=listed)


def load_wording() -> RuleSet | LintUnavailable:
    """The linter's rules, or why there are none."""
    try:
        return load_rule_set()
    except LintUnavailable as error:
        log.error("lint-unavailable", reason=str(error))
        return error


def unchecked(error: LintUnavailable) -> str:
    return f"It was not sent, because it could not be checked: {error}"


def stumble(message: Message, error: Exception, now: datetime) -> None:
    """A fault of our own: it is logged with its trace, told on the message, and the message is tried again later."""
    try:
        outcome.stumbled(message, f"A fault in commhub stopped it ({type(error).__name__}).", now)
    except outcome.ClaimLost:
        log.warning("claim-lost", message=str(message.pk))


def facts_of(brief: Brief) -> dict[str, object]:
    """What channel rules may test, by dotted path."""
    edition, recipient = brief.edition, brief.recipient
    return {
        "template": edition.template,
        "category": edition.category,
        "brand": edition.brand_key,
        "locale": edition.locale,
        "data": dict(brief.data),
        "customer": {"key": recipient.customer_key, "locale": recipient.locale, **recipient.attributes},
    }


def parcel_of(brief: Brief, decision: Decision, rendered: Rendered) -> Parcel:
    """What the provider is handed."""
    channel = channels.get(decision.channel)
    return Parcel(
        message_id=brief.message_id,
        template=brief.edition.template,
        recipient_name=brief.recipient.name,
        to=brief.recipient.contacts[channel.contact_kind].value,
        sender=brief.edition.channels[decision.channel].get("sender", {}),
        category=brief.edition.category,
        accepted_at=brief.accepted_at,
        rendered=rendered,
    )
