"""The evidence of a report: pictures before and after, and what differs between them, made after everything is compared.

Pictures of one look serve every report that compares it; letters are drawn from their PDF, e-mails taken by a browser.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Final

from django.conf import settings
from django.core.files.storage import default_storage
from PIL import Image

from commhub.blast.look import PDF, unpack
from commhub.blast.measure import WIDTH
from commhub.blast.models import BlastEntry, BlastLook, BlastPair, BlastReport
from commhub.blast.report import after_side, before_side
from commhub.blast.samples import Reader, Sample, Side, samples_of
from commhub.contracts import CommhubError, Rendered
from commhub.lint.store.waivers import in_force
from commhub.pictures.camera import Camera, NoBrowser
from commhub.pictures.difference import difference
from commhub.pictures.shots import with_pictures
from commhub.publish.pictures import keep
from commhub.publish.proofs import offered_by
from commhub.render.letters.pdf import page_images

PAGE_SCALE: Final = 1.5
"""Pixels of a page's picture for each point: 108 dots per inch."""
FOLDER: Final = "changes"
"""Where pictures are kept in the default storage, named by their content."""
MOST_PAGES: Final = 12
"""Pages of a letter that pictures are made of."""
AGAIN: Final = timedelta(minutes=1)
"""How long after a picture could not be taken a look at the report has it tried again."""


@dataclass(frozen=True, slots=True)
class Photographed:
    """What a step came to. `why_not` says what is missing when there is no browser; everything else is done then."""

    done: int
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """The pictures of one message by the names of their files, of how many pages, or `why` there are none."""

    names: Sequence[str] = ()
    pages: int = 0
    why: str = ""


class Studio:
    """Takes pictures of rendered messages with one browser, started when the first e-mail asks; a context manager."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._camera: Camera | None = None

    def __enter__(self) -> Studio:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def pictures(self, rendered: Rendered) -> Taken:
        """The names of the files, page by page; none for what is only text. Raises NoBrowser, and NoPicture."""
        if rendered.media_type == PDF and rendered.document:
            pages = page_images(rendered.document, scale=PAGE_SCALE)
            return Taken([_kept(_small(page)) for page in pages[:MOST_PAGES]], len(pages))
        html = rendered.content.get("html", "")
        if not html:
            return Taken()
        return Taken([_kept(_small(self._opened().shoot(with_pictures(html, rendered.attachments), width=WIDTH)))], 1)

    def _opened(self) -> Camera:
        if self._camera is None:
            camera = Camera(settings.COMMHUB_CHROMIUM, sandbox=settings.COMMHUB_CHROMIUM_SANDBOX)
            self._camera = self._stack.enter_context(camera)
        return self._camera


def waiting_for_pictures(report: BlastReport) -> int:
    """How many comparisons of a report have no pictures yet."""
    return BlastPair.objects.filter(entries__report=report, pictured_at=None).distinct().count()


def try_again(report: BlastReport, now: datetime) -> None:
    """Have the pictures that could not be taken taken again, once some time has gone by: the machine may have been busy."""
    failed = BlastPair.objects.filter(
        entries__report=report, pictured_at__lt=now - AGAIN, facts__no_picture__isnull=False
    )
    if BlastPair.objects.filter(pk__in=list(failed.values_list("pk", flat=True))).update(pictured_at=None):
        BlastReport.objects.filter(pk=report.pk).update(pictured_at=None)
        report.pictured_at = None


def take_pictures(
    report: BlastReport, now: datetime, studio: Studio, *, may_go_on: Callable[[], bool] = lambda: True
) -> Photographed:
    """Make the pictures of the next entries, the worst first, one at least, until `may_go_on` says no or all are there."""
    reader, done, why_not = Reader(in_force(now)), 0, ""
    rows = report.entries.filter(pair__pictured_at=None).select_related(
        "pair", "edition__brand", "edition__template_version__template__category"
    )
    seen: set[int] = set()
    for entry in rows.iterator(chunk_size=50):
        if entry.pair_id in seen:
            continue
        seen.add(entry.pair_id)
        try:
            _photograph(entry, reader, studio, now)
        except NoBrowser as error:
            why_not = str(error)
            continue
        done += 1
        if not may_go_on():
            break
    if not waiting_for_pictures(report):
        BlastReport.objects.filter(pk=report.pk).update(pictured_at=now)
    return Photographed(done, why_not)


def read_picture(name: str) -> bytes:
    """A kept picture. Raises FileNotFoundError."""
    with default_storage.open(name) as file:
        return bytes(file.read())


def _photograph(entry: BlastEntry, reader: Reader, studio: Studio, now: datetime) -> None:
    one, pair = entry.edition, entry.pair
    keys = pair.facts.get("looks") or []
    shown = int(pair.facts.get("shown", 0))
    samples = samples_of(one.template_version) if one.template_version else [Sample("")]
    if keys and shown < len(samples):
        sample, (first, second) = samples[shown], keys[shown]
    else:
        sample, first, second = Sample(""), "", ""
    gone = ""
    try:
        before = before_side(one) if first or not keys else None
        after = after_side(one) if second else None
    except CommhubError as error:  # what it was made of is gone; the words of the report stay
        before, after, gone = None, None, str(error)
    old = _of_look(first, before, entry.channel, sample, reader, studio, now)
    new = old if first == second and first else _of_look(second, after, entry.channel, sample, reader, studio, now)
    if not keys and before is not None:  # what goes out now, of an edition that does not compile
        old = _of_look("", before, offered_by(before.edition)[0], sample, reader, studio, now)
    pages = [
        [was, now_is, *_difference(was, now_is)] for was, now_is in zip_longest(old.names, new.names, fillvalue="")
    ]
    facts = {name: told for name, told in pair.facts.items() if name not in {"no_picture", "cut"}}
    if why := gone or new.why or old.why:
        facts["no_picture"] = why
    if (most := max(old.pages, new.pages)) > MOST_PAGES:
        facts["cut"] = f"The first {MOST_PAGES} of {most} pages"
    BlastPair.objects.filter(pk=pair.pk).update(pictures=pages, facts=facts, pictured_at=now)


def _of_look(
    key: str, side: Side | None, channel: str, sample: Sample, reader: Reader, studio: Studio, now: datetime
) -> Taken:
    if side is None or channel not in side.edition.channels:
        return Taken()
    look = BlastLook.objects.filter(key=key).first() if key else None
    if look is not None and look.pictured_at is not None and all(map(default_storage.exists, look.pictures)):
        return Taken(look.pictures, int(unpack(look.content).figures.get("pages") or len(look.pictures)))
    try:
        taken = studio.pictures(reader.rendered(side, channel, reader.brief(side, sample)))
    except NoBrowser:
        raise
    except CommhubError as error:  # a message that cannot be made has no picture, nor one that takes too long
        return Taken(why=str(error))
    if look is not None:
        BlastLook.objects.filter(pk=look.pk).update(pictures=list(taken.names), pictured_at=now)
    return taken


def _difference(before: str, after: str) -> tuple[str, int]:
    """The picture of what differs, and how far down the first of it is, in percent of the height."""
    if not before or not after or before == after:
        return "", 0
    found = difference(read_picture(before), read_picture(after))
    if not found.changed:
        return "", 0
    with Image.open(io.BytesIO(found.picture)) as image:
        height = image.height
    first = found.boxes[0]
    return _kept(_small(found.picture)), min(100, round(100 * (first.upper + first.lower) / 2 / max(1, height)))


def _kept(content: bytes) -> str:
    name = f"{FOLDER}/{hashlib.sha256(content).hexdigest()}.png"
    keep(name, content)
    return name


def _small(picture: bytes) -> bytes:
    """The picture with 32 steps of each colour, which no eye tells from 256 and a file of a third holds. Each pixel is
    turned for itself, so that what was the same in two pictures still is."""
    stream = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as image:
        coarse = image.convert("RGB").point([round(round(value * 31 / 255) * 255 / 31) for value in range(256)] * 3)
        used = coarse.getcolors(256)
        (coarse.quantize(len(used)) if used else coarse).save(stream, format="PNG", optimize=True)
    return stream.getvalue()
