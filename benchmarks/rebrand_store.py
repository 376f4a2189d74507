"""A store to rebrand: the starter library, with as many templates as asked for, all live, and the drafts of a new look."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import TypeVar

from django.contrib.auth.models import Group, User
from django.db import transaction
from PIL import Image

from brand_assets.editing import put_file, write_tokens
from brand_assets.models import AssetVersion, Brand, BrandVersion
from commhub.approval.drafts import new_draft, start_draft
from commhub.approval.groups import MARKETERS, REVIEWERS, make_groups
from commhub.approval.releases import add, begin
from commhub.lint.models import TermListVersion
from commhub.publish.compile import compile_version
from commhub.publish.editions import store
from commhub.publish.models import Release, ReleaseEdition, ReleaseMember
from commhub.publish.sources import Shelf
from commhub.publish.switch import flip, number, point
from commhub.starter.library import TemplateSource, read_library
from commhub.starter.load import load_library
from commhub.versions import State, Version
from templates_store.editing import write_block, write_layout, write_template
from templates_store.models import Category, ContentBlockVersion, LayoutVersion, Template, TemplateVersion

BRAND = "northlight"
BLOCK = "sign-off"
V = TypeVar("V", bound=Version)


def people() -> tuple[User, User]:
    """Somebody who writes and somebody who approves."""
    make_groups()
    found = []
    for name, group in (("mara-marketer", MARKETERS), ("remy-reviewer", REVIEWERS)):
        user, _ = User.objects.get_or_create(username=name)
        user.groups.add(Group.objects.get(name=group))
        found.append(user)
    return found[0], found[1]


def make_store(templates: int, now: datetime) -> int:
    """The library under one brand with `templates` templates, each of three channels in two languages; answers how many
    editions are live. The templates go live uncompared: what is measured is what comes after."""
    library = read_library()
    kept = replace(
        library,
        brands=tuple(one for one in library.brands if one.key == BRAND),
        layouts=tuple(one for one in library.layouts if one.brand == BRAND),
        templates=(),
    )
    load_library(now=now, library=kept)
    author, _ = people()
    sources = [one for one in library.templates if {"subject", "body", "sms"} <= {name for _, name in one.parts}]
    brand = Brand.objects.get(key=BRAND)
    with transaction.atomic():
        versions = [_template(sources[place % len(sources)], place, brand, author) for place in range(templates)]
        release = Release.objects.create(name="The store", author=author, created_at=now, submitted_at=now)
        ReleaseMember.objects.bulk_create(
            ReleaseMember(release=release, subject=one.kind, version_id=one.pk) for one in versions
        )
        shelf = Shelf()
        rows = [
            _edition(release, version, brand, locale, shelf, now)
            for version in versions
            for locale in _locales(version)
        ]
        ReleaseEdition.objects.bulk_create(rows)
        flip(versions)
        point(release, [version.template_id for version in versions], rows)
        number(release, now)
    return len(rows)


def make_rebrand(now: datetime) -> Release:
    """A release of four drafts: logo, tokens, a block and the layout of e-mails."""
    author, _ = people()
    release = begin("Rebrand", "A new logo, colour and sign-off.", author, now=now)
    logo = _next(AssetVersion.objects.get(state=State.LIVE, asset__slot="logo"), author)
    picture = BytesIO()
    Image.new("RGB", (480, 120), (200, 30, 90)).save(picture, "PNG")
    for variant in list(logo.variants.all()):
        if variant.media_type == "image/png":
            put_file(logo, variant.channel, picture.getvalue(), variant.rule)
    tokens = _next(BrandVersion.objects.get(state=State.LIVE), author)
    colour = {**tokens.tokens["colour"], "primary": "#8a1c4f"}
    write_tokens(tokens, {**tokens.tokens, "colour": colour, "phone": "0808 157 0177"}, "A new colour and number.")
    block = _next(ContentBlockVersion.objects.get(state=State.LIVE, block__key=BLOCK), author)
    texts = {text.locale: text.source + "\n" + added(text.locale) for text in block.texts.all()}
    write_block(block, texts, "One more line.")
    layout = _next(LayoutVersion.objects.get(state=State.LIVE, layout__channel="email"), author)
    write_layout(
        layout, layout.source.replace("</body>", "<!-- new -->\n</body>"), dict(layout.settings), "A new frame."
    )
    for version in (logo, tokens, block, layout):
        add(release, version, author, now=now)
    return release


def added(locale: str) -> str:
    return "我们换了新的样子。" if locale.startswith("zh") else "We have a new look."


def _next(version: V, author: User) -> V:
    return new_draft(version, author)


def _template(source: TemplateSource, place: int, brand: Brand, author: User) -> TemplateVersion:
    template = Template.objects.create(
        key=f"{source.key}-{place + 1}",
        name=f"{source.name} {place + 1}",
        category=Category.objects.get(key=source.category),
    )
    draft = start_draft(template, author)
    assert isinstance(draft, TemplateVersion)  # noqa: S101
    parts = {
        (locale, name): text + ("" if name != "body" else _own_line(locale, place))
        for (locale, name), text in source.parts.items()
    }
    if 'include "sign-off"' not in parts["en-GB", "body"]:
        parts = {
            key: text + '\n\n{% include "sign-off" %}\n' if key[1] == "body" else text for key, text in parts.items()
        }
    write_template(draft, parts, list(source.variables), source.note, [brand])
    draft.content_hash = draft.hash_content()
    draft.state = State.IN_REVIEW
    draft.save(update_fields=["content_hash", "state"])
    return draft


def _own_line(locale: str, place: int) -> str:
    """What makes each template another one."""
    return (
        f"\n\n这是第 {place + 1} 种来信。\n" if locale.startswith("zh") else f"\n\nThis is letter number {place + 1}.\n"
    )


def _edition(
    release: Release, version: TemplateVersion, brand: Brand, locale: str, shelf: Shelf, now: datetime
) -> ReleaseEdition:
    compiled = compile_version(version, brand, locale, shelf=shelf, on=now.date())
    return ReleaseEdition(
        release=release,
        template_version=version,
        brand=brand,
        locale=locale,
        edition=store(compiled, version),
        absent=list(compiled.absent),
        on=now.date(),
        changes_on=compiled.edition.changes_on,
        approved=True,
    )


def _locales(version: TemplateVersion) -> list[str]:
    return sorted(set(version.parts.values_list("locale", flat=True)))


def rules_are_there() -> bool:
    return TermListVersion.objects.filter(state=State.LIVE).exists()
