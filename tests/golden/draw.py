"""Pictures of messages as customers see them: mails in a browser, texts as bubbles, letters page by page."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PIL import Image, ImageChops
from playwright.sync_api import Browser, sync_playwright

from commhub.console.loose import Made
from commhub.render.letters.pdf import page_images
from commhub.render.sms.parts import parts_of
from tests.browser.looking import chromium

GAP = 24
BACKDROP = (226, 229, 233)
COLOURS = 96
SCREENS = (("light", 700), ("dark", 700), ("light", 375))
BUBBLES = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; padding: 18px; width: 380px; background: #fff; font: 17px/24px "Noto Sans", "Noto Sans SC", sans-serif }
p { margin: 0 0 10px; padding: 11px 15px; border-radius: 16px; background: #E8EBEF; white-space: pre-wrap }
p, small { overflow-wrap: anywhere } small { color: #5A626B; font-size: 13px; line-height: 18px }
</style>"""


@contextmanager
def browser() -> Iterator[Browser]:
    """The browser; what a page asks of the network is refused. Raises RuntimeError without one."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield started
        started.close()


def picture_of(message: Made, browser: Browser) -> bytes:
    """One PNG with all there is to see of a message."""
    rendered = message.rendered
    if rendered.channel == "email":
        source = rendered.content["html"]
        for file in rendered.attachments:
            address = f"data:{file.media_type};base64,{base64.b64encode(file.content).decode()}"
            source = source.replace(f"cid:{file.content_id}", address)
        shots = [_shot(browser, source, scheme, width) for scheme, width in SCREENS]
    elif rendered.channel == "sms":
        bubbles = "".join(f"<p>{html.escape(part)}</p>" for part in parts_of(rendered.content["text"]))
        facts = ", ".join(f"{name} {value}" for name, value in rendered.facts.items() if isinstance(value, str | int))
        shots = [_shot(browser, f"{BUBBLES}{bubbles}<small>{html.escape(facts)}</small>", "light", 420)]
    else:
        shots = [Image.open(io.BytesIO(page)).convert("RGB") for page in page_images(rendered.document, scale=1.1)]
    return _png(_side_by_side(shots))


def _shot(browser: Browser, source: str, scheme: str, width: int) -> Image.Image:
    page = browser.new_page(
        viewport={"width": width, "height": 400},
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=False,
    )
    page.route("**/*", lambda route: route.abort() if route.request.url.startswith("http") else route.continue_())
    page.set_content(source)
    shot = page.screenshot(full_page=True)
    page.close()
    return Image.open(io.BytesIO(shot)).convert("RGB")


def _side_by_side(shots: Sequence[Image.Image]) -> Image.Image:
    width = sum(shot.width for shot in shots) + GAP * (len(shots) + 1)
    sheet = Image.new("RGB", (width, max(shot.height for shot in shots) + 2 * GAP), BACKDROP)
    left = GAP
    for shot in shots:
        sheet.paste(shot, (left, GAP))
        left += shot.width + GAP
    return sheet


def _png(image: Image.Image) -> bytes:
    if image.width > 1300:
        image = image.resize((1300, round(image.height * 1300 / image.width)), Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    image.quantize(COLOURS).save(stream, format="PNG", optimize=True)
    return stream.getvalue()


def difference(before: bytes, after: bytes) -> bytes:
    """A PNG of the picture after, pale, with what differs from the picture before in red."""
    old, new = (Image.open(io.BytesIO(one)).convert("RGB") for one in (before, after))
    size = max(old.width, new.width), max(old.height, new.height)
    sheets = []
    for image in (old, new):
        sheet = Image.new("RGB", size, BACKDROP)
        sheet.paste(image, (0, 0))
        sheets.append(sheet)
    changed = ImageChops.difference(*sheets).convert("L").point(lambda value: 255 if value > 24 else 0)
    pale = Image.blend(sheets[1], Image.new("RGB", size, (255, 255, 255)), 0.7)
    pale.paste((200, 0, 30), (0, 0), changed)
    return _png(pale)
