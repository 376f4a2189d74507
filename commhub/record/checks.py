"""System checks of this room: the keys under which what was written to customers is kept."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from commhub.sealing import HOW_TO_MAKE_ONE, ring


@register()
def keys_can_be_used(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """Every key of COMMHUB_DATA_KEYS is one."""
    try:
        ring()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="record.E001")]
    return []


@register(Tags.security, deploy=True)
def keys_are_secret(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """The key that stands in the code for developers seals nobody's real data."""
    if settings.COMMHUB_DEVELOPMENT_DATA_KEY not in settings.COMMHUB_DATA_KEYS:
        return []
    return [
        Error(
            "What is written to customers is encrypted with the developers' key, which everybody knows.",
            hint=f"Make a key and set COMMHUB_DATA_KEYS to it: {HOW_TO_MAKE_ONE}",
            id="record.E002",
        )
    ]
