"""Who writes and who approves the starter library: two different users, as for any content."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from django.contrib.auth.models import Group, User

from commhub.approval.groups import ADMINISTRATORS, MARKETERS, REVIEWERS, make_groups


@dataclass(frozen=True, slots=True)
class People:
    """The author submits, the approver approves."""

    author: User
    approver: User
    made: list[str] = field(default_factory=list)
    """What was made or changed for them, as pieces of a sentence: groups, users."""


@dataclass(frozen=True, slots=True)
class Login:
    """A person of the demo. The password is written down here for everybody to read: never use it elsewhere."""

    user: str
    password: str
    group: str
    may: str


DEMO_LOGINS: Final = (
    Login("marketer", "marketer-demo-1", MARKETERS, "writes and submits"),
    Login("reviewer", "reviewer-demo-1", REVIEWERS, "approves or rejects"),
    Login("admin", "admin-demo-1", ADMINISTRATORS, "runs rules, terms, people and keys"),
)
SYSTEM_AUTHOR: Final = "starter-library-author"
SYSTEM_APPROVER: Final = "starter-library-approver"


@contextmanager
def people_for_loading(*, demo: bool) -> Iterator[People]:
    """The two users, ready to act. Nobody can log in as one of the system's own users, and they end up inactive."""
    made = make_groups()
    if demo:
        known = set(User.objects.values_list("username", flat=True))
        marketer, reviewer, _ = [_demo_user(login) for login in DEMO_LOGINS]
        made += [f"made the user {one.user} in {one.group}" for one in DEMO_LOGINS if one.user not in known]
        yield People(marketer, reviewer, made)
        return
    people = People(_system_user(SYSTEM_AUTHOR, MARKETERS), _system_user(SYSTEM_APPROVER, REVIEWERS), made)
    yield people
    User.objects.filter(pk__in=[people.author.pk, people.approver.pk]).update(is_active=False)


def _demo_user(login: Login) -> User:
    user, created = User.objects.get_or_create(username=login.user, defaults={"is_staff": True})
    if created:
        user.set_password(login.password)
        user.save(update_fields=["password"])
        user.groups.add(Group.objects.get(name=login.group))
    return user


def _system_user(name: str, group: str) -> User:
    user, created = User.objects.get_or_create(username=name)
    if created:
        user.set_unusable_password()
        user.groups.add(Group.objects.get(name=group))
    user.is_active = True
    user.save(update_fields=["password", "is_active"])
    return user
