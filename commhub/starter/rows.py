"""The parts of the library that are rows and not versions: the categories."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from commhub.contracts import JSON
from commhub.starter.library import Library, LibraryError
from commhub.starter.outcome import Outcome
from templates_store.models import Category


def place_rows(library: Library) -> Iterator[tuple[str, Outcome]]:
    """Make the rows that are missing; answers a label and what became of each. Raises LibraryError."""
    for row in library.categories:
        yield f"category {row['key']}", _place(Category, ("key",), row)


def _place(model: type[models.Model], identity: tuple[str, ...], row: Mapping[str, JSON]) -> Outcome:
    """A row that is there already is left as it is, whether people changed it or not."""
    found = model._default_manager.filter(**{name: row[name] for name in identity}).first()
    if found is not None:
        same = all(getattr(found, name) == value for name, value in row.items())
        return Outcome.UNCHANGED if same else Outcome.KEPT
    made = model(**row)
    if problems := _problems(made):
        raise LibraryError(f"{model._meta.verbose_name} {made}: {' '.join(problems)}")
    made.save()
    return Outcome.MADE


def _problems(row: Any) -> list[str]:
    """What the admin would say to whoever typed this row in."""
    found: list[str] = []
    try:
        row.full_clean()
    except ValidationError as error:
        found += error.messages
    return found
