"""Puts the files of an asset's version back as they were written to files: also those that a master was drawn into."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from brand_assets.cleaning import clean
from brand_assets.files import UnsuitableFile, facts_of, refuse_located
from brand_assets.models import AssetVariant, AssetVersion
from brand_assets.rules import Rule, clash, in_words


@dataclass(frozen=True, slots=True)
class Restored:
    """One file with its rule. `made_from` is the SHA-256 of the master that it was made from, '' when of none."""

    rule: Rule
    content: bytes
    master: bool = False
    made_from: str = ""
    made_how: str = ""


def restore_files(
    version: AssetVersion,
    files: Iterable[Restored],
    email_width: int | None,
    print_width: int | None,
    note: str,
    *,
    alt: str = "",
) -> None:
    """Let a draft have exactly these files and widths, and this text for people who cannot see them.

    Nothing is made from a master: what it was made into is among the files. Each is looked at by its content like any
    upload. Raises UnsuitableFile.
    """
    version.require_draft()
    wanted = list(files)
    for number, one in enumerate(wanted):
        rule = one.rule
        if rule.valid_from and rule.valid_until and rule.valid_until < rule.valid_from:
            raise UnsuitableFile(f"{in_words(rule).capitalize()}: the last day comes before the first.")
        for other in wanted[:number]:
            if other.master == one.master and clash(other.rule, rule):
                raise UnsuitableFile(f"No choice is possible between {in_words(other.rule)} and {in_words(rule)}.")
    version.email_width, version.print_width, version.note = email_width, print_width, note
    version.alt = alt
    version.full_clean(exclude=["asset", "author", "number"], validate_unique=False, validate_constraints=False)
    version.save(update_fields=["email_width", "print_width", "note", "alt"])
    version.variants.all().delete()
    for one in wanted:
        cleaned = clean(one.content)
        facts = facts_of(cleaned.content)
        if not one.master:
            refuse_located(facts)
        name = f"assets/{facts.sha256}.{facts.extension}"
        if not default_storage.exists(name):
            name = default_storage.save(name, ContentFile(cleaned.content))
        AssetVariant.objects.create(
            version=version,
            **asdict(one.rule),
            master=one.master,
            made_from=one.made_from,
            made_how=one.made_how,
            remarks=cleaned.sentences(),
            file=name,
            sha256=facts.sha256,
            media_type=facts.media_type,
            width=facts.width,
            height=facts.height,
        )
