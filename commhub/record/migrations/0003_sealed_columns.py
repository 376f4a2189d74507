"""Sealed columns beside the open ones: what is written to customers is encrypted from here on."""

import commhub.sealing
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('record', '0002_renderers_and_erasure'),
    ]

    operations = [
        migrations.RenameField('send', 'recipient', 'recipient_open'),
        migrations.AddField('send', 'recipient', commhub.sealing.SealedJSONField(default=dict, help_text='An inline recipient as it came in; empty for a customer.')),
        migrations.RenameField('send', 'data', 'data_open'),
        migrations.AddField('send', 'data', commhub.sealing.SealedJSONField(default=dict)),
        migrations.RenameField('message', 'to', 'to_open'),
        migrations.AddField('message', 'to', commhub.sealing.SealedJSONField(null=True)),
        migrations.RenameField('message', 'reader', 'reader_open'),
        migrations.AddField('message', 'reader', commhub.sealing.SealedJSONField(default=dict, help_text="What the render read of the recipient: name, time zone, the channel's attributes.")),
        migrations.RenameField('message', 'decision', 'decision_open'),
        migrations.AddField('message', 'decision', commhub.sealing.SealedJSONField(null=True)),
        migrations.RenameField('message', 'findings', 'findings_open'),
        migrations.AddField('message', 'findings', commhub.sealing.SealedJSONField(default=list)),
        migrations.RenameField('message', 'facts', 'facts_open'),
        migrations.AddField('message', 'facts', commhub.sealing.SealedJSONField(default=dict)),
        migrations.RenameField('message', 'problem', 'problem_open'),
        migrations.AddField('message', 'problem', commhub.sealing.SealedTextField(blank=True, default='')),
        migrations.RenameField('attempt', 'where', 'where_open'),
        migrations.AddField('attempt', 'where', commhub.sealing.SealedTextField(blank=True, default='')),
        migrations.RenameField('attempt', 'detail', 'detail_open'),
        migrations.AddField('attempt', 'detail', commhub.sealing.SealedTextField(blank=True, default='')),
        migrations.RenameField('event', 'detail', 'detail_open'),
        migrations.AddField('event', 'detail', commhub.sealing.SealedTextField(blank=True, default='')),
    ]
