"""A finished message read by the linter: in the language that its channel speaks, and in any that stands in it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from commhub.contracts import JSON, Edition, Finding, Rendered
from commhub.lint.engine import NO_WAIVERS, Report, lint, told
from commhub.lint.facts import message_facts
from commhub.lint.ruleset import RuleSet
from commhub.lint.selection import narrowed
from commhub.lint.sources import readables
from commhub.lint.waived import Waiver

OF_ONE_LANGUAGE: Final = frozenset({"readability", "consistency", "required"})
"""Kinds of rules that ask about a text as a whole: they hold in the language that it is written in, and in no other."""


def check_message(
    edition: Edition,
    rendered: Rendered,
    rules: RuleSet,
    data: Mapping[str, JSON],
    waivers: Mapping[str, Waiver] = NO_WAIVERS,
) -> tuple[Finding, ...]:
    """Everything that the rules have to say about a message of an edition, as engine.check tells it. Raises
    LintUnavailable."""
    return told(read_message(edition, rendered, rules, data, waivers))


def read_message(
    edition: Edition,
    rendered: Rendered,
    rules: RuleSet,
    data: Mapping[str, JSON],
    waivers: Mapping[str, Waiver] = NO_WAIVERS,
) -> Report:
    """What the linter says of a message: a text message that fell back to English is read as English.

    Where something stands in another language (a subject, a content block), the words of that language are looked for as
    well, in all of the message. Raises LintUnavailable.
    """
    blocks = [block for readable in rendered.readable for block in readables.blocks(readable)]
    facts, whole = message_facts(edition, rendered.channel), {"data": data}
    spoken = edition.locale_of(rendered.channel)
    report = lint(blocks, spoken, rules, data=whole, waivers=waivers, facts=facts)
    # What the document says of its own language is not said of a piece in another that stands in it.
    unsaid = [replace(block, locale="") if narrowed(block.locale, spoken) == spoken else block for block in blocks]
    for locale in edition.also_in(rendered.channel):
        more = lint(unsaid, locale, rules, data=whole, waivers=waivers, facts=facts)
        known = {_what(one) for one in (*report.findings, *report.doubtful, *(found for found, _ in report.waived))}
        report = replace(
            report,
            findings=report.findings + tuple(one for one in more.findings if _is_new(one, known)),
            doubtful=report.doubtful + tuple(one for one in more.doubtful if _is_new(one, known)),
            waived=report.waived + tuple(pair for pair in more.waived if _is_new(pair[0], known)),
        )
    return report


def _what(finding: Finding) -> tuple[str, str, int, int]:
    return finding.rule, finding.part, finding.start, finding.end


def _is_new(finding: Finding, known: set[tuple[str, str, int, int]]) -> bool:
    return finding.kind not in OF_ONE_LANGUAGE and _what(finding) not in known
