"""Whether there is a waiver for a finding already is asked for each that somebody asks for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lint", "0006_suspects")]

    operations = [
        migrations.AddIndex(
            model_name="lintwaiver",
            index=models.Index(fields=["fingerprint"], name="waivers_of_a_finding"),
        ),
    ]
