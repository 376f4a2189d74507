"""What the dictionary means for an edition and its data: which codes get which words, and which have none. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from commhub.codes.dictionary import ANYWHERE, Dictionary, Scope
from commhub.contracts import JSON, Edition, Finding, VariableSpec
from commhub.render.jinja.printed import printed_codes

Codes = Mapping[str, Mapping[str, str]]
"""Words by code, by the dotted name of a variable: see contracts.Brief."""
NOWHERE: Final[Mapping[str, Codes]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A code that would be printed and that has no words. `pointer` is into the data, empty for a declared choice."""

    variable: str
    code: str
    locale: str
    template: str
    pointer: str = ""

    @property
    def sentence(self) -> str:
        """For whoever has to put it right."""
        return (
            f"the code {self.code[:80]!r} has no words for customers in {self.locale}; add them to the code dictionary "
            f"in the desk, for the variable {self.variable} of the template {self.template}"
        )


def codes_for(
    edition: Edition, data: Mapping[str, JSON], dictionary: Dictionary, channel: str = ""
) -> dict[str, dict[str, str]]:
    """The words for the codes in this data, as a message keeps them: in the edition's language, or in that of a channel.
    What has none is left out."""
    found: dict[str, dict[str, str]] = {}
    if not dictionary:
        return found
    locale = edition.locale_of(channel)
    for variable, name, _, value in _texts(data, edition.variables, "", ""):
        words = dictionary.words(value, locale, _scopes(edition, variable, name))
        if words is not None:
            found.setdefault(name, {})[value] = words
    return found


def codes_elsewhere(
    edition: Edition, data: Mapping[str, JSON], dictionary: Dictionary
) -> dict[str, dict[str, dict[str, str]]]:
    """The same for each channel that speaks another language than the edition."""
    return {channel: codes_for(edition, data, dictionary, channel) for channel in _elsewhere(edition)}


def unmapped_in(
    edition: Edition, data: Mapping[str, JSON], codes: Codes, elsewhere: Mapping[str, Codes] = NOWHERE
) -> list[Unmapped]:
    """The codes in this data that the edition prints and that have no words, in the language in which they are printed."""
    found = []
    for channel, printed in _printed_by_channel(edition):
        if not printed:
            continue
        known = elsewhere.get(channel, {}) if channel else codes
        found += [
            Unmapped(name, value, edition.locale_of(channel), edition.template, pointer)
            for _, name, pointer, value in _texts(data, edition.variables, "", "")
            if name in printed and value not in known.get(name, {})
        ]
    return found


def unmapped_choices(edition: Edition, dictionary: Dictionary) -> list[Unmapped]:
    """The choices of the enums that the edition prints which have no words in its language."""
    return [
        Unmapped(name, choice, edition.locale_of(channel), edition.template)
        for channel, printed in _printed_by_channel(edition)
        for variable, name in _enums(edition.variables, "")
        if name in printed
        for choice in variable.choices
        if dictionary.words(choice, edition.locale_of(channel), _scopes(edition, variable, name)) is None
    ]


def unmapped_findings(edition: Edition, dictionary: Dictionary) -> tuple[Finding, ...]:
    """An error for each of `unmapped_choices`, for those who write and approve the template."""
    return tuple(
        Finding(
            rule="unmapped-choice",
            kind="code",
            severity="error",
            part="variables",
            start=0,
            end=0,
            surface=one.code,
            message=f"The choice “{one.code}” of the variable {one.variable} has no words for customers in {one.locale}.",
            suggestion="Add them to the code dictionary, even if they are the same as the code.",
        )
        for one in unmapped_choices(edition, dictionary)
    )


def printed_in(edition: Edition, only: Collection[str] | None = None) -> frozenset[str]:
    """The dotted names of the enums that some channel of this edition prints, or one of `only` those."""
    shares = [share for name, share in edition.channels.items() if only is None or name in only]
    sources = (text for share in shares for text in share.values() if isinstance(text, str))
    return printed_codes(sources, edition.variables)


def _elsewhere(edition: Edition) -> list[str]:
    return [channel for channel in edition.channels if edition.locale_of(channel) != edition.locale]


def _printed_by_channel(edition: Edition) -> Iterator[tuple[str, frozenset[str]]]:
    """What is printed in the edition's own language, under '', and on each channel that speaks another."""
    elsewhere = _elsewhere(edition)
    yield "", printed_in(edition, [name for name in edition.channels if name not in elsewhere])
    yield from ((channel, printed_in(edition, [channel])) for channel in elsewhere)


def variable_at(pointer: str, variables: Iterable[VariableSpec]) -> str:
    """The dotted name of the text at a JSON Pointer into a request's body (`/data/papers/0/kind`); '' if it is none."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    if not steps or steps[0] != "data":
        return ""
    names: list[str] = []
    known = tuple(variables)
    kind = ""
    for step in steps[1:]:
        if kind == "list" and step.isdecimal():
            kind = "string" if not known else "row"
            continue
        spec = next((one for one in known if one.name == step), None)
        if spec is None:
            return ""
        names.append(spec.name)
        known, kind = spec.fields, spec.type
    return ".".join(names) if kind in {"string", "enum"} else ""


def value_at(pointer: str, data: JSON) -> JSON:
    """The value at a JSON Pointer into a request's body, below /data; None if there is none."""
    found = data
    for step in pointer.split("/")[2:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(found, Mapping):
            found = found.get(name)
        elif isinstance(found, list) and name.isdecimal() and len(name) < 10 and int(name) < len(found):
            found = found[int(name)]
        else:
            return None
    return found


def _scopes(edition: Edition, variable: VariableSpec, name: str) -> list[Scope]:
    own = [Scope(edition.template, name)]
    if variable.type != "enum":  # any other text is a code only where somebody said so for this very variable
        return own
    return [*own, *([Scope(dictionary=variable.dictionary)] if variable.dictionary else []), ANYWHERE]


def _enums(variables: Iterable[VariableSpec], within: str) -> Iterator[tuple[VariableSpec, str]]:
    for variable in variables:
        name = within + variable.name
        if variable.type == "enum":
            yield variable, name
        yield from _enums(variable.fields, f"{name}.")


def _texts(
    data: Mapping[str, JSON], variables: Iterable[VariableSpec], within: str, path: str
) -> Iterator[tuple[VariableSpec, str, str, str]]:
    """Every text and enum in valid data: its variable, its dotted name, its JSON Pointer below the data, its value."""
    for variable in variables:
        value = data.get(variable.name)
        name, pointer = within + variable.name, f"{path}/{variable.name}"
        if value is None:
            continue
        if variable.type in {"string", "enum"}:
            yield variable, name, pointer, value
        elif variable.type == "object":
            yield from _texts(value, variable.fields, f"{name}.", pointer)
        elif variable.type == "list":
            for index, row in enumerate(value):
                if variable.fields:
                    yield from _texts(row, variable.fields, f"{name}.", f"{pointer}/{index}")
                else:
                    yield variable, name, f"{pointer}/{index}", row
