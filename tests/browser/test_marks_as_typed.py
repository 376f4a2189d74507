"""The editor in a real browser: words are marked as they are typed, explained, replaced at a click, and undone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import ADDRESS, desk_page
from tests.factories import listed, live_brand, marketer, template_draft

BODY = "[name='part:en:body']"
EARLIER = {
    "start": 4,
    "end": 8,
    "severity": "error",
    "word": "NIGO",
    "message": "Too late.",
    "suggestion": "",
    "instead": "",
}
LONG = "Some words of a paragraph that is long enough to be wrapped several times in the field. " * 6


@pytest.fixture
def page(db: None) -> Iterator[Page]:
    """The draft page of a template whose text is empty, with three terms listed."""
    listed("deductible", kind="jargon", suggestion="excess", why="Customers look it up")
    listed("NIGO", kind="code", suggestion="not complete")
    live_brand(channels=("email", "sms"))
    draft = template_draft(parts={"en": {"subject": "Hello", "body": ""}})
    with desk_page(marketer()) as page:
        page.goto(ADDRESS + reverse("admin:desk_edit", args=["template", draft.pk]))
        page.evaluate("(name) => { document.querySelector(name).style.minHeight = 0 }", BODY)
        yield page


def marks(page: Page, name: str = BODY) -> Locator:
    return page.locator(f".desk-typed:has({name}) .desk-sheet mark")


def type_in(page: Page, text: str) -> None:
    page.focus(BODY)
    page.keyboard.insert_text(text)


def value(page: Page) -> str:
    return page.input_value(BODY)


def is_laid_out_alike(page: Page) -> bool:
    """Whether the sheet has the field's text, and breaks it into lines as the field does."""
    return bool(
        page.evaluate(
            """(name) => {
              const area = document.querySelector(name), sheet = area.parentElement.querySelector(".desk-sheet-page");
              const text = [...sheet.children].map((line) => line.textContent.replace("\\u200b", "")).join("\\n");
              return text === area.value && Math.abs(sheet.offsetHeight - area.scrollHeight) < 2;
            }""",
            BODY,
        )
    )


def test_a_word_is_marked_explained_replaced_and_brought_back(page: Page) -> None:
    type_in(page, "It is the ")
    page.keyboard.type("deductible now.")
    expect(marks(page)).to_have_text(["deductible"])

    box = marks(page).bounding_box()
    assert box
    page.mouse.move(box["x"] + 8, box["y"] + 6)
    card = page.locator(".desk-card-note")
    expect(card).to_be_visible()
    expect(card).to_contain_text("Customers look it up")
    assert page.get_attribute(BODY, "aria-describedby") == card.get_attribute("id")

    card.get_by_role("button", name="Replace with “excess”").click()
    assert value(page) == "It is the excess now."
    expect(marks(page)).to_have_count(0)
    expect(card).to_be_hidden()

    page.keyboard.press("Control+z")
    assert value(page) == "It is the deductible now."
    expect(marks(page)).to_have_text(["deductible"])


def test_what_stands_before_it_does_not_shift_the_mark(page: Page) -> None:
    for before in ("😀👩‍👩‍👧 ", "审核 𠮷𠀀 保单：", LONG, "a\n\n\nb\t\tc ", "é\u0301 fi \u00a0 "):
        page.fill(BODY, "")
        expect(marks(page)).to_have_count(0)
        type_in(page, f"{before}NIGO and {LONG}")
        expect(marks(page)).to_have_text(["NIGO"])
        assert is_laid_out_alike(page)
        page.locator(".desk-typed-list").get_by_role("button", name="NIGO", exact=True).click()
        assert page.evaluate("() => getSelection().toString()") == "NIGO"


def test_case_is_kept(page: Page) -> None:
    type_in(page, "The Deductible and the DEDUCTIBLE. NIGO")
    expect(marks(page)).to_have_count(3)
    for name in ("Excess", "EXCESS", "Not complete"):
        page.locator(".desk-typed-list").get_by_role("button", name=f"Replace with “{name}”", exact=True).click()
        expect(page.locator(".desk-typed-list").get_by_text(f"Replace with “{name}”", exact=True)).to_have_count(0)
    assert value(page) == "The Excess and the EXCESS. Not complete"


def test_the_keyboard_is_enough(page: Page) -> None:
    type_in(page, "the NIGO form")
    expect(marks(page)).to_have_count(1)
    for _ in range(6):
        page.keyboard.press("ArrowLeft")
    expect(page.locator(".desk-card-note")).to_be_visible()
    page.keyboard.press("Alt+Enter")
    assert value(page) == "the not complete form"
    page.keyboard.press("Control+z")
    expect(page.locator(".desk-typed-list li")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".desk-card-note")).to_be_hidden()
    expect(page.locator(".desk-typed-says").nth(2)).to_have_text("1 place to look at")


def test_marks_stay_with_their_words_while_the_server_is_away(page: Page) -> None:
    type_in(page, "the NIGO form\nand the deductible")
    expect(marks(page)).to_have_text(["NIGO", "deductible"])
    page.route("**/desk/lint/", lambda route: route.abort())
    page.evaluate("(name) => document.querySelector(name).setSelectionRange(0, 0)", BODY)
    page.keyboard.type("Here is ")
    expect(marks(page)).to_have_text(["NIGO", "deductible"])
    assert is_laid_out_alike(page)
    expect(page.locator(".desk-typed-says.bad").first).to_contain_text("Not checked.")
    page.evaluate("(name) => document.querySelector(name).setSelectionRange(13, 14)", BODY)
    page.keyboard.type("x")
    expect(marks(page)).to_have_text(["deductible"])


def test_an_answer_about_an_earlier_text_is_not_shown(page: Page) -> None:
    page.evaluate(
        """() => {
          const ask = window.fetch;
          window.held = null;
          window.fetch = (...asked) => (window.held ? ask(...asked) : new Promise((done) => { window.held = done; }));
        }"""
    )
    type_in(page, "the NIGO form")
    page.wait_for_function("() => window.held")
    with page.expect_event("console", lambda message: message.text == "linted"):
        page.evaluate("() => addEventListener('desk:linted', () => console.log('linted'))")
        page.keyboard.press("Control+a")
        page.keyboard.insert_text("all is well now")
    page.evaluate("(found) => window.held(new Response(JSON.stringify({ findings: [found] })))", EARLIER)
    page.evaluate("() => new Promise((done) => setTimeout(done))")
    expect(marks(page)).to_have_count(0)
    assert value(page) == "all is well now"


def test_an_input_method_is_not_disturbed(page: Page) -> None:
    page.focus(BODY)
    client = page.context.new_cdp_session(page)
    client.send("Input.imeSetComposition", {"text": "nihao", "selectionStart": 5, "selectionEnd": 5})
    page.evaluate("() => new Promise(requestAnimationFrame)")
    assert value(page) == "nihao"
    client.send("Input.insertText", {"text": "你好 NIGO"})
    assert value(page) == "你好 NIGO"
    expect(marks(page)).to_have_text(["NIGO"])


def test_a_long_text_is_marked_where_it_is_scrolled_to(page: Page) -> None:
    type_in(page, (LONG + "\n\n") * 12 + "the NIGO form")
    expect(marks(page)).to_have_text(["NIGO"])
    page.evaluate("(name) => { document.querySelector(name).scrollTop = 1e6 }", BODY)
    page.evaluate("() => new Promise(requestAnimationFrame)")
    box, field = marks(page).bounding_box(), page.locator(BODY).bounding_box()
    assert box
    assert field
    assert field["y"] < box["y"] < field["y"] + field["height"]
    assert is_laid_out_alike(page)
