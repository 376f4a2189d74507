"""A store written to files and brought to an empty installation, submitted and approved there, is the same store."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction

from commhub.approval.approve import approve
from commhub.approval.groups import ADMINISTRATORS, REVIEWERS, make_groups
from commhub.approval.ratchet import complete
from commhub.approval.releases import approve_release
from commhub.content.applying import apply, check
from commhub.content.plan import Asked, make_plan
from commhub.content.store import exported_items
from commhub.content.tree import read_items, written
from commhub.lint.models import TermListVersion
from commhub.publish.models import LiveEdition, Release
from commhub.starter.load import load_library
from commhub.versions import State
from tests.store import NOW

Hashes = dict[tuple[str, str, str], str]


def live_hashes() -> Hashes:
    rows = LiveEdition.objects.values_list("template__key", "brand__key", "locale", "edition__hash")
    return {(template, brand, locale): found for template, brand, locale, found in rows}


def exported() -> dict[str, bytes]:
    return written(exported_items())


class _Undo(Exception):
    pass


def whole_store() -> tuple[dict[str, bytes], Hashes]:
    """The starter library as a tree, and its live editions, from an installation that is then gone."""
    with pytest.raises(_Undo), transaction.atomic():
        load_library(now=NOW)
        found = exported(), live_hashes()
        raise _Undo
    return found


def person(name: str, group: str) -> User:
    user = User.objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.mark.django_db
def test_export_then_apply_to_an_empty_installation_gives_the_same_editions() -> None:
    tree, hashes = whole_store()
    assert len(hashes) > 10
    assert not live_hashes()
    make_groups()
    author, reviewer = person("mara", ADMINISTRATORS), person("rae", REVIEWERS)
    items = read_items(tree)

    lists = make_plan(items, Asked(author, kinds=frozenset({"term-list"})))
    assert check(lists, author, now=NOW).problems == ()
    apply(lists, author, now=NOW, submit=True)
    for draft in TermListVersion.objects.filter(state=State.IN_REVIEW):
        complete(draft, NOW)
        approve(draft, reviewer, now=NOW)

    plan = make_plan(items, Asked(author))
    assert {change.action.value for change in plan.changes} == {"create", "at once", "unchanged"}
    assert check(plan, author, now=NOW).problems == ()
    applied = apply(plan, author, now=NOW, submit=True, message="From the other installation")
    assert applied.submitted is not None
    assert not live_hashes(), "nothing is live before somebody approved it"
    release = Release.objects.get(name="From the other installation")
    approve_release(release, reviewer, now=NOW + timedelta(minutes=1))

    assert live_hashes() == hashes
    assert exported() == tree
