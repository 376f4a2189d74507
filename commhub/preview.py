"""Preview: what a send would look like, rendered and linted by the same functions, with nothing stored and nothing sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from commhub.briefs import as_read, inline_recipient, reader_of, recipient_of_customer
from commhub.channels import channels
from commhub.contracts import JSON, Contact, Finding, Rendered, RenderError
from commhub.intake import FieldProblem, IntakeError, SendRequest, settle
from commhub.lint.engine import LintUnavailable
from commhub.lint.message import check_message
from commhub.lint.store.waivers import in_force
from commhub.lint.terms import load_rule_set
from commhub.publish.editions import load
from commhub.publish.proofs import compile_findings, offered_by
from commhub.publish.samples import SAMPLE_CONTACTS, sample_brief


@dataclass(frozen=True, slots=True)
class Previewed:
    """One channel's message, with what the linter says about it (`findings`), and what is known of how it was compiled.

    `inlined` is once or per-message, with the `reasons` (message, part, line, column, advice) why it is not once; None
    where the channel inlines nothing. `noticed` is what compiling had to say about the sources; it stops no message.
    """

    rendered: Rendered
    findings: tuple[Finding, ...]
    noticed: tuple[Finding, ...] = ()
    inlined: str | None = None
    reasons: tuple[Mapping[str, JSON], ...] = ()


def preview(request: SendRequest, *, now: datetime) -> list[Previewed]:
    """The message on every channel that the live edition offers, or on `request.channel` alone. Raises IntakeError.

    Where the recipient has no contact point for a channel, a made-up one stands in.
    """
    settled = settle(request)
    edition = settled.edition
    if request.channel and request.channel not in edition.channels:
        problem = FieldProblem("/channel", f"the template does not go out by {request.channel}")
        raise IntakeError(422, "channel-not-offered", "There is nothing to preview.", problem)
    if settled.customer is not None:
        recipient = recipient_of_customer(settled.customer)
    else:
        recipient = inline_recipient(settled.recipient, edition.locale)
    made_up = {kind: Contact(kind, value) for kind, value in SAMPLE_CONTACTS.items()}
    sample = sample_brief(edition, load(edition.hash).asset_bytes, request.data)
    brief = replace(
        sample,
        recipient=replace(recipient, contacts={**made_up, **recipient.contacts}),
        accepted_at=now,
        codes=settled.codes,
        codes_elsewhere=settled.codes_elsewhere,
    )
    previews, waivers = [], in_force(now)
    for name in [request.channel] if request.channel else offered_by(edition):
        channel = channels.get(name)
        contact = brief.recipient.contacts.get(channel.contact_kind)
        read = as_read(brief, channel, reader_of(brief.recipient, channel), contact.value if contact else None)
        try:
            rendered = channel.render(edition, read)
            findings = rendered.findings + check_message(
                edition, rendered, load_rule_set(), dict(request.data), waivers.of(edition)
            )
        except (RenderError, LintUnavailable) as error:
            problem = FieldProblem("/data", str(error))
            raise IntakeError(422, "cannot-render", "The message cannot be made with this data.", problem) from error
        share = edition.channels[name]
        previews.append(
            Previewed(
                rendered,
                findings,
                noticed=compile_findings(edition, name),
                inlined=share.get("inlined"),
                reasons=tuple(share.get("reasons", ())),
            )
        )
    return previews
