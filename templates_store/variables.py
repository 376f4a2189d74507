"""The variables that a template declares: their types, and the JSON Schema that an app's data must meet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from commhub.contracts import JSON, VariableSpec

# Python's `$` also matches before a last line break, which is no part of a number; `(?!\n)` says so to every reader.
SCALARS: Mapping[str, Mapping[str, JSON]] = {
    "string": {"type": "string", "maxLength": 10_000},
    "integer": {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1},
    "decimal": {"type": "string", "pattern": r"^-?[0-9]{1,18}(\.[0-9]{1,9})?(?!\n)$"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "boolean": {"type": "boolean"},
}
MONEY: Mapping[str, JSON] = {
    "type": "object",
    "properties": {
        "amount": {"type": "string", "pattern": r"^-?[0-9]{1,15}(\.[0-9]{1,4})?(?!\n)$"},
        "currency": {"type": "string", "pattern": r"^[A-Z]{3}(?!\n)$"},
    },
    "required": ["amount", "currency"],
    "additionalProperties": False,
}
TYPES = (*SCALARS, "money", "enum", "list", "object")
HOLDS = ("", "person-name", "company-name", "address", "product-name")
SETTINGS = frozenset({"name", "type", "required", "sample", "description", "choices", "fields", "holds", "dictionary"})
MAX_ROWS = 1_000
LONGEST_CHOICE = 200
DICTIONARY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def schema_of(variables: Iterable[VariableSpec]) -> dict[str, JSON]:
    """The JSON Schema (draft 2020-12) of the data that fits these variables; unknown names are refused."""
    declared = list(variables)
    return {
        "type": "object",
        "properties": {variable.name: _schema_of_one(variable) for variable in declared},
        "required": [variable.name for variable in declared if variable.required],
        "additionalProperties": False,
    }


def sample_of(variables: Iterable[VariableSpec]) -> dict[str, JSON]:
    """The declared samples as one data object; variables without a sample are left out."""
    return {variable.name: variable.sample for variable in variables if variable.sample is not None}


def spec_from_json(raw: Mapping[str, JSON]) -> VariableSpec:
    """A VariableSpec from its stored JSON form. Raises ValueError with the name when it does not fit together."""
    unknown = set(raw) - SETTINGS
    name = str(raw.get("name", ""))
    if unknown:
        raise ValueError(f"variable {name!r} has unknown settings: {', '.join(sorted(unknown))}")
    if not name.isidentifier():
        raise ValueError(f"{name!r} cannot be a variable's name: use letters, digits and _, not beginning with a digit")
    kind = raw.get("type", "string")
    if kind not in TYPES:
        raise ValueError(f"variable {name!r} has the type {kind!r}; the types are {', '.join(TYPES)}")
    holds = raw.get("holds", "")
    if holds not in HOLDS:
        raise ValueError(f"variable {name!r} holds {holds!r}; it can be one of {', '.join(HOLDS[1:])}")
    fields = tuple(spec_from_json(member) for member in raw.get("fields", ()))
    if kind == "enum" and not raw.get("choices"):
        raise ValueError(f"variable {name!r} is an enum and needs its choices")
    if not all(isinstance(one, str) and 0 < len(one) <= LONGEST_CHOICE for one in raw.get("choices") or ()):
        raise ValueError(f"variable {name!r} has a choice that is no text of 1 to {LONGEST_CHOICE} characters")
    dictionary = raw.get("dictionary", "")
    if dictionary and (kind != "enum" or not isinstance(dictionary, str) or not DICTIONARY.fullmatch(dictionary)):
        raise ValueError(
            f"variable {name!r} has the dictionary {dictionary!r}; only an enum has one, named in small letters and hyphens"
        )
    if kind == "object" and not fields:
        raise ValueError(f"variable {name!r} is an object and needs its fields")
    return VariableSpec(
        name=name,
        type=kind,
        required=bool(raw.get("required", True)),
        sample=raw.get("sample"),
        description=str(raw.get("description", "")),
        choices=tuple(raw.get("choices") or ()),
        fields=fields,
        holds=holds,
        dictionary=dictionary,
    )


def spec_to_json(spec: VariableSpec) -> dict[str, JSON]:
    """The stored JSON form of a VariableSpec."""
    stored: dict[str, JSON] = {
        "name": spec.name,
        "type": spec.type,
        "required": spec.required,
        "sample": spec.sample,
        "description": spec.description,
        "choices": list(spec.choices),
        "fields": [spec_to_json(member) for member in spec.fields],
        "holds": spec.holds,
    }
    # Left out where there is none, so that editions from before there were dictionaries keep their hashes.
    return stored | ({"dictionary": spec.dictionary} if spec.dictionary else {})


def _schema_of_one(variable: VariableSpec) -> dict[str, JSON]:
    if variable.type in SCALARS:
        schema = dict(SCALARS[variable.type])
    elif variable.type == "money":
        schema = dict(MONEY)
    elif variable.type == "enum":
        schema = {"enum": list(variable.choices)}
    elif variable.type == "object":
        schema = schema_of(variable.fields)
    else:
        rows = schema_of(variable.fields) if variable.fields else dict(SCALARS["string"])
        schema = {"type": "array", "items": rows, "maxItems": MAX_ROWS}
    if variable.description:
        schema["description"] = variable.description
    if variable.sample is not None:
        schema["examples"] = [variable.sample]
    return schema
