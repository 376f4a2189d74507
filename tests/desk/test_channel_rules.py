"""Channel rules are written as a draft, approved by somebody else, and shown with what they would send another way."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commhub.approval.approve import approve
from commhub.approval.drafts import new_draft, start_draft
from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.submit import submit
from commhub.decide.editing import Rule, rule_book, write_rules
from commhub.decide.models import ChannelRule, RuleBook, RuleBookVersion
from commhub.decide.rules import load_rules
from commhub.desk.kinds import conditions_as_lines
from commhub.record.models import Message
from commhub.versions import State
from tests.factories import listed, live_rules, marketer, publish, reviewer

Login = Callable[[User], Client]
LEGAL = '{"field": "category", "operator": "equals", "value": "legal"}'
pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> RuleBookVersion:
    """The second version of a book with one rule, just begun."""
    listed()
    live_rules({"name": "Legal", "priority": 5, "channels": ["print"], "conditions": {}})
    return new_draft(RuleBookVersion.objects.get(state=State.LIVE), marketer())


def url(draft: RuleBookVersion) -> str:
    return reverse("admin:desk_edit", args=["channel-rules", draft.pk])


def form_of(client: Client, draft: RuleBookVersion, **changes: Any) -> dict[str, Any]:
    """The form as the page shows it; changes by part are those of the new rule."""
    form = client.get(url(draft)).context["form"]
    values = {field.html_name: field.value() for field in form}
    sent = {name: "on" if value is True else value for name, value in values.items() if value not in (None, False)}
    return {**sent, **{f"rule:new:{part}": value for part, value in changes.items()}}


def said(answer: Any) -> str:
    return html.unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"conditions": '{"any": [{"field": "category", "operator": "sounds-like", "value": "x"}]}'},
            "any, condition 1: there is no operator 'sounds-like'",
        ),
        ({"channels": "print, pigeon"}, "There is no channel 'pigeon'."),
        ({"channels": "print, print"}, "'print' is listed twice."),
        ({"channels": ""}, "A rule needs a list with at least one channel."),
        ({"conditions": '{"all": \n'}, "Line 1: Expecting value"),
        ({"name": "Legal"}, "Another rule has this name already."),
        ({"name": " "}, "A rule needs a name"),
        ({"priority": "-1"}, "greater than or equal to 0"),
    ],
)
def test_a_rule_that_cannot_be_read_is_told_with_its_place_and_nothing_is_stored(
    login: Login, draft: RuleBookVersion, changes: Mapping[str, str], sentence: str
) -> None:
    client = login(marketer())

    answer = client.post(
        url(draft), form_of(client, draft, **{"name": "A rule", "channels": "print", "conditions": LEGAL, **changes})
    )

    assert answer.status_code == 422
    assert sentence in said(answer)
    assert [rule.name for rule in draft.rules.all()] == ["Legal"]


def test_rules_are_added_changed_and_taken_out(login: Login, draft: RuleBookVersion) -> None:
    client = login(marketer())
    row = draft.rules.get().pk

    client.post(url(draft), form_of(client, draft, name="Large sums", channels="print, email", conditions=LEGAL))
    sent = form_of(client, draft)
    client.post(url(draft), {**sent, f"rule:{row}:priority": "200", f"rule:{row}:name": "Legal notices"})

    rules = list(draft.rules.all())
    assert [(rule.priority, rule.name, rule.channels, rule.active) for rule in rules] == [
        (100, "Large sums", ["print", "email"], True),
        (200, "Legal notices", ["print"], True),
    ]
    assert rules[1].pk == row
    client.post(url(draft), {**form_of(client, draft), f"rule:{row}:remove": "on", f"rule:{row}:channels": "pigeon"})
    assert [rule.name for rule in draft.rules.all()] == ["Large sums"]
    assert [rule.name for rule in load_rules()] == ["Legal"]


def test_two_people_in_the_rules_are_brought_together_rule_by_rule(login: Login, draft: RuleBookVersion) -> None:
    one, two = login(marketer("olga-other")), login(marketer())
    row = draft.rules.get().pk
    mine = form_of(two, draft, name="Mine", channels="sms")
    one.post(url(draft), {**form_of(one, draft, name="Theirs", channels="email"), f"rule:{row}:priority": "7"})

    answer = two.post(url(draft), mine)
    shown = {field.html_name: field.value() for field in answer.context["form"]}
    two.post(url(draft), {name: value for name, value in shown.items() if value not in (None, False)})

    assert answer.status_code == 409
    assert answer.context["together"].apart == []
    assert [(rule.priority, rule.name) for rule in draft.rules.all()] == [(7, "Legal"), (100, "Mine"), (100, "Theirs")]


def test_only_an_approved_version_decides_and_never_by_its_author(draft: RuleBookVersion) -> None:
    write_rules(draft, [Rule("Text first", ("sms",))], "Text messages first.")
    with pytest.raises(NotAllowed):
        start_draft(rule_book(), reviewer())
    submit(draft, marketer(), now=timezone.now())
    assert [rule.name for rule in load_rules()] == ["Legal"]
    with pytest.raises(NotAllowed):
        approve(draft, marketer(), now=timezone.now())
    approve(draft, reviewer(), now=timezone.now())
    assert [rule.name for rule in load_rules()] == ["Text first"]
    assert [version.state for version in RuleBookVersion.objects.order_by("number")] == [State.RETIRED, State.LIVE]


def test_what_cannot_be_read_is_not_submitted(draft: RuleBookVersion) -> None:
    draft.rules.update(channels=["pigeon"])
    with pytest.raises(Refused, match="the rule “Legal”: There is no channel 'pigeon'"):
        submit(draft, marketer(), now=timezone.now())


def test_no_hand_changes_rules_that_have_left_draft(draft: RuleBookVersion) -> None:
    submit(draft, marketer(), now=timezone.now())
    tries = [
        lambda: ChannelRule.objects.filter(version=draft).update(priority=1),
        lambda: ChannelRule.objects.create(version=draft, name="Sneaked in"),
        lambda: RuleBookVersion.objects.filter(pk=draft.pk).update(number=9),
        lambda: RuleBookVersion.objects.filter(pk=draft.pk).update(note="Sneaked in"),
        lambda: RuleBook.objects.create(key="another-book"),
    ]
    for attempt in tries:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    draft.refresh_from_db()
    assert [(rule.name, rule.priority) for rule in draft.rules.all()] == [("Legal", 5)]


def test_an_older_version_comes_back_as_a_draft(draft: RuleBookVersion) -> None:
    first = RuleBookVersion.objects.get(number=1)
    write_rules(draft, [], "None at all.")
    publish(draft)
    assert load_rules() == ()
    again = new_draft(first, marketer())
    assert again.content() == first.content()


def test_the_reviewer_sees_what_would_go_another_way(login: Login, send: Callable[..., Message]) -> None:
    live_rules()
    message = send()
    assert message.channel == "email"
    draft = new_draft(RuleBookVersion.objects.get(), marketer())
    write_rules(draft, [Rule("Text first", ("sms",))], "")
    page = reverse("admin:desk_decided", args=[draft.pk])

    answer = login(reviewer()).get(page)

    told = answer.context["decided"]
    assert (told.looked_at, told.left_out) == (1, 0)
    assert [(one.message, one.before, one.after) for one in told.otherwise] == [(message, "E-mail", "Text message")]
    assert told.otherwise[0].reason.startswith("Text message, because the rule 'Text first' says so; ")
    assert "<strong>1</strong> would go another way" in said(answer)
    assert login(reviewer()).get(reverse("admin:desk_version", args=["channel-rules", draft.pk])).status_code == 200
    write_rules(draft, [], "")
    assert login(reviewer()).get(page).context["decided"].otherwise == []


def test_the_list_of_rules_is_the_page_of_the_one_book(login: Login) -> None:
    client = login(marketer())
    answer = client.get(reverse("admin:decide_rulebook_changelist"), follow=True)
    assert answer.status_code == 200
    assert "Start the first draft" in said(answer)
    assert RuleBook.objects.count() == 1
    client.post(reverse("admin:desk_start", args=["channel-rules", rule_book().pk]))
    begun = RuleBookVersion.objects.get()
    assert "How conditions are written" in said(client.get(url(begun)))


def test_conditions_are_shown_one_on_a_line_and_read_back_the_same() -> None:
    tree = {"all": [{"field": "category", "operator": "equals", "value": "légal"}, {"not": {"any": [{}]}}, {"any": []}]}

    told = conditions_as_lines(tree)

    assert told.splitlines() == [
        '{"all": [',
        '  {"field": "category", "operator": "equals", "value": "légal"},',
        '  {"not": {"any": [',
        "    {}",
        "  ]}},",
        '  {"any": []}',
        "]}",
    ]
    assert json.loads(told) == tree
