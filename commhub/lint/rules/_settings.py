"""Reads the settings of a row, JSON text that only its rule type understands, and says in words what is wrong. Pure."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Final

from commhub.contracts import JSON

NOTHING: Final[Mapping[str, JSON]] = {}


@lru_cache(maxsize=10_000)
def settings_of(text: str) -> Mapping[str, JSON]:
    """The settings of a row that was found to be right; none for an empty text."""
    return json.loads(text) if text else NOTHING  # problem_with_settings saw that it can be read


def problem_with_settings(text: str, texts: Collection[str], lists: Collection[str]) -> str:
    """What is wrong with the settings of a row, when `texts` may be texts in it and `lists` lists of texts; or ''."""
    try:
        settings = json.loads(text) if text else {}
    except ValueError:
        return "The settings are not JSON"
    if not isinstance(settings, dict):
        return "The settings are not a JSON object"
    for key, value in settings.items():
        if key not in texts and key not in lists:
            known = ", ".join(f"'{one}'" for one in [*texts, *lists])
            return f"The settings have '{key}', which means nothing here; they can have {known}"
        if key in texts and not isinstance(value, str):
            return f"'{key}' in the settings is not a text"
        if key in lists and not (
            isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value)
        ):
            return f"'{key}' in the settings is not a list of texts"
    return ""
