"""The check before submit and before approval: everything compiles, renders, is free of coded language and sound."""

from __future__ import annotations

from commhub.approval.errors import Refused
from commhub.approval.term_lists import check_term_list
from commhub.contracts import CompileError, Finding
from commhub.lint.models import TermListVersion
from commhub.lint.store.waivers import InForce
from commhub.publish.blocks import place_blocks
from commhub.publish.proofs import Proof, make_proofs
from commhub.publish.sources import Sources
from commhub.versions import Version
from templates_store.models import ContentBlockVersion, TemplateVersion


def checked_proofs(version: Version, waivers: InForce) -> list[Proof]:
    """The proofs of a version, all of them clean but for what the waivers cover. Raises Refused, naming every place, when
    one is not."""
    if isinstance(version, TermListVersion):
        check_term_list(version)
    _check_alone(version)
    proofs = make_proofs(version, waivers=waivers)
    if isinstance(version, TemplateVersion) and not proofs:
        raise Refused(f"{version.label} cannot go on: it has no brand, or no part in any language.")
    broken = list(dict.fromkeys(_named(proof) + proof.error for proof in proofs if proof.error))
    if broken:
        raise Refused(f"{version.label} cannot go on: " + "; ".join(broken) + ".")
    errors = [finding for proof in proofs for finding in proof.findings if finding.severity == "error"]
    if errors:
        raise Refused(f"{version.label} cannot go on: {_told(errors)}", tuple(errors))
    return proofs


def _named(proof: Proof) -> str:
    return f"{proof.template}, {' '.join(word for word in (proof.brand, proof.locale, proof.channel) if word)}: "


def _told(errors: list[Finding]) -> str:
    """What stands in the way, as sentences: the words that the linter found, then what the checks say of a source."""
    words = ", ".join(dict.fromkeys(f"“{finding.surface}”" for finding in errors if finding.end))
    said = [f"the linter found {words}."] if words else []
    said += [f"{finding.message} ({_place(finding)})" for finding in errors if not finding.end]
    return " ".join(dict.fromkeys(said))


def _place(finding: Finding) -> str:
    return finding.part + (f", line {finding.line}" if finding.line else "")


def _check_alone(version: Version) -> None:
    """A block that no live template uses yet has no proofs; its own Jinja is looked at all the same."""
    if not isinstance(version, ContentBlockVersion):
        return
    texts = list(version.texts.all())
    if not texts:
        raise Refused(f"{version.label} cannot go on: it has no text in any language.")
    sources = Sources({(version.kind, version.parent.pk): version})
    for text in texts:
        place = f"content block {version.block.key} ({text.locale})"
        try:
            place_blocks(text.source, "body", text.locale, sources, None, place, (version.block.key,))
        except CompileError as error:
            raise Refused(f"{version.label} cannot go on: {error}.") from error
