"""The proofs of a version from its samples: what each channel would make of it, for each brand and locale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from commhub.contracts import Finding
from commhub.desk.channels import channel_label
from commhub.desk.findings import Told, told
from commhub.desk.frames import Shown, show
from commhub.desk.pages.waivers import ask_url, may_ask
from commhub.lint.store.waivers import in_force
from commhub.publish.assets_due import day_of
from commhub.publish.proofs import Proof, make_proofs
from commhub.publish.releases import members_of, release_of, using_of
from commhub.publish.sources import Using
from commhub.versions import Version
from templates_store.models import TemplateVersion


@dataclass(frozen=True)
class Sheet:
    """One proof on the page. `shown` is None when it could not be made; `error` then says why."""

    template: str
    brand: str
    locale: str
    channel: str
    label: str
    shown: Shown | None
    findings: list[Told]
    error: str


def proof_context(version: Version, actor: User) -> dict[str, Any]:
    """The proofs, what can be chosen among them, and all their findings, as the waivers in force leave them."""
    now = timezone.now()
    proofs = make_proofs(version, waivers=in_force(now), using=using_for(version), on=day_of(now))
    one_template = isinstance(version, TemplateVersion)
    sheets = [_sheet(proof, with_document=one_template) for proof in proofs]
    findings = told(_findings(proofs))
    return {
        "sheets": sheets,
        "channels": list(dict.fromkeys((sheet.channel, sheet.label) for sheet in sheets if sheet.channel)),
        "locales": list(dict.fromkeys(sheet.locale for sheet in sheets)),
        "brands": list(dict.fromkeys(sheet.brand for sheet in sheets)),
        "templates": [name for name in dict.fromkeys(sheet.template for sheet in sheets) if name],
        "findings": findings,
        "errors": sum(one.severity == "error" for one in findings),
        "ask_url": ask_url(version) if may_ask(actor) else "",
        "gallery_url": reverse("admin:desk_proofs", args=[version.kind, version.pk]),
        "broken": [sheet for sheet in sheets if sheet.error],
    }


def using_for(version: Version) -> Using:
    """The versions that are to go live together with this one: those of the release that it is in."""
    release = release_of(version)
    return using_of(members_of(release)) if release else {}


def _findings(proofs: list[Proof]) -> Iterator[tuple[str, Finding]]:
    for proof in proofs:
        place = ", ".join(word for word in (proof.brand, proof.locale, channel_label(proof.channel)) if word)
        for finding in proof.findings:
            yield place, finding


def _sheet(proof: Proof, *, with_document: bool) -> Sheet:
    return Sheet(
        template=proof.template,
        brand=proof.brand,
        locale=proof.locale,
        channel=proof.channel,
        label=channel_label(proof.channel),
        shown=show(
            proof.rendered, with_document=with_document, findings=proof.findings, window=proof.share.get("window")
        )
        if proof.rendered
        else None,
        findings=told(("", finding) for finding in proof.findings),
        error=proof.error,
    )
