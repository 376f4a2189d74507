"""The code dictionary: `codes.yaml`. What the file leaves out ends."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User

from commhub.codes.dictionary import Scope
from commhub.codes.models import CodeEntry
from commhub.codes.store import CodeRefused, add_entry, end_entry
from commhub.content.item import Item
from commhub.content.problems import BadTree, Problem
from commhub.content.shapes.rows import Row, RowShape
from commhub.content.yaml_reading import Members, Node


class CodesShape(RowShape):
    kind = "codes"
    order = 70
    pattern = re.compile(r"codes\.yaml\Z")
    members = ("code", "locale", "words", "template", "variable", "dictionary", "why")
    permissions = ("codes.add_codeentry", "codes.change_codeentry")
    complete = True

    def rows(self) -> Iterable[Row]:
        for entry in CodeEntry.objects.filter(ended_at=None):
            yield {
                "code": entry.code,
                "locale": entry.locale,
                "words": entry.words,
                "template": entry.template_key,
                "variable": entry.variable,
                "dictionary": entry.dictionary,
                "why": entry.why,
            }

    def row(self, told: Members) -> Row:
        needed = {name: told.need(name, lambda node: node.text(empty=False)) for name in ("code", "locale", "words")}
        return {**needed, **{name: told.get(name, Node.text, "") for name in self.members[3:]}}

    def name_of(self, row: Row) -> str:
        where = "/".join(word for word in (row["template"], row["variable"], row["dictionary"]) if word)
        return f"{where}: {row['code']} ({row['locale']})" if where else f"{row['code']} ({row['locale']})"

    def bring(self, changed: list[Row], gone: list[Row], item: Item, actor: User, now: datetime) -> None:
        problems = []
        for row in changed:
            scope = Scope(row["template"], row["variable"], row["dictionary"])
            try:
                entry = add_entry(row["code"], row["locale"], row["words"], scope, by=actor, why=row["why"], now=now)
            except CodeRefused as error:
                problems.append(Problem(item.place(self.name_of(row)), str(error)))
                continue
            if entry.why != row["why"]:  # the words stay, and with them the entry: only what was said of it changes
                CodeEntry.objects.filter(pk=entry.pk).update(why=row["why"])
        for row in gone:
            found = CodeEntry.objects.filter(
                ended_at=None,
                code=row["code"],
                locale=row["locale"],
                template_key=row["template"],
                variable=row["variable"],
                dictionary=row["dictionary"],
            ).first()
            if found is not None:
                end_entry(found, by=actor, now=now)
        if problems:
            raise BadTree(problems)
