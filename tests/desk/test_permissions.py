"""Who may do what on the desk: every page of ours, asked by those who may not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from commhub.record.models import Message
from commhub.versions import State
from templates_store.models import TemplateVersion
from tests.factories import UserFactory, administrator, marketer, reviewer

Login = Callable[[User], Client]


def url(name: str, version: TemplateVersion, *more: str) -> str:
    return reverse(f"admin:desk_{name}", args=["template", version.pk, *more])


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_a_marketer_cannot_decide(login: Login, in_review: TemplateVersion, action: str) -> None:
    answer = login(marketer()).post(url("act", in_review, action), {"comment": "fine by me"})

    assert answer.status_code == 403
    in_review.refresh_from_db()
    assert in_review.state == State.IN_REVIEW


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_reviewer_cannot_edit(login: Login, draft: TemplateVersion, method: str) -> None:
    answer = getattr(login(reviewer()), method)(url("edit", draft))

    assert answer.status_code == 403
    assert list(draft.editors.all()) == [marketer()]


@pytest.mark.parametrize("action", ["submit", "withdraw"])
def test_a_reviewer_cannot_act_as_an_author(login: Login, draft: TemplateVersion, action: str) -> None:
    answer = login(reviewer()).post(url("act", draft, action))

    assert answer.status_code == 403
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_a_reviewer_cannot_start_a_draft(login: Login, draft: TemplateVersion) -> None:
    live = draft.template.versions.get(state=State.LIVE)
    draft.delete()
    client = login(reviewer())

    assert client.post(url("copy", live)).status_code == 403
    assert client.post(reverse("admin:desk_start", args=["template", live.template.pk])).status_code == 403
    assert live.template.versions.count() == 1


def test_a_marketer_cannot_retire(login: Login, draft: TemplateVersion) -> None:
    live = draft.template.versions.get(state=State.LIVE)

    assert login(marketer()).post(url("act", live, "retire")).status_code == 403
    live.refresh_from_db()
    assert live.state == State.LIVE


def test_somebody_without_a_group_sees_nothing(
    login: Login, in_review: TemplateVersion, send: Callable[..., Message]
) -> None:
    client = login(UserFactory())
    message = send("sms")
    pages = [
        reverse("admin:desk_queue"),
        url("version", in_review),
        url("edit", in_review),
        url("proofs", in_review),
        reverse("admin:desk_message_document", args=[message.pk]),
        reverse("admin:record_message_changelist"),
        reverse("admin:record_message_change", args=[message.pk]),
    ]

    assert [client.get(page).status_code for page in pages] == [403] * len(pages)


def test_somebody_who_is_not_logged_in_is_sent_to_the_login(in_review: TemplateVersion) -> None:
    pages = [url("version", in_review), url("proofs", in_review), url("edit", in_review), reverse("admin:desk_queue")]
    answers = [Client().get(page) for page in pages]

    assert [answer.status_code for answer in answers] == [302] * 4
    assert all(answer.headers["Location"].startswith("/admin/login/") for answer in answers)


def test_the_author_is_told_why_approval_is_for_somebody_else(login: Login, in_review: TemplateVersion) -> None:
    author = administrator()
    in_review.editors.add(author)
    client = login(author)

    answer = client.post(url("act", in_review, "approve"), follow=True)

    in_review.refresh_from_db()
    assert in_review.state == State.IN_REVIEW
    assert "You wrote or edited this version, so somebody else has to approve it." in answer.content.decode()
    assert "Approve and put live" not in client.get(url("version", in_review)).content.decode()


def test_an_action_needs_the_token_of_the_form(in_review: TemplateVersion) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(reviewer())

    assert client.post(url("act", in_review, "approve")).status_code == 403
    in_review.refresh_from_db()
    assert in_review.state == State.IN_REVIEW


@pytest.mark.parametrize("name", ["copy", "start"])
def test_an_action_is_never_a_link(login: Login, draft: TemplateVersion, name: str) -> None:
    assert login(marketer()).get(url(name, draft)).status_code == 405


def test_messages_cannot_be_changed_by_anybody(login: Login, send: Callable[..., Message]) -> None:
    message = send("sms")
    client = login(administrator())

    client.post(reverse("admin:record_message_change", args=[message.pk]), {"state": "failed"})
    answers = [
        client.post(reverse("admin:record_message_delete", args=[message.pk]), {"post": "yes"}),
        client.get(reverse("admin:record_message_add")),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    message.refresh_from_db()
    assert message.state == "sent"
