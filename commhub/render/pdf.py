"""HTML to PDF with WeasyPrint: our fonts, the edition's own assets, and nothing else from anywhere."""

from __future__ import annotations

import io
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pypdfium2

from commhub.contracts import AssetFile, RenderError
from commhub.render.fonts import use_our_fonts
from commhub.render.windows import Window

MILLIMETRE = 72 / 25.4
SCHEME = "asset:"
MAX_SOURCE = 500_000
"""Characters of HTML that one letter may have: they take some seconds to lay out, and the next letter waits."""
ONE_AT_A_TIME = threading.Lock()
"""PDFium may be called by one thread only, and our one font configuration is shared; web servers have many threads."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished document; `pages` counts its pages."""

    content: bytes
    pages: int


@lru_cache(maxsize=1)
def _weasyprint() -> tuple[Any, Any]:
    """WeasyPrint and one font configuration for the life of the process (one per document leaks 270 kB each)."""
    use_our_fonts()
    import weasyprint  # noqa: PLC0415 - takes a second, and only letters need it
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    return weasyprint, FontConfiguration()


@lru_cache(maxsize=1)
def _fetcher_class() -> Any:
    _weasyprint()  # sets the fonts up before anything of WeasyPrint is imported
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class OnlyAssets(URLFetcher):  # type: ignore[misc]
        """Answers `asset:<sha256>` from memory; any other address is refused, whatever its scheme."""

        def __init__(self, files: Mapping[str, AssetFile], contents: Mapping[str, bytes]) -> None:
            super().__init__(allowed_protocols=["asset"])
            self.files = files
            self.contents = contents

        def fetch(self, url: str, headers: Any = None) -> Any:
            sha256 = url.removeprefix(SCHEME)
            if not url.startswith(SCHEME) or sha256 not in self.files:
                raise FatalURLFetchingError(
                    f"{url[:120]} is not one of the edition's assets; letters load nothing else"
                )
            file = self.files[sha256]
            return URLFetcherResponse(url, self.contents[sha256], {"Content-Type": file.media_type})

    return OnlyAssets


def make_pdf(source: str, files: Mapping[str, AssetFile], contents: Mapping[str, bytes]) -> Pdf:
    """The HTML document as PDF. The same input gives the same bytes. Raises RenderError."""
    if len(source) > MAX_SOURCE:
        raise RenderError(f"the letter has {len(source):,} characters; {MAX_SOURCE:,} (over 100 pages) are the most")
    with ONE_AT_A_TIME:
        return _make_pdf(source, files, contents)


def _make_pdf(source: str, files: Mapping[str, AssetFile], contents: Mapping[str, bytes]) -> Pdf:
    weasyprint, fonts = _weasyprint()
    fetcher = _fetcher_class()(files, contents)
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

    try:
        document = weasyprint.HTML(string=source, url_fetcher=fetcher, base_url=None).render(font_config=fonts)
        content = document.write_pdf()
    except FatalURLFetchingError as error:
        raise RenderError(str(error)) from error
    except (ValueError, OSError, LookupError, TypeError, AttributeError) as error:
        raise RenderError(f"the letter cannot be laid out: {error}") from error
    return Pdf(content, len(document.pages))


def text_in_window(content: bytes, window: Window) -> tuple[str, str]:
    """What stands on page 1 inside the window, and what stands in the clear zone; white space folded."""
    with ONE_AT_A_TIME, io.BytesIO(content) as stream:
        document = pypdfium2.PdfDocument(stream)
        page = document[0]
        height = page.get_height()
        text_page = page.get_textpage()

        def text_of(box: tuple[float, float, float, float]) -> str:
            left, top, right, bottom = (side * MILLIMETRE for side in box)
            text = text_page.get_text_bounded(left=left, bottom=height - bottom, right=right, top=height - top)
            return " ".join(str(text).split())

        found = text_of(window.window), text_of(window.clear)
        text_page.close()
        page.close()
        document.close()
    return found


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
