"""Reads a message as the customer will and says what is wrong with it: the linter on one page, pure.

    source  ->  blocks  ->  read (fold, find, rule types)  ->  settle (longest, protected, explained, waived)  ->  findings

`sources/` makes the blocks; `ruleset` reads each once for all messages that have it; here the whole message is settled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from commhub.contracts import JSON, Finding, Readable
from commhub.lint.blocks import Block
from commhub.lint.errors import LintUnavailable
from commhub.lint.explained import unexplained
from commhub.lint.origin import Origins
from commhub.lint.overlaps import longest
from commhub.lint.quoting import quoted
from commhub.lint.reading import Hit, Reading
from commhub.lint.ruleset import RuleSet
from commhub.lint.selection import narrowed
from commhub.lint.silent import audible
from commhub.lint.sources import readables as readables_source
from commhub.lint.waived import Sentences, Waiver
from commhub.lint.wording import message_of

__all__ = ["LintUnavailable", "Report", "check", "lint", "stops", "told"]


WAIVED: Final = "waived"
NO_WAIVERS: Final[Mapping[str, Waiver]] = {}
NO_FACTS: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Report:
    """What the linter says of one message. `doubtful` hits are for review: they neither block nor vanish. `waived` are
    findings that a waiver covers, with it. All are in order of part and place."""

    findings: tuple[Finding, ...] = ()
    doubtful: tuple[Finding, ...] = ()
    waived: tuple[tuple[Finding, Waiver], ...] = ()
    readings: tuple[Reading, ...] = field(default=(), repr=False)


def check(
    readables: Sequence[Readable],
    locale: str,
    rules: RuleSet,
    data: Mapping[str, JSON] | None = None,
    waivers: Mapping[str, Waiver] = NO_WAIVERS,
    facts: Mapping[str, str] = NO_FACTS,
) -> tuple[Finding, ...]:
    """Everything that the rules have to say about a rendered message's texts, in order of part and place.

    `data` is the request's data, used to name the field that brought a word in. Doubtful hits are told with the severity
    review. What one of the `waivers` (in force, in scope, by fingerprint) covers is told too, with the severity waived
    and the waiver's id. Neither stops anything. `facts` say what message it is (template, category, channel, brand),
    for rules that hold for some only. Raises LintUnavailable when a rule cannot be checked: then nothing may be sent.
    """
    blocks = [block for readable in readables for block in readables_source.blocks(readable)]
    return told(lint(blocks, locale, rules, data=data, waivers=waivers, facts=facts))


def told(report: Report) -> tuple[Finding, ...]:
    """All of a report, the doubtful and the waived with those severities, in order of part and place."""
    waived = [replace(finding, severity=WAIVED, waiver=waiver.id) for finding, waiver in report.waived]
    return tuple(sorted([*report.findings, *report.doubtful, *waived], key=_place))


def lint(
    blocks: Sequence[Block],
    locale: str,
    rules: RuleSet,
    *,
    data: Mapping[str, JSON] | None = None,
    waivers: Mapping[str, Waiver] = NO_WAIVERS,
    facts: Mapping[str, str] = NO_FACTS,
) -> Report:
    """Everything that the rules have to say about these blocks, which together are one message."""
    own = rules.for_locale(locale)
    readings = [
        (rules.for_locale(narrowed(block.locale, locale)) if block.locale else own).read(block) for block in blocks
    ]
    found = [(number, hit) for number, reading in enumerate(readings) if reading.hits for hit in reading.hits]
    found += own.across(readings, facts)
    if not found:
        return Report(readings=tuple(readings))
    found = audible(longest(found), blocks)
    sure = [one for one in found if not one[1].doubt]
    open_ = unexplained(readings, sure, own, blocks)
    sentences, origins = _Sentences(blocks), Origins(blocks, data)
    findings, waived = [], []
    for number, hit in open_:
        finding = _finding(hit, blocks[number], origins.field_of(number, hit), sentences[number])
        if waiver := waivers.get(finding.fingerprint):
            waived.append((finding, waiver))
        else:
            findings.append(finding)
    doubtful = [
        _finding(hit, blocks[number], origins.field_of(number, hit), sentences[number])
        for number, hit in found
        if hit.doubt
    ]
    return Report(
        tuple(sorted(findings, key=_place)),
        tuple(sorted(doubtful, key=_place)),
        tuple(sorted(waived, key=lambda pair: _place(pair[0]))),
        tuple(readings),
    )


def stops(findings: Sequence[Finding]) -> bool:
    """Whether these findings keep a message from being sent, or a version from being approved."""
    return any(finding.severity == "error" for finding in findings)


class _Sentences(dict[int, Sentences]):
    """The sentences of each block, by its number: read when the first finding asks for them."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks

    def __missing__(self, number: int) -> Sentences:
        block = self._blocks[number]
        self[number] = Sentences(block.text, block.spans)
        return self[number]


def _finding(hit: Hit, block: Block, field: str, sentences: Sentences) -> Finding:
    start, end = block.place(hit.start, hit.end)
    surface = block.text[hit.start : hit.end]
    message = hit.message or message_of(hit.term, surface)
    return Finding(
        rule=hit.term.key,
        kind=hit.term.kind,
        severity="review" if hit.doubt else hit.term.severity,
        part=block.part,
        start=start,
        end=end,
        surface=surface,
        message=f"{hit.doubt} If it is meant: {message}" if hit.doubt else message,
        suggestion=hit.term.suggestion,
        field=field,
        context=quoted(block.text, hit.start, hit.end),
        sentence=sentences.sentence(hit.start, hit.end),
        fingerprint=sentences.fingerprint(hit.term.key, hit.start, hit.end),
    )


def _place(finding: Finding) -> tuple[str, int, int, str]:
    return finding.part, finding.start, finding.end, finding.rule
