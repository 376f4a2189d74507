"""Moves the text for people who cannot see a picture into the versions of an asset: it was part of what was approved."""

from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery

from commhub.versions import lift_guards


def into_versions(apps: Any, schema_editor: Any) -> None:
    """Every version gets the text with which it was approved; it could not change once a version had left draft."""
    asset, version = apps.get_model("brand_assets", "Asset"), apps.get_model("brand_assets", "AssetVersion")
    text = asset.objects.filter(pk=OuterRef("asset_id")).values("alt")[:1]
    version.objects.update(alt=Subquery(text))


def back(apps: Any, schema_editor: Any) -> None:
    """An asset gets the text of its newest version."""
    asset, version = apps.get_model("brand_assets", "Asset"), apps.get_model("brand_assets", "AssetVersion")
    for pk in version.objects.values_list("asset_id", flat=True).distinct():
        newest = version.objects.filter(asset_id=pk).order_by("-number").first()
        asset.objects.filter(pk=pk).update(alt=newest.alt)


class Migration(migrations.Migration):
    dependencies = [("brand_assets", "0003_asset_rules"), ("approval", "0009_frozen_brands_and_rules")]

    operations = [
        migrations.RunPython(lift_guards, migrations.RunPython.noop),
        migrations.AddField(
            model_name="assetversion",
            name="alt",
            field=models.CharField(
                blank=True, default="", max_length=200, verbose_name="text for people who cannot see it"
            ),
        ),
        migrations.RunPython(into_versions, back),
        # A text that may be missing, so that the way back can add the column to rows that are there.
        migrations.AlterField(model_name="asset", name="alt", field=models.CharField(default="", max_length=200)),
        migrations.RemoveField(model_name="asset", name="alt"),
        migrations.RunPython(migrations.RunPython.noop, lift_guards),
    ]
