from datetime import date

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publish", "0003_release_editions")]

    operations = [
        migrations.AddField(
            model_name="releaseedition", name="on", field=models.DateField(default=date.min)
        ),
        migrations.AddField(model_name="releaseedition", name="changes_on", field=models.DateField(null=True)),
    ]
