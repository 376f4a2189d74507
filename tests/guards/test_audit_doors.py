"""Every door that changes something writes into the audit log, or is in a list below with the reason why it does not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client

from commhub.api.models import ApiKey
from commhub.audit.models import AuditEntry
from commhub.audit.verify import verify
from commhub.codes.models import CodeEntry
from commhub.customers.models import Customer, Suppression
from commhub.desk.admin.base import Noted
from templates_store.models import Category, Template
from tests import factories
from tests.guards.test_routes import routes

ROOT: Final = Path(__file__).parents[2]
DESK: Final = "admin/desk/"
NOTED: Final = {
    "term-list/<int:pk>/edit/": "save-draft",
    "term-list/<int:pk>/about/": "save-draft",
    "term-list/<int:pk>/terms/save/": "save-draft",
    "term-list/<int:pk>/terms/change/": "save-draft",
    "term-list/<int:pk>/terms/import/": "save-draft",
    "<slug:kind>/<int:pk>/edit/": "save-draft",
    "<slug:kind>/<int:pk>/copy/": "begin-draft",
    "<slug:kind>/<int:pk>/start/": "begin-draft",
    "<slug:kind>/<int:pk>/do/<slug:action>/": "submit",
    "<slug:kind>/<int:pk>/archive/": "archive",
    "<slug:kind>/<int:pk>/unarchive/": "unarchive",
    "<slug:kind>/<int:pk>/delete/": "delete",
    "<slug:kind>/<int:pk>/into-release/": "add-member",
    "releases/new/": "begin-release",
    "releases/<int:pk>/do/<slug:action>/": "stop-release",
    "releases/<int:pk>/assign/": "assign",
    "assignments/<int:pk>/take-back/": "take-back-assignment",
    "releases/<int:pk>/invite/": "invite",
    "invitations/<int:pk>/revoke/": "revoke-invitation",
    "<slug:kind>/<int:pk>/comment/": "comment",
    "<slug:kind>/<int:pk>/comment/<int:comment>/<slug:action>/": "reply",
    "waivers/<int:pk>/<slug:action>/": "approve-waiver",
    "messages/<uuid:pk>/waive/<slug:fingerprint>/": "ask-waiver",
    "<slug:kind>/<int:pk>/waive/<slug:fingerprint>/": "ask-waiver",
    "messages/<uuid:pk>/decide/<slug:action>/": "resume-message",
    "words/<int:pk>/decide/": "decide-word",
}
"""Doors of the desk, each with an action that it writes down."""
NOT_NOTED: Final = {
    "lint/": "answers what the linter says, and keeps nothing",
    "term-list/<int:pk>/terms/try/": "tries a row, and keeps nothing",
    "term-list/<int:pk>/trial/": "goes on with a trial that the submission began, and decides nothing",
    "words/look/": "looks for words, and decides nothing about them",
    "words/report/": "is a question to others; who asked and when stands in the report itself",
    "words/answers/<slug:digest>/": "marks an answer as read; by whom stands in its row",
    "<slug:kind>/<int:pk>/prepare/": "compiles what would go live; nothing does",
    "releases/<int:pk>/prepare/": "compiles what would go live; nothing does",
    "releases/<int:pk>/changes/work/": "compares, and keeps pictures that can be made anew",
    "<slug:kind>/<int:pk>/changes/work/": "compares, and keeps pictures that can be made anew",
    "<slug:kind>/<int:pk>/proofs/make/": "makes pictures that can be made anew",
}
READ: Final = {
    "review/", "evidence/", "term-list/<int:pk>/terms/", "term-list/<int:pk>/terms/export/", "words/", "insight/",
    "insight/reading/", "insight/term/", "changes/<int:pk>/", "changes/<int:pk>/<slug:key>/<int:number>-<int:side>.png",
    "releases/", "releases/<int:pk>/", "releases/<int:pk>/changes/", "<slug:kind>/<int:pk>/changes/", "due/", "uses/token/",
    "uses/<slug:kind>/<int:pk>/", "channel-rules/<int:pk>/decided/", "<slug:kind>/<int:pk>/",
    "<slug:kind>/<int:pk>/compare/", "<slug:kind>/<int:pk>/compare/<int:other>/",
    "<slug:kind>/<int:pk>/compare/<int:other>/words/<int:user>/", "<slug:kind>/<int:pk>/proofs/", "proofs/<slug:name>.png",
    "held/", "messages/<uuid:pk>/document/",
}  # fmt: skip
"""Pages that are looked at."""
ELSEWHERE: Final = {
    "": "leads to the admin",
    "admin/": "is looked at",
    "admin/login/": "is not needed: who logs in changes nothing",
    "admin/logout/": "is not needed: who logs out changes nothing",
    "admin/password_change/": "change-user",
    "admin/password_change/done/": "is looked at",
    "admin/autocomplete/": "is looked at",
    "admin/jsi18n/": "is looked at",
    "admin/r/<path:content_type_id>/<path:object_id>/": "leads to a page",
    "admin/(?P<url>.*)$": "leads to a page",
    "review/<str:token>/": "use-invitation",
    "review/<str:token>/proofs/<slug:kind>/<int:pk>/": "is looked at",
    "clear/<str:token>/": "is a customer's own answer, which has its own row",
    "api/v1/sends": "messages have their own record",
    "api/v1/sends/<uuid:send_id>": "is looked at",
    "api/v1/messages/<uuid:message_id>/render": "makes a message again, and keeps nothing",
    "api/v1/previews": "keeps nothing",
    "api/v1/lint": "keeps nothing but counts",
    "api/v1/templates": "is looked at",
    "api/v1/templates/<str:key>": "is looked at",
    "api/v1/customers/<str:key>": "an app's own data about its customers, with its own rows for what they agreed to",
    "api/v1/suppressions": "an app's own data, with its own rows",
    "api/v1/suppressions/<int:suppression_id>": "an app's own data, with its own rows",
    "api/v1/content": "is looked at",
    "api/v1/content/plan": "keeps nothing",
    "api/v1/content/apply": "apply-content",
    "api/v1/openapi.json": "is looked at",
    "api/v1/docs": "is looked at",
    "docs/errors": "is looked at",
    "docs/errors/<slug:code>": "is looked at",
    "healthz": "is looked at",
    "^api/": "there is nothing",
}
COMMANDS: Final = {
    "load_library": "load-library",
    "prepare_release": "compiles what would go live; nothing does",
    "references": "reads sources anew, which anybody can do again",
    "create_api_key": "add-api-key",
    "erase_person": "erase-person",
    "reseal": "reseal",
    "demo": "runs a demo in a folder of its own, through the doors above",
    "make_groups": "make-groups",
    "lint": "keeps nothing but suspects, which people decide about",
    "render": "keeps nothing",
    "content": "apply-content",
    "sms-parts": "keeps nothing",
    "audit": "reads the log",
}
ACTION: Final = re.compile(r"[a-z]+(-[a-z]+)*\Z")


def test_every_address_of_the_desk_is_in_one_list() -> None:
    found = {route.pattern.removeprefix(DESK) for route in routes() if route.pattern.startswith(DESK)}
    assert found == set(NOTED) | set(NOT_NOTED) | READ
    assert len(found) == len(NOTED) + len(NOT_NOTED) + len(READ)


def test_every_other_address_is_in_the_list() -> None:
    tables = tuple(f"admin/{model._meta.app_label}/{model._meta.model_name}/" for model in admin.site._registry)
    found = {
        route.pattern
        for route in routes()
        if not route.pattern.startswith((DESK, *tables, "admin/^(?P<app_label>", "admin/auth/user/<id>"))
    }
    assert found == set(ELSEWHERE)


def test_every_command_is_in_the_list() -> None:
    found = {
        path.stem for path in (ROOT / "commhub").glob("*/management/commands/*.py") if not path.stem.startswith("_")
    }
    assert found == set(COMMANDS)


def test_every_action_of_the_lists_is_written_somewhere() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "commhub").rglob("*.py"))
    made_by_form = {"change-user", "add-api-key"}  # put together from what was done and to what
    actions = {*NOTED.values(), *(said for said in {**ELSEWHERE, **COMMANDS}.values() if ACTION.match(said))}
    assert sorted(one for one in actions - made_by_form if f'"{one}"' not in code) == []


def test_every_table_of_the_admin_notes_what_is_changed_in_it() -> None:
    bare = [type(one).__name__ for one in admin.site._registry.values() if not isinstance(one, Noted)]
    assert bare == ["ApiKeyAdmin"]  # its key is made in a room, and its one field is noted there
    by_room = {type(one).__name__ for one in admin.site._registry.values() if getattr(one, "noted_by_room", False)}
    assert by_room == {"CodeEntryAdmin", "ApprovalPolicyAdmin"}
    assert apps.is_installed("commhub.audit")


# ---- the doors themselves ---------------------------------------------------------------------------------------


@pytest.fixture
def ada(client: Client, db: None) -> Client:
    person = User.objects.create_superuser(
        "ada", "ada@example.com", "a long password 1", first_name="Ada", last_name="Ng"
    )
    client.force_login(person)
    return client


def said() -> list[tuple[str, str, str]]:
    """The entries so far, and that their chain holds."""
    assert verify().sound
    return list(AuditEntry.objects.order_by("number").values_list("action", "sentence", "actor"))


def post(client: Client, address: str, status: int = 302, /, **fields: object) -> None:
    answer = client.post(address, fields)
    assert answer.status_code == status, answer.content.decode()[:4000]


def test_codes_keep_to_their_number(ada: Client) -> None:
    factories.listed("deductible")
    post(ada, "/admin/codes/codeentry/add/", code="PND7", locale="en", words="waiting for you", why="")
    entry = CodeEntry.objects.get()
    post(ada, "/admin/codes/codeentry/", action="end", _selected_action=str(entry.pk))
    told = f"what customers read for a code in en (entry {entry.pk}, for every template)"
    assert said()[-2:] == [
        ("add-code", f"Ada Ng put {told} into the code dictionary.", "ada"),
        ("end-code", f"Ada Ng ended {told} in the code dictionary.", "ada"),
    ]
    assert "PND7" not in str(list(AuditEntry.objects.values()))


def test_a_category_says_what_it_was(ada: Client) -> None:
    row = Category.objects.create(key="service", label="Service")
    fields = {"label": "Service", "on_lint_error": "hold", "past_review": "list", "preference_applies": "on"}
    post(ada, f"/admin/templates_store/category/{row.pk}/change/", **fields)
    entry = AuditEntry.objects.latest("number")
    assert (entry.action, entry.subject, entry.key) == ("change-category", "category", "service")
    assert entry.sentence.startswith("Ada Ng changed the category service: ")
    assert '"on_lint_error":{"is":"hold","was":"block"}' in entry.facts
    before = AuditEntry.objects.count()
    post(ada, f"/admin/templates_store/category/{row.pk}/change/", **fields)
    assert AuditEntry.objects.count() == before  # nothing was changed


def test_a_template_is_added_and_renamed(ada: Client) -> None:
    category = Category.objects.create(key="service", label="Service")
    fields = {"name": "Renewal", "key": "renewal", "description": "", "category": category.pk}
    post(ada, "/admin/templates_store/template/add/", **fields)
    row = Template.objects.get()
    post(ada, f"/admin/templates_store/template/{row.pk}/change/", **{**fields, "name": "Renewal notice"})
    assert said() == [
        ("add-template", "Ada Ng added the template renewal.", "ada"),
        ("begin-draft", "Ada Ng began the draft template renewal v1.", "ada"),
        ("change-template", "Ada Ng changed the template renewal: name.", "ada"),
    ]


def test_people_and_groups_without_their_passwords(ada: Client) -> None:
    secret = "correct horse battery 9"
    post(ada, "/admin/auth/group/add/", name="Auditors")
    post(ada, "/admin/auth/user/add/", username="ben", password1=secret, password2=secret, usable_password="true")
    ben = User.objects.get(username="ben")
    post(
        ada,
        f"/admin/auth/user/{ben.pk}/password/",
        password1=secret + "!",
        password2=secret + "!",
        usable_password="true",
    )
    post(ada, "/admin/auth/group/", action="delete_selected", _selected_action=str(Group.objects.get().pk), post="yes")
    post(ada, "/admin/password_change/", old_password="a long password 1", new_password1=secret, new_password2=secret)
    assert [sentence for _, sentence, _ in said()] == [
        "Ada Ng added the group Auditors.",
        "Ada Ng added the user ben.",
        "Ada Ng changed the user ben: password.",
        "Ada Ng deleted the group Auditors.",
        "Ada Ng changed the user ada: password.",
    ]
    assert "correct horse" not in str(list(AuditEntry.objects.values()))


def test_nothing_of_a_customer_is_in_the_log(ada: Client) -> None:
    fields = {"channel": "email", "address": "ana@example.com", "category": "", "reason": "moved", "source": "desk"}
    post(ada, "/admin/customers/suppression/add/", **fields, at_0="2026-11-01", at_1="09:00:00")
    row = Suppression.objects.get()
    post(ada, f"/admin/customers/suppression/{row.pk}/delete/", post="yes")
    customer = Customer.objects.create(key="c-100", name="Ana Lima")
    post(ada, f"/admin/customers/customer/{customer.pk}/delete/", post="yes")
    assert [sentence for _, sentence, _ in said()] == [
        f"Ada Ng added the suppression no. {row.pk}.",
        f"Ada Ng deleted the suppression no. {row.pk}.",
        f"Ada Ng deleted the customer no. {customer.pk}.",
    ]
    rows = str(list(AuditEntry.objects.values()))
    assert [word for word in ("ana@", "Ana Lima", "c-100", "moved") if word in rows] == []


def test_a_key_is_made_and_switched_off(ada: Client) -> None:
    post(ada, "/admin/api/apikey/add/", 200, name="Billing", mode="test")
    row = ApiKey.objects.get()
    post(ada, f"/admin/api/apikey/{row.pk}/change/")
    post(ada, f"/admin/api/apikey/{row.pk}/change/")
    assert [sentence for _, sentence, _ in said()] == [
        f"Ada Ng made a test key for Billing ({row.prefix}…).",
        f"Ada Ng switched a test key for Billing ({row.prefix}…) off.",
    ]


@pytest.mark.django_db
def test_commands_say_so(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("make_groups")
    call_command("make_groups")
    call_command("create_api_key", "Billing")
    Customer.objects.create(key="c-100", name="Ana Lima")
    call_command("erase_person", "--customer", "c-100", "--by", "Ada Ng", "--yes")
    entries = said()
    assert [action for action, _, _ in entries] == ["make-groups", "add-api-key", "erase-person"]
    assert entries[2][1].startswith("Ada Ng had a person's data erased. Erased: 0 sends")
    assert {actor for _, _, actor in entries} == {"command line"}
    assert "c-100" not in str(entries)
