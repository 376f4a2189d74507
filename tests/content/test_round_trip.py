"""A store written to files and brought to an empty installation, submitted and approved there, is the same store."""

from __future__ import annotations

from dataclasses import replace
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
from commhub.starter.library import Library, read_library
from commhub.starter.load import load_library
from commhub.versions import State
from tests.store import NOW

Hashes = dict[tuple[str, str, str], str]


def live_hashes() -> Hashes:
    rows = LiveEdition.objects.values_list("template__key", "brand__key", "locale", "edition__hash")
    return {(template, brand, locale): found for template, brand, locale, found in rows}


def exported() -> dict[str, bytes]:
    return written(exported_items())


def part_of_the_library() -> Library:
    """Both brands with all that templates are made of, and of templates and term lists two each: it goes quickly, and
    nothing in it is of a kind that the whole has otherwise."""
    library = read_library()
    return replace(
        library,
        templates=tuple(one for one in library.templates if one.key in ("policy-documents", "security-code")),
        term_lists=tuple(one for one in library.term_lists if one.key in ("general-en", "insurance-zh")),
    )


def whole_store() -> tuple[dict[str, bytes], Hashes]:
    """The starter library as a tree, and its live editions, from an installation that is then gone."""
    with transaction.atomic():
        load_library(now=NOW, library=part_of_the_library())
        found = exported(), live_hashes()
        transaction.set_rollback(True)
    return found


def person(name: str, group: str) -> User:
    user = User.objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.mark.django_db
def test_export_then_apply_to_an_empty_installation_gives_the_same_editions() -> None:
    tree, hashes = whole_store()
    assert len(hashes) == 8
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
