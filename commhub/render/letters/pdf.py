"""HTML to PDF with WeasyPrint: our fonts, the edition's own assets, and nothing else from anywhere."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

import pypdfium2

from commhub.contracts import AssetFile, RenderError
from commhub.render.letters.boxes import counted
from commhub.render.letters.page_marks import add_marks
from commhub.render.letters.press import (
    ONE_AT_A_TIME,
    SCHEME,
    encode_once,
    fetcher,
    pictures,
    weasyprint,
    without_collector,
    worked_out_once,
)
from commhub.render.letters.windows import Window

__all__ = ["PROFILES", "SCHEME", "Pdf", "lay_out", "make_pdf", "page_images"]

NOWHERE = "asset:"
"""What relative addresses are resolved against: they are asked for, and so refused, and never left out in silence."""
MAX_SOURCE: Final = 500_000
"""Characters of HTML that one letter may have: they take some seconds to lay out, and the next letter waits."""
FAULTS: Final = (
    ArithmeticError, AssertionError, AttributeError, LookupError, OSError, SyntaxError, TypeError, ValueError,
)  # fmt: skip
"""What WeasyPrint, Pango and the PDF writer raise over styles that they cannot follow."""
TOO_DEEP: Final = "its elements stand too deep inside each other; about 100 deep can be printed"
PROFILES: Final[Mapping[str, Mapping[str, Any]]] = {
    "plain": {},
    "archive": {"pdf_variant": "pdf/a-3u"},  # ISO 19005-3, with text that can be searched
    "accessible": {"pdf_variant": "pdf/ua-1"},  # ISO 14289-1
}
"""What kind of file a letter is, by the name in a layout's settings: WeasyPrint's options for it."""
# Smoothing sets /Interpolate on a picture, which PDF/A forbids (ISO 19005-3, 6.2.8).
ARCHIVE_STYLES: Final = "* { image-rendering: crisp-edges !important }"


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished document; `pages` counts its pages."""

    content: bytes
    pages: int


def make_pdf(
    source: str,
    files: Mapping[str, AssetFile],
    contents: Mapping[str, bytes],
    *,
    profile: str = "plain",
    created: datetime | None = None,
    window: Window | None = None,
) -> Pdf:
    """The HTML document as PDF. The same input gives the same bytes. Raises RenderError.

    `profile` is one of PROFILES. `created` is the moment that the file names as its creation. The marks of `window` are
    drawn on every page.
    """
    check_size(source)
    with ONE_AT_A_TIME, without_collector():
        return _make_pdf(source, files, contents, profile, created, window)


def _make_pdf(
    source: str,
    files: Mapping[str, AssetFile],
    contents: Mapping[str, bytes],
    profile: str,
    created: datetime | None,
    window: Window | None,
) -> Pdf:
    document = lay_out(source, files, contents, profile=profile)
    if created is not None:
        document.metadata.created = f"{created.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return Pdf(write(document, profile=profile, window=window), len(document.pages))


def check_size(source: str) -> None:
    if len(source) > MAX_SOURCE:
        raise RenderError(f"the letter has {len(source):,} characters; {MAX_SOURCE:,} (over 100 pages) are the most")


def lay_out(
    source: str, files: Mapping[str, AssetFile], contents: Mapping[str, bytes], *, profile: str = "plain"
) -> Any:
    """The document as WeasyPrint has laid it out, not yet written. The caller holds ONE_AT_A_TIME. Raises RenderError."""
    library, fonts = weasyprint()
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

    try:
        with worked_out_once(source, files), counted():
            html = library.HTML(string=source, url_fetcher=fetcher(files, contents), base_url=NOWHERE)
            kept = pictures(files)
            document = html.render(font_config=fonts, cache=kept, stylesheets=_own_styles(profile), **PROFILES[profile])
            encode_once(kept)
            return document
    except FatalURLFetchingError as error:
        raise RenderError(str(error)) from error
    except RecursionError as error:
        raise RenderError(f"the letter cannot be laid out: {TOO_DEEP}") from error
    except FAULTS as error:
        raise RenderError(f"the letter cannot be laid out: {error}") from error


def write(document: Any, *, profile: str = "plain", window: Window | None = None) -> bytes:
    """The bytes of a document that was laid out. The caller holds ONE_AT_A_TIME. Raises RenderError."""
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

    def finish(_: Any, pdf: Any) -> None:
        if window is not None:
            add_marks(window, pdf)

    try:
        with counted():
            content = bytes(document.write_pdf(finisher=finish, **PROFILES[profile]))
    except FatalURLFetchingError as error:
        raise RenderError(str(error)) from error
    except RecursionError as error:
        raise RenderError(f"the letter cannot be written: {TOO_DEEP}") from error
    except FAULTS as error:
        raise RenderError(f"the letter cannot be written: {error}") from error
    if refused := getattr(document.url_fetcher, "refused", ""):
        raise RenderError(refused)
    return content


@lru_cache(maxsize=len(PROFILES))
def _own_styles(profile: str) -> list[Any]:
    library, fonts = weasyprint()
    return [library.CSS(string=ARCHIVE_STYLES, font_config=fonts)] if profile == "archive" else []


def page_images(content: bytes, *, scale: float = 1.5) -> list[bytes]:
    """Each page as a PNG, `scale` times 72 dots per inch."""
    images = []
    with ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(content)
        for page in document:
            stream = io.BytesIO()
            page.render(scale=scale).to_pil().save(stream, format="PNG")
            images.append(stream.getvalue())
        document.close()
    return images
