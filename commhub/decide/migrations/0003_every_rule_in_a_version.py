"""No channel rule stands outside a version any more."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("decide", "0002_versions_of_rules")]

    operations = [
        migrations.AlterField(
            model_name="channelrule",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="rules", to="decide.rulebookversion"
            ),
        ),
        migrations.AlterField(
            model_name="channelrule",
            name="name",
            field=models.CharField(help_text="A short sentence; it is quoted as the reason.", max_length=120),
        ),
        migrations.AddConstraint(
            model_name="channelrule",
            constraint=models.UniqueConstraint(fields=("version", "name"), name="one_channel_rule_per_name"),
        ),
    ]
