"""The groups of people, what each may do, and the policy with which a new installation begins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

from commhub.approval.models import ApprovalPolicy, ApprovalStep
from commhub.audit.log import note
from commhub.audit.people import COMMAND_LINE

MARKETERS: Final = "Marketers"
REVIEWERS: Final = "Compliance reviewers"
BRAND_REVIEWERS: Final = "Brand reviewers"
LEGAL_REVIEWERS: Final = "Legal reviewers"
ADMINISTRATORS: Final = "Administrators"
DEFAULT_POLICY: Final = "Everything is approved by one compliance reviewer"

CONTENT: Final = {
    "templates_store": (
        "template", "templateversion", "part", "contentblock", "contentblockversion", "blocktext", "layout", "layoutversion",
    ),
    "decide": ("rulebook", "rulebookversion", "channelrule"),
    "lint": ("termlist", "termlistversion", "term"),
    "brand_assets": ("brand", "brandversion", "asset", "assetversion", "assetvariant"),
}  # fmt: skip
EVERYTHING_READABLE: Final = (
    "templates_store", "brand_assets", "customers", "record", "lint", "codes", "decide", "publish", "approval",
    "audit",
)  # fmt: skip
DATA_PEOPLE_RUN: Final = {
    "customers": ("customer", "contactpoint", "consent", "suppression"),
    "codes": ("codeentry",),
    "templates_store": ("category",),
    "api": ("apikey",),
    "approval": ("approvalpolicy", "approvalstep"),
}


@transaction.atomic
def make_groups() -> list[str]:
    """Make the groups, or bring their permissions back to what they should be; answers what it made or changed.

    Where there is no approval policy at all nothing can be approved; then one is made.
    """
    reading = Q(content_type__app_label__in=EVERYTHING_READABLE, codename__startswith="view_")
    writing = _on(CONTENT, "add", "change", "delete")
    did: list[str] = []
    did += _set(MARKETERS, reading | writing | Q(codename__in=["submit_version", "request_waiver", "triage_suspect"]))
    decided = Q(
        codename__in=[
            "approve_version",
            "retire_version",
            "request_waiver",
            "approve_waiver",
            "decide_held_message",
            "triage_suspect",
        ]
    )
    for group in (REVIEWERS, BRAND_REVIEWERS, LEGAL_REVIEWERS):
        did += _set(group, reading | _on({"codes": ("codeentry",)}, "add", "change") | decided)
    people = Q(content_type__app_label="auth", content_type__model__in=["user", "group"])
    own = _on(DATA_PEOPLE_RUN, "add", "change", "delete", "view")
    versions = Q(
        codename__in=[
            "submit_version",
            "approve_version",
            "retire_version",
            "request_waiver",
            "approve_waiver",
            "decide_held_message",
            "triage_suspect",
        ]
    )
    did += _set(ADMINISTRATORS, reading | writing | own | people | versions)
    if not ApprovalPolicy.objects.exists():
        policy = ApprovalPolicy.objects.create(name=DEFAULT_POLICY)
        ApprovalStep.objects.create(policy=policy, order=1, role=Group.objects.get(name=REVIEWERS), count=1)
        did.append(f"made the approval policy “{DEFAULT_POLICY}”")
    return did


def _on(tables: dict[str, tuple[str, ...]], *actions: str) -> Q:
    wanted = Q(pk__in=[])
    for app, models in tables.items():
        codenames = [f"{action}_{model}" for action in actions for model in models]
        wanted |= Q(content_type__app_label=app, codename__in=codenames)
    return wanted


def note_groups(did: Sequence[str], now: datetime) -> None:
    """Write down what make_groups did, where it did anything."""
    if did:
        sentence = f"Somebody at the command line {', '.join(did)}."
        note("make-groups", sentence, actor=COMMAND_LINE, now=now, subject="group")


def _set(name: str, wanted: Q) -> list[str]:
    """What was done to a group, if anything."""
    group, is_new = Group.objects.get_or_create(name=name)
    should = set(Permission.objects.filter(wanted))
    if not is_new and set(group.permissions.all()) == should:
        return []
    group.permissions.set(should)
    return [f"made the group {name}" if is_new else f"brought the permissions of {name} back to what they should be"]
