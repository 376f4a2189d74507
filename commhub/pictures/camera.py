"""The camera: what an e-mail's HTML looks like, as a PNG from a real browser that runs no script and loads nothing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar

from playwright.sync_api import Browser, Page, Playwright, Route, sync_playwright
from playwright.sync_api import Error as DriverError

from commhub.contracts import CommhubError
from commhub.pictures.cut import with_whole_height
from commhub.pictures.fonts import fonts_digest, fonts_file

T = TypeVar("T")
PHONE: Final = 375
DESKTOP: Final = 800
SHORTEST: Final = 240
"""CSS pixels: the height of the window, which a document without styles of a mail fills."""
TALLEST: Final = 12_000
"""Pixels: what is below is cut off, so that one message cannot take the memory of the machine."""
LONGEST: Final = 6_000_000
"""Characters of HTML, pictures inside it included. The largest e-mail that mail programs show whole has about 100,000."""
PATIENCE: Final = 15.0
"""Seconds for one picture."""
START: Final = 60.0
"""Seconds for the browser to start or to end."""
FORM: Final = "2"
"""To be counted up when anything here changes how pictures come out."""
NAMES: Final = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MISSING: Final = (
    "no picture can be taken without a browser: please install Chromium (Debian: `apt-get install chromium`), "
    "or name one in COMMHUB_CHROMIUM"
)
# Nothing leaves the machine: every request is refused, and were one not, there is no host and no proxy to be found.
_FLAGS: Final = (
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-lcd-text",
    "--disable-partial-raster",
    "--disable-skia-runtime-opts",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--lang=en-GB",
)
_ADDRESS: Final = "http://picture.invalid/"
_POLICY: Final = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline' data:; font-src data:; form-action 'none'; "
    "base-uri 'none'; sandbox"
)
# Each stretch of words on a line, as somebody sees it: text of its node, and its box on the page.
_LINES: Final = """
() => {
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node && found.length < 20000; node = texts.nextNode()) {
    const words = node.data.trim();
    if (!words) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width > 0 && box.height > 0) {
        found.push([box.left + scrollX, box.top + scrollY, box.right + scrollX, box.bottom + scrollY, words]);
      }
    }
  }
  return found;
}
"""
_DARK_OF_ITS_OWN: Final = re.compile(r"prefers-color-scheme|color-scheme\s*[:\"']", re.IGNORECASE)


class NoBrowser(CommhubError):
    """There is no browser to take pictures with, or it does not start; the text tells what to do."""


class NoPicture(CommhubError):
    """Of this document no picture can be taken; the text tells why. Others can."""


def browser_path(given: str = "") -> str:
    """The browser: the one that is named, or Chromium as it is installed. Raises NoBrowser."""
    if given:
        found = shutil.which(given)
        if found is None:
            raise NoBrowser(f"COMMHUB_CHROMIUM names {given}, where there is no program. Please name a Chromium there")
        return found
    for name in NAMES:
        if found := shutil.which(name):
            return found
    raise NoBrowser(MISSING)


def browser_version(path: str) -> str:
    """What pictures of this browser depend on beside their document: its version, the fonts and our own settings.
    Raises NoBrowser."""
    try:
        changed = Path(path).stat().st_mtime_ns
    except OSError as error:
        raise NoBrowser(f"{path} cannot be read: {error}. {MISSING}") from error
    return f"{FORM} {_version(path, changed)} {fonts_digest()}"


@lru_cache(maxsize=4)
def _version(path: str, changed: int) -> str:
    try:
        told = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=START, check=True).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise NoBrowser(f"{path} does not say its version, so no picture can be taken with it: {error}") from error
    return told.strip()


class Camera:
    """One browser for many pictures; a context manager.

    The browser's driver lives in a thread of its own: it needs an event loop, and where one runs, Django refuses to read
    its database. `path` names the browser (empty: Chromium as installed). `sandbox` is the browser's own, which needs
    user namespaces and cannot be had as root; None takes it wherever we are not root.
    """

    def __init__(self, path: str = "", *, sandbox: bool | None = None, patience: float = PATIENCE) -> None:
        self.path = browser_path(path)
        self.version = browser_version(self.path)
        self.sandbox = os.getuid() != 0 if sandbox is None else sandbox
        self.patience = patience
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="camera")
        self._driver: Playwright | None = None
        self._browser: Browser | None = None
        self._pages: dict[float, Page] = {}

    def __enter__(self) -> Camera:
        try:
            self._thread.submit(self._start).result(timeout=2 * START)
        except (DriverError, TookTooLong) as error:
            self.__exit__()
            raise NoBrowser(f"{self.path} does not start, so no picture can be taken: {_first_line(error)}") from error
        return self

    def __exit__(self, *_: object) -> None:
        ended: Future[None] = self._thread.submit(self._end)
        self._thread.shutdown(wait=False)
        ended.result(timeout=START)

    def shoot(self, html: str, *, width: int, dark: bool = False, scale: float = 1) -> bytes:
        """The document as a PNG that is `width` CSS pixels wide and as high as it needs, up to TALLEST pixels;
        what is cut off there is told in it (pictures.cut).

        `dark` is how somebody with dark colours sees it: by its own dark styles, or, where it has none, as mail programs
        turn such mail dark. `scale` is picture pixels for one CSS pixel. The same input gives the same picture on one
        machine. Raises NoPicture, and NoBrowser when the browser is gone and does not come back.
        """
        return self._asked(html, lambda: self._shoot(html, width, dark, scale))

    def lines(self, html: str, *, width: int) -> list[tuple[float, float, float, float, str]]:
        """Where words stand in the document: left, top, right and bottom in CSS pixels, and the words of the element's text
        that the line belongs to, in the order of the document. Raises as `shoot` does."""
        boxes = self._asked(html, lambda: self._tried(lambda: self._measured(html, width)))
        return [(left, top, right, bottom, words) for left, top, right, bottom, words in boxes]

    def _asked(self, html: str, work: Callable[[], T]) -> T:
        if len(html) > LONGEST:
            size, most = len(html) / 1e6, LONGEST / 1e6
            raise NoPicture(f"its HTML has {size:.1f} million characters, and pictures are taken of at most {most:.0f}")
        try:
            return self._thread.submit(work).result(timeout=START + 3 * self.patience)
        except TookTooLong as error:
            raise NoBrowser("the browser does not answer any more, so no picture can be taken") from error

    def _start(self) -> None:
        if self._driver is None:
            self._driver = sync_playwright().start()
        self._pages = {}
        # Nothing else of the environment: the service's keys and passwords stand there, and a browser needs none of them.
        environment: dict[str, str | float | bool] = {
            "PATH": os.defpath,
            "HOME": tempfile.gettempdir(),
            "FONTCONFIG_FILE": str(fonts_file()),
        }
        self._browser = self._driver.chromium.launch(
            executable_path=self.path,
            args=list(_FLAGS),
            chromium_sandbox=self.sandbox,
            env=environment,
            timeout=START * 1000,
        )

    def _end(self) -> None:
        try:
            if self._browser is not None and self._browser.is_connected():
                self._browser.close()
        finally:
            if self._driver is not None:
                self._driver.stop()

    def _shoot(self, html: str, width: int, dark: bool, scale: float) -> bytes:
        return self._tried(lambda: self._taken(html, width, dark, scale))

    def _tried(self, work: Callable[[], T]) -> T:
        """A browser that fell over is started again, once: it may have been another document's fault."""
        for attempt in (1, 2):
            if self._browser is None or not self._browser.is_connected():
                self._restart()
            try:
                return work()
            except DriverError as error:
                alive = self._browser is not None and self._browser.is_connected()
                self._restart()  # a page that does not end holds the browser up
                if alive or attempt == 2:
                    raise NoPicture(f"the browser made no picture of it: {_first_line(error)}") from error
        raise AssertionError("unreachable")

    def _restart(self) -> None:
        try:
            if self._browser is not None and self._browser.is_connected():
                self._browser.close()
            self._start()
        except DriverError as error:
            raise NoBrowser(
                f"{self.path} does not start again, so no picture can be taken: {_first_line(error)}"
            ) from error

    def _measured(self, html: str, width: int) -> list[Any]:
        page = self._page(1)
        page.set_viewport_size({"width": width, "height": SHORTEST})
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.route("**/*", _only(html))
        try:
            page.goto(_ADDRESS, wait_until="load")
            return list(page.evaluate(_LINES))
        finally:
            page.unroute_all()

    def _taken(self, html: str, width: int, dark: bool, scale: float) -> bytes:
        page = self._page(scale)
        page.set_viewport_size({"width": width, "height": SHORTEST})
        page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
        turned = dark and not _DARK_OF_ITS_OWN.search(html)
        page.context.new_cdp_session(page).send("Emulation.setAutoDarkModeOverride", {"enabled": turned})
        page.route("**/*", _only(html))
        try:
            page.goto(_ADDRESS, wait_until="load")
            height = page.evaluate("() => document.documentElement.scrollHeight")
            tall = max(1, min(int(height), int(TALLEST / scale)))
            picture = page.screenshot(
                full_page=True,
                clip={"x": 0, "y": 0, "width": width, "height": tall},
                animations="disabled",
                caret="hide",
                scale="device",
            )
            return with_whole_height(picture, int(height * scale)) if height > tall else picture
        finally:
            page.unroute_all()

    def _page(self, scale: float) -> Page:
        """The page for pictures of this scale, made once: a new one for each picture takes half of its time."""
        if self._browser is None:
            raise NoBrowser("the camera is used as a context manager: `with Camera() as camera:`")
        if scale not in self._pages:
            context = self._browser.new_context(
                device_scale_factor=scale,
                java_script_enabled=False,
                service_workers="block",
                accept_downloads=False,
                locale="en-GB",
                timezone_id="UTC",
            )
            context.set_default_timeout(self.patience * 1000)
            self._pages[scale] = context.new_page()
        return self._pages[scale]


def _only(html: str) -> Any:
    """Answers the one request for the document, and refuses every other."""
    answered: list[bool] = []

    def answer(route: Route) -> None:
        if answered or route.request.url != _ADDRESS:
            route.abort()
            return
        answered.append(True)
        headers: Mapping[str, str] = {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Security-Policy": _POLICY,
            "Referrer-Policy": "no-referrer",
            "X-DNS-Prefetch-Control": "off",
        }
        route.fulfill(status=200, headers=dict(headers), body=html.encode("utf-8", "replace"))

    return answer


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
