"""The page of all proofs: every test set on a channel as a card, one of them in full, and which conditions they show."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from commhub.desk.channels import channel_label
from commhub.desk.findings import told
from commhub.desk.frames import show
from commhub.desk.gallery import ORIGINS, Card, Gallery, facts_of, take_views, views
from commhub.desk.kinds import KINDS, Kind, kind_called
from commhub.desk.pages.page import fragment, guarded, page
from commhub.desk.pages.proofs import proof_context, using_for
from commhub.desk.plans import kept_plan
from commhub.desk.typed import actor_of
from commhub.lint.store.waivers import in_force
from commhub.pictures.camera import NoBrowser
from commhub.publish.assets_due import day_of
from commhub.publish.proofs import Place, offered_by, place_at, proof_of, seen_at
from commhub.publish.sources import Shelf
from commhub.publish.test_sets.plan import TestPlan
from commhub.publish.test_sets.sets import DataSet
from commhub.versions import Version

SECONDS: Final = 2.0
"""How long one request goes on with making cards."""
CHOICES: Final = ("template", "brand", "locale", "channel")
A_YEAR: Final = 365 * 24 * 3600


@dataclass(frozen=True)
class Option:
    """One thing to choose, with its address."""

    label: str
    url: str
    chosen: bool


@dataclass(frozen=True)
class Told:
    """A card with its address, and the names and addresses of the sets that give the same message."""

    card: Card
    url: str
    also: list[tuple[str, str]]


class Room:
    """What was chosen of a version: a template, brand, locale and channel, compiled, with all its test sets."""

    def __init__(self, kind: Kind, version: Version, asked: QueryDict) -> None:
        self.kind = kind
        self.version = version
        self.now = timezone.now()
        self.places = list(seen_at(version))
        self.chosen = {name: asked.get(name, "") for name in CHOICES}
        self.place: Place | None = None
        self.plan: TestPlan | None = None
        self.gallery: Gallery | None = None
        if self.places:
            self._open()
        named = asked.get("set", "")
        self.one = next((one for one in self.sets if one.name == named), None)

    def _open(self) -> None:
        names = [(user.template.key, brand.key, locale) for user, brand, locale in self.places]
        wanted = tuple(self.chosen[name] for name in CHOICES[:3])
        at = max(range(len(names)), key=lambda at: [one == asked for one, asked in zip(names[at], wanted, strict=True)])
        user, brand, locale = self.places[at]
        self.chosen |= dict(zip(CHOICES, names[at], strict=False))
        using, shelf = using_for(self.version), Shelf()
        place = place_at(self.version, user, brand, locale, using, day_of(self.now), shelf)
        self.place = place
        if place.compiled is None:
            return
        offered = offered_by(place.compiled.edition)
        if self.chosen["channel"] not in offered:
            self.chosen["channel"] = offered[0]
        self.plan = kept_plan(place, self.version, using, shelf)
        self.gallery = Gallery(place.compiled, self.chosen["channel"], self.sets, in_force(self.now))

    @property
    def sets(self) -> Sequence[DataSet]:
        return self.plan.all_sets(self.chosen["locale"]) if self.plan else ()

    def url(self, **changes: str) -> str:
        """The address of this page with something else chosen."""
        asked = {**self.chosen, **changes}
        address = reverse("admin:desk_proofs", args=[self.kind.name, self.version.pk])
        return f"{address}?{urlencode({name: value for name, value in asked.items() if value})}"

    def options(self) -> dict[str, list[Option]]:
        """What can be chosen: channels, and templates, brands and locales where there is more than one."""
        keep = {"set": self.one.name} if self.one else {}
        offered = offered_by(self.place.compiled.edition) if self.place and self.place.compiled else []
        found = {
            "channel": [
                Option(channel_label(name), self.url(channel=name, **keep), name == self.chosen["channel"])
                for name in offered
            ]
        }
        for at, name in enumerate(CHOICES[:3]):
            values = dict.fromkeys((user.template.key, brand.key, locale)[at] for user, brand, locale in self.places)
            if len(values) > 1:
                found[name] = [
                    Option(value, self.url(**{name: value}, **keep), value == self.chosen[name]) for value in values
                ]
        return found

    def one_context(self) -> dict[str, Any]:
        """One test set in full: every picture, the parts of a text, the pages of a letter, with what was found."""
        gallery, one = self.gallery, self.one
        if gallery is None or one is None:
            return {}
        proof = proof_of(gallery.compiled, gallery.channel, one, gallery.waivers)
        pictures = views(proof.rendered, gallery.album) if proof.rendered and gallery.album else []
        shown = (
            show(proof.rendered, with_document=True, findings=proof.findings, window=proof.share.get("window"))
            if proof.rendered
            else None
        )
        names = [each.name for each in self.sets]
        at = names.index(one.name)
        return {
            "one": one,
            "origin": ORIGINS[one.origin],
            "proof": proof,
            "shown": shown,
            "views": pictures,
            "waiting": any(not view.picture for view in pictures),
            "done": sum(bool(view.picture) for view in pictures),
            "findings": told(("", finding) for finding in proof.findings),
            "facts": list(facts_of(one)),
            "former": self.url(set=names[at - 1]) if at else "",
            "next": self.url(set=names[at + 1]) if at + 1 < len(names) else "",
            "all_url": self.url(),
        }

    def cards_context(self) -> dict[str, Any]:
        """The cards in their groups, and how many of them are made."""
        cards = self.gallery.cards() if self.gallery else []
        return {
            "groups": [
                (label, self._told([card for card in cards if card.data_set.origin == origin]))
                for origin, label in ORIGINS.items()
            ],
            "size": len(cards),
            "done": sum(card.made is not None for card in cards),
            "why": self._why(cards),
        }

    def _told(self, cards: Sequence[Card]) -> list[Told]:
        """The cards of one kind; of sets that give the same message, byte for byte, the first alone, with the others'
        names."""
        found: dict[str, Told] = {}
        for card in cards:
            url = self.url(set=card.data_set.name)
            same = found.get(card.made.sha256) if card.made and card.made.sha256 else None
            if same is not None:
                same.also.append((card.data_set.name, url))
            else:
                found[card.made.sha256 if card.made and card.made.sha256 else card.data_set.name] = Told(card, url, [])
        return list(found.values())

    def _why(self, cards: Iterable[Card]) -> str:
        """Why pictures are missing, if they are."""
        if self.gallery is not None and self.gallery.browser:
            return self.gallery.browser
        return next((card.made.why for card in cards if card.made and card.made.why), "")

    def conditions(self) -> list[dict[str, Any]]:
        """Each condition with the set that shows either side, and its address."""
        if self.plan is None:
            return []
        coverage = self.plan.coverage
        by_set = coverage.by_set
        return [
            {
                "condition": condition,
                "decided": coverage.decided(condition),
                "sides": [
                    (name, self.url(set=name) if name else "")
                    for name in (by_set.get((place, side), "") for side in (True, False))
                ],
            }
            for place, condition in coverage.conditions.items()
        ]


def _room(kind: str, pk: int, actor: User, asked: QueryDict) -> Room:
    found = kind_called(kind)
    if not found.may_view(actor):
        raise PermissionDenied(f"Your role does not read {found.label.lower()} versions.")
    return Room(found, found.get(pk), asked)


@require_GET
def proofs_page(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """All proofs, or one of them in full (`?set=`); with `?bare=1` those of the samples, as a piece of another page."""
    actor = actor_of(request)
    if request.GET.get("bare"):
        found = kind_called(kind)
        if not found.may_view(actor):
            raise PermissionDenied(f"Your role does not read {found.label.lower()} versions.")
        return fragment(request, "desk/proofs.html", proof_context(found.get(pk), actor))
    room = _room(kind, pk, actor, request.GET)
    if room.gallery is not None and room.one is None:
        room.gallery.try_again(room.now)
    return page(request, "desk/gallery.html", _context(room))


@require_POST
def make_proofs_page(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Go on with the cards, or with the pictures of one set, for two seconds. A script gets the piece of the page."""
    room = _room(kind, pk, actor_of(request), request.POST)
    until = time.monotonic() + SECONDS
    problem = ""
    if room.gallery is not None and room.one is None:
        room.gallery.make(lambda: time.monotonic() < until)
    elif room.gallery is not None and room.one is not None:
        problem = _take_views(room)
    if request.headers.get("X-Requested-With") != "fetch":
        return redirect(room.url(**({"set": room.one.name} if room.one else {})))
    context = {**_context(room), "problem": problem}
    return fragment(request, "desk/gallery_one.html" if room.one else "desk/gallery_cards.html", context)


@require_GET
def picture_page(request: HttpRequest, name: str) -> HttpResponse:
    """A picture of a proof, by its name, which nobody can guess who was not shown it."""
    if not any(kind.may_view(actor_of(request)) for kind in KINDS.values()):
        raise PermissionDenied("Your role reads no proofs.")
    stored = f"pictures/{name}.png"
    if not default_storage.exists(stored):
        raise Http404("This picture was not taken, or is not kept any more.")
    with default_storage.open(stored) as file:
        response = guarded(HttpResponse(file.read(), content_type="image/png"))
    response["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    return response


def _take_views(room: Room) -> str:
    gallery, one = room.gallery, room.one
    if gallery is None or one is None or gallery.album is None:
        return gallery.browser if gallery else ""
    proof = proof_of(gallery.compiled, gallery.channel, one, gallery.waivers)
    try:
        return take_views(proof.rendered, gallery.album) if proof.rendered else ""
    except NoBrowser as error:
        gallery.browser = str(error)
        return gallery.browser


def _context(room: Room) -> dict[str, Any]:
    conditions = room.conditions()
    missing = len(room.plan.coverage.missing()) if room.plan else 0
    return {
        "title": f"Proofs of {room.version.parent} v{room.version.number}",
        "kind": room.kind,
        "version": room.version,
        "chosen": room.chosen,
        "options": room.options(),
        "error": room.place.error if room.place else "",
        "empty": not room.places,
        "browser": room.gallery.browser if room.gallery else "",
        "conditions": conditions,
        "missing": missing,
        **(room.one_context() if room.one else room.cards_context()),
    }
