"""Categories: `categories.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.contrib.auth.models import User
from django.db import models

from commhub.content.item import Item
from commhub.content.shapes.base import checked
from commhub.content.shapes.rows import Row, RowShape
from commhub.content.yaml_reading import Members, Node
from templates_store.models import Category

SETTINGS: Final = tuple(field for field in Category._meta.concrete_fields if field.name not in ("id", "key", "label"))


class CategoriesShape(RowShape):
    kind = "categories"
    order = 0
    pattern = re.compile(r"categories\.yaml\Z")
    members = ("key", "label", *(field.name for field in SETTINGS))
    permissions = ("templates_store.add_category", "templates_store.change_category")

    def rows(self) -> Iterable[Row]:
        return [{name: getattr(row, name) for name in self.members} for row in Category.objects.order_by("key")]

    def row(self, told: Members) -> Row:
        found: Row = {"key": told.need("key", Node.text), "label": told.need("label", Node.text)}
        for field in SETTINGS:
            read = Node.flag if isinstance(field, models.BooleanField) else Node.text
            found[field.name] = told.get(field.name, read, field.get_default())
        return found

    def name_of(self, row: Row) -> str:
        return str(row["key"])

    def bring(self, changed: list[Row], gone: list[Row], item: Item, actor: User, now: datetime) -> None:
        for row in changed:
            category = Category.objects.filter(key=row["key"]).first() or Category(key=row["key"])
            for name in self.members:
                setattr(category, name, row[name])
            place = item.place(self.name_of(row))
            checked(category, {}, place)
            category.save()
