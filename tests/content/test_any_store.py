"""Whatever a store holds: written to files and brought to where nothing is, it has the same content hashes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brand_assets.editing import write_tokens
from brand_assets.models import Brand
from commhub.approval.drafts import start_draft
from commhub.content.applying import apply
from commhub.content.plan import Action, Asked, make_plan
from commhub.content.tree import read_items
from commhub.versions import version_models
from templates_store.editing import write_block, write_layout, write_template
from templates_store.models import Category, ContentBlock, Layout, Template, TestSet
from tests import factories
from tests.content.stores import exported
from tests.store import NOW

NO_JINJA = re.compile(r"[{}%#]")
WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=60).map(
    lambda text: NO_JINJA.sub("-", text)
) | st.sampled_from(["yes", "12", "a: b", "- x", "One\n\nTwo\n", "\r\nx\r\n", " lead", "trail \n ", "\ufeffb", "'\"\\"])
SOURCES = WORDS.filter(lambda text: bool(text.strip()))
NAMES = SOURCES.map(lambda text: " ".join(text.replace("\n", " ").split())[:60] or "N").filter(
    lambda text: text.isprintable()
)
JSONS: Any = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
KEYS = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)
LOCALES = st.sampled_from(["en", "en-GB", "cy", "zh-Hant-HK", "es-419"])
STORES = st.fixed_dictionaries(
    {
        "brand": st.tuples(KEYS, NAMES, st.dictionaries(WORDS, JSONS, max_size=4)),
        "blocks": st.dictionaries(KEYS, st.tuples(NAMES, st.dictionaries(LOCALES, SOURCES, max_size=3)), max_size=3),
        "layouts": st.dictionaries(
            st.sampled_from(["email", "sms", "print"]),
            st.tuples(SOURCES, st.dictionaries(WORDS, JSONS, max_size=2)),
            max_size=3,
        ),
        "templates": st.dictionaries(
            KEYS,
            st.tuples(
                NAMES,
                st.dictionaries(
                    st.tuples(LOCALES, st.sampled_from(["subject", "body", "sms", "email-html", "preheader"])),
                    SOURCES,
                    max_size=4,
                ),
                st.dictionaries(NAMES, st.dictionaries(WORDS, JSONS, max_size=3), max_size=2),
            ),
            max_size=3,
        ),
    }
)


def make(store: dict[str, Any], actor: Any) -> None:
    """The store in rows, as drafts."""
    key, name, tokens = store["brand"]
    brand = Brand.objects.create(key=key, name=name)
    write_tokens(start_draft(brand, actor), tokens, "")  # type: ignore[arg-type]
    for key, (name, texts) in store["blocks"].items():
        write_block(start_draft(ContentBlock.objects.create(key=key, name=name), actor), texts, "")  # type: ignore[arg-type]
    for channel, (source, told) in store["layouts"].items():
        layout = Layout.objects.create(brand=brand, channel=channel)
        write_layout(start_draft(layout, actor), source, told, "")  # type: ignore[arg-type]
    category = Category.objects.create(key="service", label="Service")
    for key, (name, parts, sets) in store["templates"].items():
        draft: Any = start_draft(Template.objects.create(key=key, name=name, category=category), actor)
        variables = [{"name": "a", "type": "string", "sample": name}]
        write_template(draft, parts, variables, "", brands=[brand])
        TestSet.objects.bulk_create(TestSet(version=draft, name=one, data=data) for one, data in sets.items())


def hashes() -> dict[str, str]:
    return {
        f"{model.kind} {version.parent.key}": version.hash_content()
        for model in version_models()
        for version in model._default_manager.all()
    }


@pytest.mark.django_db
@settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(STORES)
def test_a_store_brought_to_where_nothing_is_has_the_same_hashes_and_the_same_tree(store: dict[str, Any]) -> None:
    with transaction.atomic():
        actor = factories.administrator()
        with transaction.atomic():
            make(store, actor)
            tree, before = exported(), hashes()
            transaction.set_rollback(True)
        assert hashes() == {}
        plan = make_plan(read_items(tree), Asked(actor))
        assert not plan.cannot
        apply(plan, actor, now=NOW)
        assert hashes() == before
        assert exported() == tree
        again = make_plan(read_items(tree), Asked(actor))
        assert {change.action for change in again.changes} <= {Action.UNCHANGED}
        transaction.set_rollback(True)
