"""What a draft or a release changes: every live edition before and after, in groups, worked out while the page is open."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from commhub.blast.change import Change, change_of, change_of_release, is_open
from commhub.blast.look import Look, unpack
from commhub.blast.measure import BrowserRuler
from commhub.blast.models import BlastEntry, BlastLook, BlastReport
from commhub.blast.reading import Section, Wish, read
from commhub.blast.report import go_on, last_report, report_of
from commhub.blast.shots import Studio, read_picture, take_pictures, try_again
from commhub.blast.word_changes import Bit, marked_words
from commhub.desk.channels import channel_label
from commhub.desk.kinds import KINDS, kind_called, version_url
from commhub.desk.pages.page import fragment, guarded, page
from commhub.desk.typed import actor_of
from commhub.publish.models import Release
from templates_store.models import TemplateVersion

COMPILED: Final = frozenset({"template", "content-block", "layout", "brand", "asset"})
"""The kinds of which editions are made; rules and term lists are no part of them."""
SECONDS: Final = 1.5
"""How long one request works on a report."""
FEW_WORDS: Final = 2
"""Changes of words that a card shows."""
FILTERS: Final = ("group", "template", "brand", "locale", "channel")
NAMES: Final[Mapping[str, str]] = {
    "template": "Template",
    "brand": "Brand",
    "locale": "Language",
    "channel": "Channel",
}


@dataclass(frozen=True)
class Shown:
    """Something that has a report: a version or a release, and where its pages are."""

    change: Change
    title: str
    home: str
    page: str
    work: str


def of_version(request: HttpRequest, kind: str, pk: int) -> Shown:
    """A version that this person may read. Raises Http404 and PermissionDenied."""
    found = kind_called(kind)
    if not found.may_view(actor_of(request)):
        raise PermissionDenied(f"Your role does not read {found.label.lower()} versions.")
    version = found.get(pk)
    if kind not in COMPILED:
        raise Http404(f"No edition is made from a {found.label.lower()}.")
    return Shown(
        change_of(version),
        f"What {version.parent} v{version.number} changes",
        version_url(version),
        reverse("admin:desk_blast", args=[kind, pk]),
        reverse("admin:desk_blast_work", args=[kind, pk]),
    )


def of_release(request: HttpRequest, pk: int) -> Shown:
    """A release of which this person may read every member."""
    release = release_called(request, pk)
    return Shown(
        change_of_release(release),
        f"What {release} changes",
        reverse("admin:desk_release", args=[pk]),
        reverse("admin:desk_release_blast", args=[pk]),
        reverse("admin:desk_release_blast_work", args=[pk]),
    )


def release_called(request: HttpRequest, pk: int) -> Release:
    """The release of that id. Raises Http404, and PermissionDenied when a member is not for this person to read."""
    release = Release.objects.filter(pk=pk).select_related("author").first()
    if release is None:
        raise Http404(f"There is no release {pk}.")
    may_read(request, release.members.values_list("subject", flat=True))
    return release


def may_read(request: HttpRequest, kinds: Sequence[str] | Any) -> None:
    """Raises PermissionDenied when this person does not read one of these kinds, or none at all."""
    actor = actor_of(request)
    readable = {kind.name for kind in KINDS.values() if kind.may_view(actor)}
    if not readable or not set(kinds) <= readable:
        raise PermissionDenied("Your role does not read all that this release changes.")


@require_GET
def blast_page(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The report of a version, as a page of its own or (`?bare=1`) as a piece of the version's page."""
    return _show(request, of_version(request, kind, pk))


@require_GET
def release_blast_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The report of a release, likewise."""
    return _show(request, of_release(request, pk))


@require_POST
def blast_work(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Work on the report for a moment. A script gets the new state of the section, a person the page."""
    return _work(request, of_version(request, kind, pk))


@require_POST
def release_blast_work(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for a release."""
    return _work(request, of_release(request, pk))


@require_GET
def entry_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry with its pictures in full, as a page or (`?bare=1`) for a window over it."""
    entry = _entry(request, pk)
    told = _told(entry)
    context = {**told, "card": told, "title": f"{entry.edition.name}, before and after"}
    if request.GET.get("bare"):
        return fragment(request, "desk/blast_entry.html", context)
    return page(request, "desk/blast_entry_page.html", context)


@require_GET
def picture(request: HttpRequest, pk: int, key: str, number: int, side: int) -> HttpResponse:
    """A picture of an entry: page `number` from 0, side 0 before, 1 after, 2 what differs. `key` begins the pair's key."""
    entry = _entry(request, pk)
    if not entry.pair.key.startswith(key):
        raise Http404("There is no such picture.")
    try:
        name = entry.pair.pictures[number][side]
        content = read_picture(name)
    except (IndexError, OSError, ValueError) as error:
        raise Http404("There is no such picture.") from error
    response = guarded(HttpResponse(content, content_type="image/png"))
    # The address holds the hash of what is compared, so that what it shows never changes.
    response["Cache-Control"] = "private, max-age=86400"
    return response


def report_for(change: Change) -> BlastReport | None:
    """The report of what is still to go live; of what is over, what was found out last."""
    return report_of(change, timezone.now()) if is_open(change.members) else last_report(change)


def _show(request: HttpRequest, shown: Shown) -> HttpResponse:
    report = report_for(shown.change)
    if report is not None and report.pictured_at is not None and is_open(shown.change.members):
        try_again(report, timezone.now())
    context = blast_context(request, shown, report)
    if request.GET.get("bare"):
        return fragment(request, "desk/blast.html", context)
    return page(request, "desk/blast_page.html", {**context, "title": shown.title, "home": shown.home})


def _work(request: HttpRequest, shown: Shown) -> HttpResponse:
    report, why_not = report_for(shown.change), ""
    until = time.monotonic() + SECONDS

    def may_go_on() -> bool:
        return time.monotonic() < until

    if report is not None and is_open(shown.change.members):
        if report.finished_at is None:
            with BrowserRuler() as ruler:
                report = go_on(report, shown.change, timezone.now(), ruler=ruler, may_go_on=may_go_on)
        elif report.pictured_at is None:
            with Studio() as studio:
                why_not = take_pictures(report, timezone.now(), studio, may_go_on=may_go_on).why_not
            report.refresh_from_db()
    if request.headers.get("X-Requested-With") != "fetch":
        return redirect(shown.page)
    return fragment(request, "desk/blast.html", blast_context(request, shown, report, why_not))


def blast_context(request: HttpRequest, shown: Shown, report: BlastReport | None, why_not: str = "") -> dict[str, Any]:
    """What the section shows."""
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    number = request.GET.get("page", "1")
    wish = Wish(**asked, page=int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 1)
    found = read(report, wish) if report else None
    running = bool(found and is_open(shown.change.members) and not found.progress.complete and not why_not)
    return {
        "shown": shown,
        "read": found,
        "wish": wish,
        "running": running,
        "why_not": why_not,
        "sections": [_section(shown, section, asked) for section in (found.sections if found else ())],
        "chosen": [
            (name, NAMES[name], [(value, _called(name, label)) for value, label in choices], asked[name])
            for name, choices in (found.choices.items() if found else ())
        ],
        "is_template": any(isinstance(member, TemplateVersion) for member in shown.change.members),
    }


def _section(shown: Shown, section: Section, asked: Mapping[str, str]) -> dict[str, Any]:
    kept = {name: value for name, value in asked.items() if value} | {"group": section.group.name}
    return {
        "group": section.group,
        "more": section.more,
        "page": section.page,
        "pages": section.pages,
        "links": [
            (number, f"{shown.page}?{urlencode({**kept, 'page': number})}") for number in range(1, section.pages + 1)
        ],
        "cards": [_told(entry) for entry in section.entries],
    }


def _called(name: str, label: str) -> str:
    return channel_label(label) if name == "channel" else label


def _entry(request: HttpRequest, pk: int) -> BlastEntry:
    rows = BlastEntry.objects.select_related("pair", "edition__brand", "report")
    entry = rows.filter(pk=pk).first()
    if entry is None:
        raise Http404("This is no longer there: the draft has changed. Open its page again.")
    may_read(request, [kind for kind, *_ in entry.report.members])
    return entry


def _told(entry: BlastEntry) -> dict[str, Any]:
    """One entry for the page: its place in words, its facts, its pictures."""
    facts = entry.pair.facts
    pages = [
        {"number": number, "before": bool(was), "after": bool(now), "difference": bool(differs)}
        for number, (was, now, differs, _) in enumerate(entry.pair.pictures)
    ]
    changed = [one for one in pages if one["difference"]] or pages
    first = changed[0] if changed else None
    words = facts.get("words", [])
    return {
        "entry": entry,
        "label": channel_label(entry.channel) if entry.channel else "Every channel",
        "facts": facts,
        "words": words,
        "more_words": max(0, len(words) - FEW_WORDS) + int(facts.get("more_words", 0)),
        "pages": pages,
        "first": first,
        "focus": entry.pair.pictures[first["number"]][3] if first else 0,
        "bubbles": _bubbles(entry) if not entry.pair.pictures or not pages else [],
        "no_picture": facts.get("no_picture", ""),
        "cut": facts.get("cut", ""),
        "waits": entry.pair.pictured_at is None,
        "mark": f"{entry.pk}-{entry.pair_id}-{int(entry.pair.pictured_at is not None)}",
        "key": entry.pair.key[:12],
    }


def _bubbles(entry: BlastEntry) -> list[tuple[str, list[Bit], Any]]:
    """A message that is all text, before and after, from the sample that shows the change: (side, bits, parts)."""
    keys = entry.pair.facts.get("looks") or []
    if not keys:
        return []
    before, after = keys[int(entry.pair.facts.get("shown", 0))]
    looks = {row.key: unpack(row.content) for row in BlastLook.objects.filter(key__in=[before, after])}
    if before == after:
        return [("Before and after", [("\n".join(looks[before].words.get("text", ())), False)], "")] if looks else []
    sides = [looks.get(key, Look()) for key in (before, after)]
    texts = ["\n".join(look.words.get("text", ())) for look in sides]
    marked = marked_words(*texts)
    return [
        (name, bits, look.figures.get("parts"))
        for name, bits, text, look in zip(("Before", "After"), marked, texts, sides, strict=True)
        if text
    ]
