"""What a draft changes, in a real browser: the bar comes to its end by itself, and pictures appear and can be compared."""

from __future__ import annotations

from django.urls import reverse

from commhub.approval.drafts import new_draft
from commhub.blast.measure import BrowserRuler
from commhub.blast.models import BlastPair
from commhub.contracts import Rendered
from tests.browser.desk import ADDRESS, desk_page, without_loop
from tests.factories import block_draft, brand_draft, layout_draft, live_template, marketer, publish

LAYOUT = (
    '<!DOCTYPE html><html lang="{{ locale }}"><head><title>{{ subject }}</title></head>'
    '<body><div style="border-top: 6px solid #0a6b5e; padding: 8px">Northlight</div>{{ content }}</body></html>'
)
PARTS = {"subject": "Renewal", "body": 'Your policy renews. {% include "contact-us" %}', "sms": "Your policy renews."}


def test_the_report_works_itself_off_and_shows_pictures(db: None) -> None:
    brand = publish(brand_draft()).brand
    publish(layout_draft(brand, "email", LAYOUT))
    publish(layout_draft(brand, "sms"))
    block = publish(block_draft())
    live_template(parts={"en": PARTS}, variables=())
    draft = new_draft(block, marketer())
    draft.texts.update(source="Call us on 0808 157 0999.")

    with desk_page(marketer()) as page:
        page.goto(ADDRESS + reverse("admin:desk_version", args=["content-block", draft.pk]))
        page.wait_for_selector(".blast-groups >> text=Text changed", timeout=60_000)
        page.wait_for_function("() => !document.querySelector('[data-blast-work]')", timeout=60_000)

        card = page.locator(".blast-card", has_text="E-mail")
        assert card.locator("figcaption").all_inner_texts() == ["Before", "After", "Difference"]
        widths = "images => images.map(image => image.naturalWidth)"
        card.scroll_into_view_if_needed()
        page.wait_for_function(
            "() => [...document.querySelectorAll('.blast-shots img')].every(one => one.naturalWidth)"
        )
        assert card.locator("img").evaluate_all(widths) == [680, 680, 680]
        assert card.locator("ins").all_inner_texts() == ["0999"]

        page.click(".blast-groups a >> text=Identical")
        page.wait_for_function("() => document.querySelectorAll('.blast-section').length === 1")
        assert page.locator(".blast-card header").inner_text().split()[-1] == "en"
        page.click(".blast-groups a >> text=All groups")

        page.click(".blast-shots")
        page.wait_for_selector("dialog[open]")
        page.click("dialog >> text=One over the other")
        slider = page.locator("dialog input[type=range]")
        slider.fill("20")
        box = page.locator("dialog [data-blast-slide]")
        assert box.evaluate("one => one.style.getPropertyValue('--at')") == "20%"
        assert page.locator("dialog .blast-stack").is_visible()
    with without_loop():
        assert BlastPair.objects.filter(pictured_at=None).count() == 0


def test_a_wider_frame_moves_words_and_a_ruler_sees_it(db: None) -> None:
    def message(padding: int) -> Rendered:
        html = f'<html><body><div style="padding: {padding}px">Hello there.</div></body></html>'
        return Rendered("email", {"subject": "", "html": html, "text": ""}, (), str(padding))

    with BrowserRuler() as ruler:
        near, far = ruler.places(message(8)), ruler.places(message(28))
    assert near is not None
    assert far is not None
    assert [(new.left - old.left, new.top - old.top, new.text) for old, new in zip(near, far, strict=True)] == [
        (20, 20, "Hello there.")
    ]
