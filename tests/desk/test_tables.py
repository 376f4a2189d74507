"""The lists of the admin: finding a template, and editing rules, terms, customers and keys with clear refusals."""

from __future__ import annotations

import html
import io
from collections.abc import Callable

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from PIL import Image

from brand_assets.models import Asset
from commhub.api.keys import hash_of
from commhub.api.models import ApiKey
from commhub.approval.drafts import start_draft
from commhub.customers.models import Suppression
from templates_store.models import TemplateVersion
from tests.factories import administrator, live_brand, live_template, marketer, reviewer

Login = Callable[[User], Client]


def add(client: Client, table: str, **values: object) -> str:
    """Fill in the form for a new row; the page that comes back."""
    url = reverse(f"admin:{table}_add")
    return html.unescape(client.post(url, values, follow=True).content.decode())


def test_a_marketer_finds_a_template(login: Login, draft: TemplateVersion) -> None:
    legal = live_template("claim-update", category="legal")
    client = login(marketer())

    def found(query: str) -> list[str]:
        answer = client.get(reverse("admin:templates_store_template_changelist") + query)
        return [template.key for template in answer.context["cl"].result_list]

    assert found("") == ["claim-update", "renewal-notice"]
    assert found("?q=renewal") == ["renewal-notice"]
    assert found(f"?category__id__exact={legal.category_id}") == ["claim-update"]
    brand = legal.versions.get(state="live").brands.get()
    assert found(f"?brand={brand.pk}") == ["claim-update", "renewal-notice"]
    assert found("?state=draft") == ["renewal-notice"]
    assert found("?state=none") == []
    page = client.get(reverse("admin:templates_store_template_changelist")).content.decode()
    assert "v2 draft" in page
    assert 'class="desk-state state-live">v1</a>' in page


def test_the_page_of_a_template_leads_to_its_versions_and_says_where_it_is_live(
    login: Login, draft: TemplateVersion
) -> None:
    url = reverse("admin:templates_store_template_change", args=[draft.template.pk])

    for_marketer = login(marketer()).get(url)
    for_reviewer = login(reviewer()).get(url)

    assert [version.number for version in for_marketer.context["versions"]] == [2, 1]
    assert "Edit draft" in for_marketer.content.decode()
    assert "Edit draft" not in for_reviewer.content.decode()
    uses = for_reviewer.context["uses"]
    assert [(use.brand, use.locale, use.version) for use in uses] == [("Northlight", "en", 1)]


def test_a_new_draft_is_offered_from_the_live_version(login: Login, draft: TemplateVersion) -> None:
    template = draft.template
    draft.delete()
    client = login(marketer())
    live = template.versions.get()

    page = client.get(reverse("admin:templates_store_template_change", args=[template.pk])).content.decode()
    client.post(reverse("admin:desk_copy", args=["template", live.pk]))

    assert "New draft from live" in page
    copied = template.versions.get(number=2)
    assert copied.hash_content() == live.hash_content()


def test_a_suppression_is_kept_in_the_form_that_its_channel_compares(login: Login, db: None) -> None:
    add(
        login(administrator()),
        "customers_suppression",
        channel="email",
        address="Ana@Example.COM",
        category="",
        reason="asked",
        source="desk",
        at_0="2026-01-02",
        at_1="10:00:00",
    )

    assert Suppression.objects.get().address == "ana@example.com"


def test_a_key_is_shown_once_and_kept_as_a_hash(login: Login, db: None) -> None:
    client = login(administrator())

    answer = client.post(reverse("admin:api_apikey_add"), {"name": "Billing", "mode": "test"})

    key = answer.context["key"]
    row = ApiKey.objects.get()
    assert key in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert (row.secret_hash, row.created_by, row.mode) == (hash_of(key), administrator(), "test")
    for page in ("admin:api_apikey_changelist", "admin:index"):
        assert key not in client.get(reverse(page)).content.decode()
    assert key not in client.get(reverse("admin:api_apikey_change", args=[row.pk])).content.decode()


def test_a_marketer_makes_no_keys(login: Login, db: None) -> None:
    assert login(marketer()).post(reverse("admin:api_apikey_add"), {"name": "x", "mode": "live"}).status_code == 403
    assert not ApiKey.objects.exists()


def test_a_file_is_put_into_an_asset_after_a_look_at_its_content(
    login: Login, db: None, settings: object, tmp_path: object
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    asset = Asset.objects.create(brand=live_brand(channels=()), slot="logo")
    draft = start_draft(asset, marketer())
    url = reverse("admin:desk_edit", args=["asset", draft.pk])
    client = login(marketer())
    seen = client.get(url).context["form"].initial["seen"]
    stream = io.BytesIO()
    Image.new("RGB", (30, 20)).save(stream, format="PNG")

    bad = io.BytesIO(b"<svg>never ends")
    bad.name = "logo.svg"
    refused = client.post(url, {"seen": seen, "new-file": bad, "new-kind": "any"})
    good = io.BytesIO(stream.getvalue())
    good.name = "logo.txt"
    client.post(url, {"seen": seen, "new-file": good, "new-kind": "any"})

    assert refused.status_code == 422
    assert "The SVG is not well formed" in refused.content.decode()
    variant = draft.variants.get()  # type: ignore[attr-defined]
    assert (variant.channel, variant.media_type, variant.width, variant.height) == ("any", "image/png", 30, 20)
    assert variant.file.name == f"assets/{variant.sha256}.png"
