"""WeasyPrint as one process keeps it: our fonts, and the style sheets and pictures of the editions that it prints.

Nothing here changes what comes out: a letter has the same bytes as from WeasyPrint by itself, and a test says so.
"""

from __future__ import annotations

import gc
import re
import threading
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property, lru_cache
from typing import Any, Final, TypeVar

from commhub.contracts import AssetFile
from commhub.render.letters.fonts import use_our_fonts

SCHEME: Final = "asset:"
ONE_AT_A_TIME = threading.Lock()
"""PDFium may be called by one thread only, and our one font configuration is shared; web servers have many threads."""
MOST_SHEETS: Final = 128
MOST_EDITIONS: Final = 32
MOST_STYLES: Final = 1_000
"""How many style sheets, the pictures of how many editions, and how many elements' styles (10 kB each) are kept."""
_LASTS_LONGER: Final = re.compile(r"@(import|layer|counter-style|color-profile)", re.IGNORECASE)
"""Rules that speak to the whole document, so that a sheet with one is read again for each."""
_OF_THE_PAGE: Final = re.compile(r"\d(?:[dlps]?v(?:[bhiw]|min|max)|\\|&#)", re.IGNORECASE)
"""Lengths that follow from the size of a document's first page, also spelt with escapes."""
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
            self.refused = ""

        def fetch(self, url: str, headers: Any = None) -> Any:
            sha256 = url.removeprefix(SCHEME)
            if not url.startswith(SCHEME) or sha256 not in self.files:
                # Said once more at the end: where a drawing asks, WeasyPrint leaves the drawing out and goes on.
                self.refused = f"{url[:120]} is not one of the edition's assets; letters load nothing else"
                raise FatalURLFetchingError(self.refused)
            file = self.files[sha256]
            return URLFetcherResponse(url, self.contents[sha256], {"Content-Type": file.media_type})

    return OnlyAssets


def fetcher(files: Mapping[str, AssetFile], contents: Mapping[str, bytes]) -> Any:
    """What WeasyPrint asks for the content of an address: the files of one edition, and nothing else from anywhere."""
    return _fetcher_class()(files, contents)


_sheets: dict[Hashable, Any] = {}
_pictures: dict[frozenset[str], dict[str, Any]] = {}
_styles: dict[Hashable, Any] = {}


def pictures(files: Mapping[str, AssetFile]) -> dict[str, Any]:
    """The decoded pictures of an edition, for WeasyPrint's `cache`. Editions with other files never see them."""
    return _kept(_pictures, frozenset(files), {}, MOST_EDITIONS)


def encode_once(kept: Mapping[str, Any]) -> None:
    """Let the pictures of an edition remember how they stand in a PDF: compressing one takes longer than many a page."""
    for picture in kept.values():
        # Drawings are drawn anew, and pictures wait among their own bytes.
        if hasattr(picture, "get_x_object") and "get_x_object" not in vars(picture):
            picture.get_x_object = _remembering(picture.get_x_object)


def _remembering(encode: Any) -> Any:
    kept: dict[tuple[Any, ...], Any] = {}

    def encoded(*how: Any) -> Any:
        if how not in kept:
            kept[how] = encode(*how)
        return _fresh(kept[how])

    return encoded


def _fresh(stream: Any) -> Any:
    """A PDF stream that a document may number and put references in, with the content of another."""
    extra = type(stream.extra)(stream.extra)
    if "SMask" in extra:
        extra["SMask"] = _fresh(extra["SMask"])
    return type(stream)(list(stream.stream), extra, stream.compress)


@contextmanager
def worked_out_once(source: str, files: Mapping[str, AssetFile]) -> Iterator[None]:
    """Within it, a style sheet that was read before is not read again, nor is a style worked out again that follows from
    the same rules. The caller holds ONE_AT_A_TIME."""
    keeper = _style_keeper()
    from weasyprint import css  # noqa: PLC0415

    read, style_for = css.CSS, css.StyleFor
    keeping = style_for if _OF_THE_PAGE.search(source) else keeper
    allowed = frozenset(files)

    def sheet(string: str | None = None, page_rules: Any = None, **options: Any) -> Any:
        if string is None or _LASTS_LONGER.search(string):
            return read(string=string, page_rules=page_rules, **options)
        key = (string, options.get("media_type"), options.get("base_url"), allowed)
        if key in _sheets:
            return _sheets[key]
        # Lists of its own: what is kept must not grow with the documents that it is used in.
        return _kept(_sheets, key, read(string=string, **{**options, "layers": []}), MOST_SHEETS)

    css.CSS, css.StyleFor = sheet, keeping
    try:
        yield
    finally:
        css.CSS, css.StyleFor = read, style_for


@lru_cache(maxsize=1)
def _style_keeper() -> Any:
    weasyprint()
    from weasyprint.css import StyleFor  # noqa: PLC0415

    class KeepsStyles(StyleFor):  # type: ignore[misc]
        """Takes an element's computed style over from an earlier letter in which all that it follows from was the same:
        the sheets, the style of the parent and of the root, and the declarations that apply, in their order."""

        @cached_property
        def _known_sheets(self) -> tuple[Any, ...]:
            return tuple(sheet for sheet, _, _ in self._sheets)

        def set_computed_styles(
            self, element: Any, parent: Any, root: Any = None, pseudo_type: Any = None, base_url: Any = None,
            target_collector: Any = None,
        ) -> None:  # fmt: skip
            computed = self.get_computed_styles()
            applies = self.get_cascaded_styles().get((element, pseudo_type), {})
            key = (
                self._known_sheets,
                id(computed[parent, None]) if parent is not None else 0,
                id(computed[root, None]) if (root, None) in computed else 0,
                pseudo_type,
                base_url,
                tuple((name, _known_by(value), *map(_known_by, weight)) for name, (value, weight) in applies.items()),
            )
            if key not in _styles:
                super().set_computed_styles(element, parent, root, pseudo_type, base_url, target_collector)
                style = computed[element, pseudo_type]
                if pseudo_type == "note-call" or style["position"][0] == "note()":
                    return  # laying out writes the number of the note into these
                if len(_styles) >= MOST_STYLES:
                    _styles.clear()  # one alone cannot go: others know it by its id
                _styles[key] = style
                return
            style = computed[element, pseudo_type] = _styles[key]
            # Laying out hands the overflow of <html> or <body> on to the page, and takes it from the element.
            style.pop("overflow", None)
            if target_collector and style["anchor"]:
                target_collector.collect_anchor(style["anchor"])

    return KeepsStyles


def _known_by(value: Any) -> Hashable:
    """What tells a declared value from another: itself where it can be compared. One that cannot is known by its id, and
    lives as long as the style that follows from it."""
    try:
        hash(value)
    except TypeError:
        return id(value)
    return value  # type: ignore[no-any-return]


@contextmanager
def without_collector() -> Iterator[None]:
    """Keep Python from looking for garbage meanwhile: what a letter is made of lives until its end, and going through it
    again and again costs a fifth of the time. Let go of the document before leaving, and it is found at once."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _kept(kept: dict[K, V], key: K, value: V, most: int) -> V:
    """The value of the key, which is `value` if there was none; the longest kept goes when there are too many."""
    if key not in kept and len(kept) >= most:
        del kept[next(iter(kept))]
    return kept.setdefault(key, value)
