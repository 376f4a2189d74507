"""Reads Notify's templates from JSON, as its API answers `/v2/templates` or one of them, and makes items of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.utils.text import slugify

from commhub.content.item import Item
from commhub.content.notify.names import ADDRESS, Variables, same
from commhub.content.notify.syntax import Remark, Text
from commhub.content.problems import BadTree, Place, Problem, bad
from commhub.contracts import JSON

TYPES: Final = ("email", "sms", "letter")
LARGEST: Final = 20_000_000
LONGEST_NAME: Final = 120
LONGEST_TEXT: Final = 200_000


@dataclass(frozen=True, slots=True)
class Into:
    """What the new templates are here: their category, brands and language, which Notify does not know."""

    category: str
    brands: tuple[str, ...]
    locale: str


@dataclass
class Imported:
    """One template: the item, where it was read, and what is to be told of it."""

    item: Item
    source: str
    remarks: list[Remark] = field(default_factory=list)


def read_notify(path: Path, into: Into) -> list[Imported]:
    """The templates in a file, or in the `.json` files of a folder. Raises BadTree with all that is wrong."""
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    if not files:
        raise bad(path.as_posix(), "There is no .json file in this folder.")
    problems: list[Problem] = []
    found: list[Imported] = []
    taken: dict[str, str] = {}
    for file in files:
        try:
            for number, raw in enumerate(_templates(file), 1):
                found.append(_imported(raw, Place(file.as_posix()), number, into, taken))
        except BadTree as error:
            problems += error.problems
    if problems:
        raise BadTree(problems)
    return found


def _templates(file: Path) -> Iterator[JSON]:
    path = file.as_posix()
    if not file.is_file():
        raise bad(path, "There is no such file.")
    if file.stat().st_size > LARGEST:
        raise bad(path, f"The file is larger than {LARGEST:,} bytes.")
    try:
        raw = json.loads(file.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise bad(path, "This is not UTF-8.") from error
    except json.JSONDecodeError as error:
        raise bad(Place(path, error.lineno, error.colno), f"This is not JSON: {error.msg}.") from error
    except RecursionError as error:
        raise bad(path, "This is nested deeper than any answer of Notify.") from error
    if isinstance(raw, dict) and isinstance(raw.get("templates"), list):
        raw = raw["templates"]
    yield from raw if isinstance(raw, list) else [raw]


def _imported(raw: JSON, place: Place, number: int, into: Into, taken: dict[str, str]) -> Imported:
    told = _texts(raw, place, number)
    key = _key(told["name"], taken)
    taken[key] = told["name"]
    variables = Variables()
    letter = told["type"] == "letter"
    parts: dict[str, str] = {}
    remarks: list[Remark] = []
    for part, name in (("sms", "body"),) if told["type"] == "sms" else (("subject", "subject"), ("body", "body")):
        text = Text(name, variables, letter)
        source = told[name]
        written = (
            text.markdown(source)
            if part == "body"
            else text.plain(" ".join(source.split()) if part == "subject" else source)
        )
        parts[f"{into.locale}/{part}"] = written
        remarks += text.remarks
    remarks += _about(raw, variables, letter)
    content: dict[str, JSON] = {
        "brands": sorted(into.brands),
        "source_locale": into.locale,
        "required_locales": [],
        "until": "",
        "variables": variables.as_json(),
        "parts": dict(sorted((name, text) for name, text in parts.items() if text.strip())),
        "out_of_date": {},
        "test_sets": {},
    }
    came = f"From GOV.UK Notify: template {raw.get('id', '')}, version {raw.get('version', '')}."
    about = {"name": told["name"][:LONGEST_NAME], "description": came, "category": into.category}
    places = {"": place, "category": place, "brands": place, **dict.fromkeys(parts, place)}
    return Imported(Item("template", key, about, content, places=places), f"{place.path} ({told['name']})", remarks)


def _texts(raw: JSON, place: Place, number: int) -> dict[str, str]:
    """The members that are read, as text. Raises BadTree."""
    what = f"Template {number}"
    if not isinstance(raw, dict):
        raise bad(place, f"{what} is not an object.")
    kind = raw.get("type") or raw.get("template_type")
    if kind not in TYPES:
        raise bad(place, f"{what} has the type {kind!r}; it can be {', '.join(TYPES)}.")
    told: dict[str, JSON] = {"type": kind, "name": raw.get("name"), "body": raw.get("body") or raw.get("content")}
    told["subject"] = raw.get("subject") or ""
    for name, value in told.items():
        if not isinstance(value, str) or (name in ("name", "body") and not value.strip()):
            raise bad(place, f"{what} has no text as its {name}.")
        if "\0" in value or re.search("[\ud800-\udfff]", value):
            raise bad(place, f"{what} has a NUL or half a character in its {name}.")
        if len(value) > LONGEST_TEXT:
            raise bad(place, f"{what} has {len(value):,} characters in its {name}; {LONGEST_TEXT:,} are the most.")
    if kind != "sms" and not told["subject"].strip():
        raise bad(place, f"{what} has no subject.")
    return {name: str(value) for name, value in told.items()}


def _key(name: str, taken: Mapping[str, str]) -> str:
    slug = re.sub(r"-+", "-", slugify(name).replace("_", "-")).strip("-")[:60].strip("-") or "template"
    if slug[0].isdigit():
        slug = f"notify-{slug}"
    chosen, number = slug, 1
    while chosen in taken:
        number += 1
        chosen = f"{slug}-{number}"
    return chosen


def _about(raw: Mapping[str, JSON], variables: Variables, letter: bool) -> Iterator[Remark]:
    """What is to be told of a template as a whole."""
    for one in variables.known.values():
        if one.slug != one.name:
            yield Remark("variables", 1, f"(({one.name})) is called {one.slug} here.")
        if one.printed and one.asked:
            yield Remark(
                "variables",
                1,
                f"(({one.name})) is printed and asked for: here {one.slug} is printed, and show_{one.slug} is asked for.",
            )
    told = raw.get("personalisation")
    for name in told if isinstance(told, Mapping) else ():
        if same(str(name)) not in variables.known and not (letter and ADDRESS.match(same(str(name)))):
            yield Remark("personalisation", 1, f"Notify lists (({name})), and no text has it.")
    if letter:
        yield Remark("body", 1, "Our letters and e-mails share a subject and a body: this template can go out as both.")
    if raw.get("letter_contact_block"):
        yield Remark("letter_contact_block", 1, "It was left out: the brand's layout says who the letter is from.")
