"""Any older version comes back as a new draft, with everything that it held; and none of it changes by any hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from brand_assets.editing import put_file, write_asset_about
from brand_assets.models import Asset, AssetVersion, BrandVersion
from commhub.approval.drafts import new_draft, start_draft
from commhub.approval.frozen import ROWS_OF, TERM_LIST_ROWS
from commhub.decide.models import RuleBookVersion
from commhub.lint.models import TermListVersion
from commhub.versions import State, Version, version_models
from templates_store.models import ContentBlockVersion, LayoutVersion, TemplateVersion, TestSet
from tests.factories import (
    block_draft,
    brand_draft,
    layout_draft,
    listed,
    live_brand,
    live_rules,
    marketer,
    publish,
    template_draft,
)

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="#0a6b5e"/></svg>'


def template() -> Version:
    draft = template_draft(brands=[live_brand(channels=("email",)), live_brand("harbour", channels=("email",))])
    draft.parts.update(made_from="ab" * 32)
    draft.source_locale, draft.required_locales = "en", ["en"]
    draft.save()
    TestSet.objects.create(
        version=draft, name="A long name", data={"note": "Long"}, recipient={"name": "Wolfeschlegel"}
    )
    return publish(draft)


def block() -> Version:
    draft = block_draft(en="Call us.", de="Rufen Sie an.")
    draft.texts.filter(locale="de").update(made_from="cd" * 32)
    return publish(draft)


def asset() -> Version:
    brand = live_brand(channels=("email",))
    draft = start_draft(Asset.objects.create(brand=brand, slot="logo"), marketer())
    assert isinstance(draft, AssetVersion)
    write_asset_about(draft, "Northlight", "")
    put_file(draft, "any", SVG)
    return publish(draft)


KINDS: dict[type[Version], Callable[[], Version]] = {
    TemplateVersion: template,
    ContentBlockVersion: block,
    LayoutVersion: lambda: publish(layout_draft(live_brand(channels=()), "email")),
    BrandVersion: lambda: publish(brand_draft()),
    AssetVersion: asset,
    RuleBookVersion: lambda: live_rules({"name": "Legal", "channels": ["print"], "active": False}),
    TermListVersion: lambda: listed("underwriting", allowed_in=["underwriting team"]),
}


def row_tables(version: Version | type[Version]) -> list[Any]:
    """The models whose rows belong to a version."""
    return [
        relation.related_model
        for relation in version._meta.related_objects
        if relation.field.name == "version" and relation.on_delete.__name__ == "CASCADE"
    ]


def rows_of(version: Version) -> dict[str, list[dict[str, object]]]:
    """Every row that belongs to a version, without what tells the rows of two versions apart."""
    found = {}
    for relation in version._meta.related_objects:
        if relation.field.name == "version" and relation.on_delete.__name__ == "CASCADE":
            rows = relation.related_model._default_manager.filter(version=version)
            found[relation.name] = [
                {name: value for name, value in row.items() if name not in {"id", "version_id"}}
                for row in rows.values()
            ]
    return found


def test_every_kind_is_tried() -> None:
    assert set(KINDS) == set(version_models())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_an_older_version_comes_back_whole(kind: type[Version]) -> None:
    version = KINDS[kind]()

    draft = new_draft(version, marketer())

    assert (draft.state, draft.number, draft.revision) == (State.DRAFT, version.number + 1, 0)
    assert draft.hash_content() == version.hash_content()
    assert rows_of(draft) == rows_of(version)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_raw_sql_does_not_reach_what_has_left_draft(kind: type[Version]) -> None:
    version = KINDS[kind]()
    for column, value in (("note", "Sneaked in"), ("number", 9), ("review_by", "2030-01-01")):
        refused(kind, version.pk, "id", f"SET {column} = %s", value)
    for rows in row_tables(version):
        if rows._default_manager.filter(version=version).exists():
            refused(rows, version.pk, "version_id", "SET version_id = %s", version.pk)
            if connection.vendor == "postgresql":
                refused(rows, version.pk, "version_id", "")


def test_every_table_of_rows_is_guarded() -> None:
    tables = {rows._meta.db_table for kind in KINDS for rows in row_tables(kind)}
    assert tables == {*ROWS_OF, *TERM_LIST_ROWS}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if row_tables(kind)], ids=lambda kind: kind.kind)
def test_a_row_of_a_draft_cannot_be_moved_into_what_has_left_draft(kind: type[Version]) -> None:
    version = KINDS[kind]()
    draft = new_draft(version, marketer())
    for rows in row_tables(kind):
        assert rows._default_manager.filter(version=draft).exists()
        refused(rows, draft.pk, "version_id", "SET version_id = %s", version.pk)


def refused(table: Any, pk: int, column: str, change: str, *values: object) -> None:
    """Neither a change nor, without one, a deletion gets through to the rows of a version."""
    name = table._meta.db_table
    verb = f"UPDATE {name} {change}" if change else f"DELETE FROM {name}"  # noqa: S608 - names are our own
    with (
        pytest.raises(DatabaseError, match="left draft cannot change"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"{verb} WHERE {column} = %s", [*values, pk])
