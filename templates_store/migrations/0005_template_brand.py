"""Makes the brands of a template a part of its versions, and lets a category stop what nobody looked at again."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("brand_assets", "0002_publish_road"),
        ("templates_store", "0004_publish_road"),
    ]

    operations = [
        migrations.AddField(
            model_name="category",
            name="past_review",
            field=models.CharField(
                choices=[("list", "List it; it goes on being sent"), ("stop", "Stop it: new sends are refused")],
                default="list",
                help_text="It is listed thirty days before in either case.",
                max_length=10,
                verbose_name="when a template is past the day by which it was to be looked at again",
            ),
        ),
        migrations.CreateModel(
            name="TemplateBrand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="template_rows",
                        to="brand_assets.brand",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="brand_rows",
                        to="templates_store.templateversion",
                    ),
                ),
            ],
            options={"ordering": ["brand"]},
        ),
        migrations.AddConstraint(
            model_name="templatebrand",
            constraint=models.UniqueConstraint(fields=("version", "brand"), name="one_row_per_version_and_brand"),
        ),
        # The rows stand in a table of their own: nothing is to be done to that of the versions. SQLite would make it anew,
        # and stumble over the guards that look into it.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddField(
                    model_name="templateversion",
                    name="brands",
                    field=models.ManyToManyField(
                        blank=True,
                        related_name="template_versions",
                        through="templates_store.TemplateBrand",
                        to="brand_assets.brand",
                    ),
                ),
            ],
        ),
    ]
