"""System checks of this room: a misspelt provider is found at start, not at the first letter."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error, register

from commhub.deliver.providers import providers


@register()
def providers_exist(app_configs: Any, **_: Any) -> list[Error]:
    """Every provider that COMMHUB_PROVIDERS names is there and takes the channel that it is named for."""
    errors = []
    for channel, name in settings.COMMHUB_PROVIDERS.items():
        able = [provider.name for provider in providers if provider.channel == channel]
        if name not in able:
            errors.append(
                Error(
                    f"COMMHUB_PROVIDERS gives {channel} messages to {name!r}, which is no provider for them.",
                    hint=f"Use one of: {', '.join(able) or 'none is installed'}.",
                    id="deliver.E001",
                )
            )
    return errors
