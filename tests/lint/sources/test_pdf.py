"""The linter says the same of a letter's pages as of its HTML, for every letter of the library."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pytest

from commhub.channels.print import Print, _draft
from commhub.contracts import Readable
from commhub.lint.blocks import Block
from commhub.lint.engine import lint
from commhub.lint.rules.base import TermSpec
from commhub.lint.ruleset import RuleSet
from commhub.lint.sources import pdf, readables
from commhub.render.letters.alignment import tokens
from commhub.render.letters.pdf import make_pdf
from commhub.render.text.readable import readable
from tests.golden.cases import Case, cases, made

LETTERS = [case for case in cases() if case.channel == "print"]


WORDS_AROUND_AN_ADDRESS = re.compile(r"(\w+) \(https?://[^)]*\) (\w+)")
"""Letters print the address of a link behind its words, and so part what belongs together in the HTML."""


@dataclass(frozen=True)
class Letter:
    """A letter of the library: its PDF, its HTML, what that says with its fields, its subject and its language."""

    content: bytes
    html: str
    said: Readable
    subject: str
    locale: str

    def inner(self, name: str) -> str:
        """The text of the element with this id."""
        found = re.search(rf'id="{name}">([^<]*)<', self.html)
        return found[1].strip() if found else ""


def letter(case: Case) -> Letter:
    one = made(case)
    content = one.rendered.content
    said = _draft(one.edition, one.brief).said
    return Letter(one.rendered.document, content["html"], said, content["subject"], one.edition.locale)


def rules_for(said: str, locale: str) -> RuleSet:
    """A term for every word of the letter, and for any two that follow each other in a block."""
    texts: dict[str, None] = {}
    for block in said.split("\n"):
        words = [block[word.start : word.end] for word in tokens(block)]
        texts |= dict.fromkeys(word for word in words if len(word) > 3 and word.isalpha())
        separator = "" if locale.startswith("zh") else " "
        texts |= {
            one + separator + other: None
            for one, other in pairwise(words)
            if one.isalpha() and other.isalpha() and f"{one}{separator}{other}" in block
        }
    return RuleSet(
        TermSpec(text, locale, "term", "jargon", "error", inflect=False, case="exact")
        for text in texts
        if len(text) > 1
    )


def counted(blocks: Sequence[Block], locale: str, rules: RuleSet) -> Counter[tuple[str, str]]:
    return Counter((one.surface, one.field) for one in lint(blocks, locale, rules).findings)


@pytest.mark.parametrize("case", LETTERS, ids=lambda case: case.name)
def test_what_is_found_in_the_html_is_found_on_the_pages(case: Case) -> None:
    one = letter(case)
    rules = rules_for(one.said.text, one.locale)
    pages = pdf.read(one.content, one.said)
    several = max(pages.pages) > 0
    # What stands in place of a picture is not printed, nor is the head of further pages when there are none.
    unprinted = [*re.findall(r'alt="([^"]+)"', one.html), *([] if several else [one.inner("runner")])]
    blocks = list(readables.blocks(one.said))
    for text in unprinted:
        blocks.remove(next(block for block in blocks if block.text == text))
    in_html = counted(blocks, one.locale, rules)
    parted = Counter((f"{left} {right}", "") for left, right in WORDS_AROUND_AN_ADDRESS.findall(pages.text))

    found = counted(pdf.blocks(pages), one.locale, rules)

    assert len(in_html) > 50
    assert dict(in_html - found - parted) == {}
    repeated = f"{one.subject}\n{one.inner('imprint')}\n{one.inner('runner')}"  # on every page
    assert [words for words, _ in found - in_html if not (several and words in repeated)] == []


def test_the_fields_of_a_letter_are_named_on_its_pages() -> None:
    one = letter(next(case for case in LETTERS if case.name == "payment-reminder.en-GB.northlight"))
    pages = pdf.read(one.content, one.said)
    in_html = {(one.said.text[span.start : span.end], span.field) for span in one.said.spans}
    assert {(pages.text[span.start : span.end].replace("\n", " "), span.field) for span in pages.spans} == in_html
    assert len(in_html) > 4


def test_a_letter_among_others_in_one_pdf_reads_as_it_does_alone() -> None:
    alone = [made(case) for case in LETTERS[:2]]  # of two pages each
    together = Print().render_batch([one.brief for one in alone])
    assert list(together.readables) == [one.rendered.readable for one in alone]
    assert [one.part for one in together.readables[1]] == ["subject", "page"]
    assert together.readables[1][1].spans


def test_a_finding_is_placed_on_the_paper() -> None:
    html = '<html><head><style>p::before { content: "NIGO: " }</style></head><body><p>your form</p></body></html>'
    content = make_pdf(html, {}, {}).content
    pages = pdf.read(content)
    rules = RuleSet([TermSpec("NIGO", "en", "term", "code", "error")])

    [finding] = lint(pdf.blocks(pages), "en", rules).findings

    assert (finding.part, finding.surface, pages.text[finding.start : finding.end]) == ("page", "NIGO", "NIGO")
    [[box]] = pages.boxes(content, [(finding.start, finding.end)])
    assert box.page == 0
    assert 0 < box.box[0] < box.box[2] < box.size[0]
    assert 0 < box.box[1] < box.box[3] < box.size[1] / 4


def test_a_word_that_was_cut_is_found_whole_and_one_of_two_cells_is_not() -> None:
    html = (
        '<html lang="en"><body><p style="hyphens: auto; width: 20mm">our adjudication</p>'
        "<table><tr><td>core</td><td>cover</td></tr></table></body></html>"
    )
    pages = pdf.read(make_pdf(html, {}, {}).content, readable(html, "body"))
    rules = RuleSet(TermSpec(text, "en", "term", "jargon", "error") for text in ("adjudication", "core cover"))
    assert [one.surface.replace("\u00ad", "") for one in lint(pdf.blocks(pages), "en", rules).findings] == [
        "adjudication"
    ]
    assert "\u00ad" in pages.text


def test_roles_and_languages_of_the_html_hold_on_the_pages() -> None:
    html = (
        '<html lang="en"><body><h2>Glossary</h2><dl class="glossary"><dt>APR</dt><dd>what a loan costs in a year</dd></dl>'
        '<p>Our APR <b lang="fr">le deductible</b> and so on</p><p lang="fr">Votre deductible</p></body></html>'
    )
    said = readable(html, "body")
    pages = pdf.read(make_pdf(html, {}, {}).content, said)

    def known(blocks: Sequence[Block]) -> list[tuple[str, str, str]]:
        return [(block.text, block.locale, block.role) for block in blocks]

    assert known(pdf.blocks(pages)) == known(readables.blocks(said))
    assert {block.role for block in pdf.blocks(pages)} == {"text", "heading", "glossary-term", "glossary-text"}
    assert {block.locale for block in pdf.blocks(pages)} == {"en", "fr"}
