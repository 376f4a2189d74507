"""The held messages in the desk: the queue, who may decide, and what each button does."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commhub import held as room
from commhub.approval.waivers import grant
from commhub.codes.dictionary import Scope
from commhub.codes.models import CodeEntry
from commhub.lint.models import LintWaiver
from commhub.pipeline import carry
from commhub.record.models import Message
from templates_store.models import Category
from tests.codes.entries import put_words
from tests.factories import (
    DATA,
    CategoryFactory,
    administrator,
    listed,
    live_brand,
    live_template,
    marketer,
    reviewer,
)

Login = Callable[[User], Client]
Sent = Callable[..., Message]
QUEUE = "admin:desk_held"


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "ring", lambda message: None)


@pytest.fixture
def held(send: Sent) -> Message:
    CategoryFactory()
    Category.objects.update(on_lint_error="hold")
    listed("XK7", kind="code", suggestion="the reason in words")
    return send("sms", {**DATA, "policy_number": "see XK7"})


def url(message: Message) -> str:
    return reverse("admin:record_message_change", args=[message.pk])


def press(client: Client, message: Message, action: str, **fields: str) -> str:
    path = reverse("admin:desk_held_decide", args=[message.pk, action])
    return client.post(path, fields, follow=True).content.decode()


def test_the_queue_names_app_channel_word_field_and_value(login: Login, held: Message) -> None:
    page = login(marketer()).get(reverse(QUEUE)).content.decode()

    for words in ("renewal-notice", "Text message", "Billing", "<mark>XK7</mark>", "/data/policy_number", "“see XK7”"):
        assert words in page
    assert "just now" in page
    assert url(held) in page
    assert "Compliance reviewers decide." in page


@pytest.mark.django_db
def test_an_empty_queue_says_so(login: Login) -> None:
    assert "No message is held." in login(reviewer()).get(reverse(QUEUE)).content.decode()


def test_the_page_shows_the_word_marked_and_the_decision_to_reviewers_alone(login: Login, held: Message) -> None:
    page = login(reviewer()).get(url(held)).content.decode()
    assert "Map the code and resume" in page
    assert "Wherever an app sends <code>see XK7</code> in <code>policy_number</code> for renewal-notice" in page
    assert "Brought by /data/policy_number from Billing" in page

    page = login(marketer()).get(url(held)).content.decode()
    assert "You do not have the permission to decide about held messages." in page
    assert "Map the code" not in page


@pytest.mark.parametrize("person", [reviewer, administrator])
def test_mapping_resumes_and_the_page_then_tells_what_was_printed(
    login: Login, held: Message, person: Callable[[], User]
) -> None:
    client = login(person())
    page = press(client, held, "map", field="/data/policy_number", words="your home policy", why="Asked.")
    assert "The words are in the code dictionary, and the message is on its way again." in page

    carry([str(held.pk)], timezone.now)

    page = client.get(url(held)).content.decode()
    assert Message.objects.get(pk=held.pk).state == "sent"
    assert "<code>policy_number</code>: <code>see XK7</code> is “your home policy”" in page
    assert "Policy your home policy renews." in page
    assert CodeEntry.objects.get().added_by == person()
    assert "No message is held." in client.get(reverse(QUEUE)).content.decode()


def test_words_that_cannot_be_are_refused_with_the_reason(login: Login, held: Message) -> None:
    page = press(login(reviewer()), held, "map", field="/data/policy_number", words="your XK7 policy")
    assert "XK7" in page
    assert "the reason in words" in page
    assert Message.objects.get(pk=held.pk).state == "held"


def test_stopping_needs_a_reason(login: Login, held: Message) -> None:
    client = login(reviewer())
    assert "Say why this message is not to be sent" in press(client, held, "stop", why=" ")
    assert "The message is stopped." in press(client, held, "stop", why="Sent by mistake.")
    assert "remy-reviewer stopped it: Sent by mistake." in client.get(url(held)).content.decode()
    assert "This message is not held, or not any more." in press(client, held, "resume")


def test_a_waiver_is_asked_for_by_one_and_granted_by_another_before_it_is_released(login: Login, held: Message) -> None:
    client = login(reviewer())
    page = press(client, held, "waive", scope="template", why="The policy is called so.", ticket="T-1", days="30")
    assert "The waiver is asked for." in page
    waiver = LintWaiver.objects.get()
    assert (waiver.surface, waiver.scope_key, waiver.days, waiver.requester) == (
        "XK7",
        "renewal-notice",
        30,
        reviewer(),
    )
    press(client, held, "resume")
    carry([str(held.pk)], timezone.now)
    assert Message.objects.get(pk=held.pk).state == "held"

    grant(waiver, reviewer("another-reviewer"), now=timezone.now())
    press(client, held, "resume", why="Waived.")
    carry([str(held.pk)], timezone.now)
    assert Message.objects.get(pk=held.pk).state == "sent"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"scope": "template", "days": "30"}, "Say why the words should stay"),
        ({"scope": "template", "why": "x", "days": "91"}, "A waiver holds for 1 to 90 days."),
        ({"scope": "template", "why": "x", "days": "²"}, "A waiver holds for 1 to 90 days."),
        ({"scope": "galaxy", "why": "x", "days": "9"}, "A waiver holds for one of"),
    ],
)
def test_a_waiver_that_cannot_be(login: Login, held: Message, fields: dict[str, str], said: str) -> None:
    assert said in press(login(reviewer()), held, "waive", **fields)
    assert not LintWaiver.objects.exists()


def test_who_may_not_press_and_what_is_not_there(login: Login, held: Message) -> None:
    assert login(marketer()).post(reverse("admin:desk_held_decide", args=[held.pk, "resume"])).status_code == 403
    client = login(reviewer())
    for pk, action in ((held.pk, "burn"), (uuid.uuid4(), "resume")):
        assert client.post(reverse("admin:desk_held_decide", args=[pk, action])).status_code == 404
    assert client.get(reverse("admin:desk_held_decide", args=[held.pk, "resume"])).status_code == 405
    nobody = User.objects.create_user("nobody", is_staff=True)
    assert login(nobody).get(reverse(QUEUE)).status_code == 403


# ---- the dictionary -------------------------------------------------------------------------------------------------


def entry(**fields: str) -> dict[str, str]:
    usual = {"code": "GOLD_1", "locale": "en", "words": "the gold plan", "why": "New plan."}
    return {**usual, "template_key": "", "variable": "", "dictionary": "", **fields}


def test_entries_are_added_in_the_place_of_others_and_ended_never_changed(login: Login, held: Message) -> None:
    client = login(reviewer())
    add, all_of_them = reverse("admin:codes_codeentry_add"), reverse("admin:codes_codeentry_changelist")
    assert client.post(add, entry(), follow=True).status_code == 200
    assert client.post(add, entry(words="our best plan"), follow=True).status_code == 200
    first, second = CodeEntry.objects.order_by("id")
    assert (first.ended_at is None, second.words, second.added_by) == (False, "our best plan", reviewer())

    client.post(all_of_them, {"action": "end", "_selected_action": [str(second.pk)]}, follow=True)
    second.refresh_from_db()
    assert second.ended_by == reviewer()
    assert client.post(reverse("admin:codes_codeentry_change", args=[second.pk]), entry()).status_code == 403
    assert login(marketer()).post(add, entry()).status_code == 403
    assert login(marketer()).get(all_of_them).status_code == 200


@pytest.mark.django_db
def test_ending_an_entry_says_which_live_templates_needed_it(login: Login) -> None:
    listed("XK7")
    [words] = put_words({"gold": "the gold plan"}, scope=Scope("plan-note", "plan"))
    variables = [{"name": "plan", "type": "enum", "choices": ["gold"], "sample": "gold"}]
    live_template(
        "plan-note", parts={"en": {"sms": "{{ plan }}"}}, variables=variables, brands=[live_brand(channels=["sms"])]
    )
    page = login(reviewer()).post(
        reverse("admin:codes_codeentry_changelist"), {"action": "end", "_selected_action": [str(words.pk)]}, follow=True
    )
    assert "plan-note prints the choice gold of plan, which has no words in en now" in page.content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"words": "plan XK7"}, "XK7"),
        ({"locale": "xx-1"}, "is not a language"),
        ({"template_key": "nothing", "variable": "plan"}, "There is no template"),
        ({"variable": "plan"}, "Name a template and its variable"),
    ],
)
def test_an_entry_that_cannot_be_says_why(login: Login, held: Message, fields: dict[str, str], said: str) -> None:
    page = login(reviewer()).post(reverse("admin:codes_codeentry_add"), entry(**fields)).content.decode()
    assert said in page
    assert not CodeEntry.objects.exists()
