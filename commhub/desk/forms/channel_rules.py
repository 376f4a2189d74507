"""The form of a draft of the channel rules: all rules, one below the other, and room for one more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import ValidationError

from commhub.channels import channels
from commhub.decide.editing import Rule, write_rules
from commhub.decide.models import ChannelRule, RuleBookVersion
from commhub.decide.rules import problems_with_channels, problems_with_conditions
from commhub.desk.channels import channel_labels
from commhub.desk.forms.base import DraftForm, JsonField, Tab
from commhub.desk.kinds import conditions_as_lines

NEW: Final = "new"
PARTS: Final = ("priority", "name", "channels", "active", "conditions", "remove")


class ConditionsField(JsonField):
    """The conditions of a rule as JSON; what is wrong with them is told with the place in the tree."""

    def clean(self, value: Any) -> dict[str, Any]:
        tree = super().clean(value)
        if problems := problems_with_conditions(tree):
            raise ValidationError(problems)
        return tree


class ChannelsField(forms.CharField):
    """Names of channels in order, with commas between them."""

    def clean(self, value: Any) -> list[str]:
        names = [name.strip() for name in str(super().clean(value)).split(",") if name.strip()]
        if names and (problems := problems_with_channels(names, channels.names())):
            raise ValidationError(problems)
        return names


class ChannelRulesForm(DraftForm):
    """Six fields for each rule, named by its row. What stands under `new` becomes a rule when it has a name."""

    if TYPE_CHECKING:
        version: RuleBookVersion

    def add_fields(self) -> None:
        stored = {str(row.pk): row for row in self.version.rules.order_by("priority", "name")}
        sent = [name.split(":")[1] for name in self.data if name.startswith("rule:") and name.count(":") == 2]
        gone = [row for row in dict.fromkeys(sent) if row not in stored and row != NEW and row.isdecimal()]
        self.rows = [*stored, *gone, NEW]
        for row in self.rows:
            for part, field in _fields(stored.get(row)).items():
                self.fields[f"rule:{row}:{part}"] = field

    def tabs(self) -> Iterator[Tab]:
        yield Tab(
            "rules",
            "Rules",
            "",
            [self[f"rule:{row}:{part}"] for row in self.rows for part in PARTS],
            "desk/tab_rules.html",
        )

    def shown(self) -> Iterator[Mapping[str, Any]]:
        """Each rule's fields by name, with whether one of them is wrong."""
        for row in self.rows:
            fields: dict[str, Any] = {part: self[f"rule:{row}:{part}"] for part in PARTS}
            wrong = any(field.errors for field in fields.values())
            yield {**fields, "row": row, "is_new": row == NEW, "wrong": wrong, "named": bool(fields["name"].value())}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        names: dict[str, str] = {}
        for row in self.rows:
            if self._left_out(row):
                self._forgive(row)
                continue
            name = str(cleaned.get(f"rule:{row}:name", "")).strip()
            if not name:
                self.add_error(f"rule:{row}:name", "A rule needs a name: it is quoted as the reason for a decision.")
            elif name in names:
                self.add_error(f"rule:{row}:name", "Another rule has this name already.")
            names[name] = row
            if not cleaned.get(f"rule:{row}:channels") and f"rule:{row}:channels" not in self.errors:
                problems = problems_with_channels([], channels.names())
                self.add_error(f"rule:{row}:channels", ValidationError(problems))
        return cleaned

    def write(self) -> None:
        write_rules(
            self.version, [self._rule(row) for row in self.rows if not self._left_out(row)], self.cleaned_data["note"]
        )

    def _rule(self, row: str) -> Rule:
        value = {part: self.cleaned_data[f"rule:{row}:{part}"] for part in PARTS}
        return Rule(
            name=value["name"].strip(),
            channels=tuple(value["channels"]),
            conditions=value["conditions"],
            priority=100 if value["priority"] is None else value["priority"],
            active=value["active"],
            row=None if row == NEW else int(row),
        )

    def _left_out(self, row: str) -> bool:
        """Taken out, or the room for a new one that nobody used."""
        said = [str(self.data.get(f"rule:{row}:{part}", "")).strip() for part in ("name", "channels", "conditions")]
        return bool(self.data.get(f"rule:{row}:remove")) or (row == NEW and not any(said))

    def _forgive(self, row: str) -> None:
        for part in PARTS:
            self.errors.pop(f"rule:{row}:{part}", None)


def _fields(rule: ChannelRule | None) -> dict[str, forms.Field]:
    known = ", ".join(f"{name} ({label})" for name, label in channel_labels().items())
    conditions = conditions_as_lines(rule.conditions) if rule and rule.conditions else ""
    rows = min(18, max(2, conditions.count("\n") + 1))
    names = rule.channels if rule and isinstance(rule.channels, list) else []
    return {
        "priority": forms.IntegerField(
            required=False, min_value=0, max_value=32_767, initial=rule.priority if rule else None, label="Priority"
        ),
        "name": forms.CharField(required=False, max_length=120, initial=rule.name if rule else "", label="Name"),
        "channels": ChannelsField(
            required=False,
            max_length=300,
            initial=", ".join(str(name) for name in names),
            label="Channels in order",
            help_text=f"Names with commas between them: {known}.",
        ),
        "active": forms.BooleanField(required=False, initial=rule.active if rule else True, label="Active"),
        "conditions": ConditionsField(rows=rows, initial=conditions, label="Conditions"),
        "remove": forms.BooleanField(required=False, label="Take out"),
    }
