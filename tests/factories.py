"""Things to test with: people of each group, and small content that has gone through approval like any other.

`live_template()` is the whole of it: a brand with layouts for e-mail, SMS and print, and a template with live editions.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import factory
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.db.models import Max
from django.utils import timezone

from brand_assets.models import Brand, BrandVersion
from commhub.api.keys import create_key
from commhub.api.models import ApiKey
from commhub.approval.approve import approve
from commhub.approval.drafts import start_draft
from commhub.approval.groups import ADMINISTRATORS, MARKETERS, REVIEWERS, make_groups
from commhub.approval.submit import submit
from commhub.contracts import JSON
from commhub.customers.models import Consent, ContactPoint, Customer
from commhub.decide.editing import rule_book
from commhub.decide.models import ChannelRule, RuleBookVersion
from commhub.lint.models import Term, TermList, TermListVersion
from commhub.lint.terms import spec_of
from commhub.pipeline import carry
from commhub.record.sweep import waiting
from commhub.versions import State, Version
from templates_store.models import (
    BlockText,
    Category,
    ContentBlock,
    ContentBlockVersion,
    Layout,
    LayoutVersion,
    Part,
    Template,
    TemplateVersion,
)

V = TypeVar("V", bound=Version)

PASSWORD = "a long password of a test"
ADDRESS: Mapping[str, JSON] = {"lines": ["7 Harbour Lane", "Whitby"], "postcode": "YO21 1AA", "country": "GB"}
TOKENS: Mapping[str, JSON] = {
    "name": "Northlight",
    "sms_sender": "Northlight",
    "email_sender": {"name": "Northlight", "address": "hello@northlight.example.com"},
    "colour": {"primary": "#0a6b5e"},
}
EMAIL_LAYOUT = (
    '<!DOCTYPE html><html lang="{{ locale }}"><head><title>{{ subject }}</title>'
    "<style>p { color: #222222 }</style></head>"
    '<body><div style="display:none">{{ preheader }}</div>{{ content }}</body></html>'
)
# The page's margins keep all but the address out of the window's clear zone, on every page.
PRINT_LAYOUT = (
    '<!DOCTYPE html><html lang="{{ locale }}"><head><title>{{ subject }}</title>'
    '<style>@page { size: A4; margin: 96mm 20mm 20mm 20mm } body { margin: 0; font-family: "Noto Sans" }'
    ".address { position: absolute; left: 6mm; top: -54mm; width: 90mm; font-size: 9pt; line-height: 3.8mm }</style>"
    '</head><body><div class="address">{% for line in address_lines %}<div>{{ line }}</div>{% endfor %}</div>'
    "{{ content }}</body></html>"
)
LAYOUTS: Mapping[str, tuple[str, Mapping[str, JSON]]] = {
    "email": (EMAIL_LAYOUT, {}),
    "sms": ("{{ brand.sms_sender }}: {{ content }}", {}),
    "print": (PRINT_LAYOUT, {"window": "uk-c5"}),
}
PARTS: Mapping[str, str] = {
    "subject": "Policy {{ policy_number }} renews",
    "body": "Dear {{ recipient.name }},\n\npolicy {{ policy_number }} renews. You pay {{ premium }}.",
    "sms": "Policy {{ policy_number }} renews. You pay {{ premium }}.",
}
VARIABLES: Sequence[Mapping[str, JSON]] = (
    {"name": "policy_number", "type": "string", "sample": "HM-204711", "description": "As on the certificate."},
    {"name": "premium", "type": "money", "sample": {"amount": "412.50", "currency": "GBP"}},
    {"name": "note", "type": "string", "required": False, "sample": "Thank you."},
)
DATA: Mapping[str, JSON] = {"policy_number": "HM-204711", "premium": {"amount": "412.50", "currency": "GBP"}}
"""Data that fits VARIABLES."""


@functools.cache
def hashed_password() -> str:
    """PASSWORD as it is stored. Hashing is slow on purpose, so a test run does it once."""
    return make_password(PASSWORD)


# ---- people -------------------------------------------------------------------------------------------------------


class UserFactory(factory.django.DjangoModelFactory):
    """A person of the staff. `group` is the name of a group of commhub.approval.groups, or '' for none."""

    class Meta:
        model = User
        django_get_or_create = ("username",)
        skip_postgeneration_save = True

    username = factory.Sequence(lambda number: f"person-{number}")
    is_staff = True
    password = factory.LazyFunction(hashed_password)

    @factory.post_generation
    def group(self, create: bool, extracted: str, **options: Any) -> None:
        if create and extracted:
            if not Group.objects.filter(name=extracted).exists():
                make_groups()
            self.groups.add(Group.objects.get(name=extracted))


def marketer(username: str = "mara-marketer") -> User:
    """A marketer; the same one for the same name."""
    return _person(username, MARKETERS)


def reviewer(username: str = "remy-reviewer") -> User:
    """A compliance reviewer; the same one for the same name."""
    return _person(username, REVIEWERS)


def administrator(username: str = "ada-administrator") -> User:
    """An administrator; the same one for the same name."""
    return _person(username, ADMINISTRATORS)


def _person(username: str, group: str) -> User:
    known = User.objects.filter(username=username, groups__name=group).first()
    return known or UserFactory(username=username, group=group)


# ---- content, approved like any other -----------------------------------------------------------------------------


def publish(version: V) -> V:
    """Submit a draft and have it approved; it is live afterwards. An empty term list is in force if there was none."""
    if not isinstance(version, TermListVersion) and not TermListVersion.objects.filter(state=State.LIVE).exists():
        listed()
    submit(version, marketer(), now=timezone.now())
    version.refresh_from_db()
    approve(version, reviewer(), now=timezone.now())
    version.refresh_from_db()
    return version


class CategoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Category
        django_get_or_create = ("key",)

    key = "service"
    label = factory.LazyAttribute(lambda category: category.key.capitalize())


def brand_draft(key: str = "northlight", tokens: Mapping[str, JSON] = TOKENS, **fields: Any) -> BrandVersion:
    """A draft of a brand's tokens; the brand is made if there is none of that key."""
    brand, _ = Brand.objects.get_or_create(key=key, defaults={"name": key.capitalize(), **fields})
    draft = start_draft(brand, marketer())
    assert isinstance(draft, BrandVersion)
    draft.tokens = dict(tokens)
    draft.save()
    return draft


def layout_draft(
    brand: Brand, channel: str, source: str | None = None, settings: Mapping[str, JSON] | None = None
) -> LayoutVersion:
    """A draft of a brand's layout for a channel; that of LAYOUTS unless another is given."""
    layout, _ = Layout.objects.get_or_create(brand=brand, channel=channel)
    draft = start_draft(layout, marketer())
    assert isinstance(draft, LayoutVersion)
    usual_source, usual_settings = LAYOUTS.get(channel, ("", {}))
    draft.source = usual_source if source is None else source
    draft.settings = dict(usual_settings if settings is None else settings)
    draft.save()
    return draft


def live_brand(
    key: str = "northlight", channels: Sequence[str] = ("email", "sms", "print"), default_locale: str = "en"
) -> Brand:
    """A brand with live tokens and layouts; the same one for the same key."""
    known = Brand.objects.filter(key=key, versions__state="live").first()
    if known:
        return known
    brand = publish(brand_draft(key, default_locale=default_locale)).brand
    for channel in channels:
        publish(layout_draft(brand, channel))
    return brand


def block_draft(key: str = "contact-us", **texts: str) -> ContentBlockVersion:
    """A draft of a content block. Texts by locale, such as en="Call us."."""
    block, _ = ContentBlock.objects.get_or_create(key=key, defaults={"name": key})
    draft = start_draft(block, marketer())
    assert isinstance(draft, ContentBlockVersion)
    for locale, source in (texts or {"en": "Call us on 0808 157 0142."}).items():
        BlockText.objects.create(version=draft, locale=locale, source=source)
    return draft


def template_draft(
    key: str = "renewal-notice",
    parts: Mapping[str, Mapping[str, str]] | None = None,
    variables: Sequence[Mapping[str, JSON]] = VARIABLES,
    category: str = "service",
    brands: Sequence[Brand] = (),
) -> TemplateVersion:
    """A draft of a template. `parts` are by locale and name: {"en": {"subject": ..., "body": ..., "sms": ...}}."""
    template, _ = Template.objects.get_or_create(
        key=key,
        defaults={"name": key.replace("-", " ").capitalize(), "category": CategoryFactory(key=category)},
    )
    draft = start_draft(template, marketer())
    assert isinstance(draft, TemplateVersion)
    last = template.versions.exclude(pk=draft.pk).first()
    draft.brands.set(brands or (last.brands.all() if last else [live_brand()]))
    draft.variables = [dict(variable) for variable in variables]
    draft.save()
    for locale, named in (parts or {"en": PARTS}).items():
        for name, source in named.items():
            Part.objects.create(version=draft, name=name, locale=locale, source=source)
    return draft


def live_template(key: str = "renewal-notice", **options: Any) -> Template:
    """A template with live editions; see template_draft for the options."""
    return publish(template_draft(key, **options)).template


def live_rules(*rules: Mapping[str, Any]) -> RuleBookVersion:
    """These channel rules and no others in force, live without anybody's approval; each has the fields of ChannelRule."""
    book = rule_book()
    number = (book.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = RuleBookVersion.objects.create(book=book, number=number, author=marketer())
    for rule in rules:
        ChannelRule.objects.create(version=version, **rule)
    book.versions.filter(state=State.LIVE).update(state=State.RETIRED)
    book.versions.filter(pk=version.pk).update(state=State.LIVE, content_hash=version.hash_content())
    version.refresh_from_db()
    return version


def listed(*texts: str, **fields: Any) -> TermListVersion:
    """Terms in force at once: a further version of the list "main" with them, live without anybody's approval.

    `fields` are those of Term, the same for all of them; English terms that stop a message, if nothing else is said.
    """
    rows = {row.key: row for row in _rows_of_main()}
    for text in texts:
        row = Term(**{"text": text, "locale": "en", **fields})
        row.key = row.key or spec_of(row).key
        rows[row.key] = row
    return _put_in_force(rows.values())


def unlisted(*texts: str) -> TermListVersion:
    """Terms taken out of the list "main" again, likewise."""
    return _put_in_force([row for row in _rows_of_main() if row.text not in texts])


def _rows_of_main() -> list[Term]:
    return list(Term.objects.filter(version__term_list__key="main", version__state=State.LIVE))


def _put_in_force(rows: Iterable[Term]) -> TermListVersion:
    terms, _ = TermList.objects.get_or_create(key="main", defaults={"label": "Main list"})
    number = (terms.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = TermListVersion.objects.create(term_list=terms, number=number, author=marketer())
    for row in rows:
        row.pk, row.version = None, version
        row.save(force_insert=True)
    terms.versions.filter(state=State.LIVE).update(state=State.RETIRED)
    terms.versions.filter(pk=version.pk).update(state=State.LIVE, content_hash=version.hash_content())
    version.refresh_from_db()
    return version


# ---- customers and apps -------------------------------------------------------------------------------------------


class CustomerFactory(factory.django.DjangoModelFactory):
    """A customer. Contact points are given by kind: CustomerFactory(contacts={"email": "alex@example.com"})."""

    class Meta:
        model = Customer
        skip_postgeneration_save = True

    key = factory.Sequence(lambda number: f"C-{1000 + number}")
    name = "Alex Morgan"
    locale = "en"
    time_zone = "Europe/London"

    @factory.post_generation
    def contacts(self, create: bool, extracted: Mapping[str, JSON] | None, **options: Any) -> None:
        usual = {"email": "alex.morgan@example.com", "phone": "+447700900123", "address": dict(ADDRESS)}
        for kind, value in (usual if extracted is None else extracted).items():
            ContactPoint.objects.create(customer=self, kind=kind, value=value)

    @factory.post_generation
    def consents(self, create: bool, extracted: Mapping[tuple[str, str], bool] | None, **options: Any) -> None:
        for (purpose, channel), given in (extracted or {}).items():
            Consent.objects.create(customer=self, purpose=purpose, channel=channel, given=given, at=timezone.now())


def api_key(name: str = "Billing", mode: str = "live") -> tuple[ApiKey, str]:
    """A key of an app: the row, and the key itself."""
    return create_key(name, mode, None, now=timezone.now())


def work_off() -> None:
    """Do what workers would: carry every message that waits and is due."""
    carry(waiting(timezone.now(), limit=1_000), timezone.now)
