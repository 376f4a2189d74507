"""WeasyPrint as one process keeps it: our fonts, and the style sheets and pictures of the editions that it prints.

Nothing here changes what comes out: a letter has the same bytes as from WeasyPrint by itself, and a test says so.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final, TypeVar

from commhub.contracts import AssetFile
from commhub.render.fonts import use_our_fonts

SCHEME: Final = "asset:"
ONE_AT_A_TIME = threading.Lock()
"""PDFium may be called by one thread only, and our one font configuration is shared; web servers have many threads."""
MOST_SHEETS: Final = 128
MOST_EDITIONS: Final = 32
"""How many style sheets, and the pictures of how many editions, are kept: about a megabyte each at the worst."""
_LASTS_LONGER: Final = re.compile(r"@(import|layer|counter-style|color-profile)", re.IGNORECASE)
"""Rules that speak to the whole document, so that a sheet with one is read again for each."""
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@lru_cache(maxsize=1)
def weasyprint() -> tuple[Any, Any]:
    """WeasyPrint and one font configuration for the life of the process (one per document leaks 270 kB each)."""
    use_our_fonts()
    import weasyprint as library  # noqa: PLC0415 - takes a second, and only letters need it
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    return library, FontConfiguration()


@lru_cache(maxsize=1)
def _fetcher_class() -> Any:
    weasyprint()  # sets the fonts up before anything of WeasyPrint is imported
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


def fetcher(files: Mapping[str, AssetFile], contents: Mapping[str, bytes]) -> Any:
    """What WeasyPrint asks for the content of an address: the files of one edition, and nothing else from anywhere."""
    return _fetcher_class()(files, contents)


_sheets: dict[Hashable, Any] = {}
_pictures: dict[frozenset[str], dict[str, Any]] = {}


def pictures(files: Mapping[str, AssetFile]) -> dict[str, Any]:
    """The decoded pictures of an edition, for WeasyPrint's `cache`. Editions with other files never see them."""
    return _kept(_pictures, frozenset(files), {}, MOST_EDITIONS)


@contextmanager
def parsed_once(files: Mapping[str, AssetFile]) -> Iterator[None]:
    """Within it, a style sheet that was read before is not read again. The caller holds ONE_AT_A_TIME."""
    weasyprint()
    from weasyprint import css  # noqa: PLC0415

    read = css.CSS
    allowed = frozenset(files)

    def sheet(string: str | None = None, page_rules: Any = None, **options: Any) -> Any:
        if string is None or _LASTS_LONGER.search(string):
            return read(string=string, page_rules=page_rules, **options)
        key = (string, options.get("media_type"), options.get("base_url"), allowed)
        if key in _sheets:
            return _sheets[key]
        # Lists of its own: what is kept must not grow with the documents that it is used in.
        return _kept(_sheets, key, read(string=string, **{**options, "layers": []}), MOST_SHEETS)

    css.CSS = sheet
    try:
        yield
    finally:
        css.CSS = read


def _kept(kept: dict[K, V], key: K, value: V, most: int) -> V:
    """The value of the key, which is `value` if there was none; the longest kept goes when there are too many."""
    if key not in kept and len(kept) >= most:
        del kept[next(iter(kept))]
    return kept.setdefault(key, value)
