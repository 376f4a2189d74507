"""What a picture is taken of: a whole document, a width, light or dark; and the name that this gives it, by content."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from commhub.contracts import Attachment

SHOWN_INLINE: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/svg+xml"})
_CONTENT_ID: Final = re.compile(r"cid:([^\"'\s)>]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture to be taken. `html` is a whole document (`with_pictures`), `width` CSS pixels, `scale` picture pixels
    for each of them; `dark` for somebody who prefers dark colours."""

    html: str
    width: int
    dark: bool = False
    scale: float = 1

    def name(self, version: str) -> str:
        """The file that the picture is kept in: the same for the same input to the same browser (Camera.version)."""
        told = f"{version}\n{self.width} {self.dark} {self.scale:g}\n{self.html}"
        digest = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()
        return f"pictures/{digest}.png"


def with_pictures(html: str, attachments: Sequence[Attachment]) -> str:
    """The HTML with the pictures that go along with it (`cid:...`) inside it, as data addresses."""
    inline = {
        file.content_id: data_url(file.media_type, file.content)
        for file in attachments
        if file.content_id and file.media_type in SHOWN_INLINE
    }
    return _CONTENT_ID.sub(lambda match: inline.get(match.group(1), match.group(0)), html)


def data_url(media_type: str, content: bytes) -> str:
    """The content as an address that needs no request."""
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"
