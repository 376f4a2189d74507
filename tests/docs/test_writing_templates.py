"""Every example of docs/writing-templates.md is compiled and rendered, and gives what the page says."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from brand_assets.models import Brand
from commhub.channels import channels
from commhub.contracts import CompileError, RenderError
from commhub.publish.compile import compile_version
from commhub.publish.samples import sample_brief
from commhub.render.jinja.environment import run
from commhub.render.jinja.marks import without_marks
from commhub.render.jinja.values import typed
from templates_store.models import TemplateVersion
from templates_store.variables import sample_of, spec_from_json
from tests.factories import block_draft, brand_draft, layout_draft, publish, template_draft

PAGE = Path(__file__).resolve().parents[2] / "docs" / "writing-templates.md"
TEXT = PAGE.read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| `(\{\{.*?\}\})` \| (.*?) \| (.*?) \|$", re.MULTILINE)
SOURCES = {"markdown": "body", "html": "email-html", "sms": "sms"}
TOKENS: Mapping[str, Any] = {
    "name": "Northlight",
    "phone": "0808 157 0142",
    "sms_sender": "Northlight",
    "email_sender": {"name": "Northlight", "address": "hello@northlight.example.com"},
    "colour": {"primary": "#0a6b5e"},
}
LAYOUT = "<!doctype html><html><body>{{ content }}</body></html>"


def variables() -> list[dict[str, Any]]:
    found = re.search(r"```json variables\n(.*?)```", TEXT, re.DOTALL)
    assert found
    return list(json.loads(found.group(1)))


def examples() -> list[tuple[str, str, str, str]]:
    """Each source with what the page says of it: (kind of source, source, text or error, what comes out)."""
    blocks = BLOCK.findall(TEXT)
    return [
        (kind, source, said, outcome)
        for (kind, source), (said, outcome) in itertools.pairwise(blocks)
        if kind in SOURCES
    ]


def rows() -> list[tuple[str, str, str]]:
    """The table of filters: source, and what it gives in en-GB and in zh-Hans."""
    return [(source.replace("\\|", "|"), english, chinese) for source, english, chinese in ROW.findall(TEXT)]


def make_ground() -> Brand:
    """The brand, layouts and block that the page speaks of."""
    brand = publish(brand_draft("northlight", TOKENS)).brand
    publish(layout_draft(brand, "email", LAYOUT))
    publish(layout_draft(brand, "sms", "{{ brand.sms_sender }}: {{ content }}"))
    publish(block_draft("contact-us", **{"en-GB": "Call us on **0800 123**."}))
    return brand


def make_draft(kind: str, source: str, brand: Brand, key: str) -> TemplateVersion:
    parts = {"subject": "Your claim", SOURCES[kind]: source}
    return template_draft(key, {"en-GB": parts}, variables(), brands=[brand])


def outcome_of(kind: str, source: str, brand: Brand, key: str = "example") -> tuple[str, str]:
    """What a marketer gets to see: ("text", ...), ("error", ...), or ("slow", why it is inlined per message)."""
    channel = channels.get("sms" if kind == "sms" else "email")
    try:
        compiled = compile_version(make_draft(kind, source, brand, key), brand, "en-GB")
        rendered = channel.render(compiled.edition, sample_brief(compiled.edition, compiled.asset_bytes))
    except (CompileError, RenderError) as error:
        return "error", f"{error}\n"
    reasons = compiled.edition.channels[channel.name].get("reasons", ())
    if reasons:
        told = (f"line {one['line']}, column {one['column']}: {one['message']}; {one['advice']}\n" for one in reasons)
        return "slow", "".join(told)
    return "text", on_the_screen(rendered.content["text"])


def on_the_screen(text: str) -> str:
    """The text as a mail program shows it: a space at the end of a line says that the next one belongs to it (RFC 3676)."""
    return text.replace(" \n", "").rstrip("\n") + "\n"


def printed(source: str, locale: str) -> str:
    specs = [spec_from_json(raw) for raw in variables()]
    context = typed(sample_of(specs), specs)
    return without_marks(run(source, context, locale=locale, markup=False, part="row"))


def test_the_page_has_examples_of_each_kind() -> None:
    assert {(kind, said) for kind, _, said, _ in examples()} == {
        ("markdown", "text"),
        ("markdown", "error"),
        ("html", "text"),
        ("html", "error"),
        ("html", "slow"),
        ("sms", "text"),
    }
    assert len(rows()) >= 15


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "source", "said", "outcome"), examples())
def test_an_example_gives_what_the_page_says(kind: str, source: str, said: str, outcome: str) -> None:
    assert outcome_of(kind, source, make_ground()) == (said, outcome)


@pytest.mark.parametrize(("source", "english", "chinese"), rows())
def test_a_filter_gives_what_the_page_says(source: str, english: str, chinese: str) -> None:
    assert (printed(source, "en-GB"), printed(source, "zh-Hans")) == (english, chinese)
