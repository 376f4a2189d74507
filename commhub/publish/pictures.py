"""Pictures as they are kept: in the default storage, under the hash of what they were taken of, so that none is taken
twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from commhub.pictures.camera import Camera, NoPicture, browser_path, browser_version
from commhub.pictures.cut import READ, told_of
from commhub.pictures.shots import Shot


class Album:
    """The pictures of one browser. Raises NoBrowser, with what to install, when there is none."""

    def __init__(self) -> None:
        self.path = browser_path(settings.COMMHUB_CHROMIUM)
        self.version = browser_version(self.path)

    def name(self, shot: Shot) -> str:
        """Where the picture is kept in the default storage, or will be."""
        return shot.name(self.version)

    def has(self, shot: Shot) -> bool:
        """Whether the picture was taken already."""
        return default_storage.exists(self.name(shot))

    def read(self, shot: Shot) -> bytes | None:
        """The picture as PNG, or None when it was not taken yet."""
        name = self.name(shot)
        if not default_storage.exists(name):
            return None
        with default_storage.open(name) as file:
            return bytes(file.read())

    def cut(self, shot: Shot) -> str:
        """What a picture that was taken leaves out, such as "cut off at 12,000 of 15,300 pixels"; '' for nothing."""
        with default_storage.open(self.name(shot)) as file:
            return told_of(file.read(READ))

    def take(
        self, shots: Iterable[Shot], may_go_on: Callable[[], bool] = lambda: True
    ) -> Iterator[tuple[Shot, NoPicture | None]]:
        """Take and keep the pictures that are missing, with one browser; each shot as it is done, with why there is no
        picture of it. No browser is started when none is missing. `may_go_on` is asked before each but the first.

        Raises NoBrowser.
        """
        missing = [shot for shot in dict.fromkeys(shots) if not self.has(shot)]
        if not missing:
            return
        with Camera(self.path, sandbox=settings.COMMHUB_CHROMIUM_SANDBOX) as camera:
            for number, shot in enumerate(missing):
                if number and not may_go_on():
                    return
                try:
                    picture = camera.shoot(shot.html, width=shot.width, dark=shot.dark, scale=shot.scale)
                except NoPicture as error:
                    yield shot, error
                    continue
                keep(self.name(shot), picture)
                yield shot, None


def keep(name: str, content: bytes) -> None:
    """Keep a file under a name that its content, or what it was made of, gives it; one that is there already stays."""
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(content))
