"""What is live and stands on what: which templates a version changes, and how one is taken down without a successor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db import transaction

from brand_assets.models import AssetVersion, Brand
from commhub.contracts import CommhubError
from commhub.decide.models import RuleBookVersion
from commhub.lint.models import TermListVersion
from commhub.publish.models import LiveEdition
from commhub.publish.where_used import binding_uses, where_used
from commhub.versions import State, Version
from templates_store.models import LayoutVersion, Template, TemplateVersion

MOST_TOLD: Final = 10
"""Uses that a refusal names; the page of where something is used has them all."""


class CannotPublish(CommhubError):
    """Something that would go live does not compile, or something live still needs what would be taken down."""

    def __init__(self, message: str, reasons: Iterable[str]) -> None:
        self.reasons = list(reasons)
        super().__init__(message + " " + " ".join(self.reasons))


@transaction.atomic
def take_down(version: Version) -> None:
    """Retire a live version without a successor. Raises CannotPublish while a live template still uses it, and for the
    last term list: without one nothing is sent."""
    if isinstance(version, TemplateVersion):
        LiveEdition.objects.filter(template=version.template).delete()
    elif isinstance(version, TermListVersion):
        if not TermListVersion.objects.filter(state=State.LIVE).exclude(pk=version.pk).exists():
            raise CannotPublish(f"{version.label} is the last live term list:", ["without one nothing can be sent."])
    elif reasons := still_used_by(version):
        raise CannotPublish(f"{version.label} is still used by", [", ".join(reasons) + "."])
    version.state = State.RETIRED
    version.save(update_fields=["state"])


def still_used_by(version: Version) -> list[str]:
    """What live and scheduled versions keep this one from being taken down, each with its place: of what their sources
    name, and of what live editions were made of. Of many the first ones, and how many more there are."""
    if isinstance(version, TemplateVersion | TermListVersion | RuleBookVersion):
        return []
    uses = binding_uses(where_used(version.kind, version.parent))
    named = {use.key for use in uses if use.subject == TemplateVersion.kind}
    told = [use.told for use in uses]
    told += sorted({user.label for user in live_versions_using(version) if user.template.key not in named})
    return told if len(told) <= MOST_TOLD else [*told[:MOST_TOLD], f"and {len(told) - MOST_TOLD:,} more"]


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
    brands = template_version.brands.order_by("key")
    if isinstance(version, LayoutVersion):
        return list(brands.filter(pk=version.layout.brand_id))
    if isinstance(version, AssetVersion):
        return list(brands.filter(pk=version.asset.brand_id))
    if version.kind == "brand":
        return list(brands.filter(pk=version.parent.pk))
    return list(brands)


def locales_of(version: TemplateVersion) -> list[str]:
    """The languages of a template version's editions: those in which any part is written, and those that it requires."""
    return sorted({*version.parts.values_list("locale", flat=True), *version.required_locales})
