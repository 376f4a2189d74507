"""A library of one of each, small enough to load in every test."""

from __future__ import annotations

from commhub.lint.rules.base import TermSpec
from commhub.starter.library import (
    AssetSource,
    BlockSource,
    BrandSource,
    LayoutSource,
    Library,
    TemplateSource,
    TermListSource,
)

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0h40v20H0z"/></svg>'


def small_library(sms: str = 'Your code is {{ code }}. {% include "help" %}') -> Library:
    return Library(
        categories=({"key": "service", "label": "Service", "preference_applies": True, "consent_required": False},),
        term_lists=(
            TermListSource(
                "codes",
                "Codes",
                "",
                "First.",
                {},
                (TermSpec("NIGO", "*", "term", "code", "error", "what is missing", "A code."),),
            ),
        ),
        rules=(
            {
                "name": "Service goes by text message",
                "priority": 10,
                "channels": ["sms"],
                "conditions": {"field": "category", "operator": "equals", "value": "service"},
            },
        ),
        brands=(
            BrandSource(
                "acme", "Acme", "en", {"sms_sender": "Acme"}, "First.", (AssetSource("logo", "Acme", {"any": LOGO}),)
            ),
        ),
        layouts=(LayoutSource("acme", "sms", "{{ brand.sms_sender }}: {{ content }}", {}, ""),),
        blocks=(BlockSource("help", "Help", "", "", {"en": "We can help."}),),
        templates=(
            TemplateSource(
                "code",
                "A code",
                "",
                "service",
                ("acme",),
                "",
                [{"name": "code", "type": "string", "sample": "123"}],
                {("en", "sms"): sms},
            ),
        ),
    )
