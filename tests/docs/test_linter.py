"""The examples of docs/linter.md give what the page says."""

from __future__ import annotations

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from commhub.lint.packs.reading import FLAGS, LISTS, TEXTS
from commhub.lint.sources import source_blocks

PAGE = Path(__file__).resolve().parents[2] / "docs" / "linter.md"
TEXT = PAGE.read_text("utf-8")
[LETTER] = re.findall(r"```html\n(.*?)```", TEXT, re.DOTALL)
[PACK] = [block for block in re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL) if "commhub-rulepack/1" in block]
[TOLD] = [block for block in re.findall(r"```text\n(.*?)```", TEXT, re.DOTALL) if block.startswith("letters/")]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "welcome.html").write_text(LETTER, encoding="utf-8")
    (tmp_path / "words.json").write_text(PACK, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(*more: str, status: int) -> str:
    """What the command of the page writes, when it ends with this status."""
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("lint", "letters", "--pack", "words.json", *more, stdout=out, stderr=StringIO())
    assert ended.value.code == status
    return out.getvalue()


@pytest.mark.usefixtures("folder")
def test_the_example_says_what_the_page_says_and_ends_with_1() -> None:
    assert said(status=1) == TOLD


@pytest.mark.usefixtures("folder")
def test_each_format_of_the_page_is_one_that_there_is() -> None:
    named = re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE)
    formats = [name for name in named if name not in json.loads(PACK)["terms"][0]]
    assert {"text", "json", "sarif", "junit", "github"} <= set(formats)
    for name in ("json", "sarif", "junit", "github"):
        assert "deductible" in said("--format", name, status=1)


def test_every_key_of_a_rule_pack_that_is_read_is_on_the_page() -> None:
    for key in (*TEXTS, *LISTS, *FLAGS, "settings"):
        assert f"`{key}`" in TEXT, key


def test_the_places_of_the_drawing_are_those_of_the_linter() -> None:
    [block] = source_blocks("Your ded<b>uct</b>ible &amp; more", "email_html", "rendered")
    assert (block.text, block.starts[5], block.ends[14]) == ("Your deductible & more", 5, 22)
