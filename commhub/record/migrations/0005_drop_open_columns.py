"""The open columns go; the database's own leftovers of them go with VACUUM (see docs/running.md)."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('record', '0004_seal_rows'),
    ]

    operations = [
        migrations.RemoveField('send', 'recipient_open'),
        migrations.RemoveField('send', 'data_open'),
        migrations.RemoveField('message', 'to_open'),
        migrations.RemoveField('message', 'reader_open'),
        migrations.RemoveField('message', 'decision_open'),
        migrations.RemoveField('message', 'findings_open'),
        migrations.RemoveField('message', 'facts_open'),
        migrations.RemoveField('message', 'problem_open'),
        migrations.RemoveField('attempt', 'where_open'),
        migrations.RemoveField('attempt', 'detail_open'),
        migrations.RemoveField('event', 'detail_open'),
    ]
