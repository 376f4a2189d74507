"""The same samples before and after: a message of an edition made from its declared samples, and from each test set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from commhub.blast.look import FORMAT, Found, Look, look_at
from commhub.channels import channels
from commhub.channels.base import Source
from commhub.codes.dictionary import Dictionary
from commhub.codes.store import load_dictionary
from commhub.codes.using import codes_elsewhere, codes_for, unmapped_in
from commhub.contracts import JSON, Brief, Contact, Edition, Rendered, RenderError
from commhub.lint.engine import LintUnavailable
from commhub.lint.message import check_message
from commhub.lint.ruleset import RuleSet
from commhub.lint.store.waivers import InForce
from commhub.lint.terms import load_rule_set, readable_rules
from commhub.publish.compile import renderer_versions
from commhub.publish.proofs import compile_findings
from commhub.publish.samples import sample_brief
from commhub.versions import sha256_of
from templates_store.models import TemplateVersion
from templates_store.test_sets import meant
from templates_store.variables import sample_of, spec_to_json


@dataclass(frozen=True, slots=True)
class Sample:
    """Data to make a message from. `name` is the test set's, or empty for the declared samples."""

    name: str
    data: Mapping[str, JSON] | None = None
    recipient: Mapping[str, JSON] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Side:
    """An edition before or after, with the bytes of its assets and, where it was just compiled, what each channel was
    compiled from."""

    edition: Edition
    asset_bytes: Mapping[str, bytes]
    sources: Mapping[str, Source] = field(default_factory=dict)


class Reader:
    """Renders and reads messages of one step, with the rules and waivers in force."""

    def __init__(self, waivers: InForce) -> None:
        self.waivers = waivers
        self.rules: RuleSet = _rules()
        self.renderers = dict(renderer_versions())
        self._dictionaries: dict[str, Dictionary] = {}

    def brief(self, side: Side, sample: Sample) -> Brief:
        """The brief of a sample. What the edition does not know of the data is left out: it may be another version's."""
        edition = side.edition
        known = {variable.name for variable in edition.variables}
        given = {name: value for name, value in (sample.data or {}).items() if name in known}
        usual = sample_of(edition.variables) if sample.data is None or len(given) < len(sample.data) else {}
        brief = sample_brief(edition, side.asset_bytes, {**usual, **given})
        codes = codes_for(edition, brief.data, self._dictionary(edition.template))
        elsewhere = codes_elsewhere(edition, brief.data, self._dictionary(edition.template))
        for one in unmapped_in(edition, brief.data, codes, elsewhere):
            for words in (codes, *elsewhere.values()):
                words.setdefault(one.variable, {}).setdefault(one.code, one.code)
        return replace(brief, codes=codes, codes_elsewhere=elsewhere, recipient=_recipient(brief, sample.recipient))

    def key(self, side: Side, channel: str, brief: Brief) -> str:
        """What a look is known by: all that the message is made of, and what it is read by."""
        edition = side.edition
        told: dict[str, Any] = {
            "format": FORMAT,
            "channel": channel,
            "share": edition.channels[channel],
            "brand": [edition.brand_key, edition.brand],
            "of": [edition.template, edition.category, edition.locale],
            "variables": [spec_to_json(variable) for variable in edition.variables],
            "assets": sorted(edition.assets),
            "data": brief.data,
            "codes": brief.codes_on(channel),
            "recipient": [brief.recipient.name, {k: one.value for k, one in brief.recipient.contacts.items()}],
            "rules": self.rules.digest,
            "waivers": sorted(self.waivers.of(edition)),
            "renderers": self.renderers,
        }
        return sha256_of(told)

    def rendered(self, side: Side, channel: str, brief: Brief) -> Rendered:
        """The message. Raises RenderError."""
        return channels.get(channel).render(side.edition, brief)

    def look(self, side: Side, channel: str, brief: Brief) -> Look:
        """What the message looks like and what is found in it; with `error` when there is none."""
        edition = side.edition
        try:
            rendered = self.rendered(side, channel, brief)
            read = check_message(edition, rendered, self.rules, dict(brief.data), self.waivers.of(edition))
            examined = None
            if channel in side.sources:
                found = channels.get(channel).examine(side.sources[channel], edition, brief, rendered)
                examined = [Found(one.severity, one.rule, one.surface, one.message) for one in found]
        except (RenderError, LintUnavailable) as error:
            return Look(error=str(error))
        noticed = (*compile_findings(edition, channel), *rendered.findings)
        known = {(one.rule, one.surface) for one in noticed}
        own = [one for one in examined or [] if (one.rule, one.surface) not in known]
        seen = look_at(rendered, edition, [*noticed, *read])
        return replace(seen, examined=own if examined is not None else None)

    def _dictionary(self, template: str) -> Dictionary:
        if template not in self._dictionaries:
            self._dictionaries[template] = load_dictionary([template])
        return self._dictionaries[template]


def samples_of(version: TemplateVersion) -> list[Sample]:
    """The declared samples, then each named test set."""
    variables = version.variable_specs()
    named = (Sample(one.name, meant(one.data, variables), one.recipient) for one in version.test_sets.all())
    return [Sample(""), *named]


def key_of_pair(channel: str, keys: Sequence[tuple[str, str, str]]) -> str:
    """What a comparison is known by: each sample's name, and the keys of both looks."""
    return sha256_of({"format": FORMAT, "channel": channel, "looks": [list(one) for one in keys]})


def _rules() -> RuleSet:
    try:
        return load_rule_set()
    except LintUnavailable:  # what nothing can be sent by now can still be compared by
        return readable_rules()


def _recipient(brief: Brief, given: Mapping[str, JSON]) -> Any:
    contacts = dict(brief.recipient.contacts)
    if isinstance(given.get("address"), Mapping):
        contacts["address"] = Contact("address", given["address"])
    return replace(brief.recipient, name=str(given.get("name") or brief.recipient.name), contacts=contacts)
