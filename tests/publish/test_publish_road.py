"""Random sequences of edits, reviews, publishes, rollbacks and sends: what holds after every step of every one of them.

- A live edition always has a complete approval of exactly its inputs. The test keeps its own account of who approved
  what, and the store's own proof (`approval.proof_of_live`) must agree.
- A message never uses inputs of two releases: every text says which version it is, and a message shows the versions that
  stood live together when it was accepted, whatever went live before it was made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from brand_assets.models import Brand, BrandVersion
from commhub.approval.drafts import new_draft
from commhub.approval.edit import save_draft
from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.groups import BRAND_REVIEWERS, REVIEWERS
from commhub.approval.models import ApprovalPolicy, ApprovalStep
from commhub.approval.proof_of_live import unproven
from commhub.approval.releases import (
    add,
    approve_release,
    begin,
    publish_due,
    reject_release,
    roll_back,
    submit_release,
    withdraw_release,
)
from commhub.audit.verify import verify
from commhub.deliver.providers import memory
from commhub.intake import Caller, IntakeError, SendRequest, accept
from commhub.pipeline import carry
from commhub.publish.models import LiveEdition, Release, ReleaseState
from commhub.publish.releases import members_of, release_of
from commhub.record.models import Message
from commhub.versions import State, Version
from templates_store.models import ContentBlock, ContentBlockVersion, Template, TemplateVersion
from tests.factories import CustomerFactory, block_draft, live_brand, live_template, marketer, publish, reviewer

START: Final = datetime(2099, 3, 2, 10, 0, tzinfo=UTC)
"""After all that the factories publish, which do it by the real clock."""
TEMPLATES: Final[Mapping[str, str]] = {
    "plain": "{{ brand.name }}. plain:0.",
    "footed": '{{ brand.name }}. footed:0. {% include "footer" %}',
    "nested": '{{ brand.name }}. nested:0. {% include "outer" %}',
}
PIECE = re.compile(r"\b(brand|plain|footed|nested|footer|outer):(\d+)\b")
CALLER = Caller(key_id=1, app="Billing", test=True)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["edit"] * 4 + ["submit"] * 4 + ["approve"] * 8 + ["send"] * 3 + ["roll back", "reject", "withdraw"]
            + ["withdraw", "day", "day", "work"]
        ),
        st.integers(0, 999),
        st.integers(0, 999),
    ),
    min_size=24,
    max_size=34,
)  # fmt: skip

ON_A_DAY: Final = [
    ("edit", 5, 0),
    ("submit", 1, 0),
    ("approve", 0, 2),
    ("send", 2, 0),
    ("day", 0, 0),
    ("send", 2, 0),
    ("edit", 5, 1),
    ("submit", 1, 1),
    ("withdraw", 0, 0),
    ("submit", 1, 1),
    ("reject", 0, 0),
]
"""A text that goes live on its day, and one that is withdrawn and then rejected."""
SOMETHING_BENEATH_GOES_LIVE: Final = [
    ("edit", 1, 0),
    ("submit", 1, 1),
    ("approve", 0, 0),
    ("edit", 3, 0),
    ("submit", 1, 1),
    ("approve", 1, 2),
    ("approve", 0, 2),
    ("approve", 0, 4),
    ("send", 0, 0),
    ("approve", 0, 0),
    ("approve", 0, 4),
    ("send", 0, 0),
    ("roll back", 0, 0),
]
"""A block that the first of two has approved when another text of a template that uses it goes live: what the second would
complete is not what the first saw."""

pytestmark = pytest.mark.django_db


@dataclass
class Account:
    """What the test itself knows: who approved which submit of which release, and what each message must say."""

    now: datetime = START
    counter: int = 0
    yes: dict[int, list[User]] = field(default_factory=dict)
    expected: dict[str, dict[str, int]] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def count(self, what: str) -> None:
        self.done[what] = self.done.get(what, 0) + 1


@pytest.fixture
def store() -> Brand:
    brand = live_brand(channels=("sms",))
    _write_text(publish, BrandVersion.objects.get())
    publish(block_draft("footer", en="footer:0."))
    publish(block_draft("outer", en='outer:0. {% include "footer" %}'))
    for key, source in TEMPLATES.items():
        live_template(key, parts={"en": {"sms": source}}, variables=[], brands=[brand])
    role = Group.objects.get(name=BRAND_REVIEWERS)
    policy = ApprovalPolicy.objects.create(name="What everybody sees is for two", kinds=["brand", "content-block"])
    ApprovalStep.objects.create(policy=policy, order=1, role=role)
    ApprovalStep.objects.create(policy=policy, order=2, role=Group.objects.get(name=REVIEWERS))
    for name in ("bea-brand", "bob-brand"):
        reviewer(name).groups.set([role])
    reviewer("rosa-reviewer")
    marketer("max-marketer")
    CustomerFactory(key="C-1")
    return brand


def _write_text(then: Callable[[BrandVersion], Any], live: BrandVersion) -> None:
    draft = new_draft(live, marketer())
    draft.tokens = {**draft.tokens, "name": "brand:0"}
    draft.save()
    then(draft)


def test_random_sequences_keep_both_promises(store: Brand) -> None:
    totals: dict[str, int] = {}

    @settings(
        max_examples=14,
        phases=[Phase.explicit, Phase.generate],
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(STEPS)
    @example(ON_A_DAY)
    @example(SOMETHING_BENEATH_GOES_LIVE)
    def holds(steps: list[tuple[str, int, int]]) -> None:
        with transaction.atomic():
            account = Account()
            for what, one, other in steps:
                _step(account, what, one, other)
                if what in {"approve", "roll back", "day"}:
                    _nothing_is_live_unapproved()
            _work(account)
            _nothing_is_live_unapproved()
            _every_message_is_of_one_release(account)
            assert verify().faults == ()
            for what, count in account.done.items():
                totals[what] = totals.get(what, 0) + count
            transaction.set_rollback(True)

    holds()
    # The sequences are only worth something if all of it really happens in them.
    wanted = {
        "edit",
        "submit",
        "approve",
        "publish",
        "schedule",
        "due",
        "send",
        "roll back",
        "reject",
        "withdraw",
        "not allowed",
    }
    assert {what for what, count in totals.items() if count} >= wanted, totals


# ---- the steps ----------------------------------------------------------------------------------------------------


def _step(account: Account, what: str, one: int, other: int) -> None:
    now = account.tick()
    match what:
        case "edit":
            _edit(account, one, other)
        case "submit":
            _submit(account, one, other)
        case "approve":
            _approve(account, one, other)
        case "reject":
            if release := _pick(_releases(ReleaseState.IN_REVIEW), one):
                reject_release(release, reviewer(), now=now, comment="Not like this.")
                account.count("reject")
        case "withdraw":
            if release := _pick(_releases(ReleaseState.IN_REVIEW), one):
                withdraw_release(release, _author(release), now=now)
                account.count("withdraw")
        case "roll back":
            _roll_back(account, one)
        case "day":
            account.now += timedelta(days=1)
            published, _ = publish_due(account.now)
            if published:
                account.count("due")
        case "send":
            _send(account, one)
        case "work":
            _work(account)


def _edit(account: Account, one: int, other: int) -> None:
    """Write the next text of something, in a new draft or the open one, as one of two marketers."""
    actor = marketer(("mara-marketer", "max-marketer")[other % 2])
    thing = _things()[one % len(_things())]
    draft = thing.versions.filter(state=State.DRAFT).first()
    if draft is None:
        live = thing.versions.filter(state=State.LIVE).first()
        if live is None or thing.versions.filter(state__in=[State.IN_REVIEW, State.SCHEDULED]).exists():
            return
        draft = new_draft(live, actor)
    account.counter += 1
    save_draft(draft, actor, lambda: _write(draft, account.counter), now=account.now, seen=draft.revision)
    account.count("edit")


def _write(draft: Version, number: int) -> None:
    if isinstance(draft, BrandVersion):
        draft.tokens = {**draft.tokens, "name": f"brand:{number}"}
        draft.save()
        return
    rows = draft.parts if isinstance(draft, TemplateVersion) else draft.texts  # type: ignore[attr-defined]
    key = draft.parent.key
    for row in rows.all():
        row.source = re.sub(rf"{key}:\d+", f"{key}:{number}", row.source)
        row.save()


def _submit(account: Account, one: int, other: int) -> None:
    """Put up to three drafts into a release, for at once or for tomorrow, and submit it; one that was withdrawn is
    submitted again as it stands."""
    drafts = [draft for thing in _things() if (draft := thing.versions.filter(state=State.DRAFT).first())]
    chosen = [draft for number, draft in enumerate(drafts) if one >> number & 1][:3] or drafts[:1]
    if not chosen:
        return
    later = account.now + timedelta(hours=20) if other % 3 == 0 else None
    release = next(filter(None, map(release_of, chosen)), None)
    if release is None:
        release = begin("Change", "", marketer(), now=account.now, effective_at=later)
        for draft in chosen:
            add(release, draft, marketer(), now=account.now)
    submit_release(release, marketer(), now=account.now)
    account.yes[release.pk] = []
    account.count("submit")


def _approve(account: Account, one: int, other: int) -> None:
    release = _pick(_releases(ReleaseState.IN_REVIEW), one)
    if release is None:
        return
    names = ("bea-brand", "mara-marketer", "remy-reviewer", "max-marketer", "rosa-reviewer", "bob-brand")
    asked = [names[(other + number) % len(names)] for number in range(len(names) if one % 4 else 1)]
    for name in asked:  # mostly until one is found who may
        actor = User.objects.get(username=name)
        try:
            approve_release(release, actor, now=account.now)
        except NotAllowed:
            account.count("not allowed")
            continue
        except Refused:  # what it was to replace has been replaced: it has to be withdrawn
            account.count("refused")
            return
        break
    else:
        return
    account.yes.setdefault(release.pk, []).append(actor)
    account.count("approve")
    release.refresh_from_db()
    if release.state in {ReleaseState.PUBLISHED, ReleaseState.SCHEDULED}:
        account.count("publish" if release.state == ReleaseState.PUBLISHED else "schedule")
        _was_complete(account, release)


def _was_complete(account: Account, release: Release) -> None:
    """By the test's own account: somebody of each role whose policy fits said yes, in order, and none of them wrote it."""
    roles = [set(person.groups.values_list("name", flat=True)) for person in account.yes[release.pk]]
    kinds = {version.kind for version in members_of(release)}
    wanted = [BRAND_REVIEWERS, REVIEWERS] if kinds & {"brand", "content-block"} else [REVIEWERS]
    for role in wanted:  # in this order; what was said before its turn was not accepted
        assert any(role in one for one in roles)
        roles = roles[next(number for number, one in enumerate(roles) if role in one) + 1 :]
    for version in members_of(release):
        writers = {version.author_id, *version.editors.values_list("pk", flat=True)}
        assert not writers & {person.pk for person in account.yes[release.pk]}


def _roll_back(account: Account, one: int) -> None:
    release = Release.objects.filter(state=ReleaseState.PUBLISHED, number__isnull=False).order_by("-number").first()
    if release is None or one % 2:
        return
    try:
        roll_back(release, reviewer(), now=account.now, comment="It was wrong.")
    except Refused:
        account.count("not back")
        return
    account.count("roll back")


def _send(account: Account, one: int) -> None:
    """Accept a message now; it is made later, and must say what is live now."""
    key = sorted(TEMPLATES)[one % len(TEMPLATES)]
    try:
        accepted = accept(
            SendRequest(key, {}, customer="C-1", channel="sms"), CALLER, idempotency_key=None, now=account.now
        )
    except IntakeError:
        assert not LiveEdition.objects.filter(template__key=key).exists()
        return
    account.expected[str(accepted.send.messages.get().pk)] = _live_numbers(key)
    account.count("send")


def _work(account: Account) -> None:
    waiting = [pk for pk in account.expected if Message.objects.filter(pk=pk, state="queued").exists()]
    carry(waiting, lambda: account.now)


# ---- the promises -------------------------------------------------------------------------------------------------


def _nothing_is_live_unapproved() -> None:
    holes = [fault for edition in unproven() for fault in edition.all_faults()]
    assert holes == []
    for pointer in LiveEdition.objects.select_related("edition", "template"):
        shown = {name: int(number) for name, number in PIECE.findall(pointer.edition.content)}
        assert {key: shown[key] for key in _live_numbers(pointer.template.key)} == _live_numbers(pointer.template.key)


def _every_message_is_of_one_release(account: Account) -> None:
    for pk, expected in account.expected.items():
        message = Message.objects.get(pk=pk)
        assert message.state == "sent", message.events.values_list("detail", flat=True)
        (parcel,) = [one for one in memory.taken if one.message_id == pk]
        text = parcel.rendered.content["text"]
        assert {name: int(number) for name, number in PIECE.findall(text)} == expected


def _live_numbers(template: str) -> dict[str, int]:
    """Which text of each piece stands live for a template, by the sources and not by any edition."""
    found: dict[str, int] = {}
    version = TemplateVersion.objects.filter(template__key=template, state=State.LIVE).first()
    if version is None:
        return found
    sources = [version.parts.get().source, str(BrandVersion.objects.get(state=State.LIVE).tokens["name"])]
    blocks = {"footed": ["footer"], "nested": ["outer", "footer"]}.get(template, [])
    sources += [
        ContentBlockVersion.objects.get(block__key=block, state=State.LIVE).texts.get().source for block in blocks
    ]
    for source in sources:
        found |= {name: int(number) for name, number in PIECE.findall(source)}
    return found


def _things() -> list[Any]:
    return [*Brand.objects.order_by("key"), *ContentBlock.objects.order_by("key"), *Template.objects.order_by("key")]


def _releases(state: str) -> list[Release]:
    return list(Release.objects.filter(state=state).order_by("pk"))


def _pick(releases: list[Release], number: int) -> Release | None:
    return releases[number % len(releases)] if releases else None


def _author(release: Release) -> User:
    writers: Iterator[User] = (version.author for version in members_of(release))
    return next(writers)
