"""Going live: a version becomes the live one and every edition that it changes is switched over, all in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from brand_assets.models import AssetVersion, Brand
from commhub.contracts import CommhubError, CompileError
from commhub.lint.models import TermListVersion
from commhub.publish.compile import compile_version
from commhub.publish.editions import store
from commhub.publish.models import LiveEdition
from commhub.versions import State, Version
from templates_store.models import LayoutVersion, Template, TemplateVersion


class CannotPublish(CommhubError):
    """Something that would go live does not compile, or something live still needs what would be taken down."""

    def __init__(self, message: str, reasons: Iterable[str]) -> None:
        self.reasons = list(reasons)
        super().__init__(message + " " + " ".join(self.reasons))


@transaction.atomic
def go_live(version: Version, now: datetime) -> list[LiveEdition]:
    """Make `version` the live one in place of its predecessor; answers the editions that were switched.

    Raises CannotPublish, with every reason, and changes nothing, if one of them does not compile.
    """
    siblings = type(version)._default_manager.filter(**{version.parent_field: version.parent, "state": State.LIVE})
    siblings.exclude(pk=version.pk).update(state=State.RETIRED)
    version.state = State.LIVE
    version.save(update_fields=["state"])
    if isinstance(version, TermListVersion):
        return []  # rules are no part of an edition: the next message is read with them
    if isinstance(version, TemplateVersion):
        return _switch([version], now, whole=True)
    return _switch(list(live_versions_using(version)), now, whole=False)


@transaction.atomic
def take_down(version: Version) -> None:
    """Retire a live version without a successor. Raises CannotPublish while a live template still uses it, and for the
    last term list: without one nothing is sent."""
    if isinstance(version, TemplateVersion):
        LiveEdition.objects.filter(template=version.template).delete()
    elif isinstance(version, TermListVersion):
        if not TermListVersion.objects.filter(state=State.LIVE).exclude(pk=version.pk).exists():
            raise CannotPublish(f"{version.label} is the last live term list:", ["without one nothing can be sent."])
    else:
        users = sorted({user.template.key for user in live_versions_using(version)})
        if users:
            raise CannotPublish(f"{version.label} is still used by", [", ".join(users) + "."])
    version.state = State.RETIRED
    version.save(update_fields=["state"])


def live_versions_using(version: Version) -> Iterable[TemplateVersion]:
    """The live template versions whose editions this version changes, once each; a term list changes none."""
    if isinstance(
        version, LayoutVersion
    ):  # a brand's first layout for a channel has no edges yet, and adds that channel
        live = LiveEdition.objects.filter(brand=version.layout.brand)
    else:
        live = LiveEdition.objects.filter(
            edition__inputs__subject=version.kind, edition__inputs__parent_id=version.parent.pk
        )
    templates = Template.objects.filter(pk__in=live.values("template"))
    return TemplateVersion.objects.filter(template__in=templates, state=State.LIVE).select_related("template__category")


def brands_of(version: Version, template_version: TemplateVersion) -> list[Brand]:
    """The template's brands that a version concerns: its own brand's only, for a layout, brand or asset."""
    brands = template_version.template.brands.order_by("key")
    if isinstance(version, LayoutVersion):
        return list(brands.filter(pk=version.layout.brand_id))
    if isinstance(version, AssetVersion):
        return list(brands.filter(pk=version.asset.brand_id))
    if version.kind == "brand":
        return list(brands.filter(pk=version.parent.pk))
    return list(brands)


def locales_of(version: TemplateVersion) -> list[str]:
    """The languages in which a template version is written."""
    return sorted(set(version.parts.values_list("locale", flat=True)))


def _wanted(version: TemplateVersion, *, whole: bool) -> list[tuple[Brand, str]]:
    """The brands and locales to compile: all that the template has when it is published itself, and otherwise those
    that are live already: what a reviewer of the template has not seen goes live by no other way."""
    pairs = [(brand, locale) for brand in version.template.brands.order_by("key") for locale in locales_of(version)]
    if whole:
        return pairs
    live = set(LiveEdition.objects.filter(template=version.template).values_list("brand_id", "locale"))
    return [(brand, locale) for brand, locale in pairs if (brand.pk, locale) in live]


def _switch(versions: list[TemplateVersion], now: datetime, *, whole: bool) -> list[LiveEdition]:
    """Compile every edition of these versions and point the live pointers at them; `whole` drops pointers left over."""
    switched: list[LiveEdition] = []
    reasons: list[str] = []
    for version in versions:
        wanted = _wanted(version, whole=whole)
        if not wanted:
            reasons.append(f"{version.label} has no brand or no parts.")
        for brand, locale in wanted:
            try:
                stored = store(compile_version(version, brand, locale), version)
            except CompileError as error:
                reasons.append(f"{version.template.key} ({brand.key}, {locale}): {error}.")
                continue
            pointer, _ = LiveEdition.objects.update_or_create(
                template=version.template, brand=brand, locale=locale, defaults={"edition": stored}
            )
            switched.append(pointer)
        if whole:
            LiveEdition.objects.filter(template=version.template).exclude(
                pk__in=[pointer.pk for pointer in switched]
            ).delete()
    if reasons:
        raise CannotPublish("Nothing was published:", reasons)
    return switched
