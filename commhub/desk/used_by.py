"""Where something is used, as the desk shows it: what uses it, where in its source, and by which way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse

from brand_assets.models import BrandVersion
from commhub.desk.kinds import KINDS
from commhub.publish.references.known import paths_of
from commhub.publish.where_used import Step, Use, where_used
from commhub.versions import State, Version

USED: Final = frozenset({"content-block", "asset", "layout", "brand"})
"""The kinds of content that others use."""
MOST: Final = 25
"""Uses that are shown on the page of the thing itself; a page of their own has them all."""
SHORT: Final[Mapping[str, str]] = {
    State.LIVE: "live",
    State.SCHEDULED: "goes live later",
    State.IN_REVIEW: "in review",
    State.DRAFT: "draft",
}
OPEN_DRAFT: Final = "open draft"
WHOLE: Final[Mapping[tuple[str, str], str]] = {
    ("template", "layout"): "goes out in it",
    ("template", "brand"): "is sent under it",
    ("layout", "brand"): "is one of its layouts",
}
"""What is said of a use that has no place in a source, by what uses what."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A version that a way leads through, linked, with the place in it."""

    name: str
    url: str
    place: str


@dataclass(frozen=True, slots=True)
class Row:
    """One version that uses something. `places` are those in itself, each with the way on from there."""

    kind: str
    name: str
    key: str
    number: int
    url: str
    state: str
    state_label: str
    places: list[tuple[str, list[Passed]]]


@dataclass(frozen=True, slots=True)
class UsedBy:
    """All uses of one thing: the first rows, a summary, and how many are not shown. `binding` are those that keep it from
    being retired."""

    rows: list[Row]
    summary: str
    more: int
    binding: int
    all_url: str


def used_by(kind: str, parent: Any, *, path: str = "", most: int | None = MOST) -> UsedBy:
    """Where a content block, asset, layout, brand or token is used."""
    uses = where_used(kind, parent, path=path)
    shown = uses if most is None else uses[:most]
    return UsedBy(
        rows=[_row(use) for use in shown],
        summary=summary(uses),
        more=len(uses) - len(shown),
        binding=sum(use.binding for use in uses),
        all_url=uses_url(kind, parent, path),
    )


def uses_url(kind: str, parent: Any, path: str = "") -> str:
    """The page that lists every use."""
    if kind != "token":
        return reverse("admin:desk_uses", args=[kind, parent.pk])
    asked = {"path": path, **({"brand": parent.key} if parent is not None else {})}
    return f"{reverse('admin:desk_token_uses')}?{urlencode(asked)}"


def token_links(version: Version | None) -> list[tuple[str, str]]:
    """The tokens of a brand's version, each with the page that tells where it is used; groups are left out."""
    if not isinstance(version, BrandVersion):
        return []
    paths = sorted(paths_of(version.tokens))
    single = [path for path in paths if not any(other.startswith(f"{path}.") for other in paths)]
    return [(path, uses_url("token", version.brand, path)) for path in single]


def summary(uses: Iterable[Use]) -> str:
    """How many of what: `3 live templates, 1 live layout and 2 open drafts`; '' when there is none."""
    counted: Counter[str] = Counter()
    for use in uses:
        counted[f"live {KINDS[use.subject].label.lower()}" if use.binding else OPEN_DRAFT] += 1
    ordered = sorted(counted.items(), key=lambda pair: pair[0] == OPEN_DRAFT)  # what counts comes first
    said = [f"{count:,} {what}{'' if count == 1 else 's'}" for what, count in ordered]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}" if said else ""


def _row(use: Use) -> Row:
    places: dict[tuple[str, tuple[tuple[str, int], ...]], tuple[str, list[Passed]]] = {}
    for way in use.ways:
        place = way[0].place or WHOLE.get((use.subject, way[0].target), "")
        onward = tuple((step.subject, step.version_id) for step in way[1:])
        places.setdefault((place, onward), (place, [_passed(step) for step in way[1:]]))
    return Row(
        kind=KINDS[use.subject].label,
        name=use.name,
        key=use.key,
        number=use.number,
        url=_url(use.subject, use.version_id),
        state=use.state,
        state_label=SHORT.get(use.state, use.state),
        places=list(places.values()),
    )


def _passed(step: Step) -> Passed:
    return Passed(step.name, _url(step.subject, step.version_id), step.place)


def _url(subject: str, version_id: int) -> str:
    return reverse("admin:desk_version", args=[subject, version_id])
