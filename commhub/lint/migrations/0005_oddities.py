"""A report on a version keeps what its author should look at although it can be used."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lint", "0004_every_term_in_a_version")]

    operations = [
        migrations.AddField(model_name="ratchetreport", name="odd", field=models.JSONField(default=list)),
    ]
