"""Measures where the words of an e-mail stand, in the browser that takes its picture; started only when it is needed."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Final, Protocol

from django.conf import settings

from commhub.blast.look import Place
from commhub.contracts import Rendered
from commhub.pictures.camera import Camera, NoBrowser, NoPicture
from commhub.pictures.shots import with_pictures

WIDTH: Final = 680
"""CSS pixels: what an e-mail has in the reading pane of a mail program."""


class Ruler(Protocol):
    """What measures a message: the places of its words, or None when that cannot be had."""

    def places(self, rendered: Rendered) -> list[Place] | None: ...


class BrowserRuler:
    """Measures with a real browser; a context manager. Without a browser it measures nothing."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._camera: Camera | None = None
        self._missing = False

    def __enter__(self) -> BrowserRuler:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def places(self, rendered: Rendered) -> list[Place] | None:
        html = rendered.content.get("html", "")
        if not html or self._missing:
            return None
        try:
            if self._camera is None:
                camera = Camera(settings.COMMHUB_CHROMIUM, sandbox=settings.COMMHUB_CHROMIUM_SANDBOX)
                self._camera = self._stack.enter_context(camera)
            lines = self._camera.lines(with_pictures(html, rendered.attachments), width=WIDTH)
        except NoPicture:
            return None
        except NoBrowser:  # the page says that nothing was measured; pictures tell what to install
            self._missing = True
            return None
        return [
            Place(0, round(left, 1), round(top, 1), round(right, 1), round(bottom, 1), text)
            for left, top, right, bottom, text in lines
        ]
