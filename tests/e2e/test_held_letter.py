"""A code in a letter that must go out: held, seen by a reviewer on the page, mapped, resumed, and sent in plain words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pypdfium2
from playwright.sync_api import Page

from templates_store.models import Category
from tests.api.app import App
from tests.e2e.browser import seat
from tests.e2e.conftest import Outside
from tests.e2e.test_main_job import ask, introduce, see
from tests.factories import PASSWORD, listed, publish, reviewer, template_draft
from tests.services.kept import Kept
from tests.store import CLAIM_DATA, CLAIM_PARTS, CLAIM_VARIABLES, make_block, make_brand

CODE = "UW_PEND"
WORDS = "still being checked"
CODED = {"template": "claim-decision", "customer": "C-1", "data": {**CLAIM_DATA, "status": CODE}}


def test_a_held_letter_goes_out_in_plain_words(
    app: App, outside: Outside, worker: Callable[..., Kept], live_server: Any
) -> None:
    listed(CODE, kind="code", case="exact", suggestion="say how far the check has come")
    make_block()
    draft = template_draft(
        "claim-decision", {"en": CLAIM_PARTS["en"]}, CLAIM_VARIABLES, category="legal", brands=[make_brand()]
    )
    Category.objects.filter(key="legal").update(on_lint_error="hold")
    publish(draft)
    introduce(app, "C-1", "Maria Jones", preferred_channel="print")
    person = reviewer()

    running = worker()
    first = ask(app, CODED, "k-1")
    running.wait_until(lambda: see(app, first)["status"] == "held", seconds=60)
    [held] = see(app, first)["messages"]
    assert {(one["surface"], one["field"]) for one in held["findings"]} == {(CODE, "/data/status")}
    assert outside.arrived() == set()

    with seat() as browser:

        def log_in(page: Page) -> None:
            page.goto(f"{live_server.url}/admin/login/?next=/admin/")
            page.fill("input[name=username]", person.get_username())
            page.fill("input[name=password]", PASSWORD)
            page.click("input[type=submit]")

        def find(page: Page) -> str:
            page.get_by_role("link", name="Held for a person").click()
            row = page.locator("#content-main tbody tr")
            assert row.count() == 1
            told = row.inner_text()
            row.get_by_role("link").click()
            return told

        def look(page: Page) -> dict[str, Any]:
            mark = page.locator(".desk-page-mark").first
            paper = page.locator(".desk-page img").first
            return {
                "said": mark.get_attribute("title"),
                "mark": mark.bounding_box(),
                "paper": paper.bounding_box(),
                "marks": page.locator(".desk-page-mark").count(),
                "held": page.locator("#held").inner_text(),
            }

        def map_it(page: Page) -> str:
            page.fill("#held input[name=words]", WORDS)
            page.get_by_role("button", name="Map the code and resume").click()
            return page.locator(".messagelist").inner_text()

        browser.do(log_in)
        told = browser.do(find)
        assert all(word in told for word in ("claim-decision", "Letter", "Claims desk", CODE, "/data/status"))

        seen = browser.do(look)
        assert seen["marks"] == 2  # in the heading and in the first sentence
        assert "Brought by /data/status from Claims desk" in seen["said"]
        mark, paper = seen["mark"], seen["paper"]
        assert paper["x"] < mark["x"] < mark["x"] + mark["width"] < paper["x"] + paper["width"]
        assert paper["y"] < mark["y"] < mark["y"] + mark["height"] < paper["y"] + paper["height"]
        assert f"{CODE} was sent by Claims desk in the field /data/status" in seen["held"]
        assert "on its way again" in browser.do(map_it)

    running.wait_until(lambda: see(app, first)["status"] == "sent", seconds=60)
    second = ask(app, CODED, "k-2")
    running.wait_until(lambda: see(app, second)["status"] == "sent", seconds=60)

    letters = sorted(outside.letters.glob("*.pdf"))
    assert {letter.stem for letter in letters} == {see(app, one)["messages"][0]["id"] for one in (first, second)}
    for letter in letters:
        text = str(pypdfium2.PdfDocument(letter)[0].get_textpage().get_text_bounded())
        assert f"Your claim is {WORDS}. We pay £1,234.50." in text
        assert CODE not in text
