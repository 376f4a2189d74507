"""A release under review, made without rendering anything: a content block that no template uses yet."""

from __future__ import annotations

from django.contrib.auth.models import Group, User

from commhub.publish.models import Release, ReleaseMember, ReleaseState
from commhub.versions import State
from templates_store.models import ContentBlockVersion
from tests.factories import block_draft, marketer, reviewer
from tests.store import NOW

TEXT = "Call us on 0808 157 0142.\n\nWe answer from 8 to 6.\nOn Sundays we rest."


def block_in_review(key: str = "contact-us", text: str = TEXT) -> tuple[ContentBlockVersion, Release]:
    """A block's first version under review, alone in its release."""
    version = block_draft(key, en=text)
    ContentBlockVersion.objects.filter(pk=version.pk).update(state=State.IN_REVIEW, submitted_at=NOW)
    version.refresh_from_db()
    release = Release.objects.create(
        name=f"Say {key} anew",
        state=ReleaseState.IN_REVIEW,
        author=marketer(),
        created_at=NOW,
        submitted_at=NOW,
    )
    ReleaseMember.objects.create(release=release, subject=version.kind, version_id=version.pk)
    return version, release


def reach(user: User, address: str) -> User:
    """Give a person an address and a whole name."""
    user.email = address
    first, _, last = user.username.partition("-")
    user.first_name, user.last_name = first.capitalize(), last.capitalize()
    user.save()
    return user


def in_role(username: str, role: str) -> User:
    """A reviewer of another role."""
    person = reviewer(username)
    person.groups.set([Group.objects.get(name=role)])
    return User.objects.get(pk=person.pk)
