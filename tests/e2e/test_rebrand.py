"""A rebrand seen from outside: people do it in a browser, and what an app sends next carries it; what was sent does not."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
from django.contrib.auth.models import User
from PIL import Image
from playwright.sync_api import Locator, Page

from tests.api.app import App
from tests.e2e.browser import PATIENCE_MS, Seat, seat
from tests.e2e.conftest import Outside
from tests.e2e.rebrand import NEW_FOOTER, OLD_FOOTER, PLUM, TEAL, Colour, logo, make_people, make_store
from tests.e2e.test_main_job import ask, finished, introduce, read_mail
from tests.factories import DATA, PASSWORD
from tests.services.kept import Kept

RELEASE = "Northlight becomes Brightwater"
CUSTOMERS = {"C-1": "email", "C-2": "sms", "C-3": "print"}
NEAR = 6
"""How far a colour may be from what was drawn, of 255: pictures in a PDF may be JPEG."""

STORY = [
    "Mia Moreau began the draft asset northlight-logo v2 with the content of v1.",
    "Mia Moreau saved the draft asset northlight-logo v2 (save 1).",
    "Mia Moreau began the draft brand northlight v2 with the content of v1.",
    "Mia Moreau saved the draft brand northlight v2 (save 1).",
    "Mia Moreau began the draft content-block footer v2 with the content of v1.",
    "Mia Moreau saved the draft content-block footer v2 (save 1).",
    "Mia Moreau began the release “the rebrand”.",
    "Mia Moreau put content-block footer v2 into “the rebrand”.",
    "Mia Moreau put brand northlight v2 into “the rebrand”.",
    "Mia Moreau put asset northlight-logo v2 into “the rebrand”.",
    "Mia Moreau submitted the release “the rebrand” of 3 versions for review.",
    (
        "Ben Okafor approved the release “the rebrand” of 3 versions as Brand reviewers. Waits for Compliance reviewers. "
        "So far approved by Ben Okafor (Brand reviewers)."
    ),
    (
        "Cara Lindqvist approved the release “the rebrand” of 3 versions as Compliance reviewers. Approved by Ben Okafor "
        "(Brand reviewers) and Cara Lindqvist (Compliance reviewers)."
    ),
    (
        "Release 8 “the rebrand” went live: asset northlight-logo v2, brand northlight v2, content-block footer v2, with 1 "
        "edition."
    ),
    (
        "Cara Lindqvist rolled back release 8 “the rebrand”: what it had replaced is live again, as release 9. The old name "
        "is needed until Monday."
    ),
]
"""What the audit log says of it, the first thing first."""


@dataclass(frozen=True)
class Sent:
    """What the three customers got: an e-mail with its picture, a text message, a letter; and the letter's id."""

    html: str
    sender: str
    picture: bytes
    text: str
    letter: bytes
    letter_id: str


def test_the_next_messages_carry_the_new_brand_and_last_week_s_letter_the_old_one(
    app: App, outside: Outside, worker: Callable[..., Kept], live_server: Any, tmp_path: Path
) -> None:
    make_store()
    marketer, owner, compliance = make_people()
    for key, channel in CUSTOMERS.items():
        introduce(app, key, "Maria Jones", preferred_channel=channel)
    running = worker()
    old = send_all(app, outside, running, "last week")
    assert_old_look(old)

    with seat() as browser:
        desk = Desk(browser, live_server.url)
        desk.enter(marketer)
        desk.do(upload_logo, logo(PLUM, tmp_path))
        desk.do(rename_brand)
        desk.do(write_footer)
        desk.do(gather)
        desk.do(see_what_changes)
        assert_old_look(send_all(app, outside, running, "while it is being written"))
        desk.do(submit)

        desk.enter(owner)
        desk.do(look_and_approve, f"You approved “{RELEASE}”. ")
        desk.enter(compliance)
        assert_old_look(send_all(app, outside, running, "while it is reviewed"))
        desk.do(look_and_approve, f"“{RELEASE}” is live, as release ")

        new = send_all(app, outside, running, "this week")
        assert_new_look(new)
        assert_replayed(app, old, TEAL)
        assert_replayed(app, new, PLUM)

        desk.do(roll_back)
        assert_old_look(send_all(app, outside, running, "next week"))
        assert_replayed(app, new, PLUM)
        desk.do(read_the_story)
        desk.do(see_the_evidence)


# ---- in the browser --------------------------------------------------------------------------------------------------


class Desk:
    """The desk at a browser, and who sits there."""

    def __init__(self, browser: Seat, url: str) -> None:
        self.browser, self.url = browser, url

    def enter(self, person: User) -> None:
        """Somebody logs in, with cookies of their own; whoever was there before is gone."""

        def log_in(before: Page) -> Page:
            chromium = before.context.browser
            assert chromium is not None
            before.context.close()
            page = chromium.new_page(viewport={"width": 1280, "height": 1600})
            page.set_default_timeout(PATIENCE_MS)
            page.goto(f"{self.url}/admin/")
            page.fill("input[name=username]", person.get_username())
            page.fill("input[name=password]", PASSWORD)
            page.click("input[type=submit]")
            page.wait_for_selector(".desk-home")
            return page

        self.browser.page = self.browser.do(log_in)

    def do(self, act: Callable[..., None], *given: Any) -> None:
        """What somebody does, from the front page on."""

        def begin(page: Page) -> None:
            page.goto(f"{self.url}/admin/")
            act(page, *given)

        self.browser.do(begin)


def said(page: Page) -> str:
    return page.locator(".messagelist").inner_text()


def open_draft(page: Page, table: str, row: str) -> None:
    """From the front page to the draft of something: its table, its page, a draft made from what is live."""
    page.locator("#nav-sidebar").get_by_role("link", name=table, exact=True).click()
    page.locator("#result_list").get_by_role("link", name=row).first.click()
    page.get_by_role("button", name="New draft from live").click()


def upload_logo(page: Page, file: Path) -> None:
    open_draft(page, "Assets", "logo")
    page.set_input_files("input[name=new-file]", file)
    page.fill("[name=note]", "The new logo.")
    page.get_by_role("button", name="Save", exact=True).click()
    assert page.locator(".asset-family").count() == 1
    page.wait_for_function("() => [...document.querySelectorAll('.asset-made img')].every((one) => one.naturalWidth)")
    widths = page.locator(".asset-made img").evaluate_all("images => images.map((image) => image.naturalWidth)")
    assert sorted(set(widths)) == [240, 480, 709, 960]  # e-mail at 1x and 2x; 60 mm at 300 dots per inch; the master


def rename_brand(page: Page) -> None:
    open_draft(page, "Brands", "northlight")
    field = page.locator("textarea[name=tokens]")
    tokens = json.loads(field.input_value())
    tokens |= {"name": "Brightwater", "legal_name": "Brightwater Insurance plc", "sms_sender": "Brightwater"}
    tokens["email_sender"]["name"] = "Brightwater"
    tokens["colour"]["primary"] = "#7a1f5c"
    field.fill(json.dumps(tokens, indent=2))
    page.get_by_role("button", name="Save", exact=True).click()


def write_footer(page: Page) -> None:
    open_draft(page, "Content blocks", "footer")
    page.locator("textarea", has_text=OLD_FOOTER).fill(NEW_FOOTER)
    page.get_by_role("button", name="Save", exact=True).click()


def gather(page: Page) -> None:
    """A new release, with the three drafts put into it: one from its own page, the others from the release's."""
    page.locator("#nav-sidebar").get_by_role("link", name="Releases", exact=True).click()
    page.get_by_text("New release").click()
    page.fill(".release-begin [name=name]", RELEASE)
    page.fill(".release-begin [name=note]", "The new name, logo and colour, all at once.")
    page.get_by_role("button", name="Begin it").click()
    while page.get_by_label("Put a draft in").count():
        page.get_by_role("button", name="Put it in").click()
    rows = page.locator("#content-main section").first.locator("tbody tr")
    assert rows.count() == 3


def to_release(page: Page) -> None:
    page.locator("#nav-sidebar").get_by_role("link", name="Releases", exact=True).click()
    page.get_by_role("link", name=RELEASE).click()


def see_what_changes(page: Page) -> None:
    """The bar comes to its end by itself; every message is shown before, after, and as what differs."""
    to_release(page)
    page.wait_for_selector(".blast-progress progress")
    page.wait_for_selector(".blast-card")
    page.wait_for_function("() => !document.querySelector('[data-blast-work]')", timeout=90_000)
    for channel in ("E-mail", "Letter"):
        card = card_of(page, channel)
        assert card.locator("figcaption").all_inner_texts() == ["Before", "After", "Difference"]
    assert card_of(page, "Text message").locator("del").all_inner_texts() == ["Northlight", "Northlight", "0142"]


def card_of(page: Page, channel: str) -> Locator:
    """The card that shows what one channel's message was and becomes."""
    return page.locator("#changes .blast-card").filter(has=page.locator("header", has_text=channel))


def submit(page: Page) -> None:
    to_release(page)
    page.fill("#decide-comment", "Please look at the letter first.")
    page.get_by_role("button", name="Submit all 3 for review").click()
    page.wait_for_selector(".messagelist")
    assert said(page) == f"“{RELEASE}” is now waiting for its reviewers."


def look_and_approve(page: Page, expected: str) -> None:
    page.get_by_role("link", name="All of the queue").click()
    page.locator("#content-main").get_by_role("link", name=RELEASE).first.click()
    page.wait_for_selector(".blast-card")
    page.fill("#decide-comment", "As agreed.")
    page.get_by_role("button", name="Approve").click()
    page.wait_for_selector(".messagelist")
    assert expected in said(page)


def roll_back(page: Page) -> None:
    to_release(page)
    page.fill("#decide-comment", "The old name is needed until Monday.")
    page.get_by_role("button", name="Roll back this release").click()
    page.wait_for_selector(".messagelist")
    assert "is live again, as release" in said(page)


def read_the_story(page: Page) -> None:
    """The log tells it in sentences, the latest first; the store's own beginnings stand before it."""
    page.locator("#nav-sidebar").get_by_role("link", name="Audit entries", exact=True).click()
    page.wait_for_selector("#result_list .field-sentence")
    told = page.locator("#result_list .field-sentence").all_inner_texts()
    assert [one.replace(RELEASE, "the rebrand") for one in reversed(told[: len(STORY)])] == STORY


def see_the_evidence(page: Page) -> None:
    page.locator("#nav-sidebar").get_by_role("link", name="What is live, and who approved it").click()
    page.wait_for_url("**/desk/evidence/")
    told = page.locator("#content-main").inner_text()
    assert "1 live edition, with a complete approval" in told
    assert "The audit log is sound" in told


# ---- what arrives ------------------------------------------------------------------------------------------------------


def send_all(app: App, outside: Outside, worker: Kept, when: str) -> Sent:
    """Send to each customer, each by another channel; what arrived."""
    asked = [
        ask(app, {"template": "renewal-notice", "customer": key, "data": DATA}, f"{when} {key}") for key in CUSTOMERS
    ]
    sends = finished(app, worker, asked)
    assert [send["status"] for send in sends] == ["sent"] * 3, sends
    by_email, by_sms, by_print = (send["messages"][0]["id"] for send in sends)
    mail = read_mail(outside.mail / f"{by_email}.eml")
    html = mail.get_body(("html",))
    picture = next(part for part in mail.walk() if part.get_content_maintype() == "image")
    assert html is not None
    assert f"cid:{str(picture['Content-ID']).strip('<>')}" in html.get_content()
    return Sent(
        html.get_content(),
        str(mail["From"]),
        bytes(picture.get_payload(decode=True)),
        (outside.texts / f"{by_sms}.txt").read_text(),
        (outside.letters / f"{by_print}.pdf").read_bytes(),
        by_print,
    )


def assert_old_look(sent: Sent) -> None:
    _assert_look(sent, "Northlight", "#0a6b5e", OLD_FOOTER, TEAL)


def assert_new_look(sent: Sent) -> None:
    _assert_look(sent, "Brightwater", "#7a1f5c", NEW_FOOTER, PLUM)


def _assert_look(sent: Sent, name: str, colour: str, footer: str, drawn: Colour) -> None:
    """All of one brand, and nothing of the other: a mixture of the two fails here."""
    other = {"Northlight": "Brightwater", "Brightwater": "Northlight"}[name]
    text = letter_text(sent.letter)
    for said_ in (sent.html, sent.sender, sent.text, text):
        assert name in said_
        assert other not in said_
    assert sent.sender == f"{name} <letters@northlight.example.com>"
    assert f"{name} Insurance plc" in sent.html
    assert f"color: {colour}" in sent.html.replace("color:#", "color: #")
    assert sent.text.endswith(f"From: {name}\n\n{name}: Policy HM-204711 renews. {footer}\n")
    assert footer in sent.html
    assert footer in " ".join(text.split())
    assert Image.open(io.BytesIO(sent.picture)).size == (480, 120)
    assert near(Image.open(io.BytesIO(sent.picture)), drawn)
    [shown] = letter_pictures(sent.letter)
    assert near(shown, drawn)


def assert_replayed(app: App, sent: Sent, drawn: Colour) -> None:
    """The letter is made again with the bytes that were sent, and so with the logo of its day."""
    answer = app.get(f"/api/v1/messages/{sent.letter_id}/render", headers={"Accept": "application/pdf"})
    assert (answer.status_code, answer["Commhub-Same"]) == (200, "true")
    assert answer["Commhub-Recorded-SHA256"] == answer["Commhub-SHA256-Now"]
    assert hashlib.sha256(answer.content).hexdigest() == hashlib.sha256(sent.letter).hexdigest()
    [shown] = letter_pictures(answer.content)
    assert near(shown, drawn)


def letter_text(content: bytes) -> str:
    return str(pypdfium2.PdfDocument(content)[0].get_textpage().get_text_bounded())


def letter_pictures(content: bytes) -> list[Image.Image]:
    page = pypdfium2.PdfDocument(content)[0]
    return [one.get_bitmap().to_pil() for one in page.get_objects() if isinstance(one, pypdfium2.PdfImage)]


def near(picture: Image.Image, colour: Colour) -> bool:
    found = picture.convert("RGB").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert isinstance(found, tuple)
    return all(abs(one - other) <= NEAR for one, other in zip(found, colour, strict=True))
