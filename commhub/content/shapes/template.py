"""Templates: `template.yaml`, `variables.yaml`, a folder for each language, and `test-sets/`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.utils.dateparse import parse_datetime
from django.utils.text import slugify

from brand_assets.models import Brand
from commhub.approval.errors import Refused
from commhub.approval.life import require_sound
from commhub.content.item import Item
from commhub.content.problems import BadTree, Place, Problem, bad, did_you_mean
from commhub.content.shapes.base import KEY, LOCALE, Files, VersionShape, as_file, as_source, opened, source_of
from commhub.content.shapes.translations import behind, read_behind, translated
from commhub.content.yaml_reading import Members, Node, members_of
from commhub.content.yaml_writing import as_yaml, ordered
from commhub.contracts import JSON
from commhub.versions import State
from templates_store.editing import Languages, write_template
from templates_store.models import Category, Template, TemplateVersion, TestSet
from templates_store.variables import spec_from_json

ORDER: Final = ("name", "type", "required", "sample", "description", "choices", "fields", "holds", "dictionary")
ABOUT: Final = ("name", "description", "category")
TOLD: Final = (*ABOUT, "brands", "source_locale", "required_locales", "until", "out_of_date")


def ending_of(part: str) -> str:
    """The ending of a part's file: Markdown, HTML or plain text."""
    if part == "body":
        return "md"
    return "html" if part.endswith("-html") else "txt"


class TemplateShape(VersionShape):
    kind = "template"
    order = 60
    model = TemplateVersion
    pattern = re.compile(
        rf"templates/(?P<key>{KEY})/(?:template\.yaml|variables\.yaml|test-sets/(?P<set>[a-z0-9][a-z0-9-]*)\.yaml"
        rf"|(?P<locale>{LOCALE})/(?P<part>{KEY})\.(?P<ending>md|html|txt))\Z"
    )

    def main(self, key: str) -> str:
        return f"templates/{key}/template.yaml"

    def item(self, version: TemplateVersion) -> Item:
        template = version.template
        rows = {f"{one.locale}/{one.name}": (one.source, one.made_from) for one in version.parts.all()}
        rows = {name: rows[name] for name in sorted(rows) if rows[name][0].strip()}
        content = {
            "brands": sorted(brand.key for brand in version.brands.all()),
            "source_locale": version.source_locale,
            "required_locales": list(version.required_locales),
            "until": version.until.isoformat() if version.until else "",
            "variables": ordered(version.variables, ORDER),
            "parts": {name: source for name, (source, _) in rows.items()},
            "out_of_date": behind(rows, version.source_locale),
            "test_sets": {
                one.name: {"data": ordered(one.data), "recipient": ordered(one.recipient)}
                for one in sorted(version.test_sets.all(), key=lambda one: one.name)
            },
        }
        about = {"name": template.name, "description": template.description, "category": template.category.key}
        return Item(self.kind, template.key, about, content)

    def files(self, item: Item) -> dict[str, bytes]:
        folder = f"templates/{item.key}"
        content = item.content
        told = {**item.about, **{name: content[name] for name in TOLD[len(ABOUT) :]}}
        files = {self.main(item.key): as_file(told)}
        if content["variables"]:
            files[f"{folder}/variables.yaml"] = as_yaml(content["variables"])
        for name, source in content["parts"].items():
            files[f"{folder}/{name}.{ending_of(name.partition('/')[2])}"] = as_source(source)
        for stem, name in _stems(content["test_sets"]):
            files[f"{folder}/test-sets/{stem}.yaml"] = as_file({"name": name, **content["test_sets"][name]})
        return files

    def read(self, key: str, files: Files) -> Item:
        told = self.opened(key, files, TOLD)
        places = {"": told.node.place}
        parts: dict[str, str] = {}
        sets: dict[str, dict[str, JSON]] = {}
        variables: list[JSON] = []
        for path in sorted(files):
            match = self.pattern.match(path)
            if match is None or path == self.main(key):
                continue
            if match["locale"]:
                _read_part(match, path, files[path], parts, places)
            elif match["set"]:
                _read_set(opened(path, files[path]), sets)
            else:
                variables = _read_variables(opened(path, files[path]), places)
        about = {
            "name": told.need("name", lambda node: node.text(empty=False)),
            "description": told.get("description", Node.text, ""),
            "category": told.need("category", Node.text),
        }
        places |= {name: told.by_name[name].place for name in ("category", "brands") if name in told.by_name}
        content = {
            **_settings(told),
            "variables": variables,
            "parts": dict(sorted(parts.items())),
            "out_of_date": told.get("out_of_date", lambda node: read_behind(node, parts), {}),
            "test_sets": dict(sorted(sets.items())),
        }
        return Item(self.kind, key, about, content, based_on=told.get("based_on", Node.text, ""), places=places)

    def parent(self, key: str) -> Template | None:
        return Template.objects.filter(key=key).select_related("category").first()

    def make_parent(self, item: Item) -> Template:
        return Template(
            key=item.key, name=item.about["name"], description=item.about["description"], category=_category(item)
        )

    def tell_parent(self, parent: Template, item: Item) -> None:
        parent.name = item.about["name"]
        parent.description = item.about["description"]
        if parent.category.key != item.about["category"]:
            if parent.versions.exclude(state=State.DRAFT).exists():
                raise bad(
                    item.place("category"),
                    f"The category cannot change any more: {parent.key} was reviewed as {parent.category.key}.",
                )
            parent.category = _category(item)

    def write(self, version: TemplateVersion, item: Item, note: str) -> None:
        content = item.content
        brands = {brand.key: brand for brand in Brand.objects.filter(key__in=content["brands"])}
        missing = [key for key in content["brands"] if key not in brands]
        if missing:
            known = did_you_mean(missing[0], Brand.objects.values_list("key", flat=True))
            raise bad(item.place("brands"), f"There is no brand {missing[0]!r}.{known}")
        before = {f"{part.locale}/{part.name}": (part.source, part.made_from) for part in version.parts.all()}
        parts = {(name.split("/")[0], name.split("/")[1]): source for name, source in content["parts"].items()}
        locale_before = version.source_locale
        write_template(
            version,
            parts,
            content["variables"],
            note,
            brands=list(brands.values()),
            languages=Languages(content["source_locale"], tuple(content["required_locales"])),
        )
        version.until = parse_datetime(content["until"]) if content["until"] else None
        version.save(update_fields=["until"])
        told = content["out_of_date"]
        made_from = translated(content["parts"], version.source_locale, before, locale_before, told)
        for part in version.parts.all():
            part.made_from = made_from[f"{part.locale}/{part.name}"]
            part.save(update_fields=["made_from"])
        version.test_sets.all().delete()
        TestSet.objects.bulk_create(
            TestSet(version=version, name=name, **told) for name, told in content["test_sets"].items()
        )


def _category(item: Item) -> Category:
    key = item.about["category"]
    category = Category.objects.filter(key=key).first()
    if category is None:
        known = did_you_mean(key, Category.objects.values_list("key", flat=True))
        raise bad(item.place("category"), f"There is no category {key!r}.{known}")
    return category


def _settings(told: Members) -> dict[str, Any]:
    return {
        "brands": sorted(told.get("brands", Node.texts, [])),
        "source_locale": told.get("source_locale", Node.text, ""),
        "required_locales": told.get("required_locales", Node.texts, []),
        "until": told.get("until", _moment, ""),
    }


def _moment(node: Node) -> str:
    try:
        moment = datetime.fromisoformat(node.text())
    except ValueError as error:
        raise bad(node.place, "This should be a time such as '2027-01-31T00:00:00+00:00'.") from error
    if moment.tzinfo is None:
        raise bad(node.place, "This time needs an offset, such as +00:00: without one it is another time elsewhere.")
    try:
        require_sound(moment, "This time")
    except Refused as error:
        raise bad(node.place, str(error)) from error
    return moment.isoformat()


def _read_part(
    match: re.Match[str], path: str, content: bytes, parts: dict[str, str], places: dict[str, Place]
) -> None:
    name = f"{match['locale']}/{match['part']}"
    wanted = ending_of(match["part"])
    if match["ending"] != wanted:
        raise bad(path, f"This part is kept in {match['part']}.{wanted}.")
    places[name] = Place(path)
    source = source_of(path, content)
    if source.strip():
        parts[name] = source


def _read_set(node: Node, sets: dict[str, dict[str, JSON]]) -> None:
    told = members_of(node, ("name", "data", "recipient"))
    name = told.need("name", lambda inner: inner.text(empty=False))
    if name in sets:
        raise bad(told.by_name["name"].place, f"Another test set is called {name!r}.")
    sets[name] = {
        "data": told.get("data", _object, {}),
        "recipient": told.get("recipient", _object, {}),
    }


def _object(node: Node) -> JSON:
    node.members()
    return ordered(node.value())


def _read_variables(node: Node, places: dict[str, Place]) -> list[JSON]:
    found, problems = [], []
    places["variables"] = node.place
    for inner in node.items():
        inner.members()
        raw = ordered(inner.value(), ORDER)
        try:
            spec_from_json(raw)
        except (ValueError, TypeError, AttributeError) as error:
            problems.append(Problem(inner.place, f"{str(error)[:1].upper()}{str(error)[1:]}."))
        name = str(raw.get("name", ""))
        if f"variables/{name}" in places:
            problems.append(Problem(inner.place, f"The variable {name!r} stands here twice."))
        places[f"variables/{name}"] = inner.place
        found.append(raw)
    if problems:
        raise BadTree(problems)
    return found


def _stems(sets: dict[str, JSON]) -> Iterator[tuple[str, str]]:
    """A file name for each test set, made from its own; a number behind those that would be alike."""
    taken: set[str] = set()
    for name in sorted(sets):
        stem = slugify(name).strip("-_").replace("_", "-")[:60].strip("-") or "set"
        chosen, number = stem, 1
        while chosen in taken:
            number += 1
            chosen = f"{stem}-{number}"
        taken.add(chosen)
        yield chosen, name
