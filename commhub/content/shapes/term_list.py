"""Term lists: one YAML file each, with the entries of a rule pack."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from commhub.content.item import Item
from commhub.content.problems import BadTree, Place, Problem
from commhub.content.shapes.base import BASED_ON, KEY, Files, VersionShape, as_file
from commhub.content.yaml_reading import Node
from commhub.content.yaml_writing import ordered
from commhub.contracts import JSON
from commhub.lint.models import Term, TermList, TermListVersion
from commhub.lint.packs.reading import FORMAT, TEXTS, BadPack, Pack, read_pack, term_of
from commhub.lint.rules.base import TermSpec
from commhub.lint.store.packs import entry_of, problems_with_row
from commhub.lint.store.writing import with_forms, write_list
from commhub.lint.terms import spec_of

ORDER = (*TEXTS, "inflect", "explainable")
NUMBERED = re.compile(r"Term (\d+)")


class TermListShape(VersionShape):
    kind = "term-list"
    order = 10
    model = TermListVersion
    pattern = re.compile(rf"term-lists/(?P<key>{KEY})\.yaml\Z")

    def main(self, key: str) -> str:
        return f"term-lists/{key}.yaml"

    def item(self, version: TermListVersion) -> Item:
        rows = sorted(version.terms.all(), key=lambda row: row.key)
        specs = [spec_of(row) for row in rows]
        usual = with_forms(replace(spec, forms=()) for spec in specs)
        entries = [
            _entry(row, spec, made.forms == spec.forms) for row, spec, made in zip(rows, specs, usual, strict=True)
        ]
        term_list = version.term_list
        about = {"label": term_list.label, "description": term_list.description}
        return Item(self.kind, term_list.key, about, {"policy": ordered(version.policy), "terms": entries})

    def files(self, item: Item) -> dict[str, bytes]:
        told = {**item.about, "policy": item.content["policy"], "terms": item.content["terms"]}
        return {self.main(item.key): as_file(told)}

    def read(self, key: str, files: Files) -> Item:
        told = self.opened(key, files, ("label", "description", "policy", "terms"))
        about = {
            "label": told.need("label", lambda node: node.text(empty=False)),
            "description": told.get("description", Node.text, ""),
        }
        nodes = told.get("terms", Node.items, [])
        content = {
            "policy": told.get("policy", lambda node: ordered(node.value()), {}),
            "terms": sorted((ordered(node.value(), ORDER) for node in nodes), key=lambda entry: str(_id_of(entry))),
        }
        places = {"": told.node.place, **{f"term/{number}": node.place for number, node in enumerate(nodes, 1)}}
        item = Item(self.kind, key, about, content, based_on=told.get(BASED_ON, Node.text, ""), places=places)
        _read(content["policy"], [node.value() for node in nodes], item)
        return item

    def parent(self, key: str) -> TermList | None:
        return TermList.objects.filter(key=key).first()

    def make_parent(self, item: Item) -> TermList:
        return TermList(key=item.key, **item.about)

    def tell_parent(self, parent: TermList, item: Item) -> None:
        parent.label = item.about["label"]
        parent.description = item.about["description"]

    def write(self, version: TermListVersion, item: Item, note: str) -> None:
        write_list(version, with_forms(specs_in(item)), item.content["policy"], note)
        silent = [entry["id"] for entry in item.content["terms"] if entry.get("active") is False]
        version.terms.filter(key__in=silent).update(active=False)


def specs_in(item: Item) -> tuple[TermSpec, ...]:
    """The rules that a term list's files say, the silent ones as well."""
    return tuple(term_of(_plain(entry)) for entry in item.content["terms"])


def _entry(row: Term, spec: TermSpec, usual_forms: bool) -> dict[str, JSON]:
    entry = entry_of(replace(spec, forms=()) if usual_forms else spec)
    told: dict[str, JSON] = ordered(entry if row.active else {**entry, "active": False}, ORDER)
    return told


def _id_of(entry: JSON) -> JSON:
    return entry.get("id", "") if isinstance(entry, dict) else ""


def _plain(entry: JSON) -> JSON:
    return {name: value for name, value in entry.items() if name != "active"} if isinstance(entry, dict) else entry


def _read(policy: JSON, entries: list[JSON], item: Item) -> Pack:
    """What the entries are as a rule pack. Raises BadTree with the place of each that is wrong."""
    raw = {"format": FORMAT, "policy": policy, "terms": [_plain(entry) for entry in entries]}
    try:
        pack = read_pack(json.dumps(raw).encode())
    except BadPack as error:
        raise BadTree(Problem(_place(one, item), one) for one in error.problems) from error
    problems = [
        Problem(item.place(f"term/{number}"), one)
        for number, spec in enumerate(pack.terms, 1)
        for one in problems_with_row(spec)
    ]
    if problems:
        raise BadTree(problems)
    return pack


def _place(problem: str, item: Item) -> Place:
    number = NUMBERED.search(problem)
    return item.place(f"term/{number[1]}" if number else "")
