"""Lints everything that is live, as it would reach customers, for `manage.py lint --store`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from commhub.contracts import Brief, Edition, Finding, Rendered, RenderError
from commhub.lint.engine import Report
from commhub.lint.formats.base import Linted
from commhub.lint.message import read_message
from commhub.lint.ruleset import RuleSet
from commhub.lint.store.waivers import in_force
from commhub.lint.waived import Waiver
from commhub.publish.editions import load
from commhub.publish.models import LiveEdition
from commhub.publish.proofs import rendered_samples


def lint_store(rules: RuleSet, *, now: datetime) -> Iterator[Linted]:
    """What the linter says of each part of every live edition with its samples, by channel; waivers in force count.

    The name of a text is template/brand/locale/channel/part. A message that cannot be made is told as an error finding:
    what nobody could read is not fine.
    """
    waivers = in_force(now)
    for stored in LiveEdition.objects.select_related("edition").order_by("template__key", "brand__key", "locale"):
        loaded = load(stored.edition.hash)
        told: set[tuple[str, str]] = set()
        for channel, brief, rendered in rendered_samples(loaded):
            edition = loaded.edition
            name = "/".join((edition.template, edition.brand_key, edition.locale, channel))
            if isinstance(rendered, RenderError):
                yield Linted(name, "", Report((_not_made(rendered),)))
                continue
            for part, text, report in _parts(edition, brief, rendered, rules, waivers.of(edition)):
                if (name + part, text) not in told:
                    told.add((name + part, text))
                    yield Linted(f"{name}/{part}", text, report)


def _parts(
    edition: Edition, brief: Brief, rendered: Rendered, rules: RuleSet, waivers: Mapping[str, Waiver]
) -> Iterator[tuple[str, str, Report]]:
    """The message is linted as a whole, and what was found is told part by part."""
    whole = read_message(edition, rendered, rules, brief.data, waivers)
    for readable in rendered.readable:
        part = readable.part
        yield (
            part,
            readable.text,
            Report(
                tuple(one for one in whole.findings if one.part == part),
                tuple(one for one in whole.doubtful if one.part == part),
                tuple((one, waiver) for one, waiver in whole.waived if one.part == part),
            ),
        )


def _not_made(error: RenderError) -> Finding:
    return Finding("cannot-render", "error", "error", "", 0, 0, "", f"The message cannot be made: {error}")
