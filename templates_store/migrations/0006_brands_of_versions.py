"""Every version of a template gets the brands that the template had: they were part of what was approved."""

from typing import Any

from django.db import migrations


def copy_brands(apps: Any, schema_editor: Any) -> None:
    version_model = apps.get_model("templates_store", "TemplateVersion")
    row_model = apps.get_model("templates_store", "TemplateBrand")
    through = apps.get_model("templates_store", "Template").brands.through
    brands: dict[int, list[int]] = {}
    for template_id, brand_id in through.objects.order_by("template_id", "brand_id").values_list(
        "template_id", "brand_id"
    ):
        brands.setdefault(template_id, []).append(brand_id)
    row_model.objects.bulk_create(
        [
            row_model(version_id=pk, brand_id=brand_id)
            for pk, template_id in version_model.objects.values_list("pk", "template_id")
            for brand_id in brands.get(template_id, ())
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("templates_store", "0005_template_brand")]

    operations = [
        migrations.RunPython(copy_brands, migrations.RunPython.noop),
        migrations.RemoveField(model_name="template", name="brands"),
    ]
