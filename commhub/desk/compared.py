"""What customers read, in one version and in another: the words of each proof, by the place at which they stand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from commhub.contracts import CompileError, Rendered
from commhub.desk.channels import channel_label
from commhub.desk.diff import Change, changes
from commhub.publish.compile import compile_version
from commhub.publish.golive import brands_of, live_versions_using, locales_of
from commhub.publish.proofs import Proof, proofs_of
from commhub.publish.sources import Using
from commhub.versions import Version
from templates_store.models import TemplateVersion

WITHOUT_WORDS = frozenset({"term-list", "channel-rules"})
"""The kinds of which no customer reads anything."""


def steps_of(before: Version, after: Version) -> list[TemplateVersion]:
    """What is compared one after the other: a template itself, or each live template that uses the thing."""
    if after.kind in WITHOUT_WORDS:
        return []
    if isinstance(after, TemplateVersion):
        return [after]
    return sorted(live_versions_using(after), key=lambda version: version.template.key)


def compared_words(before: Version, after: Version, user: TemplateVersion, on: date) -> list[Change]:
    """The words of a template's proofs with the one version and with the other, of every channel, brand and language."""
    return changes(_words(before, user, on), _words(after, user, on))


def _words(version: Version, user: TemplateVersion, on: date) -> dict[str, str]:
    written = version if isinstance(version, TemplateVersion) else user
    using: Using = {(version.kind, version.parent.pk): version}
    found: dict[str, str] = {}
    for brand in brands_of(version, written):
        for locale in locales_of(written):
            place = f"{brand.name}, {locale}"
            try:
                compiled = compile_version(written, brand, locale, using, on=on)
            except CompileError as error:
                found[place] = f"This cannot be made: {error}."
                continue
            for proof in proofs_of(compiled):
                found |= dict(_of_proof(proof, f"{place}, {channel_label(proof.channel)}"))
    return found


def _of_proof(proof: Proof, place: str) -> Iterator[tuple[str, str]]:
    if proof.rendered is None:
        yield place, f"This cannot be made: {proof.error}."
        return
    for part, text in readable_words(proof.rendered).items():
        yield f"{place}: {part}", text


def readable_words(rendered: Rendered) -> dict[str, str]:
    """What a customer reads in a message, by part, one block on a line."""
    found: dict[str, str] = {}
    for readable in rendered.readable:
        text = readable.text.replace("\u2028", " ").replace("\u2029", " ")
        found[readable.part] = "\n".join(filter(None, [found.get(readable.part, ""), text]))
    return found
