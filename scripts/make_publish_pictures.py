"""Makes the pictures of docs/for-marketers.md and docs/for-reviewers.md: a rebrand in the desk, from a draft to its day.

It starts an installation of its own with the starter library and a server for it, and goes the whole road in a browser:

    .venv/bin/python -m scripts.make_publish_pictures /some/new/folder

Loading the library takes some minutes, the rest some more. Chromium and the packages for developers are needed. Look at
every picture before you commit it.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FloatRect, Locator, Page, ViewportSize, sync_playwright

from scripts.make_linter_pictures import seat
from scripts.make_pictures import keep
from scripts.picture_house import PASSWORD, PEOPLE, WAIT_SECONDS, drawn_logo, installation, newest_mail

RELEASE = "Northlight becomes Brightwater"
WHY = "The new name, logo and colours, and the sentence that the regulator asks for, all on one day."
COUNSEL = "counsel@lawyers.example.com"
SENTENCE = "We are authorised and regulated by the Financial Conduct Authority."
MINE = "We are authorised by the Prudential Regulation Authority and regulated by the Financial Conduct Authority."
THEIRS = "The Financial Conduct Authority has authorised us and regulates us."
TOKENS = {
    "name": "Brightwater Insurance",
    "name_zh": "明水保险",
    "legal_name": "Brightwater Insurance Limited",
    "sms_sender": "Brightwater",
}
DRAFTS = 4
BLUE, PALE = "#1D4F91", "#9CC3F5"
SHOWN = """() => { const shots = [...document.querySelectorAll(".blast-shots img")].slice(0, 6);
  return shots.length >= 6 && shots.every((one) => one.complete && one.naturalWidth) }"""
USUAL, BROAD = ViewportSize(width=1280, height=1700), ViewportSize(width=1720, height=1700)


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1]).resolve()
    with ExitStack() as stack:
        base = stack.enter_context(installation(folder))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        stack.callback(browser.close)
        tell_the_story(browser, base, folder)


def tell_the_story(browser: Browser, base: str, folder: Path) -> None:
    """Everybody at their own browser, in the order of the two pages."""
    at = {name: seat(browser, base, name, PASSWORD) for name in PEOPLE}
    changed_sentence(at["mia"], at["theo"], base)
    new_logo(at["mia"], base, folder)
    new_name(at["mia"], base)
    gathered(at["mia"], base)
    address = submitted(at["mia"], base)
    commented(at["lena"], base)
    decided(at, base, address)
    invited(at["lena"], browser, address, folder)
    kept_in_use(at["cara"], base)
    looked_after(at["ada"], base)


# ---- a marketer ------------------------------------------------------------------------------------------------------


def open_draft(page: Page, base: str, table: str, name: str, brand: str = "") -> None:
    """A new draft of what is live under this name, and of this brand."""
    page.goto(f"{base}/admin/{table}/")
    row = (
        page.locator("#result_list tbody tr")
        .filter(has_text=brand)
        .filter(has=page.get_by_role("link", name=name, exact=True))
    )
    row.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("button", name="New draft from live").click()
    page.locator("form[data-draft]").wait_for()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_load_state("networkidle")


def changed_sentence(mia: Page, theo: Page, base: str) -> None:
    """A mistake at its place, two people in one draft, and what the new version says beside the old one."""
    mia.set_viewport_size(BROAD)
    open_draft(mia, base, "templates_store/contentblock", "Who we are, by law")
    field = mia.locator("textarea", has_text=SENTENCE)
    before = field.input_value()
    field.fill(before.replace("brand.legal_name", "brand.leagl_name") + "\n\n{% include 'contact-uss' %}")
    save(mia)
    shoot(mia, "publish-draft", ".errornote", "fieldset:visible", margin=12, height=760)
    field = mia.locator("textarea", has_text=SENTENCE)
    field.fill(before)
    save(mia)
    theo.goto(mia.url)
    theirs = theo.locator("textarea", has_text=SENTENCE)
    theirs.fill(before.replace(SENTENCE, THEIRS))
    save(theo)
    mia.locator("textarea", has_text=SENTENCE).fill(before.replace(SENTENCE, MINE))
    save(mia)
    shoot(mia, "publish-together", ".desk-together", margin=12)
    mia.fill("[name=note]", "Both regulators are named, as they ask since the summer.")
    save(mia)
    mia.set_viewport_size(USUAL)
    version = mia.url.rsplit("/edit", 1)[0]
    mia.goto(version + "/")
    mia.get_by_role("link", name="Compare with another version").click()
    finished(mia, "[data-progress]:not([hidden])")
    shoot(mia, "publish-compare", "h1", "#content", height=1000)


def new_logo(mia: Page, base: str, folder: Path) -> None:
    mia.set_viewport_size(BROAD)
    for slot, colour in (("logo", BLUE), ("logo-dark", PALE)):
        file = folder / f"{slot}.png"
        drawn_logo(colour).save(file)
        open_draft(mia, base, "brand_assets/asset", slot, "Northlight Insurance")
        mia.fill("[name=email-width]", "186")
        mia.fill("[name=print-width]", "45")
        mia.set_input_files("input[name=new-file]", file)
        for old in mia.locator(".asset-family input[type=checkbox][name$=-remove]").all():
            old.check()
        mia.fill("[name=note]", "The logo of Brightwater.")
        save(mia)
        mia.wait_for_load_state("networkidle")
        if slot == "logo":
            shoot(mia, "publish-logo", ".asset-widths", ".asset-family", margin=12, height=900)


def new_name(mia: Page, base: str) -> None:
    open_draft(mia, base, "brand_assets/brand", "Northlight Insurance")
    field = mia.locator("textarea[name=tokens]")
    tokens = json.loads(field.input_value())
    tokens |= TOKENS
    tokens["email_sender"]["name"] = TOKENS["name"]
    tokens["colour"]["primary"], tokens["dark"]["primary"] = BLUE, PALE
    tokens["return_address"][0] = TOKENS["name"]
    field.fill(json.dumps(tokens, indent=2, ensure_ascii=False))
    mia.fill("[name=note]", "The new name and its blue.")
    save(mia)


def gathered(mia: Page, base: str) -> None:
    """A release of all the drafts, with its day."""
    mia.set_viewport_size(USUAL)
    mia.goto(f"{base}/admin/desk/releases/")
    mia.get_by_text("New release").click()
    mia.fill(".release-begin [name=name]", RELEASE)
    mia.fill(".release-begin [name=note]", WHY)
    mia.get_by_role("button", name="Begin it").click()
    mia.get_by_text("Name, note and day").click()
    mia.fill(".release-about [name=effective_at]", f"{time.localtime().tm_year + 1}-02-01T06:00")
    mia.locator(".release-about").get_by_role("button", name="Save").click()
    mia.wait_for_load_state("networkidle")
    members = mia.locator("#content-main > section").first.locator("tbody tr")
    for count in range(DRAFTS):
        mia.get_by_role("button", name="Put it in").click()
        members.nth(count).wait_for()
    shoot(mia, "publish-release", "h1", "#content-main > section >> nth=0", margin=16)
    mia.locator("#changes").scroll_into_view_if_needed()
    mia.wait_for_function(SHOWN, timeout=WAIT_SECONDS * 1000)
    shoot(mia, "publish-changes", "#changes", margin=12, height=1150)


def submitted(mia: Page, base: str) -> str:
    """Answers the address of the release."""
    mia.fill("#decide-comment", "Please look at the letters first: they have the least room.")
    mia.get_by_role("button", name="for review").click()
    mia.locator(".messagelist").wait_for(timeout=WAIT_SECONDS * 1000)
    mia.goto(f"{base}/admin/desk/releases/")
    mia.get_by_role("link", name=RELEASE).click()
    return mia.url


# ---- reviewers -------------------------------------------------------------------------------------------------------


def commented(lena: Page, base: str) -> None:
    """A comment at a line of the changed block."""
    lena.goto(f"{base}/admin/templates_store/contentblock/")
    lena.locator("#result_list").get_by_role("link", name="Who we are, by law", exact=True).click()
    lena.get_by_role("link", name=re.compile("^See v")).click()
    lena.fill("#comment-text", "Please check with the regulator whether “authorised by” comes first.")
    place = lena.locator("#comment-form [name=place]")
    place.select_option(index=1)
    lena.fill("#comment-form [name=line]", "3")
    lena.get_by_role("button", name="Comment", exact=True).click()
    lena.wait_for_load_state("networkidle")
    shoot(lena, "publish-comment", "#comments", margin=12)


def decided(at: dict[str, Page], base: str, address: str) -> None:
    """The brand's owner approves; the queue and the page as the lawyer then finds them."""
    ben = at["ben"]
    for reader in (ben, at["lena"]):
        reader.route(
            "**/changes/**", lambda route: route.abort()
        )  # what it changes has its own picture, and takes long
    ben.goto(address)
    ben.fill("#decide-comment", "The logo has the room that it needs.")
    ben.get_by_role("button", name=re.compile("^Approve")).click()
    ben.locator(".messagelist").wait_for(timeout=WAIT_SECONDS * 1000)
    lena = at["lena"]
    lena.goto(f"{base}/admin/desk/review/")
    shoot(lena, "publish-queue", "#content", height=620)
    lena.goto(address)
    shoot(lena, "publish-decision", "section:has(.release-steps)", "#decide", margin=12)


def invited(lena: Page, browser: Browser, address: str, folder: Path) -> None:
    """A lawyer without an account decides; their page on a telephone's width would be the same."""
    lena.goto(address)
    lena.get_by_text("Invite a reviewer without an account").click()
    lena.fill("#reviewers [name=address]", COUNSEL)
    lena.locator("#reviewers form[action$='/invite/'] [name=note]").fill("Is the sentence about our regulators right?")
    lena.get_by_role("button", name="Invite", exact=True).click()
    lena.wait_for_load_state("networkidle")
    link = re.search(r"http://\S+/review/\S+", newest_mail(folder))
    assert link is not None  # noqa: S101 - a mail without its link is what a picture would not show either
    page = browser.new_context(viewport={"width": 1000, "height": 1000}).new_page()
    page.goto(link[0])
    page.get_by_role("button", name="Send me a code").click()
    page.locator("#code").wait_for()
    page.locator("#code").fill(re.search(r"\b(\d{3} ?\d{3})\b", newest_mail(folder))[1])  # type: ignore[index]
    shoot(page, "publish-outside", ".desk-outside-head", margin=12)
    shoot(page, "publish-outside-decision", "#decide", margin=12)


def kept_in_use(cara: Page, base: str) -> None:
    """Why a block cannot be retired: what stands on it."""
    cara.goto(f"{base}/admin/templates_store/contentblock/")
    cara.locator("#result_list").get_by_role("link", name="How to reach us", exact=False).first.click()
    cara.locator(".desk-parent td a").first.click()
    shoot(cara, "publish-uses", "#uses", margin=12, height=800)


def looked_after(ada: Page, base: str) -> None:
    ada.goto(f"{base}/admin/approval/approvalpolicy/")
    shoot(ada, "publish-policies", "#content", height=420)
    ada.goto(f"{base}/admin/desk/evidence/")
    ada.wait_for_load_state("networkidle")
    shoot(ada, "publish-evidence", "#content", height=640)
    ada.goto(f"{base}/admin/audit/auditentry/")
    shoot(ada, "publish-audit", "#content", height=620)


# ---- shooting --------------------------------------------------------------------------------------------------------


def finished(page: Page, working: str) -> None:
    """Wait until nothing stands there any more that says that something is being made."""
    for _ in range(WAIT_SECONDS):
        if not page.locator(working).count():
            break
        page.wait_for_timeout(1000)
    page.wait_for_load_state("networkidle")


def shoot(page: Page, name: str, *selectors: str, margin: int = 0, height: int = 1400) -> None:
    """The part of the page in which these stand, at most so high."""
    page.add_style_tag(content="html { scroll-behavior: auto !important }")
    found: list[Locator] = [page.locator(one).first for one in selectors]
    page.evaluate("window.scrollTo(0, 0)")
    boxes = [box for one in found if (box := one.bounding_box())]
    if not boxes:
        sys.exit(f"Nothing of {name} stands on {page.url}.")
    left, top = min(box["x"] for box in boxes) - margin, min(box["y"] for box in boxes) - margin
    right = max(box["x"] + box["width"] for box in boxes) + margin
    bottom = max(box["y"] + box["height"] for box in boxes) + margin
    clip = FloatRect(
        x=max(0, left), y=max(0, top), width=right - max(0, left), height=min(height, bottom - max(0, top))
    )
    keep(Image.open(io.BytesIO(page.screenshot(full_page=True, clip=clip))), name)


if __name__ == "__main__":
    main()
