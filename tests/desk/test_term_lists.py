"""Term lists in the desk: rows found and written, a pack brought in and out, what a version would stop, and who may."""

from __future__ import annotations

import html
import io
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commhub.approval.drafts import new_draft
from commhub.approval.submit import submit
from commhub.lint.models import LintWaiver, RatchetReport, TermListVersion, WaiverBatch
from commhub.lint.rules.base import TermSpec
from commhub.lint.store.writing import write_term
from commhub.record.models import Message
from templates_store.models import TemplateVersion
from tests.factories import CustomerFactory, administrator, listed, live_template, marketer, reviewer
from tests.lint.sends import send as send_now

Login = Callable[[User], Client]
USUAL = {
    "locale": "en",
    "kind": "jargon",
    "severity": "error",
    "rule": "term",
    "script_variants": "auto",
    "active": "on",
}


@pytest.fixture
def draft(db: None) -> TermListVersion:
    listed("rider", suggestion="something plain", forms=["rider", "riders"])
    live = listed("sweep", suggestion="something plain", forms=["sweep", "sweeps"])
    return new_draft(live, marketer())


def url(name: str, version: TermListVersion, query: str = "") -> str:
    return reverse(f"admin:desk_{name}", args=[version.pk]) + query


def text_of(answer: object) -> str:
    return html.unescape(answer.content.decode())  # type: ignore[attr-defined]


def test_rows_are_found_by_words_and_filters(login: Login, draft: TermListVersion) -> None:
    write_term(draft, TermSpec("核保", "zh", "term", "sensitive", "warning", "审核您的申请"))
    client = login(reviewer())

    def found(query: str) -> list[str]:
        return [row.text for row in client.get(url("terms", draft, query)).context["page"]]

    assert found("") == ["rider", "sweep", "核保"]
    assert found("?q=RID") == ["rider"]
    assert found("?q=plain&kind=jargon") == ["rider", "sweep"]
    assert found("?locale=zh") == ["核保"]
    assert found("?severity=warning&locale=en") == []
    assert found("?active=off") == []


def test_a_list_of_five_thousand_rows_is_shown_a_page_at_a_time(login: Login, draft: TermListVersion) -> None:
    for number in range(60):
        write_term(draft, TermSpec(f"word{number:02}", "en", "term", "jargon", "error", forms=("x",)))
    client = login(marketer())
    assert len(client.get(url("terms", draft)).context["page"]) == 50
    assert len(client.get(url("terms", draft, "?page=2")).context["page"]) == 12


def test_a_row_is_added_with_its_forms_made_and_changed_with_its_key_kept(login: Login, draft: TermListVersion) -> None:
    client = login(administrator())
    client.post(url("save_term", draft), {**USUAL, "text": "co-pay", "inflect": "on", "must_match": "A copay."})
    row = draft.terms.get(text="co-pay")
    assert (row.key, row.forms[:3], row.must_match) == ("en.term.co-pay", ["co-pay", "co pay", "copay"], ["A copay."])
    assert administrator() in draft.editors.all()

    form = client.get(url("terms", draft, f"?row={row.pk}")).context["form"]
    made = form.initial["made"]
    changed = {**USUAL, "row": row.pk, "text": "deductible", "inflect": "on", "forms_text": made, "made": made}
    client.post(url("save_term", draft), changed)
    row.refresh_from_db()
    assert (row.key, row.forms) == ("en.term.co-pay", ["deductible", "deductibles"])

    client.post(url("save_term", draft), {**changed, "forms_text": "deductible\ndeductable"})
    row.refresh_from_db()
    assert row.forms == ["deductible", "deductable"]
    assert "People wrote" in text_of(
        client.post(url("try_term", draft), {**changed, "forms_text": "deductible", "made": "deductible\ndeductibles"})
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": "([", "rule": "pattern"}, "pattern"),
        ({"text": "rider", "must_match": "Nothing."}, "It must find something in “Nothing.”, and does not."),
        ({"text": "rider"}, "There is a row for these words in this language already."),
        ({"text": ""}, "This field is required."),
    ],
)
def test_a_row_that_cannot_be_a_rule_is_refused(
    login: Login, draft: TermListVersion, fields: dict[str, str], said: str
) -> None:
    answer = login(marketer()).post(url("save_term", draft), {**USUAL, **fields})
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert draft.terms.count() == 2


def test_what_a_row_finds_is_shown_while_it_is_typed_and_nothing_is_saved(login: Login, draft: TermListVersion) -> None:
    answer = login(marketer()).post(
        url("try_term", draft),
        {
            **USUAL,
            "text": "sum insured",
            "inflect": "on",
            "must_match": "The sums insured.",
            "sentence": "A sum insured, sum.",
        },
    )
    page = text_of(answer)
    assert "The <mark>sums insured</mark>." in page
    assert "A <mark>sum insured</mark>, sum." in page
    assert "sum-insured" in answer.context["tried"].made
    assert draft.terms.count() == 2


def test_rows_are_turned_off_and_taken_out_together(login: Login, draft: TermListVersion) -> None:
    client = login(marketer())
    rows = list(draft.terms.values_list("pk", flat=True))
    client.post(url("change_terms", draft), {"action": "off", "rows": rows})
    assert draft.terms.filter(active=False).count() == 2
    answer = client.post(url("change_terms", draft), {"action": "remove", "rows": rows[:1]}, follow=True)
    assert "1 row taken out of this draft." in text_of(answer)
    assert draft.terms.count() == 1


@pytest.mark.parametrize("pk", ["²", "٣", "9" * 30, "-1", "0", "x"])
def test_an_id_that_is_none_is_no_row(login: Login, draft: TermListVersion, pk: str) -> None:
    client = login(marketer())
    assert client.get(url("terms", draft), {"row": pk}).status_code == 404
    assert client.post(url("save_term", draft), {**USUAL, "row": pk}).status_code == 404
    assert client.post(url("change_terms", draft), {"action": "remove", "rows": [pk]}).status_code == 302
    assert draft.terms.count() == 2


def test_a_pack_is_brought_in_and_saved(login: Login, draft: TermListVersion) -> None:
    client = login(marketer())
    pack = json.loads(client.get(url("export_terms", draft)).content)
    assert [entry["term"] for entry in pack["terms"]] == ["rider", "sweep"]
    pack["terms"][0]["term"] = "policy rider"
    client.post(url("import_terms", draft), {"pack": _file(json.dumps(pack))})
    assert list(draft.terms.order_by("text").values_list("text", flat=True)) == ["policy rider", "sweep"]
    answer = client.post(url("import_terms", draft), {"pack": _file('{"format": "x"}')}, follow=True)
    assert "The rule pack's format is 'x'" in text_of(answer)
    assert draft.terms.count() == 2


def _file(text: str) -> io.BytesIO:
    file = io.BytesIO(text.encode())
    file.name = "pack.json"
    return file


def test_only_who_writes_writes_and_only_in_a_draft(login: Login, draft: TermListVersion) -> None:
    for person in (reviewer(), administrator()):
        if person == administrator():
            submit(draft, marketer(), now=timezone.now())
        client = login(person)
        assert client.get(url("terms", draft)).status_code == 200
        assert "Add a row" not in text_of(client.get(url("terms", draft)))
        for name in ("save_term", "change_terms", "import_terms"):
            assert client.post(url(name, draft), {**USUAL, "text": "x", "action": "off"}).status_code == 403
    assert draft.terms.filter(text="x").count() == 0


def test_the_queue_and_the_version_page_show_what_changed_and_what_it_would_stop(
    login: Login, draft: TermListVersion
) -> None:
    live_template()
    write_term(draft, TermSpec("renews", "en", "term", "jargon", "error", "starts again"))
    submit(draft, marketer(), now=timezone.now())
    client = login(reviewer())
    assert "Main list" in text_of(client.get(reverse("admin:desk_queue")))
    page = client.get(reverse("admin:desk_version", args=["term-list", draft.pk]))
    assert [change.place for change in page.context["changes"]] == ["en.term.renews"]
    said = " ".join(text_of(page).split())
    assert "<strong>3 sentences</strong> in 1 template standing" in said
    assert "Policy […] <mark>renews</mark>" in said

    done = client.post(reverse("admin:desk_act", args=["term-list", draft.pk, "approve"]), follow=True)
    size = WaiverBatch.objects.get().size
    assert f"{size} live places have a waiver until" in text_of(done)
    rows = client.get(reverse("admin:lint_lintwaiver_changelist") + f"?batch={WaiverBatch.objects.get().pk}")
    assert len(rows.context["cl"].result_list) == size


def test_the_trial_goes_on_while_the_page_is_open(login: Login, draft: TermListVersion) -> None:
    live_template(parts={"en": {"sms": "Note {% if note %}{{ note }}{% endif %}."}})
    customer = CustomerFactory().key
    for _ in range(7):
        send_now(customer, timezone.now(), note="XQV")
    write_term(draft, TermSpec("XQV", "en", "term", "jargon", "error"))
    submit(draft, marketer(), now=timezone.now())
    client = login(reviewer())
    page = text_of(client.get(reverse("admin:desk_version", args=["term-list", draft.pk])))
    assert '<progress max="8" value="5">' in page
    refused = client.post(reverse("admin:desk_act", args=["term-list", draft.pk, "approve"]), follow=True)
    assert "is still being tried: 5 of 8 live editions and sent messages are done" in text_of(refused)
    piece = client.post(url("ratchet", draft), headers={"X-Requested-With": "fetch"})
    assert RatchetReport.objects.get().finished_at is not None
    assert "7 times in sent messages" in text_of(piece)
    assert login(User.objects.create(username="nobody", is_staff=True)).post(url("ratchet", draft)).status_code == 403


# ---- waivers ------------------------------------------------------------------------------------------------------


@pytest.fixture
def blocked(db: None) -> Message:
    """A message that a word of the template stops."""
    live_template(parts={"en": {"sms": "Your rider is here, {{ recipient.name }}."}})
    listed("rider")
    message = send_now(CustomerFactory(name="Zoe").key, timezone.now())
    assert message.state == "blocked"
    return message


def test_a_waiver_is_asked_for_at_a_message_and_decided_by_another_person(login: Login, blocked: Message) -> None:
    client = login(marketer())
    page = text_of(client.get(reverse("admin:record_message_change", args=[blocked.pk])))
    ask = reverse("admin:desk_ask_waiver_message", args=[blocked.pk, blocked.findings[0]["fingerprint"]])
    assert ask in page
    assert "Your <mark>rider</mark> is here, […]." in text_of(client.get(ask))
    assert client.post(ask, {"reason": "", "scope": "template", "days": 30}).status_code == 422
    assert client.post(ask, {"reason": "Legal asks.", "scope": "template", "days": 91}).status_code == 422
    client.post(ask, {"reason": "Legal asks.", "scope": "template", "days": 30, "ticket": "T-1"})
    waiver = LintWaiver.objects.get()
    assert (waiver.scope, waiver.scope_key, waiver.sentence) == (
        "template",
        "renewal-notice",
        "Northlight: Your rider is here, \ufffc.",
    )
    again = client.post(ask, {"reason": "Legal asks.", "scope": "template", "days": 30})
    assert "it waits for a decision" in text_of(again)

    assert "1 waiver</a> waits for a decision" in text_of(login(reviewer()).get(reverse("admin:desk_queue")))
    assert client.post(_decide(waiver, "approve")).status_code == 403
    own = administrator()
    LintWaiver.objects.filter(pk=waiver.pk).update(requester=own)
    refused = login(own).post(_decide(waiver, "approve"), follow=True)
    assert "You asked for this waiver, so somebody else has to decide about it." in text_of(refused)
    done = login(reviewer()).post(_decide(waiver, "approve"), {"comment": "Fine."}, follow=True)
    assert "The waiver holds until" in text_of(done)
    waiver.refresh_from_db()
    assert waiver.expires_at is not None
    assert waiver.approved_at is not None
    assert waiver.expires_at - waiver.approved_at == timedelta(days=30)
    customer = blocked.send.customer
    assert customer is not None
    assert send_now(customer.key, timezone.now()).state == "sent"
    login(reviewer()).post(_decide(waiver, "revoke"))
    assert send_now(customer.key, timezone.now()).state == "blocked"


def _decide(waiver: LintWaiver, action: str) -> str:
    return reverse("admin:desk_decide_waiver", args=[waiver.pk, action])


def test_a_draft_that_is_stopped_goes_on_with_a_waiver_and_the_decision_keeps_it(
    login: Login, blocked: Message
) -> None:
    again = new_draft(TemplateVersion.objects.get(template__key=blocked.send.template_key, state="live"), marketer())
    client = login(marketer())
    act = reverse("admin:desk_act", args=["template", again.pk, "submit"])
    refused = client.post(act)
    assert refused.status_code == 409
    finger = refused.context["findings"][0].fingerprint
    ask = reverse("admin:desk_ask_waiver", args=["template", again.pk, finger])
    assert ask in text_of(refused)
    client.post(ask, {"reason": "The law's own word.", "scope": "category", "days": 90})
    waiver = LintWaiver.objects.get()
    assert (waiver.scope, waiver.scope_key) == ("category", "service")
    login(reviewer()).post(_decide(waiver, "approve"))
    client.post(act)
    again.refresh_from_db()
    assert again.state == "in-review"
    waiver.refresh_from_db()
    assert waiver.uses > 0
    page = login(reviewer()).get(reverse("admin:desk_version", args=["template", again.pk]))
    assert [(one.severity, one.marked) for one in page.context["findings"]] == [("waived", "rider")]


def test_a_refusal_needs_a_reason_and_ends_it(login: Login, blocked: Message) -> None:
    ask = reverse("admin:desk_ask_waiver_message", args=[blocked.pk, blocked.findings[0]["fingerprint"]])
    login(marketer()).post(ask, {"reason": "Please.", "scope": "organisation", "days": 3})
    waiver = LintWaiver.objects.get()
    client = login(reviewer())
    assert "Say why you refuse it" in text_of(client.post(_decide(waiver, "refuse"), follow=True))
    assert "is refused" in text_of(client.post(_decide(waiver, "refuse"), {"comment": "Say it plainly."}, follow=True))
    assert "decided about this waiver already" in text_of(client.post(_decide(waiver, "approve"), follow=True))


@pytest.mark.parametrize(
    ("wanted", "count"), [("asked", 0), ("in-force", 1), ("unused", 1), ("soon", 0), ("expired", 0), ("revoked", 0)]
)
def test_waivers_are_listed_by_what_has_become_of_them(login: Login, db: None, wanted: str, count: int) -> None:
    begun = timezone.now() - timedelta(days=40)
    LintWaiver.objects.create(
        rule="r",
        scope="organisation",
        fingerprint="f" * 64,
        surface="x",
        sentence="x",
        reason="y",
        requester=marketer(),
        requested_at=begun,
        approver=reviewer(),
        approved_at=begun,
        expires_at=begun + timedelta(days=90),
    )
    rows = login(reviewer()).get(reverse("admin:lint_lintwaiver_changelist") + f"?waiver={wanted}")
    assert len(rows.context["cl"].result_list) == count


def test_two_people_in_one_row_lose_nothing(login: Login, draft: TermListVersion) -> None:
    mine, theirs = login(marketer()), login(marketer("olga-other"))
    mine.post(url("save_term", draft), {**USUAL, "text": "co-pay", "suggestion": "your share"})
    row = draft.terms.get(text="co-pay")
    page = reverse("admin:desk_terms", args=[draft.pk])
    seen = mine.get(f"{page}?row={row.pk}").context["form"].initial["seen"]
    both = {**USUAL, "row": row.pk, "text": "co-pay", "seen": seen}
    theirs.post(url("save_term", draft), {**both, "suggestion": "what you pay"})

    refused = mine.post(url("save_term", draft), {**both, "suggestion": "your part"})

    assert refused.status_code == 409
    assert "Theirs says Say instead: “what you pay”" in refused.content.decode()
    assert refused.context["form"]["suggestion"].value() == "your part"
    assert draft.terms.get(text="co-pay").suggestion == "what you pay"
    again = {**both, "seen": refused.context["form"]["seen"].value(), "suggestion": "your part of what it costs"}
    assert mine.post(url("save_term", draft), again).status_code == 302
    assert draft.terms.get(text="co-pay").suggestion == "your part of what it costs"
    draft.refresh_from_db()
    assert (draft.revision, draft.editors.count()) == (3, 2)
