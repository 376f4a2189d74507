"""What message it is that is linted, for rules that hold for some only. Pure."""

from __future__ import annotations

from commhub.contracts import Edition


def message_facts(edition: Edition, channel: str) -> dict[str, str]:
    """The keys of template, category, channel and brand, as rule types are given them."""
    return {
        "template": edition.template,
        "category": edition.category,
        "channel": channel,
        "brand": edition.brand_key,
    }
