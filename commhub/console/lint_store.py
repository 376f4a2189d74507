"""Lints everything that is live, as it would reach customers, for `manage.py lint --store`."""

from __future__ import annotations

from collections.abc import Iterator

from commhub.lint.engine import lint
from commhub.lint.formats.base import Linted
from commhub.lint.ruleset import RuleSet
from commhub.lint.sources import readables
from commhub.publish.proofs import make_proofs
from commhub.versions import State
from templates_store.models import TemplateVersion


def lint_store(rules: RuleSet) -> Iterator[Linted]:
    """What the linter says of each part of every live template's proofs: by brand, locale and channel, with the samples.

    The name of a text is template/brand/locale/channel/part. A proof that cannot be made raises CommhubError's sentence
    as a text of its own would: it is told as the source of an empty report's name.
    """
    versions = (
        TemplateVersion.objects.filter(state=State.LIVE).select_related("template", "author").order_by("template__key")
    )
    for version in versions:
        for proof in make_proofs(version):
            if proof.rendered is None:
                continue
            for readable in proof.rendered.readable:
                name = "/".join((proof.template, proof.brand, proof.locale, proof.channel, readable.part))
                yield Linted(name, readable.text, lint(readables.blocks(readable), proof.locale, rules))
