"""Every value that stands in an open column is sealed into its new one, in batches; back again when it is undone."""

from itertools import islice

from django.db import migrations

COLUMNS = {
    'Send': ('recipient', 'data',),
    'Message': ('to', 'reader', 'decision', 'findings', 'facts', 'problem',),
    'Attempt': ('where', 'detail',),
    'Event': ('detail',),
}
BATCH = 200


def rows(model):
    """All rows in batches, by their key, so that nothing is held open while they are written."""
    last = None
    while True:
        batch = list((model.objects.filter(pk__gt=last) if last is not None else model.objects.all()).order_by('pk')[:BATCH])
        if not batch:
            return
        yield batch
        last = batch[-1].pk


def seal(apps, schema_editor):
    for name, columns in COLUMNS.items():
        model = apps.get_model('record', name)
        for batch in rows(model):
            for row in batch:
                for column in columns:
                    setattr(row, column, getattr(row, f'{column}_open'))
            model.objects.bulk_update(batch, columns)


def unseal(apps, schema_editor):
    for name, columns in COLUMNS.items():
        model = apps.get_model('record', name)
        for batch in rows(model):
            for row in batch:
                for column in columns:
                    setattr(row, f'{column}_open', getattr(row, column))
            model.objects.bulk_update(batch, [f'{column}_open' for column in columns])


class Migration(migrations.Migration):

    dependencies = [
        ('record', '0003_sealed_columns'),
    ]

    operations = [
        migrations.RunPython(seal, unseal),
    ]
