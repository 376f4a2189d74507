"""Reads the sources of every version that was there before edges were kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from commhub.publish.references.keeping import edges_of
from commhub.publish.references.written import SOURCE, TEXT, Written

BATCH = 1_000


def read_all(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    del schema_editor
    reference = apps.get_model("publish", "Reference")
    reference.objects.all().delete()
    rows: list[Any] = []
    for kind, parent_id, version_id, sources in _versions(apps):
        whose = {"subject": kind, "parent_id": parent_id, "version_id": version_id}
        rows += [reference(**whose, **edge) for edge in edges_of(kind, sources)]
        if len(rows) >= BATCH:
            reference.objects.bulk_create(rows)
            rows = []
    reference.objects.bulk_create(rows)


def _versions(apps: Any) -> Iterator[tuple[str, int, int, list[Written]]]:
    for version in apps.get_model("templates_store", "TemplateVersion").objects.prefetch_related("parts").iterator(200):
        parts = sorted(version.parts.all(), key=lambda one: (one.locale, one.name))
        sources = [Written(one.name, one.locale, one.source) for one in parts]
        yield "template", version.template_id, version.pk, sources
    for version in (
        apps.get_model("templates_store", "ContentBlockVersion").objects.prefetch_related("texts").iterator(200)
    ):
        texts = sorted(version.texts.all(), key=lambda one: one.locale)
        yield "content-block", version.block_id, version.pk, [Written(TEXT, one.locale, one.source) for one in texts]
    for version in apps.get_model("templates_store", "LayoutVersion").objects.iterator(200):
        yield "layout", version.layout_id, version.pk, [Written(SOURCE, "", version.source)]


class Migration(migrations.Migration):
    dependencies = [
        ("publish", "0004_days_of_editions"),
        ("templates_store", "0006_brands_of_versions"),
    ]

    operations = [migrations.RunPython(read_all, migrations.RunPython.noop)]
