"""Which live editions print codes that have no words: what somebody has to add before they can be sent with those."""

from __future__ import annotations

from collections.abc import Iterator

from commhub.codes.store import load_dictionary
from commhub.codes.using import Unmapped, unmapped_choices
from commhub.publish.editions import EditionMissing, load
from commhub.publish.models import LiveEdition


def live_gaps() -> list[Unmapped]:
    """The choices without words of all live editions, each said once for the brands that share it."""
    return sorted(set(_gaps()), key=lambda one: (one.template, one.variable, one.locale, one.code))


def _gaps() -> Iterator[Unmapped]:
    rows = list(LiveEdition.objects.values_list("template__key", "edition__hash"))
    dictionary = load_dictionary(template for template, _ in rows)
    for _, edition_hash in rows:
        try:
            yield from unmapped_choices(load(edition_hash).edition, dictionary)
        except EditionMissing:
            continue  # its sends are refused for that, and the log says so
