"""Finds what was said about a line, for the comparison on a version's page."""

from __future__ import annotations

from typing import Any

from django import template

from commhub.desk.anchors import Shown

register = template.Library()


@register.simple_tag(takes_context=True)
def comments_at(context: template.Context, place: str, line: int) -> list[Shown]:
    """The open comments on a line, where the page has any."""
    beside: dict[Any, list[Shown]] = context.get("comments_beside") or {}
    return beside.get((place, line), []) if line else []
