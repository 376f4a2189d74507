"""The examples of docs/rendering.md give what the page says."""

from __future__ import annotations

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from commhub.console.sms_parts import answer_to

PAGE = Path(__file__).resolve().parents[2] / "docs" / "rendering.md"
TEXT = PAGE.read_text("utf-8")
SOURCE, DATA, TOLD = (re.findall(rf"```{kind}\n(.*?)```", TEXT, re.DOTALL)[0] for kind in ("html", "json", "text"))
SLOW = '{% if late %}<p class="late">'


@pytest.fixture
def invoice(tmp_path: Path) -> Path:
    (tmp_path / "invoice.html").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "invoice.json").write_text(DATA, encoding="utf-8")
    return tmp_path / "invoice.html"


def told(source: Path, data: Path) -> str:
    """What the command says of an e-mail, with the path as short as on the page."""
    err = StringIO()
    output = source.parent / "out.html"
    call_command("render", "email", str(source), "--data", str(data), "-o", str(output), stderr=err)
    return err.getvalue().replace(str(output), "out.html")


def test_the_first_example_says_what_the_page_says(invoice: Path) -> None:
    said = told(invoice, invoice.with_suffix(".json"))
    assert re.sub(r"(?m)^(sha256 \w{4})\w+$", r"\1…", said) == TOLD


def test_what_is_slow_is_told_with_the_place_that_the_page_names(invoice: Path) -> None:
    assert SLOW in SOURCE
    invoice.write_text(SOURCE.replace(SLOW, '{% if late %}<p class="{{ colour }}">'), encoding="utf-8")
    data = invoice.with_suffix(".json")
    data.write_text(json.dumps({**json.loads(DATA), "colour": "late"}), encoding="utf-8")
    [slow] = [block for block in re.findall(r"```text\n(.*?)```", TEXT, re.DOTALL) if block.startswith("not compiled")]
    assert slow in told(invoice, data)


def test_texts_are_answered_as_the_page_says() -> None:
    [answers] = [block for block in re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL) if '"encoding"' in block]
    texts = ("Your claim is agreed.", "Your claim is “agreed”.")
    asked = [json.dumps({"id": number, "text": text}).encode() for number, text in enumerate(texts, start=1)]
    assert [json.loads(json.dumps(answer_to(line))) for line in asked] == [
        json.loads(line) for line in answers.splitlines()
    ]
