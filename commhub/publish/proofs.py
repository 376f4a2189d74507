"""Proofs: what a version looks like to a customer, on every channel, brand and language, with what the linter says.

A proof is made by the same compile and render as a message, so there is no second renderer to disagree with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from commhub.channels import channels
from commhub.channels.base import Source
from commhub.codes.dictionary import Dictionary
from commhub.codes.store import load_dictionary
from commhub.codes.using import codes_for, unmapped_findings, unmapped_in
from commhub.contracts import (
    JSON,
    Brief,
    CompileError,
    Edition,
    Finding,
    Rendered,
    RenderError,
)
from commhub.lint.engine import LintUnavailable, check
from commhub.lint.facts import message_facts
from commhub.lint.store.waivers import InForce
from commhub.lint.terms import load_rule_set
from commhub.publish.compile import NOTHING, Compiled, compile_version
from commhub.publish.editions import Loaded
from commhub.publish.golive import brands_of, live_versions_using, locales_of
from commhub.publish.samples import other_choices, sample_brief
from commhub.publish.sources import Using
from commhub.versions import Version, canonical
from templates_store.models import TemplateVersion


@dataclass(frozen=True, slots=True)
class Proof:
    """One rendered sample. `error` is a sentence when it could not be compiled or rendered, and `rendered` None then."""

    template: str
    brand: str
    locale: str
    channel: str
    rendered: Rendered | None
    findings: tuple[Finding, ...]
    error: str


def make_proofs(
    version: Version,
    data: Mapping[str, JSON] | None = None,
    waivers: InForce | None = None,
    using: Using = NOTHING,
    on: date | None = None,
) -> list[Proof]:
    """The proofs of a version of any kind: a template's own, or those of the live templates that it changes.

    `data` replaces the declared samples of a template. Of the `waivers` it is counted which were needed. `using` are the
    versions that go live together with it, and `on` is the day for which files of assets are chosen.
    """
    waivers = waivers or InForce()
    users = [version] if isinstance(version, TemplateVersion) else list(live_versions_using(version))
    using = {**using, (version.kind, version.parent.pk): version}
    proofs: list[Proof] = []
    for user in users:
        for brand in brands_of(version, user):
            for locale in locales_of(user):
                try:
                    compiled = compile_version(user, brand, locale, using, on=on)
                except CompileError as error:
                    proofs.append(Proof(user.template.key, brand.key, locale, "", None, (), str(error)))
                    continue
                proofs += proofs_of(compiled, data, waivers)
    return proofs


def proofs_of(
    compiled: Compiled, data: Mapping[str, JSON] | None = None, waivers: InForce | None = None
) -> list[Proof]:
    """The proofs of one edition: what a decision on it rests on, and what is checked before it goes live."""
    return [_proof(compiled, name, data, waivers or InForce()) for name in offered_by(compiled.edition)]


def offered_by(edition: Edition) -> list[str]:
    """The channels of an edition, in the order in which people know them."""
    return [name for name in channels.names() if name in edition.channels]


@dataclass(frozen=True, slots=True)
class Sample:
    """What a proof is rendered from, told apart by edition, channel, and `data` with the words for its codes alone: the
    rest of the brief is fixed."""

    edition_hash: str
    channel: str
    data: bytes
    brief: Brief = field(compare=False)
    source: Source = field(compare=False)


@lru_cache(maxsize=256)
def _rendered(sample: Sample) -> tuple[Rendered, tuple[Finding, ...]]:
    """The message, and what is wrong with its finished form: pure functions of edition and data, so a second look at a
    proof costs nothing."""
    channel, edition = channels.get(sample.channel), sample.brief.edition
    rendered = channel.render(edition, sample.brief)
    placed = compile_findings(edition, channel.name) + channel.examine(sample.source, edition, sample.brief, rendered)
    return rendered, together(placed, rendered.findings)


def compile_findings(edition: Edition, channel: str) -> tuple[Finding, ...]:
    """What compiling noticed about a channel's sources, as the edition keeps it; older editions keep none."""
    return tuple(Finding(**raw) for raw in edition.channels[channel].get("findings", ()))


def slowness(edition: Edition, channel: str) -> tuple[Finding, ...]:
    """Why the styles of this channel are inlined in each message and not once, each with what to change."""
    return tuple(
        Finding(
            rule="inlined-per-message",
            kind="speed",
            severity="advice",
            part=raw["part"],
            start=0,
            end=0,
            surface="",
            message=f"Inlined per message, which is right and slow: {raw['message']}.",
            suggestion=raw["advice"],
            line=raw["line"],
            column=raw["column"],
        )
        for raw in edition.channels[channel].get("reasons", ())
    )


def together(placed: tuple[Finding, ...], others: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Both, without those of the second that the first has with their place."""
    known = {(finding.rule, finding.surface) for finding in placed}
    return placed + tuple(finding for finding in others if (finding.rule, finding.surface) not in known)


def _with_stand_ins(
    edition: Edition, data: Mapping[str, JSON], codes: dict[str, dict[str, str]]
) -> dict[str, dict[str, str]]:
    """The words for a proof, in which a code without words stands for itself: a finding says what is missing."""
    for one in unmapped_in(edition, data, codes):
        codes.setdefault(one.variable, {})[one.code] = one.code
    return codes


def rendered_samples(loaded: Loaded) -> Iterator[tuple[str, Brief, Rendered | RenderError]]:
    """What a stored edition makes of its samples: each channel, the brief, and the message, or why there is none.

    A channel without a finished file, which is quickly rendered, also shows what it says for the other choices.
    """
    edition = loaded.edition
    dictionary = load_dictionary([edition.template])
    brief = _brief(edition, loaded.asset_bytes, None, dictionary)
    others = [_brief(edition, loaded.asset_bytes, data, dictionary) for data in other_choices(edition.variables)]
    for name in offered_by(edition):
        try:
            rendered = channels.get(name).render(edition, brief)
        except RenderError as error:
            yield name, brief, error
            continue
        yield name, brief, rendered
        for other in others if not rendered.document else []:
            try:
                yield name, other, channels.get(name).render(edition, other)
            except RenderError:  # choices that do not go together are nothing that was ever sent
                continue


def _brief(
    edition: Edition, asset_bytes: Mapping[str, bytes], data: Mapping[str, JSON] | None, dictionary: Dictionary
) -> Brief:
    brief = sample_brief(edition, asset_bytes, data)
    return replace(brief, codes=_with_stand_ins(edition, brief.data, codes_for(edition, brief.data, dictionary)))


def _proof(compiled: Compiled, channel: str, data: Mapping[str, JSON] | None, waivers: InForce) -> Proof:
    edition = compiled.edition
    dictionary = load_dictionary([edition.template])
    brief = _brief(edition, compiled.asset_bytes, data, dictionary)
    told = canonical({"data": dict(brief.data), "codes": brief.codes})
    sample = Sample(edition.hash, channel, told, brief, compiled.sources[channel])
    place = edition.template, edition.brand_key, edition.locale, channel
    facts = message_facts(edition, channel)
    try:
        rendered, noticed = _rendered(sample)
        findings = (
            slowness(edition, channel)
            + noticed
            + unmapped_findings(edition, dictionary)
            + check(
                rendered.readable, edition.locale, load_rule_set(), {"data": brief.data}, waivers.of(edition), facts
            )
        )
    except (RenderError, LintUnavailable) as error:
        return Proof(*place, None, (), str(error))
    waivers.count(findings)
    return Proof(*place, rendered, findings, "")
