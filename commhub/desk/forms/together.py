"""Two people wrote in one draft: what each changed since, field by field, and how the two come together."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.http import QueryDict

from commhub.desk.diff import Row, side_by_side
from commhub.desk.forms.base import DraftForm, digest, plain

CHOICE: Final = "choice:"
THEIRS: Final = "theirs"


@dataclass(frozen=True)
class Apart:
    """A field that both of them changed, as the other person saved it and as it was just written here."""

    name: str
    label: str
    place: str
    rows: list[Row]

    @property
    def choice(self) -> str:
        return CHOICE + self.name


@dataclass
class Together:
    """`data` fills the form again. `apart` are the fields that somebody has to decide about, `theirs` those that only the
    other person changed, and `mine` those that were changed only here."""

    data: QueryDict
    apart: list[Apart] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)
    mine: list[str] = field(default_factory=list)


def bring_together(form: DraftForm) -> Together:
    """What to show of a form that was made of an earlier save. Nobody's text is left out: where both wrote, the field keeps
    what was written here, and what the other person saved stands beside it."""
    found = Together(_copy(form.data))
    base = _base(form.data.get("base", ""))
    places = {bound.name: tab.title for tab in form.all_tabs() for bound in tab.fields}
    for name, theirs in form.stored().items():
        mine = _mine(form, name)
        if (mine or "") == theirs:
            continue
        label = str(form.fields[name].label)
        told = f"{places[name]}: {label}" if name in places else label
        if mine is None or digest(mine) == base.get(name):
            _fill(found.data, form.fields[name], name, theirs)
            found.theirs.append(told)
        elif digest(theirs) == base.get(name, digest("")):
            found.mine.append(told)
        else:
            found.apart.append(Apart(name, label, places.get(name, ""), side_by_side(theirs, mine)))
    found.data["seen"] = str(form.version.revision)
    found.data["base"] = str(form.initial["base"])
    return found


def with_choices(form: DraftForm) -> QueryDict:
    """What was sent, with the other person's text in the fields for which it was chosen."""
    data = _copy(form.data)
    for name, theirs in form.stored().items():
        if data.get(CHOICE + name) == THEIRS:
            _fill(data, form.fields[name], name, theirs)
    return data


def _copy(data: Any) -> QueryDict:
    copied = QueryDict(mutable=True)
    copied.update(data)
    return copied


def _mine(form: DraftForm, name: str) -> str | None:
    """What was sent for a field; None when the form that was sent did not have it yet."""
    if name in form.data:
        chosen = _copy(form.data).getlist(name)
        return "\n".join(sorted(map(str, chosen))) if _is_choice(form, name) else plain(str(form.data[name]))
    ticked = (isinstance(form.fields[name], forms.BooleanField) or _is_choice(form, name)) and name in _base(
        form.data.get("base", "")
    )
    return "" if ticked else None


def _is_choice(form: DraftForm, name: str) -> bool:
    return isinstance(form.fields[name], forms.ModelMultipleChoiceField)


def _fill(data: QueryDict, kind: forms.Field, name: str, text: str) -> None:
    if isinstance(kind, forms.BooleanField) and not text:
        data.pop(name, None)
    elif isinstance(kind, forms.ModelMultipleChoiceField):
        data.setlist(name, text.splitlines())
    else:
        data[name] = text


def _base(text: str) -> Mapping[str, str]:
    """What the fields said when the form was made; of anything else, nothing is known."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
