"""Assets: `brands/northlight/assets/logo/asset.yaml`, and its files beside it, byte for byte."""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from babel import Locale, UnknownLocaleError

from brand_assets.cleaning import clean
from brand_assets.files import UnsuitableFile, facts_of
from brand_assets.models import Asset, AssetVariant, AssetVersion, Brand
from brand_assets.restoring import Restored, restore_files
from brand_assets.rules import SCHEMES, Rule
from commhub.channels import channels
from commhub.content.item import Item
from commhub.content.problems import BadTree, Place, Problem, bad, did_you_mean
from commhub.content.shapes.base import KEY, Files, VersionShape, as_file
from commhub.content.yaml_reading import Members, Node, members_of
from commhub.contracts import JSON
from commhub.publish.editions import asset_bytes

TOLD: Final = ("alt", "email_width", "print_width", "files")
OF_A_FILE: Final = (
    "file", "channel", "locale", "market", "scheme", "valid_from", "valid_until", "scale", "master", "made_from", "made_how",
)  # fmt: skip
ANY: Final = "any"


class AssetShape(VersionShape):
    kind = "asset"
    order = 30
    model = AssetVersion
    pattern = re.compile(
        rf"brands/(?P<brand>{KEY})/assets/(?P<slot>{KEY})/(?:asset\.yaml|(?P<file>[A-Za-z0-9][A-Za-z0-9._-]*\.(?:png|jpg|gif|svg)))\Z"
    )

    def key_of(self, match: re.Match[str]) -> str:
        return f"{match['brand']}/{match['slot']}"

    def folder(self, key: str) -> str:
        brand, slot = key.split("/")
        return f"brands/{brand}/assets/{slot}"

    def main(self, key: str) -> str:
        return f"{self.folder(key)}/asset.yaml"

    def item(self, version: AssetVersion) -> Item:
        asset = version.asset
        rows = [_of_variant(variant) for variant in version.variants.all()]
        content = {
            "alt": version.alt,
            "email_width": version.email_width,
            "print_width": version.print_width,
            "files": sorted(rows, key=lambda row: str(row["file"])),
        }
        blobs = {row["sha256"]: asset_bytes(row["sha256"]) for row in rows}
        return Item(self.kind, f"{asset.brand.key}/{asset.slot}", {}, content, blobs)

    def files(self, item: Item) -> dict[str, bytes]:
        folder = self.folder(item.key)
        rows = [
            {name: row[name] for name in OF_A_FILE if row[name] not in ("", 0, False)} for row in item.content["files"]
        ]
        told = {**{name: item.content[name] for name in ("alt", "email_width", "print_width")}, "files": rows}
        blobs = {f"{folder}/{row['file']}": item.blobs[row["sha256"]] for row in item.content["files"]}
        return {self.main(item.key): as_file(told), **blobs}

    def read(self, key: str, files: Files) -> Item:
        told = self.opened(key, files, TOLD)
        folder = self.folder(key)
        problems: list[Problem] = []
        rows: list[dict[str, JSON]] = []
        places: dict[str, Place] = {"": told.node.place}
        blobs: dict[str, bytes] = {}
        for node in told.get("files", Node.items, []):
            try:
                row, file = _of_node(members_of(node, OF_A_FILE), folder, files)
            except BadTree as error:
                problems += error.problems
                continue
            places[str(row["file"])] = node.place
            rows.append(row)
            blobs[str(row["sha256"])] = file
        named = {f"{folder}/{row['file']}" for row in rows}
        if not problems:
            spare = sorted(set(files) - named - {self.main(key)})
            problems += [Problem(Place(path), "No line of asset.yaml says where this file is used.") for path in spare]
            problems += _strangers(rows, places)
        if problems:
            raise BadTree(problems)
        content = {
            "alt": told.need("alt", Node.text),
            "email_width": told.get("email_width", Node.whole, None),
            "print_width": told.get("print_width", Node.whole, None),
            "files": sorted(rows, key=lambda row: str(row["file"])),
        }
        return Item(self.kind, key, {}, content, blobs, told.get("based_on", Node.text, ""), places)

    def parent(self, key: str) -> Asset | None:
        brand, slot = key.split("/")
        return Asset.objects.filter(brand__key=brand, slot=slot).select_related("brand").first()

    def make_parent(self, item: Item) -> Asset:
        key, slot = item.key.split("/")
        brand = Brand.objects.filter(key=key).first()
        if brand is None:
            raise bad(item.place(), f"There is no brand {key!r}: brands/{key}/brand.yaml would say what it is.")
        return Asset(brand=brand, slot=slot)

    def tell_parent(self, parent: Asset, item: Item) -> None:
        """Nothing: what there is to say of an asset is in its versions."""

    def write(self, version: AssetVersion, item: Item, note: str) -> None:
        content = item.content
        restored = [
            Restored(_rule(row), item.blobs[row["sha256"]], row["master"], row["made_from"], row["made_how"])
            for row in content["files"]
        ]
        try:
            restore_files(version, restored, content["email_width"], content["print_width"], note, alt=content["alt"])
        except UnsuitableFile as error:
            raise bad(item.place(), str(error)) from error


def _of_variant(variant: AssetVariant) -> dict[str, JSON]:
    rule = asdict(variant.rule)
    dates = {name: rule[name].isoformat() if rule[name] else "" for name in ("valid_from", "valid_until")}
    made = {"master": variant.master, "made_from": variant.made_from, "made_how": variant.made_how}
    row = {**rule, **dates, **made, "sha256": variant.sha256}
    return {"file": _name(row, str(variant.file.name).rpartition(".")[2]), **row}


def _name(row: dict[str, Any], ending: str) -> str:
    """A name from where the file is used: `email-dark-2x.png`. No two files of one version have the same rule."""
    words = ["master"] if row["master"] else [row["channel"]]
    words += [row[name] for name in ("locale", "market", "scheme") if row[name]]
    words += [f"from-{row['valid_from']}"] if row["valid_from"] else []
    words += [f"until-{row['valid_until']}"] if row["valid_until"] else []
    words += [f"{row['scale']}x"] if row["scale"] else []
    return f"{'-'.join(words)}.{ending}"


def _of_node(told: Members, folder: str, files: Files) -> tuple[dict[str, JSON], bytes]:
    name = told.need("file", lambda node: node.text(empty=False))
    place = told.by_name["file"].place
    path = f"{folder}/{name}"
    if path not in files:
        there = [one.rpartition("/")[2] for one in files if not one.endswith("asset.yaml")]
        raise bad(place, f"There is no file {name!r} beside asset.yaml.{did_you_mean(name, there)}")
    try:
        content = clean(files[path]).content
        ending = facts_of(content).extension
    except UnsuitableFile as error:
        raise bad(path, str(error)) from error
    if not name.endswith(f".{ending}"):
        raise bad(path, f"By its content this is a {ending} file: give it that ending.")
    row: dict[str, JSON] = {
        "file": name,
        "channel": told.get("channel", _channel, ANY),
        "locale": told.get("locale", _locale, ""),
        "market": told.get("market", Node.text, ""),
        "scheme": told.get("scheme", _scheme, ""),
        "valid_from": told.get("valid_from", _day, ""),
        "valid_until": told.get("valid_until", _day, ""),
        "scale": told.get("scale", Node.whole, 0),
        "master": told.get("master", Node.flag, False),
        "made_from": told.get("made_from", Node.text, ""),
        "made_how": told.get("made_how", Node.text, ""),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    if row["scale"] not in (0, 1, 2):
        raise bad(told.by_name["scale"].place, "The scale is 1 or 2, or left out.")
    return row, content


def _strangers(rows: list[dict[str, JSON]], places: dict[str, Place]) -> list[Problem]:
    masters = {row["sha256"] for row in rows if row["master"]}
    problems = [
        Problem(
            places[str(row["file"])],
            f"{row['file']} was made from another master than stands here: take out `made_from` and `made_how` to keep it "
            "as a file of its own, or take out the line and have it made anew in the desk.",
        )
        for row in rows
        if row["made_from"] and row["made_from"] not in masters
    ]
    rules: dict[tuple[Rule, bool], str] = {}
    for row in rows:
        rule = _rule(row), bool(row["master"])
        if rule in rules:
            problems.append(
                Problem(places[str(row["file"])], f"{row['file']} and {rules[rule]} would be used in the same places.")
            )
        rules[rule] = str(row["file"])
    return problems


def _rule(row: Any) -> Rule:
    return Rule(
        row["channel"],
        row["locale"],
        row["market"],
        row["scheme"],
        date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
        date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
        row["scale"],
    )


def _channel(node: Node) -> str:
    known = [ANY, *channels.names()]
    if node.text() not in known:
        raise bad(node.place, f"There is no channel {node.text()!r}.{did_you_mean(node.text(), known)}")
    return node.text()


def _scheme(node: Node) -> str:
    if node.text() not in SCHEMES:
        raise bad(node.place, f"The scheme can be light or dark, and not {node.text()!r}.")
    return node.text()


def _locale(node: Node) -> str:
    try:
        Locale.parse(node.text(), sep="-")
    except (UnknownLocaleError, ValueError) as error:
        raise bad(node.place, f"{node.text()!r} is not a language; use a tag such as en, en-GB or zh-Hans.") from error
    return node.text()


def _day(node: Node) -> str:
    try:
        return date.fromisoformat(node.text()).isoformat()
    except ValueError as error:
        raise bad(node.place, "This should be a day such as '2027-01-31'.") from error
