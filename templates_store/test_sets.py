"""The named test sets of a template's draft: how they are written, what is wrong with one, and what data one means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from commhub.contracts import JSON, VariableSpec
from templates_store.models import TemplateVersion, TestSet
from templates_store.validation import Problem, data_problems, pointer
from templates_store.variables import sample_of

RECIPIENT = {"name", "address", "attributes"}
ADDRESS = {"lines", "postcode", "country"}
MOST_LINES = 7
LONGEST_NAME = 200
LONGEST_SET_NAME = 80


@dataclass(frozen=True)
class NamedSet:
    """A test set as somebody writes it.

    `data` has only what differs from the samples; null leaves a value out. `recipient` may have `name`, `address` (as
    contracts.Contact has it) and `attributes` (`{"large_print": true}`).
    """

    name: str
    data: Mapping[str, JSON] = field(default_factory=dict)
    recipient: Mapping[str, JSON] = field(default_factory=dict)


def meant(data: Mapping[str, JSON], variables: Iterable[VariableSpec]) -> dict[str, JSON]:
    """The data that a set stands for: the samples, with what it says in their place, and without what it leaves out."""
    return {name: value for name, value in {**sample_of(variables), **data}.items() if value is not None}


def set_problems(one: NamedSet, variables: Sequence[VariableSpec]) -> list[Problem]:
    """What is wrong with a set, each with its place (a JSON Pointer below the set), in words."""
    problems: list[Problem] = []
    if not one.name.strip():
        problems.append(("/name", "is missing: a test set is known by its name"))
    elif len(one.name) > LONGEST_SET_NAME:
        problems.append(("/name", f"is too long: {LONGEST_SET_NAME} characters are the most"))
    problems += [(f"/data{place}", text) for place, text in data_problems(meant(one.data, variables), variables)]
    return problems + list(_recipient_problems(one.recipient))


def write_test_sets(version: TemplateVersion, sets: Iterable[NamedSet]) -> None:
    """Set the named test sets of a draft, in the place of those that it has. Raises ValueError for two of one name."""
    version.require_draft()
    rows = [
        TestSet(version=version, name=one.name.strip(), data=dict(one.data), recipient=dict(one.recipient))
        for one in sets
    ]
    names = [row.name for row in rows]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise ValueError(f"two test sets are called “{twice}”; a test set is known by its name")
    version.test_sets.all().delete()
    TestSet.objects.bulk_create(rows)


def _recipient_problems(recipient: Mapping[str, JSON]) -> Iterable[Problem]:
    for name in sorted(set(recipient) - RECIPIENT):
        yield pointer(["recipient", name]), f"is not known; a recipient has: {', '.join(sorted(RECIPIENT))}"
    name = recipient.get("name", "")
    if not isinstance(name, str) or len(name) > LONGEST_NAME:
        yield "/recipient/name", f"should be a text of at most {LONGEST_NAME} characters"
    if not isinstance(recipient.get("attributes", {}), dict):
        yield "/recipient/attributes", "should be an object"
    if "address" in recipient:
        yield from _address_problems(recipient["address"])


def _address_problems(address: JSON) -> Iterable[Problem]:
    if not isinstance(address, dict) or set(address) - ADDRESS:
        yield "/recipient/address", f"should be an object with {', '.join(sorted(ADDRESS))}"
        return
    lines = address.get("lines")
    if not isinstance(lines, list) or not lines or not all(isinstance(line, str) for line in lines):
        yield "/recipient/address/lines", "should be a list of lines, at least one"
    for name in ("postcode", "country"):
        if not isinstance(address.get(name, ""), str):
            yield f"/recipient/address/{name}", "should be a text"
