"""Lints everything that is live, as it would reach customers, for `manage.py lint --store`."""

from __future__ import annotations

from collections.abc import Iterator

from commhub.contracts import Finding
from commhub.lint.engine import Report, lint
from commhub.lint.formats.base import Linted
from commhub.lint.ruleset import RuleSet
from commhub.lint.sources import readables
from commhub.publish.proofs import make_proofs
from commhub.versions import State
from templates_store.models import TemplateVersion


def lint_store(rules: RuleSet) -> Iterator[Linted]:
    """What the linter says of each part of every live template's proofs: by brand, locale and channel, with the samples.

    The name of a text is template/brand/locale/channel/part. A proof that cannot be made is told as an error finding:
    what nobody could read is not fine.
    """
    versions = TemplateVersion.objects.filter(state=State.LIVE).select_related("template", "author")
    for version in versions.order_by("template__key"):
        for proof in make_proofs(version):
            name = "/".join(word for word in (proof.template, proof.brand, proof.locale, proof.channel) if word)
            if proof.rendered is None:
                yield Linted(name, "", Report((_not_made(proof.error),)))
                continue
            for readable in proof.rendered.readable:
                report = lint(readables.blocks(readable), proof.locale, rules)
                yield Linted(f"{name}/{readable.part}", readable.text, report)


def _not_made(error: str) -> Finding:
    return Finding("cannot-render", "error", "error", "", 0, 0, "", f"The proof cannot be made: {error}")
