"""Loads HTML in a real browser, without any network, and says how each element came out."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import Error, Page, Playwright, sync_playwright

STARTS: Final = 3
WIDTHS: Final = (360, 600, 1200)
MISSING: Final = "this needs a browser, and no `chromium` is on the PATH (Debian: `apt-get install chromium`)"

# Frames of several widths, each with the document: a frame is cheaper than to give the page another size.
_SHOW = """
([html, widths]) => {
  document.body.replaceChildren();
  for (const width of widths) {
    const frame = document.createElement("iframe");
    frame.style.cssText = `width:${width}px;height:800px;border:0;display:block`;
    document.body.append(frame);
    frame.contentDocument.open();
    frame.contentDocument.write(html);
    frame.contentDocument.close();
  }
}
"""
# A picture that cannot be loaded changes its size when it is given up; one that waits to be scrolled to never is.
_SETTLED = """
() => [...document.querySelectorAll("iframe")].every((frame) =>
  [...frame.contentDocument.images].every((image) => image.complete || image.loading === "lazy"))
"""
# Every computed property (custom ones only where they are asked for) and the box of each element that is drawn.
# An inliner may take a <style> element out of the body, so those and what is never drawn do not count.
_LOOK = """
([index, custom]) => {
  const unseen = new Set(["HEAD", "STYLE", "SCRIPT", "TITLE", "META", "LINK", "BASE", "TEMPLATE"]);
  const found = [];
  const inner = document.querySelectorAll("iframe")[index].contentDocument;
  const names = [...inner.defaultView.getComputedStyle(inner.documentElement), ...custom];
  const visit = (element) => {
    if (unseen.has(element.tagName)) return;
    const computed = inner.defaultView.getComputedStyle(element);
    const box = element.getBoundingClientRect();
    found.push([[element.tagName.toLowerCase(), ...element.classList].join("."),
                names.map((name) => name + ":" + computed.getPropertyValue(name)).join("\\n"),
                [box.x, box.y, box.width, box.height].join(" ")]);
    for (const child of element.children) visit(child);
  };
  visit(inner.documentElement);
  return found;
}
"""


@dataclass(frozen=True, slots=True)
class Setting:
    """How the page is looked at: its width in CSS pixels, and whether the reader prefers dark colours."""

    width: int
    dark: bool = False


SETTINGS: Final = (*(Setting(width) for width in WIDTHS), Setting(600, dark=True))


def chromium() -> str:
    """The path of the browser. Raises RuntimeError."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise RuntimeError(MISSING)
    return found


class Glass:
    """A page to look through. A browser that falls over under load is started again, and that is said aloud: what it
    shows is judged, not its health."""

    def __init__(self, playwright: Playwright) -> None:
        self._playwright = playwright
        self._start()

    def _start(self) -> None:
        self.browser = self._playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        self.page = self.browser.new_page(java_script_enabled=False)
        self.page.route("**/*", lambda route: route.abort())
        self.page.set_content("<!doctype html><body></body>")

    def again(self, reason: Error) -> None:
        """A new browser for one that is gone; any other fault of Playwright is raised."""
        if self.browser.is_connected():
            raise reason
        warnings.warn("the browser fell over and was started again", stacklevel=2)
        self._start()


@contextmanager
def browser_page() -> Iterator[Glass]:
    """A page that loads nothing from anywhere and runs no scripts but ours. Raises RuntimeError without a browser."""
    with sync_playwright() as playwright:
        glass = Glass(playwright)
        try:
            yield glass
        finally:
            glass.browser.close()


def look(
    glass: Glass, html: str, settings: Sequence[Setting] = SETTINGS, custom: Sequence[str] = ()
) -> list[list[Any]]:
    """For each setting: name, computed style and box of every element, in document order."""
    for _ in range(STARTS):
        try:
            return _look(glass.page, html, settings, custom)
        except Error as error:
            glass.again(error)
    raise RuntimeError(f"the browser fell over {STARTS} times at one document")


def _look(page: Page, html: str, settings: Sequence[Setting], custom: Sequence[str]) -> list[list[Any]]:
    widths = sorted({setting.width for setting in settings})
    page.emulate_media(color_scheme="light")
    page.evaluate(_SHOW, [html, widths])
    for _ in range(2000):  # each asks the browser, and takes as long as that
        if page.evaluate(_SETTLED):
            break
    else:
        raise RuntimeError("the browser does not come to an end with the pictures")
    seen: dict[Setting, list[Any]] = {}
    for setting in sorted(settings, key=lambda one: one.dark):
        if setting.dark:
            page.emulate_media(color_scheme="dark")
        seen[setting] = page.evaluate(_LOOK, [widths.index(setting.width), list(custom)])
    return [seen[setting] for setting in settings]


def differences(
    before: Sequence[Sequence[Any]], after: Sequence[Sequence[Any]], settings: Sequence[Setting] = SETTINGS
) -> list[str]:
    """What is not the same in two looks, in words; empty when every element has the same style and box."""
    found = []
    for setting, one, other in zip(settings, before, after, strict=True):
        where = f"{setting.width} px{', dark' if setting.dark else ''}"
        if len(one) != len(other):
            found.append(f"{where}: {len(one)} elements, now {len(other)}")
            continue
        for (name, style, box), (_, new_style, new_box) in zip(one, other, strict=True):
            old, new = _properties(style), _properties(new_style)
            found += [
                f"{where}: {name}: {key} was {old.get(key)}, is {new.get(key)}"
                for key in sorted({*old, *new})
                if old.get(key) != new.get(key)
            ]
            if box != new_box:
                found.append(f"{where}: {name}: its box was {box}, is {new_box}")
    return found


def _properties(style: str) -> Mapping[str, str]:
    return dict(part.partition(":")[::2] for part in style.split("\n"))
