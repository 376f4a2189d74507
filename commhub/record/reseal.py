"""Reseal: what an older key sealed is sealed again with the first one, so that the older key can go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.apps import apps
from django.db import connection, models, transaction

from commhub.sealing import FORM, HEADER, SealedField, ring, seal, sealed_fields, unseal

BATCH: Final = 500


def reseal() -> Iterator[tuple[str, int]]:
    """Each sealed column with how many values of it were sealed again. Safe to stop, to repeat, and beside workers.

    Raises CannotOpen, with all batches before it done, at a value that no configured key opens.
    """
    for model in apps.get_models():
        for field in sealed_fields(model):
            yield field.place, sum(_batches(model, field))


def _batches(model: type[models.Model], field: SealedField) -> Iterator[int]:
    """The sizes of the batches that were done. What is compared and written are the bytes as they are in the database."""
    name = connection.ops.quote_name
    table, column, key = name(model._meta.db_table), name(str(field.column)), name(str(model._meta.pk.column))
    current = FORM + ring().first.id
    # All names are quoted and come from the models; values are parameters.
    find = f"SELECT {key}, {column} FROM {table} WHERE substr({column}, 1, {HEADER}) <> %s LIMIT {BATCH}"  # noqa: S608
    replace = f"UPDATE {table} SET {column} = %s WHERE {key} = %s AND {column} = %s"  # noqa: S608
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(find, [current])
            rows = [(row_key, bytes(sealed)) for row_key, sealed in cursor.fetchall()]
            for row_key, sealed in rows:
                cursor.execute(replace, [seal(unseal(sealed, field.place), field.place), row_key, sealed])
        if not rows:
            return
        yield len(rows)
