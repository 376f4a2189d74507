"""E-mails whose styles depend on data: inlined in each message, by the same channel, with the reason on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from commhub.channels.base import Source
from commhub.channels.email import Email
from commhub.contracts import JSON, AssetFile, CompileError, Edition, RenderError, VariableSpec
from commhub.publish.samples import data_sets, sample_brief

BRAND = {"name": "Northlight", "email_sender": {"name": "Northlight", "address": "post@northlight.example"}}
SLOW = """<html lang="en"><head><title>t</title><style>.late { color: red } .soon { color: green }
a { color: {{ colour }} }</style></head><body>
<p class="{{ status }}">{{ status }}</p>{% if open %}<div>{% endif %}<a href="{{ link }}">x</a>{% if open %}</div>{% endif %}
</body></html>"""
FAST = """<html lang="en"><head><title>t</title><style>.late { color: red } td { margin: 0 } p { padding: 1px }</style></head>
<body class="late">{% if open %}
<p>{{ status }}</p>{% endif %}<table>{% for row in rows %}<tr><td>{{ row }}</td></tr>{% endfor %}</table></body></html>"""
VARIABLES = (
    VariableSpec("status", "string", sample="late"),
    VariableSpec("colour", "string", sample="#123456"),
    VariableSpec("link", "string", sample="https://www.northlight.example"),
    VariableSpec("open", "boolean", sample=True),
    VariableSpec("rows", "list", sample=["a", "b"]),
)


def no_asset(slot: str) -> AssetFile:
    raise CompileError(f"no asset {slot}")


def source_of(html: str) -> Source:
    return Source(
        parts={"subject": "Hello", "email-html": html},
        layout="<html><body>{{ content }}</body></html>",
        settings={},
        brand=BRAND,
        locale="en",
        variables=frozenset(variable.name for variable in VARIABLES),
        asset=no_asset,
    )


def edition_of(share: Mapping[str, JSON], name: str) -> Edition:
    return Edition(
        hash=f"test-{name}",
        template="t",
        category="service",
        brand_key="northlight",
        locale="en",
        brand=BRAND,
        variables=VARIABLES,
        channels={"email": share},
        assets={},
    )


def rendered(share: Mapping[str, JSON], **data: JSON) -> str:
    edition = edition_of(share, "rendered")
    sample = data_sets(VARIABLES)[0] | data
    return Email().render(edition, sample_brief(edition, {}, sample)).content["html"]


def test_styles_that_depend_on_data_are_inlined_in_the_message() -> None:
    share = Email().compile(source_of(SLOW))
    assert share["inlined"] == "per-message"
    assert [(one["line"], one["column"]) for one in share["reasons"]] == [(2, 12), (3, 11), (3, 59), (3, 115)]
    html = rendered(share)
    assert '<p style="color:red" class="late">late</p><div><a style="color:#123456" href=' in html
    html = rendered(share, status="soon", open=False, colour="blue")
    assert '<p style="color:green" class="soon">soon</p><a style="color:blue" href=' in html
    html = rendered(share, status='late" onclick="x', colour="red} a { display: none")
    assert '<p class="late&#34; onclick=&#34;x">' in html
    assert "display: none" not in html


def test_a_share_says_that_it_was_inlined_once() -> None:
    share = Email().compile(source_of(FAST))
    assert (share["inlined"], share["reasons"], share["findings"]) == ("once", [], [])
    slow = Email().compile(replace(source_of(FAST), per_message=True))
    assert slow["inlined"] == "per-message"
    for data in data_sets(VARIABLES):
        assert rendered(share, **data) == rendered(slow, **data)


def test_a_message_that_data_made_act_is_refused() -> None:
    share = Email().compile(source_of(SLOW))
    acting = {**share, "html": str(share["html"]).replace("|safe_url", "")}
    with pytest.raises(RenderError, match="messages only show and link"):
        rendered(acting, link="javascript:alert(1)")


def test_the_claim_is_tried_and_a_difference_is_an_error_with_its_place() -> None:
    source = source_of(FAST)
    share = Email().compile(source)
    edition = edition_of(share, "right")
    briefs = [sample_brief(edition, {}, data) for data in data_sets(VARIABLES)]
    Email().verify(source, edition, briefs)
    wrong = edition_of({**share, "html": str(share["html"]).replace("margin:0", "margin:1px")}, "wrong")
    with pytest.raises(CompileError, match=r'"style" of <td> is .margin:1px. in one') as error:
        Email().verify(source, wrong, briefs)
    assert (error.value.place, error.value.line, error.value.column) == ("email-html (en)", 3, 63)


def test_an_edition_from_before_is_taken_as_inlined_once() -> None:
    share = dict(Email().compile(source_of(FAST)))
    for name in ("inlined", "reasons", "findings"):
        del share[name]
    assert 'style="color:red"' in rendered(share)
