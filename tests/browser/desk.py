"""The desk in a real browser: a page of somebody who is logged in, answered by Django in this process."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from django.contrib.auth.models import User
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page, Request, Route, sync_playwright

from tests.browser.looking import chromium

ADDRESS: Final = "http://desk.test"


@contextmanager
def without_loop() -> Iterator[None]:
    """The browser's driver keeps an event loop in this thread; where Django sees one, it takes another connection to the
    database, in which nothing of the test's own transaction is."""
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)


def _asked_with(request: Request) -> dict[str, str]:
    """What a script of the desk says of its request."""
    return {name: value for name, value in request.headers.items() if name == "x-requested-with"}


@contextmanager
def desk_page(person: User) -> Iterator[Page]:
    """A page that shows addresses below ADDRESS as this person sees them, and loads nothing else from anywhere. Raises
    RuntimeError without a browser."""
    client = Client()
    client.force_login(person)

    def answer(route: Route) -> None:
        request, address = route.request, urlsplit(route.request.url)
        if not request.url.startswith(ADDRESS):
            route.abort()
            return
        if address.path.startswith("/static/"):
            found = finders.find(address.path.removeprefix("/static/"))
            content = Path(str(found)).read_bytes() if found else b""
            kind = mimetypes.guess_type(address.path)[0] or "application/octet-stream"
            route.fulfill(status=200 if found else 404, body=content, content_type=kind)
            return
        where = address.path + (f"?{address.query}" if address.query else "")
        kind = request.headers.get("content-type", "text/plain")
        with without_loop():
            given = client.generic(
                request.method, where, request.post_data_buffer or b"", content_type=kind, headers=_asked_with(request)
            )
        route.fulfill(status=given.status_code, body=given.content, headers=dict(given.headers))

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        try:
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            context.route("**/*", answer)
            yield context.new_page()
        finally:
            browser.close()
