"""The draft of an asset in the desk: a master with its files, rules, what was cleaned, and what ends soon."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from brand_assets.editing import put_file
from brand_assets.models import Asset, AssetVersion
from brand_assets.rules import Rule
from commhub.approval.drafts import start_draft
from tests.factories import LAYOUTS, layout_draft, live_brand, marketer, publish, template_draft

pytestmark = pytest.mark.django_db
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><rect width="90" height="30" fill="{}"/>{}</svg>'
TODAY = timezone.localdate()


def picture(width: int = 400) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, 100), "teal").save(stream, format="PNG")
    return stream.getvalue()


def drawing(colour: str = "teal", more: str = "") -> bytes:
    return DRAWING.format(colour, more).encode()


@pytest.fixture
def draft() -> AssetVersion:
    asset = Asset.objects.create(brand=live_brand(channels=()), slot="logo")
    draft = start_draft(asset, marketer())
    assert isinstance(draft, AssetVersion)
    return draft


def as_person(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def save(draft: AssetVersion, content: bytes | None = None, status: int = 302, **fields: Any) -> str:
    """Send the form as a browser does, with everything that stands in it; answers the page."""
    client, address = as_person(marketer()), reverse("admin:desk_edit", args=["asset", draft.pk])
    form = client.get(address).context["form"]
    sent: dict[str, Any] = {name: form[name].value() for name in form.fields if form[name].value() not in {None, False}}
    sent |= {name.replace("_", "-"): value for name, value in fields.items()}
    if content is not None:
        sent["new-file"] = SimpleUploadedFile("logo.bin", content)
    answer = client.post(address, sent)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return (answer if status != 302 else client.get(address)).content.decode()


def test_a_master_shows_all_that_was_made_of_it(draft: AssetVersion) -> None:
    page = save(draft, drawing(more="<script/><script/><use href='x.svg'/>"), email_width=45, print_width=30)
    assert "2 scripts and 1 link to elsewhere were taken out." in page
    assert page.count('class="asset-ground dark"') == 2
    assert page.count('class="asset-ground paper"') == 1
    assert "drawn 90 x 30 pixels from the SVG" in page
    assert 'width="45"' in page
    assert draft.variants.count() == 5
    draft.refresh_from_db()
    assert (draft.email_width, draft.print_width, draft.revision) == (45, 30, 1)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<html>", "The SVG is not well formed"),
        (picture()[:200], "The picture is damaged: its end is missing."),
        (picture() + b"PK\x03\x04", "Behind the end of the picture stand 4 more bytes"),
        (picture(200), "The picture is 200 pixels wide, and e-mails show it 300 wide."),
        (b"%PDF", "This is not a PNG, JPEG, GIF or SVG picture."),
    ],
)
def test_what_is_refused_is_told_at_its_field_and_nothing_is_stored(
    draft: AssetVersion, content: bytes, sentence: str
) -> None:
    page = save(draft, content, status=422, email_width=300, note="A new logo.")
    assert sentence in page
    draft.refresh_from_db()
    assert (draft.variants.count(), draft.email_width, draft.note, draft.revision) == (0, None, "", 0)


def test_the_rule_of_a_file_is_changed_and_a_clash_is_told_with_both_names(draft: AssetVersion) -> None:
    save(draft, picture(), email_width=45)
    master = draft.variants.get(master=True)
    save(draft, picture(), new_scheme="dark", new_market="GB")
    assert sorted(set(draft.variants.values_list("scheme", "market"))) == [("", ""), ("dark", "GB")]
    save(draft, **{f"{master.pk}-until": "2026-12-31", f"{master.pk}-locale": "en-GB"})
    assert set(draft.variants.filter(scheme="").values_list("locale", flat=True)) == {"en-GB"}
    page = save(draft, drawing(), status=422, new_locale="en-GB", new_from="2026-12-01")
    assert (
        "No choice is possible between the file for any channel, in en-GB, until 31 December 2026 and the one for any"
        in page
    )
    page = save(draft, status=422, **{f"{master.pk}-market": "Britain"})
    assert "Use the two letters of a country, such as GB." in page
    save(draft, **{f"{master.pk}-remove": "on"})
    assert set(draft.variants.values_list("scheme", flat=True)) == {"dark"}


def test_a_designer_s_own_file_takes_the_place_of_one_that_was_made(draft: AssetVersion) -> None:
    save(draft, drawing(), email_width=45)
    page = save(draft, picture(), new_kind="email:2")
    own = draft.variants.get(channel="email", scale=2)
    assert (own.width, own.made_from) == (400, "")
    assert "a designer’s own file" in page
    save(draft, **{f"{own.pk}-remove": "on"})
    assert draft.variants.get(channel="email", scale=2).width == 90


def test_the_desk_warns_a_month_ahead_with_the_templates(draft: AssetVersion) -> None:
    brand = draft.asset.brand
    put_file(draft, "any", picture(), Rule(valid_until=TODAY + timedelta(days=12)))
    publish(draft)
    logo = '<img src="{{ asset(\'logo\').src }}" alt="Northlight">{{ content }}'
    publish(layout_draft(brand, "email", LAYOUTS["email"][0].replace("{{ content }}", logo)))
    publish(template_draft("greeting", {"en": {"subject": "Hello", "body": "Dear reader,"}}, [], brands=[brand]))
    last = TODAY + timedelta(days=12)
    said = f"The file of northlight-logo for any channel ends on {last.day} {last:%B %Y}; after that day nothing that shows"
    client = as_person(marketer())
    home = client.get(reverse("admin:index")).content.decode()
    assert said in home
    assert "Template greeting shows it." in home
    address = reverse("admin:brand_assets_asset_change", args=[draft.asset.pk])
    assert address in home
    assert said in client.get(address).content.decode()


def test_a_master_beside_a_designers_own_files_says_what_goes_on_using_those(draft: AssetVersion) -> None:
    """As the starter library's logos have them: nothing is made from the master then, and the page opens all the same."""
    put_file(draft, "any", picture())
    put_file(draft, "print", drawing("navy"))
    page = save(draft, picture(1200))
    assert "Letters go on with the designer’s own file below" in page
    assert "Other channels go on with the designer’s own file below" in page
    assert as_person(marketer()).get(reverse("admin:desk_edit", args=["asset", draft.pk])).status_code == 200
