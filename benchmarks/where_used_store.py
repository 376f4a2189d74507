"""The store that `benchmarks.where_used` asks about, and the ways in which it asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection

from brand_assets.models import Asset, Brand, BrandVersion
from commhub.contracts import JSON
from commhub.publish.references import rebuild
from commhub.publish.references.names import BLOCK, read_names
from commhub.publish.where_used import where_used
from commhub.versions import State
from templates_store.models import (
    BlockText,
    Category,
    ContentBlock,
    ContentBlockVersion,
    Layout,
    LayoutVersion,
    Part,
    Template,
    TemplateBrand,
    TemplateVersion,
)

LOCALES = ("en", "zh-Hans")
OPEN_EVERY = 10
"""Every so many templates there is an open draft beside what is live."""
SELDOM = '{% include "seldom" %}'
SELDOM_EVERY = 100
"""Every so many templates there is one that also names the block that is seldom used."""
BOUNDED = "where a block is used"
"""The question for which there is a figure to reach."""
OPEN = (State.LIVE, State.SCHEDULED, State.IN_REVIEW, State.DRAFT)


def build(count: int, body: str, variables: Sequence[JSON], blocks: Mapping[str, str], layout: str) -> None:
    """Templates of two brands with three parts in two languages, their blocks and layouts, and all their edges."""
    call_command("migrate", verbosity=0)
    person = User.objects.create(username="builder")
    brands = [_brand(key, person, layout) for key in ("northlight", "harbour")]
    for key, source in blocks.items():
        block = ContentBlock.objects.create(key=key, name=key)
        version = ContentBlockVersion.objects.create(block=block, number=1, author=person)
        BlockText.objects.bulk_create(BlockText(version=version, locale=one, source=source) for one in LOCALES)
    category = Category.objects.create(key="service", label="Service")
    templates = Template.objects.bulk_create(
        Template(key=f"template-{number}", name=f"Template {number}", category=category) for number in range(count)
    )
    versions = TemplateVersion.objects.bulk_create(
        TemplateVersion(template=one, number=1, author=person, variables=list(variables)) for one in templates
    )
    direct, through = body.replace("BLOCK", "contact-us"), body.replace("BLOCK", "payment-help")
    Part.objects.bulk_create(
        Part(version=version, name=name, locale=locale, source=source)
        for place, version in enumerate(versions)
        for locale in LOCALES
        for name, source in (
            ("subject", f"Payment {place} is due"),
            ("body", (direct if place % 2 else through) + ("" if place % SELDOM_EVERY else SELDOM)),
            ("sms", "{{ amount }} is due on {{ due }}. {{ brand.links.pay }}"),
        )
    )
    TemplateBrand.objects.bulk_create(TemplateBrand(version=one, brand=brand) for one in versions for brand in brands)
    rebuild()
    for model in (TemplateVersion, ContentBlockVersion, LayoutVersion):
        model._default_manager.update(state=State.LIVE)
    _open_drafts(templates[::OPEN_EVERY], person, brands, direct)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _brand(key: str, person: User, layout: str) -> Brand:
    brand = Brand.objects.create(key=key, name=key.capitalize())
    tokens = {"name": key, "phone": "0808", "email": "e", "links": {"pay": "p"}, "colour": {"primary": "#000"}}
    BrandVersion.objects.create(brand=brand, number=1, author=person, state=State.LIVE, tokens=tokens)
    Asset.objects.create(brand=brand, slot="logo")
    for channel in ("email", "print"):
        made = Layout.objects.create(brand=brand, channel=channel)
        LayoutVersion.objects.create(layout=made, number=1, author=person, source=layout)
    return brand


def _open_drafts(templates: Sequence[Template], person: User, brands: Sequence[Brand], body: str) -> None:
    drafts = TemplateVersion.objects.bulk_create(
        TemplateVersion(template=one, number=2, author=person) for one in templates
    )
    Part.objects.bulk_create(Part(version=one, name="body", locale="en", source=body) for one in drafts)
    TemplateBrand.objects.bulk_create(TemplateBrand(version=one, brand=brand) for one in drafts for brand in brands)
    rebuild()


def questions() -> dict[str, Callable[[], int]]:
    """What is asked of the stored edges, by its name; each answers how many versions it found."""
    block = ContentBlock.objects.get(key="contact-us")
    seldom = ContentBlock.objects.get(key="seldom")
    logo = Asset.objects.get(slot="logo", brand__key="harbour")
    frame = Layout.objects.get(channel="email", brand__key="harbour")
    return {
        BOUNDED: lambda: len(where_used("content-block", block)),
        "where a block is used that few use": lambda: len(where_used("content-block", seldom)),
        "where an asset is used": lambda: len(where_used("asset", logo)),
        "where a layout is used": lambda: len(where_used("layout", frame)),
        "where a token is used": lambda: len(where_used("token", path="links.pay")),
    }


def other_ways() -> dict[str, Callable[[], int]]:
    """The block again, without edges."""
    return {"the block, every source read": _by_reading, "the block, searched for its words": _by_searching}


def _by_reading() -> int:
    """Every source read anew, and the includes followed."""
    read_names.cache_clear()
    texts = BlockText.objects.filter(version__state__in=OPEN).values_list("version__block__key", "source")
    stands_in: dict[str, set[str]] = {}
    for key, source in texts:
        for one in read_names(source).named:
            if one.target == BLOCK:
                stands_in.setdefault(one.key, set()).add(key)
    wanted, waiting = {"contact-us"}, ["contact-us"]
    while waiting:
        for key in stands_in.get(waiting.pop(), set()) - wanted:
            wanted.add(key)
            waiting.append(key)
    found: set[int] = set()
    parts = Part.objects.filter(version__state__in=OPEN).values_list("version_id", "source")
    for pk, source in parts.iterator(2_000):
        if any(one.target == BLOCK and one.key in wanted for one in read_names(source).named):
            found.add(pk)
    return len(found)


def _by_searching() -> int:
    parts = Part.objects.filter(version__state__in=OPEN, source__contains='include "contact-us"')
    return parts.values("version_id").distinct().count()


def explained() -> str:
    """How PostgreSQL goes about the question for the block that everybody uses (it reads all edges), and for the one that
    few use (it goes by the indexes)."""
    lines: list[str] = []
    for block in ContentBlock.objects.filter(key__in=["contact-us", "seldom"]):
        lines += [f"{block.key}:", *_explain(lambda block=block: len(where_used("content-block", block)))]
    return "\n".join(lines)


def database_seconds(ask: Callable[[], int], rounds: int = 10) -> float:
    """How long PostgreSQL says that it took for the question, planning included: the best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        said = [line for line in _explain(ask) if line.startswith(("Planning Time:", "Execution Time:"))]
        best = min(best, sum(float(line.split()[-2]) for line in said) / 1000)
    return best


def _explain(ask: Callable[[], int]) -> list[str]:
    lines: list[str] = []

    def explain(execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        with connection.cursor() as cursor:
            cursor.cursor.execute("EXPLAIN (ANALYZE, BUFFERS) " + sql, params)
            lines.extend(row[0] for row in cursor.cursor.fetchall())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        ask()
    return lines
