"""A trial keeps which editions it tries, in steps like the messages. One that is under way begins anew at a submit."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lint", "0007_waivers_of_a_finding")]
    operations = [
        migrations.RemoveField("ratchetreport", "live_places"),
        migrations.AddField("ratchetreport", "editions", models.JSONField(default=list)),
    ]
