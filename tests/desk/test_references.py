"""What is wrong in a source stands at its field and nothing typed is lost; what uses something stands on its pages."""

from __future__ import annotations

import html
from datetime import UTC, datetime

import pytest
from django.test import Client

from brand_assets.models import Asset
from commhub.approval.errors import Refused
from commhub.approval.retire import retire
from commhub.audit.models import AuditEntry
from commhub.publish.models import Reference
from commhub.versions import State
from templates_store.models import Part
from tests.factories import UserFactory, marketer, reviewer
from tests.publish.references import rows

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 5, 10, tzinfo=UTC)


def as_person(person: object) -> Client:
    client = Client()
    client.force_login(person)  # type: ignore[arg-type]
    return client


def sent(version: object, **fields: str) -> dict[str, str]:
    """The form of a template's draft as a browser sends it."""
    form = {"seen": str(version.revision), "base": "{}", "note": "", "variables": "[]"}  # type: ignore[attr-defined]
    return form | {f"part:en:{name}": source for name, source in fields.items()}


def test_a_refused_save_says_line_and_column_at_the_field_and_keeps_what_was_typed() -> None:
    northlight = rows.brand()
    rows.block("contact-us")
    draft = rows.template("renewal", {"body": "Before."}, [northlight])
    edges, parts, audit = Reference.objects.count(), Part.objects.count(), AuditEntry.objects.count()
    typed = 'Hello 你好\n\n  {% include "contct-us" %} {{ brand.nme }}'

    answer = as_person(marketer()).post(
        f"/admin/desk/template/{draft.pk}/edit/",
        sent(draft, body=typed, sms="{% if x %}") | {"brands": str(northlight.pk)},
    )

    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert typed in page
    assert "There is no content block “contct-us”. Did you mean “contact-us”?" in page
    assert 'data-place-line="3" data-place-column="14" data-place-of="id_part:en:body"' in page
    assert '<code>{% include <mark>"contct-us"</mark> %} {{ brand.nme }}</code>' in page
    assert "The brand northlight does not have a token brand.nme. Did you mean brand.name?" in page
    assert "This {% if %} is never closed with {% endif %}." in page
    assert Part.objects.get(version=draft).source == "Before."
    assert (Reference.objects.count(), Part.objects.count(), AuditEntry.objects.count()) == (edges, parts, audit)
    draft.refresh_from_db()
    assert draft.revision == 0


def test_the_preview_of_a_refused_save_lists_the_problems() -> None:
    draft = rows.template("renewal", {"body": "Before."}, [rows.brand()])
    answer = as_person(marketer()).post(
        f"/admin/desk/template/{draft.pk}/edit/", sent(draft, body='{% include "nobody" %}') | {"then": "preview"}
    )
    page = html.unescape(answer.content.decode())
    assert "Line 1, column 12: there is no content block “nobody”." in page


def test_what_is_told_but_refuses_nothing_stands_at_its_field_of_the_open_form() -> None:
    draft = rows.template("renewal", {"body": "Dear {{ custmer }}"}, [rows.brand()], variables=[{"name": "customer"}])
    page = html.unescape(as_person(marketer()).get(f"/admin/desk/template/{draft.pk}/edit/").content.decode())
    assert "“custmer” is not a declared variable. Did you mean “customer”?" in page
    assert 'class="told"' in page
    assert "errornote" not in page


def test_the_pages_of_a_block_show_what_uses_it_with_the_way() -> None:
    northlight = rows.brand()
    contact = rows.block("contact-us")
    rows.block("help", en='{% include "contact-us" %}')
    rows.template("renewal", {"body": 'x\n{% include "help" %}'}, [northlight], State.LIVE)
    rows.template("news", {"body": '{% include "contact-us" %}'}, [northlight])
    client = as_person(reviewer())

    for address in (
        f"/admin/templates_store/contentblock/{contact.block.pk}/change/",
        f"/admin/desk/content-block/{contact.pk}/",
        f"/admin/desk/uses/content-block/{contact.block.pk}/",
    ):
        page = " ".join(html.unescape(client.get(address).content.decode()).split())
        assert "1 live template, 1 live content block and 1 open draft" in page
        assert '<span>the body (en), line 2</span><span class="desk-onward" aria-hidden="true">→</span>' in page
    assert "It cannot be retired yet:</strong> 2 versions that are live or approved" in html.unescape(
        client.get(f"/admin/desk/content-block/{contact.pk}/").content.decode()
    )


def test_retiring_what_is_used_is_refused_by_name_and_place_and_what_only_a_draft_uses_is_not() -> None:
    northlight = rows.brand()
    contact, lonely = rows.block("contact-us"), rows.block("lonely")
    rows.template("renewal", {"body": '{% include "contact-us" %}'}, [northlight], State.LIVE)
    rows.template("news", {"body": '{% include "lonely" %}'}, [northlight])
    with pytest.raises(Refused) as refused:
        retire(contact, reviewer(), now=NOW)
    assert str(refused.value) == (
        "content-block contact-us v1 is still used by template renewal v1 (the body (en), line 1)."
    )
    page = html.unescape(as_person(reviewer()).get(f"/admin/desk/content-block/{lonely.pk}/").content.decode())
    assert 'Nothing that is live uses it, but <a href="#uses">1 open draft</a> would be left without it.' in page
    retire(lonely, reviewer(), now=NOW)
    lonely.refresh_from_db()
    assert lonely.state == State.RETIRED


def test_the_page_of_a_token_lists_what_names_it() -> None:
    northlight = rows.brand()
    rows.layout(northlight, "email", "{{ brand.colour.primary }}")
    client = as_person(reviewer())
    page = client.get("/admin/desk/uses/token/?path=colour.primary&brand=northlight").content.decode()
    assert "What uses brand.colour.primary of Northlight" in page
    assert "the layout, line 1" in page
    brand_page = client.get(f"/admin/brand_assets/brand/{northlight.pk}/change/").content.decode()
    assert 'href="/admin/desk/uses/token/?path=colour.primary&amp;brand=northlight"' in brand_page


def test_who_may_not_read_content_sees_no_uses() -> None:
    northlight = rows.brand()
    block = rows.block("contact-us").block
    logo = Asset.objects.get(brand=northlight)
    client = as_person(UserFactory(username="nobody-in-particular"))
    for address in (f"content-block/{block.pk}/", f"asset/{logo.pk}/", f"brand/{northlight.pk}/", "token/?path=name"):
        assert client.get(f"/admin/desk/uses/{address}").status_code == 403
    assert as_person(reviewer()).get(f"/admin/desk/uses/template/{block.pk}/").status_code == 404
    assert as_person(reviewer()).get("/admin/desk/uses/content-block/999/").status_code == 404
