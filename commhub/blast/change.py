"""What a draft or a release would change: its members, the live editions that they touch, and the key of it all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from brand_assets.models import Brand
from commhub.codes.models import CodeEntry
from commhub.contracts import JSON
from commhub.lint.models import TermListVersion
from commhub.lint.store.waivers import in_force
from commhub.lint.terms import live_versions as live_term_lists
from commhub.publish.assets_due import day_of
from commhub.publish.compile import renderer_versions
from commhub.publish.models import LiveEdition, Release
from commhub.publish.plan import plan
from commhub.publish.releases import due_at, members_of, release_of, using_of
from commhub.publish.sources import Using
from commhub.versions import State, Version, sha256_of, version_models
from templates_store.models import TemplateVersion, TestSet

FORMAT: Final = 2
"""To be counted up when anything here changes what a report says."""


@dataclass(frozen=True, slots=True)
class Touched:
    """One edition that may change. `version` is what it is compiled from afterwards, or None where it goes away; `before`
    the hash of what is live, or empty."""

    template: str
    name: str
    brand: Brand
    locale: str
    version: TemplateVersion | None
    before: str


@dataclass(frozen=True, slots=True)
class Change:
    """Versions that would go live together. `about` names what they are shown on."""

    about: str
    members: tuple[Version, ...]
    due: datetime | None = None
    """When it goes live, if that is not at once: the files of assets are those of that day."""

    @property
    def using(self) -> Using:
        return using_of(self.members)

    def named(self) -> list[JSON]:
        """The members as [kind, id, content hash], in order."""
        return sorted([one.kind, one.pk, one.hash_content()] for one in self.members)

    def touched(self) -> list[Touched]:
        """The editions that may change, by template, brand and locale; each once."""
        pointers = LiveEdition.objects.select_related("edition", "template", "brand")
        members = {one.template_id: one for one in self.members if isinstance(one, TemplateVersion)}
        wanted = plan(self.using)
        templates = {one.version.template_id for one in wanted} | set(members)
        live = {(one.template_id, one.brand_id, one.locale): one for one in pointers.filter(template__in=templates)}
        found = []
        for one in wanted:
            there = live.pop(one.place, None)
            template = one.version.template
            before = there.edition.hash if there else ""
            found.append(Touched(template.key, template.name, one.brand, one.locale, one.version, before))
        for pointer in live.values():
            if pointer.template_id in members:  # a brand or language that the template no longer has
                template = pointer.template
                found.append(
                    Touched(template.key, template.name, pointer.brand, pointer.locale, None, pointer.edition.hash)
                )
        return sorted(found, key=lambda one: (one.template, one.brand.key, one.locale))

    def day(self, now: datetime) -> date:
        """The day whose files of assets it goes live with."""
        return day_of(max(now, self.due or now))

    def key(self, touched: Iterable[Touched], now: datetime) -> str:
        """The hash of the members' content, what is live of what they touch, and all that it stands on and is read by."""
        there = list(touched)
        sets = TestSet.objects.filter(version__in=[one.version for one in there if one.version])
        return sha256_of(
            {
                "format": FORMAT,
                "about": self.about,
                "members": self.named(),
                "due": self.due.isoformat() if self.due else "",
                "day": self.day(now).isoformat(),
                "touched": [
                    [one.template, one.brand.key, one.locale, one.version.pk if one.version else 0, one.before]
                    for one in there
                ],
                "live": list(_live()),
                "rules": [[version.pk, version.content_hash] for version in live_term_lists()],
                "waivers": in_force(now).digest,
                "words": _words({one.template for one in there}),
                "renderers": dict(renderer_versions()),
                "test_sets": list(sets.order_by("pk").values_list("pk", "name", "data", "recipient")),
            }
        )


def change_of(version: Version) -> Change:
    """What one version would change, going live alone."""
    release = release_of(version)
    due = due_at(release, [version]) if release else version.effective_from
    return Change(f"{version.kind}:{version.pk}", (version,), due)


def change_of_release(release: Release) -> Change:
    """What a release would change. Alone in its release, a version is shown where it is shown itself."""
    members = members_of(release)
    if len(members) == 1:
        return change_of(members[0])
    return Change(f"release:{release.pk}", tuple(members), due_at(release, members))


def is_open(versions: Sequence[Version]) -> bool:
    """Whether any of them is still to go live; of others there is only what was found out then."""
    return any(one.state in {State.DRAFT, State.IN_REVIEW, State.SCHEDULED} for one in versions)


def _live() -> Iterator[list[JSON]]:
    """The ids of all that is live and goes into editions, by kind; templates only as far as they are touched."""
    for model in sorted(version_models(), key=lambda one: one.kind):
        if not issubclass(model, TemplateVersion | TermListVersion):
            ids = model._default_manager.filter(state=State.LIVE).order_by("pk").values_list("pk", flat=True)
            yield [model.kind, *ids]


def _words(templates: Iterable[str]) -> str:
    """The SHA-256 of the words for codes that these templates read."""
    entries = CodeEntry.objects.filter(ended_at=None, template_key__in=["", *templates]).order_by("id")
    rows = entries.values_list("template_key", "variable", "dictionary", "code", "locale", "words")
    return sha256_of([list(row) for row in rows])
