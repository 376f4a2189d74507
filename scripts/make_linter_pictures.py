"""Makes the pictures of docs/linter.md in a real demo: marks in a draft, a row and the trial of a term list, a held letter.

Start a demo, leave it running, make a key for it in the desk (mode live), and hand over both:

    .venv/bin/python manage.py demo --port 8010
    .venv/bin/python -m scripts.make_linter_pictures http://127.0.0.1:8010 chk_live_...

It writes drafts, submits a version of a term list and asks for a letter, so use a demo and nothing else; a second run needs
a new demo. Chromium and the packages for developers are needed. Look at every picture before you commit it.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
import time
from urllib.request import Request, urlopen

from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

from scripts.make_pictures import keep

MARKETER, REVIEWER = ("marketer", "marketer-demo-1"), ("reviewer", "reviewer-demo-1")
WIDTH = 1280
WAIT_SECONDS = 60
PATIENCE_MS = 180_000
CODED = {
    "template": "cancellation-notice",
    "customer": "C-1004",
    "brand": "northlight",
    "data": {
        "product_name": "Home Cover Plus",
        "policy_number": "POL_PENDING",
        "reason": "your-request",
        "end_date": "2026-12-31",
    },
}
"""A letter about a policy that has no number yet: the app sends its code for that."""
LETTER = """Dear {{ recipient.name }},

your claim is NIGO, because a page is missing. Please utilise the form below.

Your file is in **underwriting**. The deductible is £200.

Kind regards,
Your claims team
"""
WORD = "underwriting"
ROW = {
    "text": "working day",
    "suggestion": "day from Monday to Friday",
    "why": "Customers count bank holidays differently than we do.",
    "must_match": "We will call you within two working days.",
    "must_not_match": "Are you still working? Days off do not count.",
}


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    base, key = sys.argv[1:]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        held = picture_of_held(base, key, seat(browser, base, *REVIEWER))
        print(f"the letter is {held}")
        marketer = seat(browser, base, *MARKETER)
        version = picture_of_row(base, marketer)
        picture_of_trial(base, marketer, seat(browser, base, *REVIEWER), version)
        picture_of_marks(base, marketer)
        browser.close()


def seat(browser: Browser, base: str, user: str, password: str) -> Page:
    """A browser in which this person is logged in."""
    page = browser.new_context(viewport={"width": WIDTH, "height": 1700}).new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{base}/admin/login/?next=/admin/")
    page.fill("input[name=username]", user)
    page.fill("input[name=password]", password)
    page.click("input[type=submit]")
    return page


def picture_of_held(base: str, key: str, page: Page) -> str:
    """The page of a letter that the linter holds; answers the message's id."""
    send = ask(base, key, "/api/v1/sends", CODED)
    message = wait_until_held(base, key, send["id"])
    page.goto(f"{base}/admin/record/message/{message}/change/")
    page.locator(".desk-page-mark").first.wait_for()
    page.wait_for_load_state("networkidle")
    shoot(page, "held", "#held", "h2:has-text('What it would have said')", ".desk-page")
    return message


def picture_of_row(base: str, page: Page) -> str:
    """A new row in the draft of a term list, with what it finds; answers the version's id."""
    page.goto(f"{base}/admin/lint/termlist/")
    page.get_by_role("link", name="General office language, English").click()
    page.get_by_role("button", name="New draft from live").click()
    page.wait_for_url("**/desk/term-list/**")
    version = page.url.split("/term-list/")[1].split("/")[0]
    page.goto(f"{base}/admin/desk/term-list/{version}/terms/?new=1")
    for name, value in ROW.items():
        page.fill(f"[name={name}]", value)
    page.fill("#try-sentence", "It takes ten working days, or one WORKING-DAY for a transfer.")
    page.locator("[data-tried] mark").first.wait_for()
    page.wait_for_timeout(1500)
    shoot(page, "term", ".terms-form header", ".terms-tried", "[name=forms_text]")
    page.get_by_role("button", name="Save the row", exact=True).click()
    page.get_by_text("is saved in this draft").wait_for()
    return version


def picture_of_trial(base: str, writer: Page, reader: Page, version: str) -> None:
    """What the version would have stopped, as its reviewer sees it."""
    address = f"{base}/admin/desk/term-list/{version}/"
    writer.goto(address)
    writer.locator("form[action$='/submit/'] button").click()
    reader.goto(address)
    for _ in range(WAIT_SECONDS):
        if not reader.locator(".ratchet progress").count():
            break
        reader.wait_for_timeout(1000)
    shoot(reader, "trial", ".ratchet")


def picture_of_marks(base: str, page: Page) -> None:
    """A draft of a template with marks, and the note beside one of them."""
    page.goto(f"{base}/admin/templates_store/template/")
    page.get_by_role("link", name="News about your claim").click()
    page.get_by_role("button", name="New draft from live").click()
    body = page.locator("[name='part:en-GB:body']")
    body.fill(LETTER)
    box = page.locator(".desk-typed:has([name='part:en-GB:body'])")
    box.locator("mark").nth(2).wait_for()
    body.evaluate(
        "(area, word) => { area.focus(); area.setSelectionRange(area.value.indexOf(word), area.value.indexOf(word)) }",
        WORD,
    )
    page.keyboard.press("ArrowRight")
    page.locator("#desk-card-note").wait_for()
    page.wait_for_timeout(2000)
    shoot(
        page, "marks", "label[for='id_part:en-GB:body']", ".desk-typed:has([name='part:en-GB:body'])", "#desk-card-note"
    )


def ask(base: str, key: str, path: str, body: object = None) -> dict[str, str]:
    """What the API answers."""
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    content = json.dumps(body).encode() if body else None
    if content:
        headers["Idempotency-Key"] = f"picture-{time.time_ns()}"
    with urlopen(Request(base + path, content, headers)) as answer:  # noqa: S310 - the address of a demo
        return dict(json.load(answer))


def wait_until_held(base: str, key: str, send: str) -> str:
    for _ in range(WAIT_SECONDS):
        told = ask(base, key, f"/api/v1/sends/{send}")
        if told["status"] == "held":
            return str(told["messages"][0]["id"])  # type: ignore[index]
        time.sleep(1)
    sys.exit(f"The letter is {told['status']} and not held.")


def shoot(page: Page, name: str, *selectors: str) -> None:
    """The part of the screen in which these stand, with a little around them."""
    boxes = [box for one in selectors if (box := page.locator(one).first.bounding_box())]
    left, top = min(box["x"] for box in boxes) - 16, min(box["y"] for box in boxes) - 16
    right = max(box["x"] + box["width"] for box in boxes) + 16
    bottom = max(box["y"] + box["height"] for box in boxes) + 16
    clip = FloatRect(x=max(0, left), y=max(0, top), width=right - max(0, left), height=bottom - max(0, top))
    keep(Image.open(io.BytesIO(page.screenshot(clip=clip))), name)


if __name__ == "__main__":
    main()
