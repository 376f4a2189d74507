"""The page of all proofs: a card for each test set, pictures from a real browser, and what is told without one."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from PIL import Image

from commhub.pictures import camera
from commhub.pictures.camera import NoPicture
from commhub.pictures.letter import WINDOW
from templates_store.models import TemplateVersion
from templates_store.test_sets import NamedSet, write_test_sets
from tests.browser.looking import chromium
from tests.factories import UserFactory, block_draft, listed, live_brand, marketer, template_draft

Login = Callable[[User], Client]
pytestmark = pytest.mark.django_db
PARTS = {
    "subject": "Your claim",
    "body": "Dear {{ recipient.name }},\n\n{% if paid %}it is **paid**.{% else %}please wait.{% endif %}",
    "sms": "{% if paid %}Paid.{% else %}Please wait: {{ words }}{% endif %}",
}
VARIABLES: list[dict[str, Any]] = [
    {"name": "paid", "type": "boolean", "sample": False},
    {"name": "words", "type": "string", "sample": "we read it."},
]


@pytest.fixture(autouse=True)
def own_storage(settings: Any, tmp_path: Path) -> None:
    """Pictures are kept by their content: those of another test would be found here."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def version() -> TemplateVersion:
    chromium()  # says what to install where there is none
    listed()
    return template_draft("claim", {"en": PARTS}, VARIABLES, brands=[live_brand()])


def url(version: TemplateVersion, **asked: str) -> str:
    return reverse("admin:desk_proofs", args=["template", version.pk], query=asked)


def make(client: Client, version: TemplateVersion, **asked: str) -> Any:
    """Go on until nothing is waiting any more; the last piece of the page."""
    address = reverse("admin:desk_make_proofs", args=["template", version.pk])
    for _ in range(40):
        answer = client.post(address, asked, headers={"X-Requested-With": "fetch"})
        assert answer.status_code == 200
        if b"data-go-on" not in answer.content:
            return answer
    raise AssertionError("it does not come to an end")


def cards(answer: Any) -> dict[str, Any]:
    return {told.card.data_set.name: told.card for _, group in answer.context["groups"] for told in group}


def opened(name: str) -> Image.Image:
    with default_storage.open(name) as file:
        return Image.open(io.BytesIO(file.read())).convert("RGB")


def test_every_test_set_is_a_card_that_waits_and_then_has_its_picture(login: Login, version: TemplateVersion) -> None:
    client = login(marketer())
    write_test_sets(version, [NamedSet("A long word", {"words": "x" * 60})])
    first = client.get(url(version))
    assert first.status_code == 200
    assert {card.made for card in cards(first).values()} == {None}
    assert [label for label, group in first.context["groups"] if group] == [
        "Samples",
        "Your own test sets",
        "Made for the conditions",
        "Awkward on purpose",
    ]

    made = cards(make(client, version))
    pictures = {name: opened(card.made.picture) for name, card in made.items()}
    assert {image.width for image in pictures.values()} == {375}
    assert {card.made.error or card.made.why for card in made.values()} == {""}

    address = reverse("admin:desk_proof_picture", args=[made["Declared samples"].picture.removesuffix(".png")])
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert "immutable" in answer.headers["Cache-Control"]
    assert Image.open(io.BytesIO(answer.content)).width == 375


def test_a_second_look_needs_no_browser_and_no_rendering(
    login: Login, version: TemplateVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = login(marketer())
    before = cards(make(client, version))

    def never(*_: Any, **__: Any) -> Any:
        raise AssertionError("made again")

    monkeypatch.setattr("commhub.publish.pictures.Camera", never)
    monkeypatch.setattr("commhub.desk.gallery.proof_of", never)
    answer = client.get(url(version))
    assert cards(answer) == before
    assert b"data-go-on" not in answer.content


def test_a_picture_that_could_not_be_taken_is_tried_again_at_a_later_look(
    login: Login, version: TemplateVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: Any, **__: Any) -> Any:
        raise NoPicture("it took too long")

    client = login(marketer())
    with monkeypatch.context() as patch:
        patch.setattr("commhub.publish.pictures.Camera.shoot", busy)
        answer = make(client, version)
    assert {card.made.why for card in cards(answer).values()} == {"it took too long"}
    assert {card.made.why for card in cards(client.get(url(version))).values()} == {"it took too long"}
    monkeypatch.setattr("commhub.desk.gallery.AGAIN", timedelta(0))
    assert {card.made for card in cards(client.get(url(version))).values()} == {None}
    assert {card.made.why for card in cards(make(client, version)).values()} == {""}


def test_one_set_in_full_has_four_pictures_of_the_e_mail(login: Login, version: TemplateVersion) -> None:
    client = login(marketer())
    waiting = client.get(url(version, channel="email", set="Declared samples"))
    assert [view.picture for view in waiting.context["views"]] == [""] * 4
    done = make(client, version, channel="email", set="Declared samples")
    views = {view.label: opened(f"pictures/{view.picture}") for view in done.context["views"]}
    assert {label: image.width for label, image in views.items()} == {
        "Desktop": 800,
        "Phone": 375,
        "Desktop, dark": 800,
        "Phone, dark": 375,
    }
    assert sum(views["Phone"].getpixel((370, 5))) > sum(views["Phone, dark"].getpixel((370, 5))) + 300
    assert "srcdoc=" in done.content.decode()  # with the marks of the findings


def test_a_text_is_shown_in_its_parts_with_what_it_costs(login: Login, version: TemplateVersion) -> None:
    write_test_sets(version, [NamedSet("Long", {"words": "word " * 60})])
    client = login(marketer())
    made = cards(make(client, version, channel="sms"))
    assert len(made["Long"].made.bubbles) == 3
    assert dict(made["Long"].figures) == {"parts": "3", "": "GSM-7", "cost": "0.1200 GBP"}
    page = client.get(url(version, channel="sms", set="Long")).content.decode()
    assert "Part 3 of 3" in page
    assert "0.1200 GBP" in page


def test_a_letter_is_shown_with_the_window_of_its_envelope(login: Login, version: TemplateVersion) -> None:
    client = login(marketer())
    made = cards(make(client, version, channel="print"))
    image = opened(made["Declared samples"].made.picture)
    colours = {colour for _, colour in image.getcolors(image.width * image.height) or []}
    assert any(all(abs(one - other) < 12 for one, other in zip(colour, WINDOW, strict=True)) for colour in colours)
    page = client.get(url(version, channel="print", set="Declared samples")).content.decode()
    assert "the window of the envelope" in page


def test_messages_that_are_the_same_are_shown_once(login: Login, version: TemplateVersion) -> None:
    write_test_sets(version, [NamedSet("Paid", {"paid": True}), NamedSet("Paid again", {"paid": True, "words": "no"})])
    answer = make(login(marketer()), version, channel="sms")
    (told,) = [told for label, group in answer.context["groups"] if label == "Your own test sets" for told in group]
    assert (told.card.data_set.name, [name for name, _ in told.also]) == ("Paid", ["Paid again"])


def test_conditions_are_told_with_the_sets_that_show_them(login: Login, version: TemplateVersion) -> None:
    context = login(marketer()).get(url(version)).context
    told = {
        (row["condition"].place.where, row["condition"].text): [name for name, _ in row["sides"]]
        for row in context["conditions"]
    }
    assert told["body (en)", "paid"] == ["Where paid", "Declared samples"]
    assert told["sms (en)", "paid"] == ["Where paid", "Declared samples"]
    assert context["missing"] == 0


def test_without_a_browser_it_is_told_loudly_and_messages_are_shown_all_the_same(
    login: Login, version: TemplateVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera, "NAMES", ("no-such-browser",))
    client = login(marketer())
    page = client.get(url(version, set="Declared samples")).content.decode()
    assert "There are no pictures." in page
    assert "please install Chromium (Debian: `apt-get install chromium`)" in page.replace("&#x27;", "'")
    assert "srcdoc=" in page
    made = cards(make(client, version))
    assert {card.made.picture for card in made.values()} == {""}


def test_what_cannot_be_compiled_says_why(login: Login, version: TemplateVersion) -> None:
    version.parts.filter(name="sms").update(source="{{ nobody }}")
    page = login(marketer()).get(url(version)).content.decode()
    assert "nobody" in page
    assert "errornote" in page


def test_a_block_shows_the_templates_that_use_it_and_nothing_without_any(
    login: Login, version: TemplateVersion
) -> None:
    block = block_draft("alone")
    page = login(marketer()).get(reverse("admin:desk_proofs", args=["content-block", block.pk]))
    assert b"There is nothing to show yet" in page.content


def test_who_may_read_nothing_sees_no_proofs(login: Login, version: TemplateVersion) -> None:
    client = login(UserFactory(username="nobody", group=""))
    name = "0" * 64
    assert client.get(url(version)).status_code == 403
    assert client.get(reverse("admin:desk_proof_picture", args=[name])).status_code == 403
    assert client.post(reverse("admin:desk_make_proofs", args=["template", version.pk])).status_code == 403
    assert login(marketer()).get(reverse("admin:desk_proof_picture", args=[name])).status_code == 404
    assert Client().get(url(version)).status_code == 302
