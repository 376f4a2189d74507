"""The API's description as a page for people, made from the same document; it loads nothing from anywhere."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commhub.contracts import JSON

METHODS = ("get", "post", "put", "delete")


@dataclass(frozen=True, slots=True)
class Member:
    """One member of an object, or one parameter of an operation. `component` names the object that it is, if any."""

    name: str
    type: str
    component: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operation answers with one status."""

    status: str
    media_types: str
    type: str
    component: str
    description: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: Sequence[Member]
    body: str
    examples: Sequence[tuple[str, str]]
    answers: Sequence[Answer]


@dataclass(frozen=True, slots=True)
class Component:
    """One object that operations take or give."""

    name: str
    description: str
    members: Sequence[Member]
    values: Sequence[str]


def operations(document: Mapping[str, JSON]) -> list[Operation]:
    """Every operation, in the order of the document."""
    return [
        _operation(path, method, methods[method])
        for path, methods in document["paths"].items()
        for method in METHODS
        if method in methods
    ]


def components(document: Mapping[str, JSON]) -> list[Component]:
    """Every object, by name."""
    return [
        Component(
            name,
            schema.get("description", ""),
            [
                _member(member, inner, member in schema.get("required", ()), inner.get("description", ""))
                for member, inner in schema.get("properties", {}).items()
            ],
            [json.dumps(value) for value in schema.get("enum", ())],
        )
        for name, schema in document["components"]["schemas"].items()
    ]


def _operation(path: str, method: str, raw: Mapping[str, JSON]) -> Operation:
    content = raw.get("requestBody", {}).get("content", {})
    media: Mapping[str, JSON] = next(iter(content.values()), {})
    return Operation(
        id=raw["operationId"],
        method=method.upper(),
        path=path,
        summary=raw.get("summary", ""),
        description=raw.get("description", ""),
        parameters=[
            _member(one["name"], one["schema"], one.get("required", False), one.get("description", ""))
            for one in raw.get("parameters", ())
        ],
        body=_type(media.get("schema", {}))[1],
        examples=[
            (name, json.dumps(example["value"], indent=2, ensure_ascii=False))
            for name, example in media.get("examples", {}).items()
        ],
        answers=[_answer(status, answer) for status, answer in sorted(raw["responses"].items())],
    )


def _answer(status: str, raw: Mapping[str, JSON]) -> Answer:
    content = raw.get("content", {})
    media: Mapping[str, JSON] = next(iter(content.values()), {})
    kind, component = _type(media.get("schema", {}))
    return Answer(status, ", ".join(content), kind if content else "", component, raw.get("description", ""))


def _member(name: str, schema: Mapping[str, JSON], required: bool, description: str) -> Member:
    kind, component = _type(schema)
    return Member(name, kind, component, required, description)


def _type(schema: Mapping[str, JSON]) -> tuple[str, str]:
    """What a schema is in words, and the component that it is or is made of."""
    if "$ref" in schema:
        component = schema["$ref"].rpartition("/")[2]
        return component, component
    for several in ("allOf", "oneOf", "anyOf"):
        if several in schema:
            kinds = [_type(inner) for inner in schema[several]]
            component = next((component for _, component in kinds if component), "")
            return " or ".join(kind for kind, _ in kinds if kind), component
    kind = schema.get("type", "anything")
    words = " or ".join(kind) if isinstance(kind, list) else kind
    if kind == "array":
        inner, component = _type(schema.get("items", {}))
        return f"list of {inner}", component
    if schema.get("format"):
        words += f" ({schema['format']})"
    if "const" in schema:
        words += f" {json.dumps(schema['const'])}"
    return words, ""
