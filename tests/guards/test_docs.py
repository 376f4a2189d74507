"""Every link in the documentation leads somewhere, to the heading that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.guards.source import ROOT

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)
ELSEWHERE = ("http://", "https://", "mailto:")


def documents() -> Iterator[Path]:
    yield from sorted(ROOT.glob("*.md"))
    yield from sorted((ROOT / "docs").rglob("*.md"))


def anchors(markdown: str) -> set[str]:
    """The anchors that the headings of a page get: lower case, punctuation dropped, spaces to hyphens."""
    headings = HEADING.findall(FENCE.sub("", markdown))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def dead_links(page: Path, markdown: str) -> list[str]:
    """The links of a page to files or headings that are not there."""
    dead = []
    for target in LINK.findall(CODE.sub("", FENCE.sub("", markdown))):
        if target.startswith(ELSEWHERE):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        text = (
            markdown
            if file == page
            else file.read_text(encoding="utf-8")
            if file.suffix == ".md" and file.exists()
            else ""
        )
        if not file.exists() or (anchor and anchor not in anchors(text)):
            dead.append(target)
    return dead


def test_every_link_leads_somewhere() -> None:
    dead = {str(page.relative_to(ROOT)): dead_links(page, page.read_text(encoding="utf-8")) for page in documents()}
    assert {page: links for page, links in dead.items() if links} == {}


def test_the_pages_that_are_promised_are_there() -> None:
    promised = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "docs/threat-model.md"]
    promised += ["docs/adding-a-channel.md", "docs/adding-a-provider.md", "docs/adding-a-lint-rule.md"]
    promised += ["docs/adding-an-operator.md"]
    assert [name for name in promised if not (ROOT / name).exists()] == []


def test_the_guard_sees_a_dead_link(tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text("# A Heading, *here*\n")
    page = tmp_path / "page.md"
    text = (
        "[a](other.md) [b](other.md#a-heading-here) [c](other.md#nowhere) [d](missing.md) [e](#top) [f](https://x.test)\n"
        "# Top\n```\n[g](in-code.md)\n# not-a-heading\n```\n`[h](in-code.md)` [i](#not-a-heading)\n"
    )
    page.write_text(text)
    assert dead_links(page, text) == ["other.md#nowhere", "missing.md", "#not-a-heading"]
