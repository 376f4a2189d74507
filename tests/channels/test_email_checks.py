"""The checks of an e-mail on its way to live: places in layout and part, brand tokens, and what stops."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commhub.approval.errors import Refused
from commhub.approval.submit import submit
from commhub.channels.email import Email
from commhub.contracts import Finding
from commhub.desk.findings import told
from commhub.publish.compile import compile_version
from commhub.publish.proofs import make_proofs
from commhub.publish.samples import sample_brief
from templates_store.models import TemplateVersion
from tests.factories import TOKENS, block_draft, brand_draft, layout_draft, marketer, publish, template_draft
from tests.store import NOW

pytestmark = pytest.mark.django_db
LAYOUT = """<!doctype html>
<html lang="{{ locale }}"><head><title>{{ subject }}</title>
<style>
.card { color: {{ brand.colour.primary }}; display: flex }
</style></head>
<body><h1>{{ subject }}</h1>
<div class="card">{{ content }}</div>
</body></html>"""
BODY = "Dear {{ name }},\n\nsee [click here]({{ page }}).\n\n#### Terms\n\n{% include 'contact-us' %}\n"
VARIABLES = [
    {"name": "name", "type": "string", "sample": "Maria"},
    {"name": "page", "type": "string", "sample": "https://www.northlight.example.com/pay"},
]


def draft(layout: str = LAYOUT, **tokens: object) -> TemplateVersion:
    publish(block_draft())
    brand = publish(brand_draft(tokens={**TOKENS, **tokens})).brand
    publish(layout_draft(brand, "email", layout))
    return template_draft(parts={"en": {"subject": "News", "body": BODY}}, variables=VARIABLES, brands=[brand])


def findings(version: TemplateVersion) -> list[Finding]:
    return [finding for proof in make_proofs(version) for finding in proof.findings if not finding.end]


def test_each_finding_has_its_place_in_the_layout_or_the_part() -> None:
    listed = findings(draft())
    assert [(one.rule, one.severity, one.part, one.line, one.column) for one in listed] == [
        ("link-text", "warning", "body", 3, 0),
        ("heading-order", "warning", "body", 5, 0),
        ("client-support", "warning", "layout", 4, 53),
    ]
    shown = [(one.part, one.line, one.instead, one.of_words) for one in told(("en, e-mail", one) for one in listed)]
    assert shown[-1] == ("layout", 4, "lay it out with a table", False)


def test_the_clients_that_a_brand_targets_count() -> None:
    rules = [one.rule for one in findings(draft(email_clients=["apple-mail"]))]
    assert rules == ["link-text", "heading-order"]


def test_a_client_that_nobody_knows_is_a_mistake_in_the_brand() -> None:
    (proof,) = make_proofs(draft(email_clients=["netscape"]))
    assert proof.error.startswith("brand tokens: email_clients: there is no client 'netscape'; there are: aol, ")


def test_an_error_stops_submit_and_says_where() -> None:
    version = draft(LAYOUT.replace("<h1>", '<img src="https://a.example/x.png"><h1>'))
    with pytest.raises(Refused) as refused:
        submit(version, marketer(), now=NOW)
    assert str(refused.value) == (
        f"{version.label} cannot go on: This picture has no alt text: a screen reader reads its address out, and nothing "
        "stands in its place while pictures are off. (layout, line 6)"
    )
    assert [one.rule for one in refused.value.findings] == ["image-text"]


def test_a_link_from_data_is_held_to_the_brand_s_hosts_at_every_render() -> None:
    version = draft(link_hosts=["*.northlight.example.com"])
    assert "link-host" not in [one.rule for one in findings(version)]
    compiled = compile_version(version, version.brands.get(), "en")
    brief = sample_brief(compiled.edition, compiled.asset_bytes)
    assert Email().render(brief.edition, brief).findings == ()
    stray = replace(brief, data={**brief.data, "page": "https://northlight.example.com.evil.example/"})
    (finding,) = Email().render(stray.edition, stray).findings
    assert (finding.rule, finding.severity, finding.surface) == (
        "link-host",
        "error",
        "northlight.example.com.evil.example",
    )


def test_a_stray_link_of_a_proof_is_told_once_with_its_place() -> None:
    listed = findings(draft(link_hosts=["northlight.example.com"]))
    assert [(one.part, one.line) for one in listed if one.rule == "link-host"] == [("body", 3)]
