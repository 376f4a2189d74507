"""Loading the library: through approval, all or nothing, and once."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone

from brand_assets.models import Brand
from commhub.approval.drafts import new_draft
from commhub.approval.models import Review
from commhub.decide.models import ChannelRule
from commhub.lint.models import RatchetReport, TermList, TermListVersion
from commhub.publish.models import LiveEdition
from commhub.starter import load
from commhub.starter.library import Library, LibraryError
from commhub.starter.load import Loaded, load_library
from commhub.starter.outcome import Outcome
from templates_store.editing import write_block
from templates_store.models import ContentBlock, ContentBlockVersion, Template, TemplateVersion
from tests import factories
from tests.lint.sends import send
from tests.starter.small import small_library

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)

PIECES = [
    "category service",
    "term list codes",
    "channel rules",
    "brand acme",
    "asset acme-logo",
    "layout acme-sms",
    "content block help",
    "template code",
]


def loaded(library: Library | None = None, *, demo_users: bool = False) -> Loaded:
    return load_library(now=timezone.now(), library=library or small_library(), demo_users=demo_users)


def test_every_piece_is_made_and_the_template_goes_live() -> None:
    outcome = loaded()
    assert outcome.outcomes == dict.fromkeys(PIECES, Outcome.MADE)
    pointer = LiveEdition.objects.get()
    assert (pointer.template.key, pointer.brand.key, pointer.locale) == ("code", "acme", "en")
    assert (
        json.loads(pointer.edition.content)["channels"]["sms"]["text"] == "Acme: Your code is {{ code }}. We can help."
    )


def test_one_user_submits_and_another_approves_and_nobody_can_log_in_as_either() -> None:
    loaded()
    told = Review.objects.filter(subject="template").order_by("id").values_list("action", "actor__username")
    assert list(told) == [("submit", "starter-library-author"), ("approve", "starter-library-approver")]
    users = User.objects.filter(username__startswith="starter-library-")
    assert [(user.is_active, user.is_staff, user.has_usable_password()) for user in users] == [
        (False, False, False)
    ] * 2


def test_a_second_run_changes_nothing() -> None:
    loaded()
    before = list(User.objects.order_by("pk").values()), list(Review.objects.order_by("pk").values())
    assert loaded().outcomes == dict.fromkeys(PIECES, Outcome.UNCHANGED)
    assert (list(User.objects.order_by("pk").values()), list(Review.objects.order_by("pk").values())) == before
    assert [version.number for version in TemplateVersion.objects.all()] == [1]


def test_what_people_changed_stays_as_they_made_it() -> None:
    loaded(demo_users=True)
    TermListVersion.objects.update(state="retired")
    draft = new_draft(ContentBlockVersion.objects.get(), User.objects.get(username="marketer"))
    write_block(draft, {"en": "Ask us."}, "Shorter.")
    ContentBlockVersion.objects.filter(state="live").update(state="retired")
    outcome = loaded(demo_users=True)
    assert outcome.those(Outcome.KEPT) == ["term list codes", "content block help"]
    assert [version.state for version in TermListVersion.objects.all()] == ["retired"]
    assert ContentBlock.objects.get().versions.get(state="draft").content() == {"texts": {"en": "Ask us."}}


def test_a_template_with_a_listed_word_is_refused_and_nothing_is_stored() -> None:
    with pytest.raises(LibraryError, match=r"template code: .*the linter found “NIGO”"):
        loaded(small_library(sms="Your form is NIGO."))
    tables = (Brand, ChannelRule, LiveEdition, Template, TermList, User)
    assert [table._default_manager.count() for table in tables] == [0] * len(tables)


def test_a_template_that_does_not_compile_is_refused_by_name() -> None:
    with pytest.raises(LibraryError, match=r"template code: .*line 1, column 17: “cod” is not a declared variable"):
        loaded(small_library(sms="Your code is {{ cod }}."))


def test_a_rule_that_cannot_be_read_is_refused_by_name() -> None:
    library = small_library()
    library.rules[0]["conditions"] = {"field": "data.amount", "operator": "bigger", "value": 1}
    with pytest.raises(LibraryError, match=r"the rule “Service goes by text message”: .*no operator 'bigger'"):
        loaded(library)


def test_the_demo_users_can_log_in_and_belong_to_one_group_each() -> None:
    loaded(demo_users=True)
    found = {
        user.username: (user.is_staff, user.is_superuser, [group.name for group in user.groups.all()])
        for user in User.objects.all()
    }
    assert found == {
        "marketer": (True, False, ["Marketers"]),
        "reviewer": (True, False, ["Compliance reviewers"]),
        "admin": (True, False, ["Administrators"]),
    }
    assert User.objects.get(username="reviewer").check_password("reviewer-demo-1")


def test_a_password_that_was_changed_is_left_alone() -> None:
    loaded(demo_users=True)
    user = User.objects.get(username="admin")
    user.set_password("something of their own")
    user.save()
    loaded(demo_users=True)
    assert User.objects.get(username="admin").check_password("something of their own")


def test_the_command_writes_logins_to_standard_output_and_progress_to_standard_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(load, "read_library", small_library)
    out, progress = StringIO(), StringIO()
    call_command("load_library", "--demo-users", stdout=out, stderr=progress)
    assert [line.split()[:2] for line in out.getvalue().splitlines()[1:]] == [
        ["marketer", "marketer-demo-1"],
        ["reviewer", "reviewer-demo-1"],
        ["admin", "admin-demo-1"],
    ]
    assert "  made       template code" in progress.getvalue()
    assert "Loaded 8 pieces; 0 were there already." in progress.getvalue()
    out, progress = StringIO(), StringIO()
    call_command("load_library", stdout=out, stderr=progress)
    assert out.getvalue() == ""
    assert "Nothing to do: the starter library is there already." in progress.getvalue()


def test_a_list_that_is_new_is_loaded_where_many_messages_were_sent() -> None:
    factories.live_template(parts={"en": {"sms": "Note{% if note %} {{ note }}{% endif %}."}})
    customer = factories.CustomerFactory().key
    for _ in range(7):  # more than are tried when a list is submitted
        assert send(customer, NOW, note="fine").state == "sent"
    assert loaded().outcomes["term list codes"] is Outcome.MADE
    report = RatchetReport.objects.get(version__term_list__key="codes")
    assert (report.messages_done, report.finished_at is not None) == (7, True)
