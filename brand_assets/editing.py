"""The only ways to change a brand's or an asset's draft; each refuses a version that has left draft."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from brand_assets.cleaning import clean
from brand_assets.derivatives import Draw, Made, Shown, derive
from brand_assets.files import FileFacts, UnsuitableFile, facts_of, refuse_located
from brand_assets.models import AssetVariant, AssetVersion, BrandVersion
from brand_assets.rules import ANY_CHANNEL, DARK, Rule, clash, in_words
from commhub.contracts import JSON


def write_tokens(version: BrandVersion, tokens: dict[str, JSON], note: str) -> None:
    """Set the tokens of a brand's draft."""
    version.require_draft()
    version.tokens = tokens
    version.note = note
    version.save(update_fields=["tokens", "note"])


def write_asset_about(version: AssetVersion, alt: str, note: str) -> None:
    """Set the note of an asset's draft, and what is read to people who cannot see it; '' for a picture that says nothing."""
    version.require_draft()
    version.alt, version.note = alt, note
    version.save(update_fields=["alt", "note"])


def put_file(version: AssetVersion, channel: str, content: bytes, rule: Rule | None = None) -> AssetVariant:
    """Give an asset's draft this file for a channel (or for any), in place of the one it had. Raises UnsuitableFile.

    `rule` says more than the channel. What was made from a master for the same rule gives way to it.
    """
    version.require_draft()
    cleaned = clean(content)
    facts = facts_of(cleaned.content)
    refuse_located(facts)
    remarks = [*cleaned.sentences(), *_remarks_on(facts)]
    return _put(version, rule or Rule(channel), cleaned.content, facts, remarks=remarks)


def put_master(version: AssetVersion, content: bytes, draw: Draw, rule: Rule | None = None) -> list[AssetVariant]:
    """Make this file the one from which those for each channel are made, and make them; answers them all, the master first.

    `rule` says where it is used (its channel and scale do not matter). `draw` makes a picture of an SVG. What was made
    from the master before goes; a designer's own files stay. Raises UnsuitableFile with nothing stored.
    """
    version.require_draft()
    cleaned = clean(content)
    facts = facts_of(cleaned.content)
    wanted = _of_master(rule or Rule())
    made = derive(
        cleaned.content, facts, Shown(version.email_width, version.print_width), draw, dark=wanted.scheme == DARK
    )
    master = _put(version, wanted, cleaned.content, facts, master=True, remarks=[*cleaned.sentences(), *made.remarks])
    _forget_made(version, wanted)
    return [master, *_keep_made(version, wanted, facts.sha256, made.files)]


def write_widths(version: AssetVersion, email_width: int | None, print_width: int | None, draw: Draw) -> None:
    """Set how wide an asset is shown in e-mails (pixels) and printed (millimetres), and make all that comes of its masters
    anew if that changed. Raises UnsuitableFile where a master is too small for it."""
    version.require_draft()
    if (version.email_width, version.print_width) == (email_width, print_width):
        return
    version.email_width, version.print_width = email_width, print_width
    version.save(update_fields=["email_width", "print_width"])
    for master in version.variants.filter(master=True):
        _remake(master, draw)


def move_file(variant: AssetVariant, rule: Rule, draw: Draw) -> None:
    """Let a file of a draft be used by another rule; what was made from a master goes with it. Raises UnsuitableFile when
    another file has that rule, or one between which and this no choice is possible."""
    version = variant.version
    version.require_draft()
    if rule == variant.rule:
        return
    before = variant.rule
    wanted = _of_master(rule) if variant.master else rule
    _refuse_clash(version, wanted, master=variant.master, but=variant.pk)
    AssetVariant.objects.filter(pk=variant.pk).update(**asdict(wanted))
    variant.refresh_from_db()
    if variant.master:
        _forget_made(version, before)
        _remake(variant, draw)


def remove_variant(variant: AssetVariant, draw: Draw) -> None:
    """Take a file out of a draft, and with a master what was made from it. Where a designer's own file stood in the place
    of one made from a master, that one is made again. The bytes stay: other versions may hold them."""
    version, rule = variant.version, variant.rule
    version.require_draft()
    variant.delete()
    if variant.master:
        _forget_made(version, rule)
        return
    for master in version.variants.filter(master=True):
        if _of_master(rule) == master.rule:
            _remake(master, draw)


def _of_master(rule: Rule) -> Rule:
    """The rule without what a master does not have: it is for all channels and scales."""
    return Rule(ANY_CHANNEL, rule.locale, rule.market, rule.scheme, rule.valid_from, rule.valid_until)


def _remake(master: AssetVariant, draw: Draw) -> None:
    version = master.version
    with master.file.open("rb") as file:
        content = bytes(file.read())
    made = derive(
        content, facts_of(content), Shown(version.email_width, version.print_width), draw, dark=master.scheme == DARK
    )
    taken_out = [one for one in master.remarks if one.endswith("taken out.")]
    AssetVariant.objects.filter(pk=master.pk).update(remarks=[*taken_out, *made.remarks])
    _forget_made(version, master.rule)
    _keep_made(version, master.rule, master.sha256, made.files)


def _forget_made(version: AssetVersion, master: Rule) -> None:
    for variant in version.variants.exclude(made_from=""):
        if _of_master(variant.rule) == master:
            variant.delete()


def _keep_made(version: AssetVersion, master: Rule, sha256: str, files: tuple[Made, ...]) -> list[AssetVariant]:
    own = {variant.rule for variant in version.variants.filter(master=False)}
    kept = []
    for file in files:
        rule = Rule(
            file.channel,
            master.locale,
            master.market,
            master.scheme,
            master.valid_from,
            master.valid_until,
            file.scale,
        )
        if rule not in own:
            facts = facts_of(file.content)
            kept.append(_put(version, rule, file.content, facts, made_from=sha256, made_how=file.how))
    return kept


def _put(version: AssetVersion, rule: Rule, content: bytes, facts: FileFacts, **about: Any) -> AssetVariant:
    _refuse_clash(version, rule, master=bool(about.get("master")))
    name = f"assets/{facts.sha256}.{facts.extension}"
    if not default_storage.exists(name):
        name = default_storage.save(name, ContentFile(content))
    variant, _ = AssetVariant.objects.update_or_create(
        version=version,
        **asdict(rule),
        master=bool(about.pop("master", False)),
        defaults={
            "file": name,
            "sha256": facts.sha256,
            "media_type": facts.media_type,
            "width": facts.width,
            "height": facts.height,
            "made_from": "",
            "made_how": "",
            "remarks": [],
            **about,
        },
    )
    return variant


def _refuse_clash(version: AssetVersion, rule: Rule, *, master: bool, but: int | None = None) -> None:
    if rule.valid_from and rule.valid_until and rule.valid_until < rule.valid_from:
        raise UnsuitableFile(f"The file for {in_words(rule)}: its last day comes before its first.")
    for other in version.variants.filter(master=master):
        if other.pk != but and (other.rule != rule or but is not None) and clash(other.rule, rule):
            raise UnsuitableFile(
                f"No choice is possible between the file for {in_words(other.rule)} and the one for {in_words(rule)}: "
                "both would be used at once. Let the days of one end before the other's begin, or give one a language or a "
                "market."
            )


def _remarks_on(facts: FileFacts) -> list[str]:
    remarks = []
    if facts.frames > 1:
        remarks.append("It moves. Letters and Outlook show its first frame alone.")
    if facts.mode == "CMYK":
        remarks.append("Its colours are meant for print (CMYK), and mail programs show them wrong. Save it in RGB.")
    if facts.turned:
        remarks.append(
            "The camera lay on its side, and some mail programs do not turn the photograph. Save it upright."
        )
    return remarks
