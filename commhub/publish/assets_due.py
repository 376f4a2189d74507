"""Files of assets and their days: what may not be sent any more, what ends soon, and which editions to compile anew.

A version was approved with all its files and their dates. So when a day comes on which the rules choose another of them,
the editions are made anew from the same approved inputs, and nobody has to approve that again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

import structlog
from django.db import transaction
from django.utils import timezone

from brand_assets.models import AssetVariant, AssetVersion
from brand_assets.rules import day_in_words, in_words
from commhub.audit.log import note
from commhub.contracts import JSON, AssetFile, CompileError, Edition
from commhub.publish.compile import compile_version
from commhub.publish.editions import EditionMissing, edition_of, load, store
from commhub.publish.models import LiveEdition, StoredEdition
from commhub.publish.releases import renew
from commhub.publish.sources import Shelf
from commhub.publish.turn import take_turn
from commhub.versions import State
from templates_store.models import TemplateVersion

log = structlog.get_logger(__name__)
SYSTEM: Final = "commhub"
"""The actor of what happens because its day has come."""
WARNING: Final = timedelta(days=30)


def day_of(now: datetime) -> date:
    """The day that a moment belongs to, by this installation's clock."""
    return timezone.localdate(now)


# ---- what may be sent --------------------------------------------------------------------------------------------------


def ended(edition: Edition, now: datetime) -> list[AssetFile]:
    """The files of an edition that must not be sent any more, by slot."""
    today = day_of(now)
    over = [file for file in edition.assets.values() if file.valid_until is not None and file.valid_until < today]
    return sorted(over, key=lambda file: (file.slot, file.sha256))


def ended_sentence(edition: Edition, file: AssetFile) -> str:
    """Why an edition cannot be sent, as the app that asks and the marketer read it."""
    last = day_in_words(file.valid_until) if file.valid_until else "today"
    return (
        f"The file of {edition.brand_key}-{file.slot} that template {edition.template} shows was valid until {last}. "
        "It can be sent again when a new version of the asset is live."
    )


# ---- what changes with the day -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Recompiled:
    """What a day changed: editions that were switched, and those that could not be made, each with its reason."""

    switched: tuple[str, ...]
    broken: tuple[str, ...]


def recompile_due(now: datetime) -> Recompiled:
    """Make anew, and put live, the editions whose day has come for another file of an asset.

    Each is compiled outside any transaction and switched in a short one, if nobody published it meanwhile. What cannot be
    made stays as it is: if its file has ended, nothing is sent with it, and the desk says so.
    """
    today = day_of(now)
    shelf = Shelf()
    made: list[tuple[LiveEdition, StoredEdition]] = []
    broken: list[str] = []
    for pointer, version in _due(today):
        said = f"{version.template.key} ({pointer.brand.key}, {pointer.locale})"
        try:
            compiled = compile_version(version, pointer.brand, pointer.locale, shelf=shelf, on=today)
        except CompileError as error:
            broken.append(f"{said}: {error}.")
            log.warning("edition-not-due", edition=said, reason=str(error))
            continue
        made.append((pointer, store(compiled, version)))
    return Recompiled(tuple(_switch(made, now)), tuple(broken))


def _due(today: date) -> Iterable[tuple[LiveEdition, TemplateVersion]]:
    """The live editions in which another file of an asset belongs today, each with its template's live version."""
    pointers = LiveEdition.objects.filter(edition__inputs__subject=AssetVersion.kind).filter(
        edition__inputs__version_id__in=_dated_versions()
    )
    for pointer in pointers.select_related("brand", "edition").defer("edition__content").distinct():
        version = (
            TemplateVersion.objects.filter(template=pointer.template_id, state=State.LIVE)
            .select_related("template__category")
            .first()
        )
        if version is None or version.pk != pointer.edition.template_version_id:
            continue
        try:
            changes_on = load(pointer.edition.hash).edition.changes_on
        except EditionMissing as error:  # its sends are refused for that
            log.error("edition-missing", edition=pointer.edition.hash, reason=str(error))
            continue
        if changes_on is not None and changes_on <= today:
            yield pointer, version


def _dated_versions() -> list[int]:
    rows = AssetVariant.objects.filter(version__state=State.LIVE, master=False)
    dated = rows.exclude(valid_from=None) | rows.exclude(valid_until=None)
    return sorted(set(dated.values_list("version_id", flat=True)))


@transaction.atomic
def _switch(made: list[tuple[LiveEdition, StoredEdition]], now: datetime) -> list[str]:
    """Point the live pointers at what was made, save those that somebody published meanwhile; answers what was switched."""
    if not made:
        return []
    take_turn()
    switched = []
    for pointer, stored in made:
        if pointer.edition_id == stored.pk:
            continue
        here = LiveEdition.objects.filter(pk=pointer.pk, edition=pointer.edition_id)
        if not here.exists():
            continue  # somebody published it meanwhile, and nobody can while we have the turn
        edition = edition_of(stored)
        same = _speaks(edition) == _speaks(edition_of(pointer.edition))
        if not same or not renew(pointer, stored, edition.changes_on, day_of(now)):
            log.warning("edition-not-approved", edition=stored.hash, place=str(pointer))
            continue
        here.update(edition=stored)
        switched.append((str(pointer), stored.template.key))
    if switched:
        templates = sorted({template for _, template in switched})
        count = len(switched)
        note(
            "assets-due",
            f"The day came for other files of assets: {count} {'edition' if count == 1 else 'editions'} of "
            f"{', '.join(templates[:5])}{f' and {len(templates) - 5} more' if len(templates) > 5 else ''} "
            "now show what was approved for it.",
            actor=SYSTEM,
            now=now,
            subject="asset",
            facts={"editions": count, "templates": templates},
        )
    return [said for said, _ in switched]


def _speaks(edition: Edition) -> dict[str, tuple[JSON, JSON]]:
    """The language of each channel, and those that lend it words. A brand's default language has no versions, and decides
    over them: when it has changed, other words than those that were approved would come along with the other file."""
    return {name: (share.get("locale", ""), share.get("also", [])) for name, share in edition.channels.items()}


# ---- what ends soon ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ending:
    """A file of a live asset that ends. `gone` means that it has ended already. `next` says which file comes after it, ''
    if none does; `templates` are the keys of those whose live editions show it."""

    version: AssetVersion
    variant: AssetVariant
    until: date
    gone: bool
    templates: tuple[str, ...]

    @property
    def sentence(self) -> str:
        rule = replace(self.variant.rule, valid_from=None, valid_until=None)
        what = f"The file of {self.version.asset.key} for {in_words(rule)}"
        used = _many(self.templates)
        if self.gone:
            return f"{what} ended on {day_in_words(self.until)}, and nothing that shows it is sent. {used}"
        return f"{what} ends on {day_in_words(self.until)}; after that day nothing that shows it is sent. {used}"


def endings(now: datetime, asset_id: int | None = None) -> list[Ending]:
    """The files of live assets that end within 30 days, or have ended, and that live editions still show; soonest first.

    A file for which another one stands ready from the next day on is no matter: the editions are made anew by themselves.
    """
    today = day_of(now)
    rows = AssetVariant.objects.filter(
        version__state=State.LIVE, master=False, valid_until__isnull=False, valid_until__lte=today + WARNING
    ).select_related("version__asset__brand")
    if asset_id is not None:
        rows = rows.filter(version__asset=asset_id)
    found = [
        Ending(row.version, row, row.valid_until, row.valid_until < today, templates)
        for row in rows
        if row.valid_until is not None and (templates := _templates_ending(row)) and not _replaced(row)
    ]
    return sorted(found, key=lambda one: (one.until, one.version.asset.key, one.variant.pk))


def _templates_ending(variant: AssetVariant) -> tuple[str, ...]:
    """The templates whose live editions hold this very file."""
    live = LiveEdition.objects.filter(
        edition__inputs__subject=AssetVersion.kind, edition__inputs__version_id=variant.version_id
    )
    rows = live.filter(edition__content__contains=variant.sha256)
    return tuple(sorted(set(rows.values_list("template__key", flat=True))))


def _replaced(variant: AssetVariant) -> bool:
    """Whether another file of the version fits wherever this one does, from the day after its last one on."""
    if variant.valid_until is None:
        return False
    rule, day = variant.rule, variant.valid_until + timedelta(days=1)
    return any(
        other.rule.holds_on(day)
        and other.rule.locale in {"", rule.locale}
        and other.rule.market in {"", rule.market}
        and other.rule.channel in {"any", rule.channel}
        and other.rule.scheme in {"", rule.scheme}
        for other in variant.version.variants.filter(master=False).exclude(pk=variant.pk)
    )


def _many(templates: tuple[str, ...]) -> str:
    shown = ", ".join(templates[:5]) + (f" and {len(templates) - 5} more" if len(templates) > 5 else "")
    if len(templates) == 1:
        return f"Template {shown} shows it."
    return f"{len(templates)} templates show it: {shown}."
