"""Held messages: nothing leaves while a person is to decide, and resumed ones are made and linted again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.checks import run_checks

from commhub import intake, pipeline
from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.waivers import Wish, grant
from commhub.codes.dictionary import Scope
from commhub.codes.models import CodeEntry
from commhub.contracts import RenderError, VariableSpec
from commhub.deliver.providers.memory import taken
from commhub.held import ask_for_waivers, map_and_resume, resume, stop
from commhub.intake import Caller, IntakeError, SendRequest
from commhub.lint.errors import LintUnavailable
from commhub.pipeline import carry
from commhub.preview import preview
from commhub.record.erase import erase
from commhub.record.models import LintHit, Message
from commhub.record.status import status_of
from commhub.record.sweep import waiting
from commhub.render.jinja.environment import run
from commhub.render.jinja.values import typed
from commhub.replay import make_again
from templates_store.models import Category
from tests.codes.entries import put_words
from tests.factories import listed, live_brand, marketer, publish, reviewer, template_draft, unlisted
from tests.store import NOW, make_customer

pytestmark = pytest.mark.django_db
CALLER = Caller(key_id=1, app="Claims desk", test=True)
PARTS = {"en": {"sms": "{{ name }}: your claim is {{ status }}. {% for one in papers %}{{ one.note }} {% endfor %}"}}
VARIABLES: list[dict[str, Any]] = [
    {"name": "name", "type": "string", "sample": "Ann", "holds": "person-name"},
    {"name": "status", "type": "string", "sample": "open"},
    {"name": "papers", "type": "list", "fields": [{"name": "note", "type": "string", "sample": "x"}], "sample": []},
]
DATA: dict[str, Any] = {"name": "Ann", "status": "UW_PEND", "papers": []}


@pytest.fixture(scope="module")
def content(module_db: None) -> None:
    brand = live_brand(channels=("sms",))
    listed("never said")
    draft = template_draft("claim-notice", PARTS, VARIABLES, category="legal", brands=[brand])
    Category.objects.filter(key="legal").update(on_lint_error="hold")
    publish(draft)


@pytest.fixture(autouse=True)
def rung(content: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    ids: list[str] = []
    monkeypatch.setattr("commhub.held.ring", lambda message: ids.append(str(message.pk)))
    monkeypatch.setattr(intake, "ring", lambda message: None)
    listed("UW_PEND", kind="code", case="exact", suggestion="we are still checking")
    taken.clear()
    make_customer("C-1", name="Ann Lee", preferred_channel="sms")
    return ids


def carried(message: Message, minutes: int = 0) -> Message:
    carry([str(message.pk)], lambda: NOW + timedelta(minutes=minutes))
    return Message.objects.select_related("send").get(pk=message.pk)


def send(data: Mapping[str, Any] = DATA, template: str = "claim-notice") -> Message:
    request = SendRequest(template, data, "C-1")
    return carried(intake.accept(request, CALLER, idempotency_key=None, now=NOW).send.messages.get())


def kinds(message: Message) -> list[str]:
    return list(message.events.order_by("id").values_list("kind", flat=True))


def test_an_error_in_a_holding_category_holds_the_message() -> None:
    message = send()

    assert (message.state, status_of(message.send)) == ("held", "held")
    assert (message.held_at, message.finished_at) == (NOW, None)
    assert message.problem == "The linter found “UW_PEND”; it waits for a person."
    assert [(one["surface"], one["field"]) for one in message.findings] == [("UW_PEND", "/data/status")]
    assert list(taken) == []
    assert waiting(NOW + timedelta(days=9), limit=9) == []
    assert carry([str(message.pk)], lambda: NOW + timedelta(days=9)) == 0


def test_the_same_error_in_another_category_blocks() -> None:
    Category.objects.filter(key="legal").update(on_lint_error="block")
    assert send().state == "blocked"


def test_mapping_the_code_lets_the_letter_out_in_plain_words_and_the_next_ones_too(
    rung: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    message = send()

    with django_capture_on_commit_callbacks(execute=True):
        map_and_resume(
            message, reviewer(), pointer="/data/status", words="still being checked", why="Asked underwriting.", now=NOW
        )
    message.refresh_from_db()
    assert (message.state, message.held_at, rung) == ("queued", None, [str(message.pk)])
    message = carried(message, 1)

    assert message.state == "sent"
    assert [parcel.rendered.content["text"] for parcel in taken] == [
        "Northlight: Ann: your claim is still being checked."
    ]
    assert message.codes == {"status": {"UW_PEND": "still being checked"}}
    assert message.send.data == DATA
    assert make_again(message).same
    told = message.events.get(kind="let-go").detail
    assert "customers read “still being checked” for “UW_PEND” in /data/status. Asked underwriting." in told
    assert kinds(message) == ["accepted", "claimed", "decided", "held", "let-go", "claimed", "decided", "sent"]
    entry = CodeEntry.objects.get()
    assert (entry.template_key, entry.variable, entry.locale, entry.added_by) == (
        "claim-notice",
        "status",
        "en",
        reviewer(),
    )
    assert send().state == "sent"
    assert send({**DATA, "status": "UW_PEND since May"}).state == "held"  # this very value alone was mapped
    CodeEntry.objects.update(words="another thing")
    assert make_again(Message.objects.get(pk=message.pk)).same


def test_a_value_in_a_row_of_a_list_is_mapped_for_every_row() -> None:
    message = send({**DATA, "status": "open", "papers": [{"note": "fine"}, {"note": "UW_PEND"}]})
    map_and_resume(message, reviewer(), pointer="/data/papers/1/note", words="being checked", why="", now=NOW)
    message = carried(message)
    assert (message.state, message.codes) == ("sent", {"papers.note": {"UW_PEND": "being checked"}})
    assert "fine being checked" in taken[-1].rendered.content["text"]


@pytest.mark.parametrize(
    ("pointer", "words", "said"),
    [
        ("/data/status", "", "the words cannot be empty"),
        ("/data/status", "UW_PEND still", "UW_PEND"),
        ("/data/papers", "x", "is no text of the request"),
        ("/recipient/name", "x", "is no text of the request"),
        ("", "x", "This is no text of the request"),
    ],
)
def test_a_mapping_that_cannot_be_changes_nothing(pointer: str, words: str, said: str) -> None:
    message = send()
    with pytest.raises(Refused, match=said):
        map_and_resume(message, reviewer(), pointer=pointer, words=words, why="", now=NOW)
    message.refresh_from_db()
    assert (message.state, CodeEntry.objects.count()) == ("held", 0)


def test_resumed_with_the_error_still_there_it_is_held_again() -> None:
    message = send()
    resume(message, reviewer(), why="Try it.", now=NOW)
    message = carried(message, 5)
    assert (message.state, message.held_at) == ("held", NOW + timedelta(minutes=5))
    assert message.events.get(kind="let-go").detail == "remy-reviewer resumed it: Try it."


def test_resumed_after_the_term_list_changed_it_leaves() -> None:
    message = send()
    unlisted("UW_PEND")
    resume(message, reviewer(), why="", now=NOW)
    assert carried(message).state == "sent"


def test_stopped_for_good_it_is_blocked_with_the_reason() -> None:
    message = send()
    with pytest.raises(Refused, match="Say why"):
        stop(message, reviewer(), reason="  ", now=NOW)
    stop(message, reviewer(), reason="Sent by mistake.", now=NOW)
    message.refresh_from_db()
    assert (message.state, message.finished_at, message.problem) == (
        "blocked",
        NOW,
        "remy-reviewer stopped it: Sent by mistake.",
    )
    with pytest.raises(Refused, match="not held"):
        resume(message, reviewer(), why="", now=NOW)


@pytest.mark.parametrize("person", [marketer, lambda: User.objects.create_user("nobody")])
def test_who_may_not_decide(person: Any) -> None:
    message = send()
    actor = person()
    for decide in (
        lambda: resume(message, actor, why="", now=NOW),
        lambda: stop(message, actor, reason="x", now=NOW),
        lambda: map_and_resume(message, actor, pointer="/data/status", words="fine", why="", now=NOW),
    ):
        with pytest.raises(NotAllowed):
            decide()
    message.refresh_from_db()
    assert message.state == "held"


def test_two_reviewers_at_once_decide_once() -> None:
    message = send()
    twin = Message.objects.select_related("send").get(pk=message.pk)
    resume(message, reviewer(), why="", now=NOW)
    with pytest.raises(Exception, match="not held any more"):
        stop(twin, reviewer(), reason="x", now=NOW)


def test_tries_are_counted_anew_after_it_was_resumed() -> None:
    message = send()
    Message.objects.filter(pk=message.pk).update(claims=9)
    resume(message, reviewer(), why="", now=NOW)
    assert carried(message).claims == 1


def test_erasing_a_person_ends_a_held_message() -> None:
    message = send()
    assert erase([message.send_id], by="me", now=NOW).cancelled == 1
    message.refresh_from_db()
    assert (message.state, message.held_at, message.codes) == ("failed", None, None)


# ---- not checked, not sent ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["load_rule_set", "check_message"])
def test_while_the_linter_cannot_check_nothing_is_sent_and_it_is_tried_again(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **options: Any) -> Any:
        raise LintUnavailable("the pack is missing")

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, place, broken)
        message = send({**DATA, "status": "open"})
        for number in range(30):  # far more often than a provider is tried
            assert (message.state, message.claims, len(taken)) == ("queued", 0, 0), number
            assert message.problem == "It was not sent, because it could not be checked: the pack is missing"
            assert message.not_before is not None
            assert message.not_before > NOW
            message = carried(message, 60 * 5 * (number + 1))
        assert message.not_before == NOW + timedelta(minutes=60 * 5 * 30) + timedelta(hours=1)  # and never longer
    assert carried(message, 60 * 24 * 30).state == "sent"


def test_a_code_that_lost_its_words_waits_for_others() -> None:
    parts = {"en": {"sms": "Your plan is {{ plan }}."}}
    variables = [{"name": "plan", "type": "enum", "choices": ["gold"], "sample": "gold"}]
    [entry] = put_words({"gold": "the gold plan"}, scope=Scope("plan-note", "plan"))
    publish(template_draft("plan-note", parts, variables, brands=[live_brand(channels=("sms",))]))
    request = SendRequest("plan-note", {"plan": "gold"}, "C-1")
    message = intake.accept(request, CALLER, idempotency_key=None, now=NOW).send.messages.get()
    entry.delete()

    message = carried(message)
    assert (message.state, len(taken)) == ("queued", 0)
    assert message.problem.startswith("It cannot be written: the code 'gold' has no words for customers in en;")
    with pytest.raises(IntakeError) as refused:
        preview(request, now=NOW)
    assert (refused.value.status, refused.value.code) == (422, "unmapped-code")
    assert [problem.pointer for problem in refused.value.problems] == ["/data/plan"]

    [warning] = [one for one in run_checks(databases=["default"], tags=["database"]) if one.id == "commhub.W003"]
    assert warning.msg == (
        "The live template 'plan-note' prints the choice 'gold' of plan, which has no words for customers in en: sends "
        "with it are refused."
    )
    put_words({"gold": "our best plan"}, scope=Scope("plan-note", "plan"))
    assert [one.id for one in run_checks(databases=["default"], tags=["database"]) if one.id == "commhub.W003"] == []
    assert preview(request, now=NOW)[0].rendered.content["text"] == "Northlight: Your plan is our best plan."
    assert carried(message, 60).state == "sent"


def test_a_choice_without_words_is_told_when_the_template_is_submitted() -> None:
    parts = {locale: {"sms": "{{ plan }}"} for locale in ("en", "zh-Hans")}
    variables = [{"name": "plan", "type": "enum", "choices": ["gold", "base"], "sample": "gold"}]
    put_words({"gold": "the gold plan", "base": "the basic plan"}, scope=Scope("plan-note", "plan"))
    put_words({"gold": "黄金计划"}, "zh", scope=Scope("plan-note", "plan"))
    draft = template_draft("plan-note", parts, variables, brands=[live_brand(channels=("sms",))])
    with pytest.raises(Refused) as refused:
        publish(draft)
    assert [(one.rule, one.message) for one in refused.value.findings] == [
        ("unmapped-choice", "The choice “base” of the variable plan has no words for customers in zh-Hans.")
    ]
    put_words({"base": "基本计划"}, "zh", scope=Scope("plan-note", "plan"))
    assert publish(draft).state == "live"


def test_whatever_else_went_wrong_a_render_never_prints_a_code() -> None:
    spec = (VariableSpec("plan", "enum", choices=("gold",)),)
    with pytest.raises(RenderError, match="has no words for customers"):
        run("{{ plan }}", typed({"plan": "gold"}, spec, codes={}), locale="en", markup=False, part="sms")


# ---- the counter ----------------------------------------------------------------------------------------------------


def test_what_was_found_is_counted_by_day_without_anybody_s_data() -> None:
    listed("soon", severity="warning")
    listed("Ann[a-z]*", rule="pattern", kind="jargon", severity="warning", case="exact")
    send({**DATA, "status": "soon"})
    send({**DATA, "status": "soon"})
    send({**DATA, "papers": [{"note": "Anneliese"}, {"note": "UW_PEND"}, {"note": "for XQJV"}]})

    rows = {(row.kind, row.surface, row.field, row.severity, row.outcome): row.count for row in LintHit.objects.all()}
    assert rows == {
        ("jargon", "soon", "/data/status", "warning", "warned"): 2,
        ("code", "uw_pend", "/data/status", "error", "held"): 1,
        ("code", "uw_pend", "/data/papers/*/note", "error", "held"): 1,
        ("jargon", "", "/data/papers/*/note", "warning", "warned"): 1,
        ("acronym", "", "/data/papers/*/note", "warning", "warned"): 1,
    }
    row = LintHit.objects.get(surface="soon")
    assert (row.template_key, row.locale, row.channel, row.app, row.test, row.day) == (
        "claim-notice",
        "en",
        "sms",
        "Claims desk",
        True,
        NOW.date(),
    )
    everything = json.dumps(list(LintHit.objects.values()), default=str)
    assert "Ann" not in everything.replace("Ann[a-z]*", "")
    assert "XQJV" not in everything
    assert LintHit.objects.get(kind="acronym").rule == "unknown-acronym"


def test_a_waiver_for_what_a_pattern_found_in_the_data_holds_nobody_s_data() -> None:
    listed("Ann[a-z]*", rule="pattern", kind="jargon", case="exact")
    held = send({**DATA, "status": "soon", "papers": [{"note": "ask Anneliese again"}]})
    findings = [raw for raw in held.findings if raw["severity"] == "error"]
    (waiver,) = ask_for_waivers(held, reviewer(), findings, Wish("template", "She works here."), now=NOW)
    assert (waiver.surface, "Anneliese" in waiver.sentence, "\ufffc" in waiver.sentence) == ("\ufffc", False, True)
    grant(waiver, reviewer("another-reviewer"), now=NOW)
    resume(held, reviewer(), why="Waived.", now=NOW)
    assert carried(held).state == "sent"


def test_the_warnings_of_a_message_are_counted_with_it() -> None:
    listed("soon", "later", severity="warning")
    assert send({**DATA, "status": "soon or later"}).warnings == 2
