"""Addresses that we hand out: always under the installation's public address, whatever name a request came in by."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse


def public(path: str) -> str:
    """The full address of a path of this installation."""
    return f"{settings.COMMHUB_PUBLIC_URL}{path}"


def to(route: str, **where: Any) -> str:
    """The full address of a named route, such as to("api:send", send_id=...)."""
    return public(reverse(route, kwargs=where))
