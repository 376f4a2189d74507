"""Every term belongs to a version, and has a key that is its own there."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lint", "0003_move_terms")]

    operations = [
        migrations.AlterField(
            model_name="term",
            name="key",
            field=models.CharField(
                help_text="What findings and waivers call it, such as en.term.deductible.", max_length=600
            ),
        ),
        migrations.AlterField(
            model_name="term",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="terms", to="lint.termlistversion"
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.UniqueConstraint(fields=("version", "key"), name="one_term_per_key"),
        ),
    ]
