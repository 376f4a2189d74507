"""What stood outside versions before is part of them after a migration, with the same content as was approved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from brand_assets.models import AssetVersion
from commhub.decide.models import ChannelRule, RuleBookVersion
from commhub.decide.rules import load_rules
from commhub.versions import State
from templates_store.models import TemplateBrand, TemplateVersion

BEFORE = [("decide", "0001_initial"), ("templates_store", "0004_publish_road")]
BEFORE_ALT = [("brand_assets", "0003_asset_rules")]


@pytest.fixture
def before(transactional_db: None) -> Iterator[Any]:
    """The tables as they were before; afterwards as they are now."""
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield executor.loader.project_state(BEFORE).apps
    now()


def now() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_rules_and_brands_move_into_the_versions_that_were_live(before: Any) -> None:
    rule, template, brand, version = (
        before.get_model(app, name)
        for app, name in (
            ("decide", "ChannelRule"),
            ("templates_store", "Template"),
            ("brand_assets", "Brand"),
            ("templates_store", "TemplateVersion"),
        )
    )
    rule.objects.create(name="Legal", priority=5, channels=["print"], conditions={"all": []})
    rule.objects.create(name="Off", priority=1, channels=["email"], active=False)
    category = before.get_model("templates_store", "Category").objects.create(key="service", label="Service")
    old = template.objects.create(key="notice", name="Notice", category=category)
    old.brands.set([brand.objects.create(key=key, name=key) for key in ("harbour", "northlight")])
    author = before.get_model("auth", "User").objects.create(username="mara")
    for number, state in ((1, "retired"), (2, "live")):
        version.objects.create(template=old, number=number, state=state, author=author)

    now()

    assert [(one.name, one.channels) for one in load_rules()] == [("Legal", ("print",))]
    book = RuleBookVersion.objects.get()
    assert (book.number, book.state, book.rules.count()) == (1, State.LIVE, 2)
    assert book.content_hash == book.hash_content()
    assert (book.author.username, book.author.is_active) == ("commhub", False)
    assert not book.author.has_usable_password()
    assert [
        (one.number, [brand.key for brand in one.brands.order_by("key")])
        for one in TemplateVersion.objects.order_by("number")
    ] == [(1, ["harbour", "northlight"]), (2, ["harbour", "northlight"])]
    assert TemplateVersion.objects.get(number=2).content()["brands"] == ["harbour", "northlight"]
    for rows in (ChannelRule.objects.filter(version=book), TemplateBrand.objects.all()):
        with pytest.raises(DatabaseError, match="left draft cannot change"), transaction.atomic():
            rows.update(version=rows[0].version_id)


def test_an_installation_without_rules_gets_no_version_and_nobody(before: Any) -> None:
    now()

    assert not RuleBookVersion.objects.exists()
    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_text_of_a_picture_moves_into_its_versions_and_back() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE_ALT)
    old = executor.loader.project_state(BEFORE_ALT).apps
    try:
        brand = old.get_model("brand_assets", "Brand").objects.create(key="northlight", name="Northlight")
        asset = old.get_model("brand_assets", "Asset").objects.create(brand=brand, slot="logo", alt="Northlight")
        author = (
            executor.loader.project_state(BEFORE_ALT).apps.get_model("auth", "User").objects.create(username="mara")
        )
        for number, state in ((1, "live"), (2, "draft")):
            old.get_model("brand_assets", "AssetVersion").objects.create(
                asset=asset, number=number, state=state, author_id=author.pk
            )
    finally:
        now()
    live, draft = AssetVersion.objects.order_by("number")
    assert live.content() == draft.content() == {"alt": "Northlight", "variants": {}}
    AssetVersion.objects.filter(pk=draft.pk).update(alt="Northlight Mutual")
    with pytest.raises(DatabaseError, match="left draft cannot change"), transaction.atomic():
        AssetVersion.objects.filter(pk=live.pk).update(alt="Northlight Mutual")
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE_ALT)
    try:
        again = executor.loader.project_state(BEFORE_ALT).apps.get_model("brand_assets", "Asset")
        assert again.objects.get().alt == "Northlight Mutual"
    finally:
        now()
