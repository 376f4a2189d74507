"""What an edition is made of: blocks within blocks, files by channel, designers' own HTML; seen in what apps are shown."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from brand_assets.editing import put_file, write_asset_about
from brand_assets.models import Asset, AssetVersion, Brand
from commhub.approval.drafts import start_draft
from commhub.approval.errors import Refused
from commhub.approval.submit import submit
from commhub.publish.models import LiveEdition
from tests.api.app import App
from tests.factories import (
    LAYOUTS,
    api_key,
    block_draft,
    layout_draft,
    listed,
    live_brand,
    marketer,
    publish,
    template_draft,
)
from tests.store import NOW

pytestmark = pytest.mark.django_db
GREETING = {"subject": "Hello", "body": "Dear {{ recipient.name }},\n\n{% include 'sign-off' %}"}


def shown(**more: Any) -> dict[str, Any]:
    """What an app is shown of the live template `greeting`, by channel."""
    person = {"name": "Maria Jones"}
    answer = App(api_key()[1]).post("/api/v1/previews", {"template": "greeting", "recipient": person, **more})
    assert answer.status_code == 200, answer.content
    return {preview["channel"]: preview for preview in answer.json()["previews"]}


def greeting(brand: Brand, variables: list[Mapping[str, Any]] | None = None, **parts: str) -> None:
    """Put a template with these parts live."""
    publish(template_draft("greeting", {"en": parts}, variables or [], brands=[brand]))


def picture(colour: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 20), colour).save(stream, format="PNG")
    return stream.getvalue()


def colours_of(image: Image.Image) -> set[Any]:
    return {colour for _, colour in image.convert("RGB").getcolors(image.width * image.height) or []}


def put_logo(brand: Brand, **files: bytes) -> None:
    """Put a logo live, with files by channel."""
    draft = start_draft(Asset.objects.create(brand=brand, slot="logo"), marketer())
    assert isinstance(draft, AssetVersion)
    write_asset_about(draft, "Northlight", "")
    for channel, content in files.items():
        put_file(draft, channel, content)
    publish(draft)


def test_a_block_within_a_block_stands_in_every_channel() -> None:
    publish(block_draft("contact-us", en="Call us on **0800 123**."))
    publish(block_draft("sign-off", en="Yours sincerely\n\n{% include 'contact-us' %}"))
    greeting(live_brand(), **GREETING, sms="Hello. {% include 'sign-off' %}")

    channels = shown()
    assert channels["email"]["content"]["text"] == "Dear Maria Jones,\n\nYours sincerely\n\nCall us on 0800 123.\n"
    assert "<p>Call us on <strong>0800 123</strong>.</p>" in channels["print"]["content"]["html"]
    assert channels["sms"]["content"]["text"] == "Northlight: Hello. Yours sincerely\n\nCall us on 0800 123."
    manifest = LiveEdition.objects.get().edition.manifest
    assert [one["key"] for one in manifest["inputs"] if one["subject"] == "content-block"] == ["contact-us", "sign-off"]


def test_blocks_that_include_each_other_are_refused_by_name() -> None:
    publish(block_draft("contact-us", en="Call us."))
    publish(block_draft("sign-off", en="Goodbye. {% include 'contact-us' %}"))
    again = block_draft("contact-us", en="Call us. {% include 'sign-off' %}")
    with pytest.raises(Refused, match="content blocks include each other: contact-us > sign-off > contact-us"):
        submit(again, marketer(), now=NOW)


def test_each_channel_gets_the_file_that_is_made_for_it() -> None:
    brand = live_brand(channels=())
    put_logo(brand, any=picture("teal"), print=picture("maroon"))
    logo = "<p><img src=\"{{ asset('logo').src }}\" alt=\"{{ asset('logo').alt }}\"></p>{{ content }}"
    publish(layout_draft(brand, "email", LAYOUTS["email"][0].replace("{{ content }}", logo)))
    publish(layout_draft(brand, "print", LAYOUTS["print"][0].replace("{{ content }}", logo)))
    greeting(brand, subject="Hello", body="Dear {{ recipient.name }},")

    channels = shown()
    [attachment] = channels["email"]["attachments"]
    assert base64.b64decode(attachment["base64"]) == picture("teal")
    assert f'src="cid:{attachment["content_id"]}"' in channels["email"]["content"]["html"]
    assert "[Northlight]" in channels["email"]["content"]["text"]
    letter = base64.b64decode(channels["print"]["document"]["base64"])
    [page] = pypdfium2.PdfDocument(letter)
    assert (128, 0, 0) in colours_of(page.render().to_pil())
    assert (0, 128, 128) not in colours_of(page.render().to_pil())


def test_a_designer_s_own_html_takes_the_place_of_the_body_in_its_channel_alone() -> None:
    parts = {
        "subject": "Hello",
        "body": "Dear {{ recipient.name }},",
        "email-html": "<h2>For {{ recipient.name }}</h2>",
    }
    greeting(live_brand(channels=("email", "print")), **parts)

    channels = shown()
    assert "<h2>For Maria Jones</h2>" in channels["email"]["content"]["html"]
    assert channels["email"]["content"]["text"] == "For Maria Jones\n---------------\n"  # a heading is underlined
    assert "<p>Dear Maria Jones,</p>" in channels["print"]["content"]["html"]


def test_a_word_that_only_an_inbox_shows_is_read_too() -> None:
    code = {"name": "code", "type": "string", "sample": "A"}
    parts = {"subject": "Hello", "preheader": "About {{ code }}", "body": "Dear {{ recipient.name }},"}
    greeting(live_brand(channels=("email",)), [code], **parts)
    listed("NIGO")

    email = shown(data={"code": "NIGO"})["email"]
    assert [(one["surface"], one["field"]) for one in email["findings"]] == [("NIGO", "/data/code")]
    assert email["stopped"] is True
