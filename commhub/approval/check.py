"""What must hold before submit and before each approval: all compiles, renders, is free of coded language and sound."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone

from commhub.approval.channel_rules import check_rules
from commhub.approval.errors import Refused
from commhub.approval.term_lists import check_term_list
from commhub.contracts import CompileError, Finding
from commhub.decide.models import RuleBookVersion
from commhub.lint.models import TermListVersion
from commhub.lint.store.waivers import InForce
from commhub.publish.blocks import place_blocks
from commhub.publish.checked import Seen
from commhub.publish.golive import CannotPublish
from commhub.publish.languages import refusals
from commhub.publish.models import Release
from commhub.publish.prepare import Prepared, Progress, make_ready, reasons_of
from commhub.publish.references import problems
from commhub.publish.releases import using_of
from commhub.publish.sources import Sources, Using
from commhub.versions import State, Version
from templates_store.models import ContentBlockVersion, TemplateVersion


def checked(
    release: Release,
    versions: Sequence[Version],
    waivers: InForce,
    now: datetime,
    on_progress: Progress | None = None,
) -> Prepared:
    """What a release would put live, all of it clean but for what the waivers cover.

    Raises Refused, naming every place, when something is not; `findings` are the errors then.
    """
    using = using_of(versions)
    _check_sources(versions)
    for version in versions:
        if isinstance(version, TermListVersion):
            check_term_list(version)
        if isinstance(version, RuleBookVersion):
            check_rules(version)
        _check_alone(version, using)
        _check_life(version, now)
        _check_languages(version)
    try:
        prepared = make_ready(release, versions, waivers, now, on_progress, several=True)
    except CannotPublish as error:  # somebody decided about it meanwhile
        raise Refused(str(error)) from error
    name = versions[0].label if len(versions) == 1 else f"“{release.name}”"
    for version in versions:
        if isinstance(version, TemplateVersion) and not _has_places(version, prepared):
            raise Refused(f"{version.label} cannot go on: it has no brand, or no part in any language.")
    failed = [one for one in prepared.broken if one.error]
    if failed:
        said = "; ".join(reason.removesuffix(".") for reason in reasons_of(failed))
        raise Refused(f"{name} cannot go on: {said}.")
    if errors := errors_of(prepared.broken):
        raise Refused(f"{name} cannot go on: {_told(errors)}", tuple(errors))
    return prepared


def errors_of(broken: Iterable[Seen]) -> list[Finding]:
    """The findings that stand in the way."""
    return [finding for one in broken for finding in one.findings if finding.severity == "error"]


def _has_places(version: TemplateVersion, prepared: Prepared) -> bool:
    places = [made.wanted.version.pk for made in prepared.editions]
    return version.pk in places or any(one.template == version.template.key for one in prepared.broken)


def _told(errors: list[Finding]) -> str:
    """What stands in the way, as sentences: the words that the linter found, then what the checks say of a source."""
    words = ", ".join(dict.fromkeys(f"“{finding.surface}”" for finding in errors if finding.end))
    said = [f"the linter found {words}."] if words else []
    said += [f"{finding.message} ({_place(finding)})" for finding in errors if not finding.end]
    return " ".join(dict.fromkeys(said))


def _place(finding: Finding) -> str:
    return finding.part + (f", line {finding.line}" if finding.line else "")


def _check_life(version: Version, now: datetime) -> None:
    if isinstance(version, TemplateVersion) and version.until is not None and version.until <= now:
        raise Refused(f"{version.label} cannot go on: it is not to be sent after {version.until:%-d %B %Y, %H:%M} UTC.")
    if version.state == State.DRAFT and version.review_by and version.review_by < timezone.localdate(now):
        day = f"{version.review_by:%-d %B %Y}"
        raise Refused(f"{version.label} cannot go on: it was to be looked at again by {day}. Set another day.")


def _check_languages(version: Version) -> None:
    if reasons := list(refusals(version)):
        raise Refused(f"{version.label} cannot go on: {' '.join(reasons)}")


def _check_sources(versions: Sequence[Version]) -> None:
    """What their sources name, and what they declare: told by line and column before anything is compiled."""
    blocks = {version.block.key for version in versions if isinstance(version, ContentBlockVersion)}
    found = [(version, problem) for version in versions for problem in problems(version, live_with_it=blocks)]
    if found:
        said = " ".join(
            f"{version.label}: {problem}" if len(versions) > 1 else str(problem) for version, problem in found
        )
        raise Refused(f"{found[0][0].label if len(versions) == 1 else 'This release'} cannot go on: {said}")


def _check_alone(version: Version, using: Using) -> None:
    """A block that no live template uses yet has no proofs; its own Jinja is looked at all the same."""
    if not isinstance(version, ContentBlockVersion):
        return
    texts = list(version.texts.all())
    if not texts:
        raise Refused(f"{version.label} cannot go on: it has no text in any language.")
    sources = Sources(using)
    for text in texts:
        place = f"content block {version.block.key} ({text.locale})"
        try:
            place_blocks(text.source, "body", text.locale, sources, None, place, (version.block.key,))
        except CompileError as error:
            raise Refused(f"{version.label} cannot go on: {error}.") from error
