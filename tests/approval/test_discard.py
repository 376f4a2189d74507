"""What never left draft is deleted for good, unless something names it; what did is kept."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from brand_assets.models import Asset, Brand
from commhub.approval.discard import discard
from commhub.approval.drafts import start_draft
from commhub.approval.errors import NotAllowed, Refused
from commhub.audit.models import AuditEntry
from commhub.publish.models import Reference
from commhub.versions import State
from templates_store.models import BlockText, ContentBlock, Template
from tests.factories import UserFactory, marketer, reviewer
from tests.publish.references import rows

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 5, 10, tzinfo=UTC)


def test_a_draft_that_nothing_uses_goes_with_its_texts_and_edges_and_is_written_down() -> None:
    rows.block("contact-us")
    block = rows.block("news", State.DRAFT, en='{% include "contact-us" %}').block
    discard(block, marketer(), now=NOW)
    assert [one.key for one in ContentBlock.objects.all()] == ["contact-us"]
    assert (BlockText.objects.count(), Reference.objects.count()) == (1, 0)
    assert AuditEntry.objects.get(action="delete").sentence == (
        "mara-marketer deleted content block news, which never left draft."
    )


def test_what_something_uses_is_not_deleted_and_it_is_told_by_what_and_where() -> None:
    block = rows.block("news", State.DRAFT).block
    rows.template("renewal", {"body": '\n{% include "news" %}'}, [rows.brand()])
    with pytest.raises(Refused) as refused:
        discard(block, marketer(), now=NOW)
    assert str(refused.value) == "It is used by template renewal v1 (the body (en), line 2)."


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.LIVE, State.RETIRED, State.REJECTED])
def test_what_left_draft_is_kept(state: str) -> None:
    template = rows.template("renewal", {"body": "b"}, [rows.brand()], state).template
    with pytest.raises(Refused, match="template renewal v1 has left draft, and must stay readable"):
        discard(template, marketer(), now=NOW)
    assert Template.objects.exists()


def test_a_brand_with_assets_is_kept_whole() -> None:
    brand = Brand.objects.create(key="northlight", name="Northlight")
    start_draft(brand, marketer())
    Asset.objects.create(brand=brand, slot="logo")
    with pytest.raises(Refused, match="brand northlight cannot be deleted while there is still: northlight-logo"):
        discard(brand, marketer(), now=NOW)
    assert brand.versions.count() == 1


def test_only_who_may_delete_does_and_only_they_see_the_button() -> None:
    block = rows.block("news", State.DRAFT).block
    with pytest.raises(NotAllowed):
        discard(block, reviewer(), now=NOW)
    address, page = (
        f"/admin/desk/content-block/{block.pk}/delete/",
        f"/admin/templates_store/contentblock/{block.pk}/change/",
    )
    client = Client()
    client.force_login(reviewer())
    assert client.post(address).status_code == 403
    assert "Delete it for good" not in client.get(page).content.decode()
    client.force_login(UserFactory(username="nobody-in-particular"))
    assert client.post(address).status_code == 403
    client.force_login(marketer())
    assert "Delete it for good" in client.get(page).content.decode()
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    assert not ContentBlock.objects.exists()
