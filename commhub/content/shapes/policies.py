"""Approval policies: `policies.yaml`. They are brought by administrators only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from django.contrib.auth.models import Group, User
from django.db import models

from brand_assets.models import Brand
from commhub.approval.models import ApprovalPolicy, ApprovalStep
from commhub.approval.policies import Step
from commhub.approval.policy_rows import described, note_policy, problems_with_conditions, problems_with_steps
from commhub.channels import channels
from commhub.content.item import Item
from commhub.content.problems import BadTree, Place, Problem, bad, did_you_mean
from commhub.content.shapes.base import checked
from commhub.content.shapes.rows import Row, RowShape
from commhub.content.yaml_reading import Members, Node, members_of
from commhub.contracts import JSON
from templates_store.models import Category

M = TypeVar("M", bound=models.Model)


class PoliciesShape(RowShape):
    kind = "policies"
    order = 80
    pattern = re.compile(r"policies\.yaml\Z")
    members = ("name", "kinds", "categories", "brands", "locales", "channels", "active", "steps")
    permissions = ("approval.add_approvalpolicy", "approval.change_approvalpolicy")

    def rows(self) -> Iterable[Row]:
        for policy in ApprovalPolicy.objects.order_by("name").prefetch_related("categories", "brands", "steps__role"):
            steps = sorted(policy.steps.all(), key=lambda step: (step.order, step.role.name))
            yield {
                "name": policy.name,
                "kinds": list(policy.kinds),
                "categories": sorted(one.key for one in policy.categories.all()),
                "brands": sorted(one.key for one in policy.brands.all()),
                "locales": list(policy.locales),
                "channels": list(policy.channels),
                "active": policy.active,
                "steps": [{"order": step.order, "role": step.role.name, "count": step.count} for step in steps],
            }

    def row(self, told: Members) -> Row:
        lists = {
            name: told.get(name, Node.texts, []) for name in ("kinds", "categories", "brands", "locales", "channels")
        }
        return {
            "name": told.need("name", lambda node: node.text(empty=False)),
            **lists,
            "active": told.get("active", Node.flag, True),
            "steps": sorted((_step(node) for node in told.need("steps", Node.items)), key=_place_in_order),
        }

    def name_of(self, row: Row) -> str:
        return str(row["name"])

    def bring(self, changed: list[Row], gone: list[Row], item: Item, actor: User, now: datetime) -> None:
        for told in changed:
            place = item.place(self.name_of(told))
            _refuse_unsound(told, place)
            known = ApprovalPolicy.objects.filter(name=told["name"]).first()
            before = described(known) if known else None
            policy = known or ApprovalPolicy(name=told["name"])
            for name in ("kinds", "locales", "channels", "active"):
                setattr(policy, name, told[name])
            checked(policy, {}, place)
            policy.save()
            policy.categories.set(_rows(Category, "key", told["categories"], place))
            policy.brands.set(_rows(Brand, "key", told["brands"], place))
            roles = {role.name: role for role in _rows(Group, "name", [one["role"] for one in told["steps"]], place)}
            policy.steps.all().delete()
            for step in told["steps"]:
                row = ApprovalStep(policy=policy, order=step["order"], role=roles[step["role"]], count=step["count"])
                checked(row, {}, place)
                row.save()
            note_policy("changed" if before else "added", policy, actor, now=now, before=before)


def _refuse_unsound(told: Row, place: Place) -> None:
    """Raises BadTree for what the desk refuses as well: conditions that nothing meets, and steps that ask for nobody."""
    steps = [Step(one["order"], one["role"], one["count"]) for one in told["steps"]]
    wrong = problems_with_conditions(
        kinds=told["kinds"],
        locales=told["locales"],
        channels=told["channels"],
        known_channels=[channel.name for channel in channels],
    )
    said = [*(text for texts in wrong.values() for text in texts), *problems_with_steps(steps)]
    if said:
        raise BadTree(Problem(place, text) for text in said)


def _step(node: Node) -> dict[str, JSON]:
    told = members_of(node, ("order", "role", "count"))
    return {
        "order": told.get("order", Node.whole, 1),
        "role": told.need("role", Node.text),
        "count": told.get("count", Node.whole, 1),
    }


def _place_in_order(step: dict[str, JSON]) -> tuple[int, str]:
    return int(step["order"]), str(step["role"])


def _rows(model: type[M], name: str, wanted: list[str], place: Place) -> list[M]:
    found = {getattr(row, name): row for row in model._default_manager.filter(**{f"{name}__in": wanted})}
    for one in wanted:
        if one not in found:
            known = model._default_manager.values_list(name, flat=True)
            what = model._meta.verbose_name
            raise bad(place, f"There is no {what} {one!r}.{did_you_mean(one, known)}")
    return [found[one] for one in dict.fromkeys(wanted)]
