"""Many letters in one PDF, as a print shop takes them: they share fonts and pictures, and each keeps its own page numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from commhub.contracts import AssetFile, RenderError
from commhub.render.letters.pdf import check_size, lay_out, write
from commhub.render.letters.press import ONE_AT_A_TIME, without_collector
from commhub.render.letters.windows import Window


@dataclass(frozen=True, slots=True)
class Letter:
    """The HTML of one letter, and its edition's assets, described and as bytes, by SHA-256."""

    html: str
    files: Mapping[str, AssetFile]
    contents: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Batch:
    """One PDF; `ranges` are the first and the last page of each letter in it, counted from 1, in the order given."""

    content: bytes
    ranges: tuple[tuple[int, int], ...]


def make_batch(
    letters: Iterable[Letter],
    *,
    title: str = "",
    created: datetime | None = None,
    archive: bool = False,
    window: Window | None = None,
) -> Batch:
    """The letters in one PDF, in their order. The same input gives the same bytes. Raises RenderError.

    With `archive` it is PDF/A-3u. It is never a tagged PDF: that names one language and one title, for one reader. All
    pages are laid out before the first is written: a batch of some hundred letters takes a few hundred megabytes.
    """
    profile = "archive" if archive else "plain"
    documents = []
    with ONE_AT_A_TIME, without_collector():
        for number, letter in enumerate(letters, 1):
            try:
                check_size(letter.html)
                documents.append(lay_out(letter.html, letter.files, letter.contents, profile=profile))
            except RenderError as error:
                raise RenderError(f"letter {number}: {error}") from error
        if not documents:
            raise RenderError("a batch needs at least one letter")
        joined = documents[0].copy([page for document in documents for page in document.pages])
        joined.metadata.title = title or joined.metadata.title
        if created is not None:
            joined.metadata.created = f"{created.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        content = write(joined, profile=profile, window=window)
    ranges, end = [], 0
    for document in documents:
        ranges.append((end + 1, end + len(document.pages)))
        end += len(document.pages)
    return Batch(content, tuple(ranges))
