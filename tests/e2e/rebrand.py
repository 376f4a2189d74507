"""The store and the people of a rebrand: a brand with its logo, what is sent in its name, and two who approve, in turn."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.contrib.auth.models import Group, User
from PIL import Image

from brand_assets.editing import write_asset_about
from brand_assets.models import Asset, AssetVersion
from brand_assets.rules import ANY_CHANNEL, Rule
from commhub.approval.drafts import start_draft
from commhub.approval.groups import BRAND_REVIEWERS, MARKETERS, REVIEWERS
from commhub.approval.models import ApprovalPolicy
from commhub.contracts import JSON
from commhub.publish.masters import put_master, write_widths
from tests.factories import UserFactory, block_draft, brand_draft, layout_draft, marketer, publish, template_draft

Colour = tuple[int, int, int]
TEAL: Final[Colour] = (10, 107, 94)
PLUM: Final[Colour] = (122, 31, 92)
POLICY: Final = "What carries the brand is seen by its owners, then by compliance"
OLD_FOOTER: Final = "Northlight, 1 Quay Street. Call us on 0808 157 0142."
NEW_FOOTER: Final = "Brightwater, 1 Quay Street. Call us on 0808 157 0999."
OLD_TOKENS: Final[Mapping[str, JSON]] = {
    "name": "Northlight",
    "legal_name": "Northlight Insurance plc",
    "sms_sender": "Northlight",
    "email_sender": {"name": "Northlight", "address": "letters@northlight.example.com"},
    "colour": {"primary": "#0a6b5e"},
}
LOGO: Final = "<img src=\"{{ asset('logo').src }}\" alt=\"{{ asset('logo').alt }}\" "
EMAIL: Final = (
    '<!DOCTYPE html><html lang="{{ locale }}"><head><title>{{ subject }}</title>'
    "<style>h1 { color: {{ brand.colour.primary }}; font-size: 20px } p { color: #222222 }</style></head>"
    '<body><div style="display:none">{{ preheader }}</div>'
    f"<p>{LOGO}width=\"{{{{ asset('logo').shown_width }}}}\"></p>"
    "<h1>{{ brand.name }}</h1>{{ content }}<p>{{ brand.legal_name }}</p></body></html>"
)
LETTER: Final = (
    '<!DOCTYPE html><html lang="{{ locale }}"><head><title>{{ subject }}</title>'
    '<style>@page { size: A4; margin: 96mm 20mm 20mm 20mm } body { margin: 0; font-family: "Noto Sans" }'
    "h1 { color: {{ brand.colour.primary }}; font-size: 16pt }"
    ".address { position: absolute; left: 6mm; top: -54mm; width: 90mm; font-size: 9pt; line-height: 3.8mm }"
    ".logo { position: absolute; right: 0; top: -80mm }</style></head>"
    f'<body><div class="logo">{LOGO}style="width: {{{{ asset(\'logo\').shown_width }}}}mm"></div>'
    '<div class="address">{% for line in address_lines %}<div>{{ line }}</div>{% endfor %}</div>'
    "<h1>{{ brand.name }}</h1>{{ content }}<p>{{ brand.legal_name }}</p></body></html>"
)
TEMPLATE: Final = {
    "subject": "Policy {{ policy_number }} renews",
    "preheader": "What you pay from next month",
    "body": "Dear {{ recipient.name }},\n\nyour policy {{ policy_number }} renews. You pay {{ premium }}.\n\n"
    "{% include 'footer' %}",
    "sms": "Policy {{ policy_number }} renews. {% include 'footer' %}",
}


def logo(colour: Colour, folder: Path | None = None) -> Any:
    """A logo in one colour: its bytes, or with `folder` the file there."""
    stream = io.BytesIO()
    Image.new("RGB", (960, 240), colour).save(stream, format="PNG")
    if folder is None:
        return stream.getvalue()
    file = folder / "new-logo.png"
    file.write_bytes(stream.getvalue())
    return file


def make_store() -> None:
    """Live: the brand northlight with its logo, layouts for three channels, a footer, and a template that shows it all."""
    brand = publish(brand_draft("northlight", OLD_TOKENS)).brand
    asset = Asset.objects.create(brand=brand, slot="logo")
    draft = start_draft(asset, marketer())
    assert isinstance(draft, AssetVersion)
    write_asset_about(draft, "The company's logo", "")
    write_widths(draft, 240, 60)
    put_master(draft, logo(TEAL), Rule(ANY_CHANNEL))
    publish(draft)
    publish(layout_draft(brand, "email", EMAIL))
    publish(layout_draft(brand, "sms", "{{ brand.sms_sender }}: {{ content }}"))
    publish(layout_draft(brand, "print", LETTER, {"window": "uk-c5"}))
    publish(block_draft("footer", en=OLD_FOOTER))
    publish(template_draft("renewal-notice", {"en": TEMPLATE}, brands=[brand]))


def make_people() -> tuple[User, User, User]:
    """Who writes, who answers for the brand, who for compliance; nothing goes live without the last two, in that order."""
    people = [
        UserFactory(username=username, first_name=first, last_name=last, group=group)
        for username, first, last, group in (
            ("mia", "Mia", "Moreau", MARKETERS),
            ("ben", "Ben", "Okafor", BRAND_REVIEWERS),
            ("cara", "Cara", "Lindqvist", REVIEWERS),
        )
    ]
    ApprovalPolicy.objects.update(active=False)
    policy = ApprovalPolicy.objects.create(name=POLICY)
    for order, role in enumerate((BRAND_REVIEWERS, REVIEWERS), start=1):
        policy.steps.create(order=order, role=Group.objects.get(name=role))
    writes, brand, compliance = people
    return writes, brand, compliance
