"""Messages for nobody in particular: what proofs are made from, and the data sets that a compile is checked with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final

from commhub.contracts import JSON, Brief, CategoryPolicy, Contact, Edition, Recipient, VariableSpec
from templates_store.variables import sample_of

SAMPLE_DAY: Final = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
SAMPLE_CONTACTS: Final[Mapping[str, JSON]] = {
    "email": "sample.customer@example.com",
    "phone": "+447700900123",
    "address": {"lines": ["12 Sample Street", "Sampleton"], "postcode": "SA1 2MP", "country": "GB"},
}
SAMPLE_NAMES: Final[Mapping[str, str]] = {"zh": "李小明"}
NOBODY: Final[Mapping[str, JSON]] = MappingProxyType({})
MOST_CHOICES: Final = 24
HOSTILE: Final = "</td></p>--><b class=\"x\" style='y'>&#123;&#123; 7*7 }}{% endif %}\n\u00a0\"'`"
HOSTILE_ADDRESS: Final = "https://example.com/?a=\"'><b>&amp;b={{c}}"


def sample_brief(
    edition: Edition,
    asset_bytes: Mapping[str, bytes],
    data: Mapping[str, JSON] | None = None,
    recipient: Mapping[str, JSON] = NOBODY,
) -> Brief:
    """A brief for nobody in particular: declared samples, a made-up recipient, a fixed day.

    `recipient` may have another `name`, `address` (as contracts.Contact has it) and `attributes`.
    """
    contacts = {**SAMPLE_CONTACTS, **({"address": recipient["address"]} if recipient.get("address") else {})}
    return Brief(
        message_id="00000000-0000-0000-0000-000000000000",
        edition=edition,
        asset_bytes=asset_bytes,
        category=CategoryPolicy(edition.category, edition.category, preference_applies=True, consent_required=False),
        recipient=Recipient(
            name=recipient.get("name") or SAMPLE_NAMES.get(edition.locale[:2], "Alex Sample"),
            locale=edition.locale,
            contacts={kind: Contact(kind, value) for kind, value in contacts.items()},
            attributes=recipient.get("attributes", {}),
        ),
        data=sample_of(edition.variables) if data is None else data,
        wish="",
        test=True,
        accepted_at=SAMPLE_DAY,
    )


def other_choices(variables: Iterable[VariableSpec]) -> list[dict[str, JSON]]:
    """The declared samples with one choice made otherwise each: another value of an enum, a boolean turned round, an
    optional value left out. What a template says only then is seen as well. At most MOST_CHOICES of them."""
    declared = tuple(variables)
    usual = sample_of(declared)
    found: list[dict[str, JSON]] = []
    for variable in declared:
        now = usual.get(variable.name)
        if variable.type == "enum":
            found += [{**usual, variable.name: choice} for choice in variable.choices if choice != now]
        if variable.type == "boolean":
            found.append({**usual, variable.name: not now})
        if not variable.required and variable.name in usual:
            found.append({name: value for name, value in usual.items() if name != variable.name})
    return found[:MOST_CHOICES]


def data_sets(variables: Iterable[VariableSpec]) -> list[dict[str, JSON]]:
    """The declared samples, and data made to do harm: long lists with markup in every text, and hardly any data at all."""
    declared = tuple(variables)
    return [sample_of(declared), _full(declared), _bare(declared)]


def _full(variables: Iterable[VariableSpec]) -> dict[str, JSON]:
    return {variable.name: _full_one(variable) for variable in variables}


def _full_one(variable: VariableSpec) -> JSON:
    match variable.type:
        case "string":
            is_address = str(variable.sample or "").startswith(("https://", "http://"))
            return HOSTILE_ADDRESS if is_address else HOSTILE
        case "enum":
            return variable.choices[-1]
        case "boolean":
            return True
        case "object":
            return _full(variable.fields)
        case "list":
            return [_full(variable.fields) if variable.fields else HOSTILE] * 3
        case _:
            return _plain(variable)


def _bare(variables: Iterable[VariableSpec]) -> dict[str, JSON]:
    return {variable.name: _bare_one(variable) for variable in variables if variable.required}


def _bare_one(variable: VariableSpec) -> JSON:
    match variable.type:
        case "string":
            is_address = str(variable.sample or "").startswith(("https://", "http://"))
            return HOSTILE_ADDRESS if is_address else ""
        case "enum":
            return variable.choices[0]
        case "boolean":
            return False
        case "object":
            return _bare(variable.fields)
        case "list":
            return []
        case _:
            return _plain(variable)


_PLAIN: Final[Mapping[str, JSON]] = {
    "integer": 0,
    "decimal": "0",
    "date": "2026-02-28",
    "datetime": "2026-02-28T00:00:00Z",
    "money": {"amount": "0.00", "currency": "EUR"},
}


def _plain(variable: VariableSpec) -> JSON:
    return _PLAIN[variable.type] if variable.sample is None else variable.sample
