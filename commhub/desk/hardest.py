"""Which templates read hardest: each live edition's own words, by the formula of its language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from commhub.contracts import CommhubError, Rendered
from commhub.lint.engine import lint
from commhub.lint.policy import Policy
from commhub.lint.rules.readability import Readability, measure
from commhub.lint.ruleset import RuleSet
from commhub.lint.selection import language_of
from commhub.lint.sources import readables
from commhub.publish.editions import load
from commhub.publish.models import LiveEdition
from commhub.publish.proofs import rendered_samples

NO_RULES = RuleSet((), Policy())


@dataclass(frozen=True, slots=True)
class Read:
    """How one live edition reads on one channel. `limit` is the organisation's, None when it has set none."""

    template: str
    template_pk: int
    brand: str
    locale: str
    channel: str
    readability: Readability
    limit: float | None

    @property
    def too_hard(self) -> bool:
        return self.limit is not None and self.readability.is_harder_than(self.limit)


def hardest(policy: Policy, may_go_on: Callable[[], bool]) -> tuple[list[Read], int]:
    """All live templates that a formula can say something of, each language by the brand that is hardest, the hardest of
    each formula first; and how many editions were left for want of time."""
    found: dict[tuple[str, str], Read] = {}
    left = 0
    rows = LiveEdition.objects.select_related("template", "brand", "edition").order_by("template__key", "locale")
    for row in rows:
        if not may_go_on():
            left += 1
            continue
        measured = _measured(row.edition.hash)
        if measured:
            channel, readability = measured
            language = language_of(row.locale)
            one = Read(
                row.template.key, row.template.pk, row.brand.name, row.locale, channel, readability,
                policy.hardest.get(language),
            )  # fmt: skip
            known = found.get((one.template, one.locale))
            if known is None or readability.is_harder_than(known.readability.score):
                found[one.template, one.locale] = one
    return sorted(found.values(), key=_hardness), left


def _hardness(one: Read) -> tuple[str, float, str]:
    sign = -1 if one.readability.formula.higher_is_harder else 1
    return one.readability.formula.name, sign * one.readability.score, one.template


@lru_cache(maxsize=4_096)
def _measured(edition_hash: str) -> tuple[str, Readability] | None:
    """The first channel that is long enough, and how it reads; letters are made last, as they take longest.

    An edition never changes, so that each is measured once in a process.
    """
    try:
        loaded = load(edition_hash)
    except CommhubError:  # its files are gone; whoever looks at its page is told
        return None
    for channel, _, rendered in rendered_samples(loaded):
        if not isinstance(rendered, Rendered):
            continue
        blocks = [block for part in rendered.readable for block in readables.blocks(part)]
        locale = loaded.edition.locale_of(channel)
        found = measure(lint(blocks, locale, NO_RULES).readings, locale)
        if found:
            return channel, found
    return None
