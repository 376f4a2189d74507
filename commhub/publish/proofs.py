"""Proofs: what a version looks like to a customer, on every channel, brand and language, with what the linter says.

A proof is made by the same compile and render as a message, so there is no second renderer to disagree with.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Final

from brand_assets.models import Brand
from commhub.channels import channels
from commhub.channels.base import Source
from commhub.codes.store import load_dictionary
from commhub.codes.using import unmapped_findings
from commhub.contracts import (
    JSON,
    Brief,
    CompileError,
    Edition,
    Finding,
    Rendered,
    RenderError,
)
from commhub.lint.engine import LintUnavailable
from commhub.lint.message import check_message
from commhub.lint.store.waivers import InForce
from commhub.publish.compile import NOTHING, Compiled, compile_version
from commhub.publish.editions import Loaded
from commhub.publish.golive import brands_of, live_versions_using, locales_of
from commhub.publish.samples import other_choices
from commhub.publish.sources import Shelf, Using
from commhub.publish.test_sets.at_hand import AtHand
from commhub.publish.test_sets.briefs import sample_with_codes
from commhub.publish.test_sets.plan import TestPlan, plan_sets
from commhub.publish.test_sets.sets import AWKWARD, DECLARED, SAMPLES, DataSet, declared_set
from commhub.versions import Version, canonical
from templates_store.models import TemplateVersion

DECLARED_SETS: Final = "declared"
ALL_SETS: Final = "all"


@dataclass(frozen=True, slots=True)
class Place:
    """A brand and a locale of a template version, compiled; or why it cannot be (`error`)."""

    version: TemplateVersion
    brand: str
    locale: str
    compiled: Compiled | None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """One rendered sample. `error` is a sentence when it could not be compiled or rendered, and `rendered` None then.

    `test_set` names the set that it was made from, and `origin` says where that comes from (test_sets.sets). `share` is
    what the edition keeps for the channel.
    """

    template: str
    brand: str
    locale: str
    channel: str
    rendered: Rendered | None
    findings: tuple[Finding, ...]
    error: str
    test_set: str = SAMPLES
    origin: str = DECLARED
    share: Mapping[str, JSON] = field(default_factory=dict, compare=False, repr=False)

    @property
    def sha256(self) -> str:
        """The hash of all that would be delivered; '' when nothing could be rendered."""
        return self.rendered.sha256 if self.rendered else ""


def make_proofs(
    version: Version,
    data: Mapping[str, JSON] | None = None,
    waivers: InForce | None = None,
    using: Using = NOTHING,
    on: date | None = None,
    sets: str = DECLARED_SETS,
) -> list[Proof]:
    """The proofs of a version of any kind: a template's own, or those of the live templates that it changes.

    `data` replaces the declared samples of a template. Of the `waivers` it is counted which were needed. `using` are the
    versions that go live together with it, and `on` is the day for which files of assets are chosen. `sets` asks for more
    than the declared samples: with `all`, every test set on every channel.
    """
    waivers = waivers or InForce()
    proofs: list[Proof] = []
    shelf = Shelf()
    for place in places_of(version, using, on, shelf):
        if place.compiled is None:
            proofs.append(Proof(place.version.template.key, place.brand, place.locale, "", None, (), place.error))
            continue
        wanted = None
        if sets == ALL_SETS:
            wanted = plan_of(place, version, using, shelf).all_sets(place.locale)
        proofs += proofs_of(place.compiled, data, waivers, wanted)
    return proofs


def places_of(
    version: Version, using: Using = NOTHING, on: date | None = None, shelf: Shelf | None = None
) -> Iterator[Place]:
    """Where a version is seen: each brand and locale of the template itself, or of the live templates that it changes."""
    for user, brand, locale in seen_at(version):
        yield place_at(version, user, brand, locale, using, on, shelf)


def seen_at(version: Version) -> Iterator[tuple[TemplateVersion, Brand, str]]:
    """The same places, not compiled yet."""
    users = [version] if isinstance(version, TemplateVersion) else list(live_versions_using(version))
    for user in users:
        for brand in brands_of(version, user):
            for locale in locales_of(user):
                yield user, brand, locale


def place_at(
    version: Version,
    user: TemplateVersion,
    brand: Brand,
    locale: str,
    using: Using = NOTHING,
    on: date | None = None,
    shelf: Shelf | None = None,
) -> Place:
    """One place of a version, compiled."""
    using = {**using, (version.kind, version.parent.pk): version}
    try:
        compiled = compile_version(user, brand, locale, using, shelf, on=on)
    except CompileError as error:
        return Place(user, brand.key, locale, None, str(error))
    return Place(user, brand.key, locale, compiled)


def plan_of(place: Place, version: Version, using: Using = NOTHING, shelf: Shelf | None = None) -> TestPlan:
    """All test sets for one place of a version, and what of the conditions they reach."""
    using = {**using, (version.kind, version.parent.pk): version}
    editions = [place.compiled] if place.compiled else []
    return plan_sets(place.version, editions, load_dictionary([place.version.template.key]), using, shelf or Shelf())


def proofs_of(
    compiled: Compiled,
    data: Mapping[str, JSON] | None = None,
    waivers: InForce | None = None,
    sets: Iterable[DataSet] | None = None,
    only: Collection[str] | None = None,
) -> list[Proof]:
    """The proofs of one edition: what a decision on it rests on, and what is checked before it goes live.

    They are made from the declared samples, which `data` replaces, or from these `sets`; on all channels or `only` some.
    """
    wanted = list(sets) if sets is not None else [declared_set(compiled.edition.variables)]
    if data is not None:
        wanted = [replace(one, data=data) if one.origin == DECLARED else one for one in wanted]
    waivers = waivers or InForce()
    names = [name for name in offered_by(compiled.edition) if only is None or name in only]
    known = AtHand()
    return [proof_of(compiled, name, one, waivers, known) for name in names for one in wanted]


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


def rendered_samples(loaded: Loaded) -> Iterator[tuple[str, Brief, Rendered | RenderError]]:
    """What a stored edition makes of its samples: each channel, the brief, and the message, or why there is none.

    A channel without a finished file, which is quickly rendered, also shows what it says for the other choices.
    """
    edition = loaded.edition
    dictionary = load_dictionary([edition.template])
    brief = sample_with_codes(edition, loaded.asset_bytes, None, dictionary)
    others = [
        sample_with_codes(edition, loaded.asset_bytes, data, dictionary) for data in other_choices(edition.variables)
    ]
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


def proof_of(
    compiled: Compiled, channel: str, data_set: DataSet, waivers: InForce, known: AtHand | None = None
) -> Proof:
    """What one channel of an edition makes of a test set, with all that is found in it.

    Of awkward data nothing is said that is the data's own fault: what the linter finds in its words.
    """
    known = known or AtHand()
    edition = compiled.edition
    dictionary = known.dictionary(edition.template)
    brief = sample_with_codes(edition, compiled.asset_bytes, data_set.data, dictionary, data_set.recipient)
    told = canonical(
        {"data": dict(brief.data), "codes": brief.codes_on(channel), "recipient": dict(data_set.recipient)}
    )
    sample = Sample(edition.hash, channel, told, brief, compiled.sources[channel])
    place = edition.template, edition.brand_key, edition.locale, channel
    made_from = data_set.name, data_set.origin, edition.channels[channel]
    try:
        rendered, noticed = _rendered(sample)
        if data_set.origin == AWKWARD:
            return Proof(*place, rendered, softened(noticed), "", *made_from)
        findings = (
            slowness(edition, channel)
            + noticed
            + unmapped_findings(edition, dictionary)
            + check_message(edition, rendered, known.rules(), brief.data, waivers.of(edition))
        )
    except (RenderError, LintUnavailable) as error:
        return Proof(*place, None, (), str(error), *made_from)
    waivers.count(findings)
    return Proof(*place, rendered, findings, "", *made_from)


def softened(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings about a message with awkward data: for a person to judge, and no reason to refuse the version."""
    return tuple(replace(one, severity="warning") if one.severity == "error" else one for one in findings)
