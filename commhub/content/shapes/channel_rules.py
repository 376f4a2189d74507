"""Channel rules: the one book of them, `channel-rules.yaml`."""

from __future__ import annotations

import re

from commhub.channels import channels
from commhub.content.item import Item
from commhub.content.problems import BadTree, Place, Problem
from commhub.content.shapes.base import BASED_ON, Files, VersionShape
from commhub.content.yaml_reading import Members, Node, members_of
from commhub.content.yaml_writing import as_yaml, ordered
from commhub.contracts import JSON
from commhub.decide.editing import Rule, write_rules
from commhub.decide.models import THE_BOOK, ChannelRule, RuleBook, RuleBookVersion
from commhub.decide.rules import problems_with_rule

MEMBERS = ("name", "priority", "conditions", "channels", "active")


class ChannelRulesShape(VersionShape):
    kind = "channel-rules"
    order = 15
    model = RuleBookVersion
    pattern = re.compile(r"channel-rules\.yaml\Z")

    def key_of(self, match: re.Match[str]) -> str:
        return self.kind

    def main(self, key: str) -> str:
        return "channel-rules.yaml"

    def item(self, version: RuleBookVersion) -> Item:
        rows = sorted(version.rules.all(), key=lambda row: (row.priority, row.name))
        rules = [{name: ordered(getattr(row, name)) for name in MEMBERS} for row in rows]
        return Item(self.kind, self.kind, {}, {"rules": rules})

    def files(self, item: Item) -> dict[str, bytes]:
        return {self.main(item.key): as_yaml({"rules": [_brief(rule) for rule in item.content["rules"]]})}

    def read(self, key: str, files: Files) -> Item:
        told = self.opened(key, files, ("rules",))
        places: dict[str, Place] = {"": told.node.place}
        rules: list[dict[str, JSON]] = []
        problems: list[Problem] = []
        for node in told.get("rules", Node.items, []):
            try:
                rule = _rule(members_of(node, MEMBERS))
            except BadTree as error:
                problems += error.problems
                continue
            if rule["name"] in places:
                problems.append(Problem(node.place, f"Another rule has the name {rule['name']!r}."))
            places[rule["name"]] = node.place
            row = ChannelRule(**rule)
            problems += [Problem(node.place, one) for one in problems_with_rule(row, channels.names())]
            rules.append(rule)
        if problems:
            raise BadTree(problems)
        rules.sort(key=lambda rule: (rule["priority"], rule["name"]))
        based_on = told.get(BASED_ON, Node.text, "")
        return Item(self.kind, key, {}, {"rules": rules}, based_on=based_on, places=places)

    def parent(self, key: str) -> RuleBook | None:
        return RuleBook.objects.first()

    def make_parent(self, item: Item) -> RuleBook:
        return RuleBook(key=THE_BOOK)

    def tell_parent(self, parent: RuleBook, item: Item) -> None:
        """Nothing is said of the book but its versions."""

    def write(self, version: RuleBookVersion, item: Item, note: str) -> None:
        rules = [Rule(**{**rule, "channels": tuple(rule["channels"])}) for rule in item.content["rules"]]
        write_rules(version, rules, note)


def _brief(rule: dict[str, JSON]) -> dict[str, JSON]:
    """A rule without conditions when it has none, and without saying that it counts when it does."""
    return {
        name: value
        for name, value in rule.items()
        if not (name == "conditions" and not value) and not (name == "active" and value)
    }


def _rule(told: Members) -> dict[str, JSON]:
    return {
        "name": told.need("name", lambda node: node.text(empty=False)),
        "priority": told.get("priority", Node.whole, 100),
        "conditions": told.get("conditions", lambda node: ordered(node.value()), {}),
        "channels": told.need("channels", Node.texts),
        "active": told.get("active", Node.flag, True),
    }
