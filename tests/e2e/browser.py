"""A reviewer's browser: Chromium in a thread of its own, so that the test's thread stays free for the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.browser.looking import chromium

T = TypeVar("T")
PATIENCE_MS = 30_000


@dataclass
class Seat:
    """Where somebody sits at a browser. `do` runs a function of the page in the browser's thread."""

    thread: ThreadPoolExecutor
    page: Page

    def do(self, act: Callable[[Page], T]) -> T:
        return self.thread.submit(act, self.page).result(timeout=120)


@contextmanager
def seat() -> Iterator[Seat]:
    """Raises RuntimeError without a browser."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        playwright, browser, page = thread.submit(_open).result(timeout=120)
        try:
            yield Seat(thread, page)
        finally:
            thread.submit(browser.close).result(timeout=60)
            thread.submit(playwright.stop).result(timeout=60)


def _open() -> tuple[Playwright, Browser, Page]:
    playwright = sync_playwright().start()
    browser = playwright.chromium.launch(
        executable_path=chromium(), args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    )
    page = browser.new_page(viewport={"width": 1280, "height": 1600})
    page.set_default_timeout(PATIENCE_MS)
    return playwright, browser, page
