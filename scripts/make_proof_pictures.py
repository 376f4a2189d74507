"""Makes the pictures of docs/proofs.md in a real demo: the cards of a template, one message in full, and a letter.

Start a demo, leave it running, and hand over its address:

    .venv/bin/python manage.py demo --port 8010
    .venv/bin/python -m scripts.make_proof_pictures http://127.0.0.1:8010

It only looks. Chromium and the packages for developers are needed. Look at every picture before you commit it.
"""

from __future__ import annotations

import io
import shutil
import sys
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import FloatRect, Page, sync_playwright

from scripts.make_linter_pictures import MARKETER, seat
from scripts.make_pictures import keep

TEMPLATE = "News about your claim"
PLACE = {"brand": "northlight", "locale": "en-GB"}
WAIT_SECONDS = 180


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    (base,) = sys.argv[1:]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = seat(browser, base, *MARKETER)
        page.goto(f"{base}/admin/templates_store/template/")
        page.get_by_role("link", name=TEMPLATE).click()
        page.locator("a[href*='/desk/template/']").first.click()
        address = page.url.split("#")[0].split("?")[0].rstrip("/") + "/proofs/"
        finished(page, address, channel="email")
        shoot(page, "proofs", 1180)
        finished(page, address, channel="email", set="Declared samples")
        shoot(page, "proof", 1500)
        finished(page, address, channel="print", set="Declared samples")
        page.locator(".desk-page img").first.wait_for()
        shoot(page, "proof-letter", 1150)
        browser.close()


def finished(page: Page, address: str, **asked: str) -> None:
    """Open the proofs and wait until nothing is made any more."""
    page.goto(f"{address}?{urlencode({**PLACE, **asked})}")
    for _ in range(WAIT_SECONDS):
        if not page.locator("[data-go-on]").count():
            break
        page.wait_for_timeout(1000)
    page.wait_for_load_state("networkidle")


def shoot(page: Page, name: str, height: int) -> None:
    """The page's own part, from its title down."""
    place = page.locator("#content").bounding_box()
    if place is None:
        sys.exit(f"{page.url} has no content")
    clip = FloatRect(x=place["x"], y=place["y"], width=place["width"], height=min(height, place["height"]))
    keep(Image.open(io.BytesIO(page.screenshot(full_page=True, clip=clip))), name)


if __name__ == "__main__":
    main()
