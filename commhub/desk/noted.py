"""What is changed in the admin's own forms, as entries of the audit log: who changed which fields, from what to what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.contrib.auth.models import User
from django.db.models import Model, QuerySet
from django.utils import timezone

from commhub.audit.log import note
from commhub.audit.people import named
from commhub.contracts import JSON

PERSONAL: Final = frozenset({"customer", "suppression"})
"""Tables of customers. The audit log forgets nothing, so that of them it holds a row's number and the names of fields."""
ACTIONS: Final = {"added": "add", "changed": "change", "deleted": "delete"}
LONGEST: Final = 200
"""Characters that are kept of a value."""


def note_form(actor: User, form: Any, formsets: Any, *, added: bool) -> None:
    """One entry for a form that was saved with what belongs to it; none where nothing was changed."""
    row, fields = form.instance, list(form.changed_data)
    rows = [
        formset for formset in formsets if formset.new_objects or formset.changed_objects or formset.deleted_objects
    ]
    if not (added or fields or rows):
        return
    labels = [_label(form, name) for name in fields]
    labels += [str(formset.model._meta.verbose_name_plural) for formset in rows]
    what = f": {', '.join(labels)}" if labels and not added else ""
    did = "added" if added else "changed"
    told = [] if is_personal(row) else [name for name in fields if "password" not in name]
    facts = {name: _change(form, name, added=added) for name in told}
    note_row(actor, did, row, what=what, facts=facts)


def note_row(actor: User, did: str, row: Any, *, what: str = "", facts: Mapping[str, JSON] | None = None) -> None:
    """One entry: `did` is added, changed or deleted."""
    kind = kind_of(row)
    note(
        f"{ACTIONS[did]}-{kind}",
        f"{named(actor)} {did} the {kind.replace('-', ' ')} {key_of(row)}{what}.",
        actor=actor.get_username(),
        now=timezone.now(),
        subject=kind,
        key=key_of(row),
        facts=facts,
    )


def kind_of(row: Model) -> str:
    """What people call rows of its table, as a word of the log."""
    return str(row._meta.verbose_name).lower().replace(" ", "-")


def key_of(row: Any) -> str:
    """By what a row is known in the log: its key; for one about a customer its number alone."""
    if is_personal(row):
        return f"no. {row.pk}"
    key = getattr(row, "key", "") or (row.get_username() if isinstance(row, User) else str(row))
    return str(key)


def is_personal(row: Model) -> bool:
    return row._meta.model_name in PERSONAL


def _label(form: Any, name: str) -> str:
    label = str(form.fields[name].label or name.replace("_", " "))
    return label[:1].lower() + label[1:]


def _change(form: Any, name: str, *, added: bool) -> JSON:
    now = _plain(form.cleaned_data.get(name))
    return now if added else {"was": _plain(form.initial.get(name)), "is": now}


def _plain(value: Any) -> JSON:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, QuerySet | list | tuple | set):
        return sorted(str(one)[:LONGEST] for one in value)
    return str(value)[:LONGEST]
