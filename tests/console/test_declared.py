"""`manage.py render --variables`: data with the types that a template declares."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

VARIABLES = [{"name": "due", "type": "date"}, {"name": "call_at", "type": "datetime", "required": False}]


def said(place: Path, data: dict[str, Any], variables: Any) -> str:
    (place / "short.txt").write_text("Due {{ due|date('medium') }}.", encoding="utf-8")
    (place / "data.json").write_text(json.dumps(data), encoding="utf-8")
    (place / "variables.json").write_text(json.dumps(variables), encoding="utf-8")
    out = StringIO()
    files = ["--data", str(place / "data.json"), "--variables", str(place / "variables.json")]
    call_command("render", "sms", str(place / "short.txt"), *files, "-o", "-", stdout=out, stderr=StringIO())
    return out.getvalue()


def test_a_declared_date_is_a_date(tmp_path: Path) -> None:
    assert said(tmp_path, {"due": "2026-03-05"}, VARIABLES) == "Harbour: Due 5 Mar 2026.\n"


@pytest.mark.parametrize(
    ("data", "variables", "message"),
    [
        ({"due": "soon"}, VARIABLES, "the data does not fit the variables: /due: "),
        ({}, VARIABLES, "the data does not fit the variables: /due: "),
        ({"due": "2026-03-05", "dew": 1}, VARIABLES, "the data does not fit the variables: /dew: "),
        (
            {"due": "2026-03-05"},
            [{"name": "due", "type": "day"}],
            "variables.json: Line 1, column 26: Variable 'due' has the type 'day'; the types are",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(tmp_path: Path, data: Any, variables: Any, message: str) -> None:
    with pytest.raises(CommandError) as caught:
        said(tmp_path, data, variables)
    assert message in str(caught.value)
