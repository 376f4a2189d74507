"""The brief of a test set: what a message of an edition is rendered from when it is for nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from commhub.codes.dictionary import Dictionary
from commhub.codes.using import codes_elsewhere, codes_for, unmapped_in
from commhub.contracts import JSON, Brief, Edition
from commhub.publish.samples import NOBODY, sample_brief


def sample_with_codes(
    edition: Edition,
    asset_bytes: Mapping[str, bytes],
    data: Mapping[str, JSON] | None,
    dictionary: Dictionary,
    recipient: Mapping[str, JSON] = NOBODY,
) -> Brief:
    """The brief with the words for its codes; a code without words stands for itself: a finding says what is missing."""
    brief = sample_brief(edition, asset_bytes, data, recipient)
    codes = codes_for(edition, brief.data, dictionary)
    elsewhere = codes_elsewhere(edition, brief.data, dictionary)
    for one in unmapped_in(edition, brief.data, codes, elsewhere):
        for known in (codes, *elsewhere.values()):
            known.setdefault(one.variable, {}).setdefault(one.code, one.code)
    return replace(brief, codes=codes, codes_elsewhere=elsewhere)
