"""Rows that have no versions and stand in one file each: categories, the code dictionary, channel rules and policies."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from django.contrib.auth.models import User

from commhub.content.item import Item
from commhub.content.problems import BadTree, Place, Problem
from commhub.content.shapes.base import BASED_ON, Files, Shape
from commhub.content.yaml_reading import Members, Node, members_of
from commhub.content.yaml_writing import as_yaml
from commhub.contracts import JSON

Row = dict[str, JSON]


class RowShape(Shape):
    """The rows of one file. `permissions` are what somebody needs to bring them; they take effect at once, as in the desk.

    `complete` says that what the file leaves out ends; otherwise it stays as it is.
    """

    members: ClassVar[tuple[str, ...]]
    permissions: ClassVar[tuple[str, ...]]
    complete: ClassVar[bool] = False

    def key_of(self, match: re.Match[str]) -> str:
        return self.kind

    def main(self, key: str) -> str:
        return f"{self.kind}.yaml"

    def files(self, item: Item) -> dict[str, bytes]:
        rows = [_brief(row) for row in item.content["rows"]]
        return {self.main(item.key): as_yaml({self.list_name: rows}) if rows else b""}

    def read(self, key: str, files: Files) -> Item:
        told = self.opened(key, files, (self.list_name,))
        rows: list[Row] = []
        problems: list[Problem] = []
        places: dict[str, Place] = {"": told.node.place}
        for node in told.get(self.list_name, Node.items, []):
            try:
                row = self.row(members_of(node, self.members))
            except BadTree as error:
                problems += error.problems
                continue
            name = self.name_of(row)
            if name in places:
                problems.append(Problem(node.place, f"This stands twice in the file: {name}."))
            places[name] = node.place
            rows.append(row)
        if problems:
            raise BadTree(problems)
        return Item(
            self.kind,
            key,
            {},
            {"rows": sorted(rows, key=self.name_of)},
            based_on=told.get(BASED_ON, Node.text, ""),
            places=places,
        )

    def stored(self) -> Item:
        """What the store has now."""
        return Item(self.kind, self.kind, {}, {"rows": sorted(self.rows(), key=self.name_of)})

    def over(self, item: Item, stored: Item) -> Item:
        """What the store has once the item is brought: rows that the file leaves out stay, unless it is complete."""
        if self.complete:
            return item
        told = {self.name_of(row) for row in item.content["rows"]}
        kept = [row for row in stored.content["rows"] if self.name_of(row) not in told]
        rows = sorted([*item.content["rows"], *kept], key=self.name_of)
        return Item(item.kind, item.key, item.about, {"rows": rows}, based_on=item.based_on, places=item.places)

    @property
    def list_name(self) -> str:
        return self.kind.replace("-", "_")

    @abstractmethod
    def rows(self) -> Iterable[Row]:
        """The rows in force, as the file has them."""

    @abstractmethod
    def row(self, told: Members) -> Row:
        """One row of the file, with all its members. Raises BadTree."""

    @abstractmethod
    def name_of(self, row: Row) -> str:
        """What a row is known by."""

    @abstractmethod
    def bring(self, changed: list[Row], gone: list[Row], item: Item, actor: User, now: datetime) -> None:
        """Write the rows that are new or different, and end those that are gone. Raises BadTree."""


def _brief(row: Row) -> Row:
    """A row without members that are empty; true and false are always said."""
    return {name: value for name, value in row.items() if value not in ("", [], {}, None)}
