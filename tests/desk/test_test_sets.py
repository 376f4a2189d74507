"""Test sets in the form of a draft: written, changed, taken out, and told where one is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from templates_store.models import TemplateVersion
from templates_store.test_sets import NamedSet, write_test_sets
from tests.factories import live_brand, marketer, template_draft

Login = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> TemplateVersion:
    return template_draft(brands=[live_brand(channels=("sms",))])


def form_of(client: Client, version: TemplateVersion, **changes: Any) -> dict[str, Any]:
    """The form as the page shows it; underscores in the names of changes stand for hyphens."""
    form = client.get(reverse("admin:desk_edit", args=["template", version.pk])).context["form"]
    values = {field.html_name: field.value() or "" for field in form}
    return {**values, **{name.replace("_", "-"): value for name, value in changes.items()}}


def save(client: Client, version: TemplateVersion, **changes: Any) -> Any:
    return client.post(reverse("admin:desk_edit", args=["template", version.pk]), form_of(client, version, **changes))


def stored(version: TemplateVersion) -> list[tuple[str, Any, Any]]:
    return list(version.test_sets.order_by("name").values_list("name", "data", "recipient"))


def test_a_set_is_written_and_there_is_room_for_the_next(login: Login, version: TemplateVersion) -> None:
    client = login(marketer())
    answer = save(
        client,
        version,
        set_0_name="Dear Olga",
        set_0_data='{"note": null}',
        set_0_to="Olga Example",
        set_0_address="1 High Street\r\n\r\nWhitby",
        set_0_postcode="YO21 1AA",
        set_0_large="on",
    )
    assert answer.status_code == 302
    recipient = {
        "name": "Olga Example",
        "address": {"lines": ["1 High Street", "Whitby"], "postcode": "YO21 1AA", "country": "GB"},
        "attributes": {"large_print": True},
    }
    assert stored(version) == [("Dear Olga", {"note": None}, recipient)]

    assert save(client, version, set_1_name="Plain").status_code == 302
    assert stored(version) == [("Dear Olga", {"note": None}, recipient), ("Plain", {}, {})]


def test_saving_without_a_change_changes_no_set(login: Login, version: TemplateVersion) -> None:
    write_test_sets(version, [NamedSet("A", {"note": None}), NamedSet("B", {}, {"name": "Olga"})])
    before = version.hash_content()
    assert save(login(marketer()), version).status_code == 302
    assert version.hash_content() == before


def test_a_set_is_taken_out(login: Login, version: TemplateVersion) -> None:
    write_test_sets(version, [NamedSet("A"), NamedSet("B")])
    assert save(login(marketer()), version, set_0_gone="on").status_code == 302
    assert [name for name, _, _ in stored(version)] == ["B"]


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"set_0_name": "A", "set_0_data": '{"premium": "free"}'}, "set-0-data",
         "“premium” should be an object, and is a text."),
        ({"set_0_name": "A", "set_0_data": '{"premium": {"amount": "x", "currency": "GBP"}}'}, "set-0-data",
         "“premium.amount” should be an amount in a string such as \"12.30\"."),
        ({"set_0_name": "A", "set_0_data": '{"who": 1}'}, "set-0-data", "“who” is not a variable of this template"),
        ({"set_0_name": "A", "set_0_data": '{"note": 1'}, "set-0-data", "Line 1"),
        ({"set_0_data": '{"note": null}'}, "set-0-name", "is missing"),
        ({"set_0_name": "A", "set_0_postcode": "YO1"}, "set-0-address", "“address.lines” should be a list of lines"),
        ({"set_0_name": "A", "set_1_name": "A"}, "set-1-name", "Another test set has this name already."),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_at_its_field_and_nothing_is_saved(
    login: Login, version: TemplateVersion, changes: dict[str, str], field: str, problem: str
) -> None:
    write_test_sets(version, [NamedSet("Z")] if "set_1_name" in changes else [])
    before = stored(version)
    answer = save(login(marketer()), version, **changes)
    assert answer.status_code == 422
    assert any(problem in one for one in answer.context["form"].errors.get(field, [])), answer.context["form"].errors
    assert stored(version) == before


def test_a_form_without_a_place_for_sets_leaves_them(login: Login, version: TemplateVersion) -> None:
    write_test_sets(version, [NamedSet("A")])
    client = login(marketer())
    sent = {name: value for name, value in form_of(client, version).items() if not name.startswith("set-")}
    assert client.post(reverse("admin:desk_edit", args=["template", version.pk]), sent).status_code == 302
    assert [name for name, _, _ in stored(version)] == ["A"]
