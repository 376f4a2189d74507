"""What is looked at before a template is submitted or approved: which test sets are rendered, and which only filled in."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from commhub.contracts import Finding
from commhub.lint.store.waivers import InForce
from commhub.publish.compile import Compiled
from commhub.publish.languages import told_of_language
from commhub.publish.proofs import Place, Proof, offered_by, plan_of, proofs_of
from commhub.publish.sources import Shelf, Using
from commhub.publish.test_sets.conditions import Condition
from commhub.publish.test_sets.plan import TestPlan, sets_of
from commhub.publish.test_sets.sets import CONDITION
from templates_store.models import TemplateVersion

UNREACHED: Final = "condition-not-shown"


def proofs_to_check(
    compiled: Compiled, version: TemplateVersion, waivers: InForce, using: Using, shelf: Shelf, *, own: bool
) -> list[Proof]:
    """The proofs that a decision on an edition rests on.

    Of every template: its declared samples and the sets that people named, on every channel. Of one that is itself
    decided on (`own`) also each side of each condition, as its text says it (a letter says the same as the e-mail: its
    templates are run, and its pages are made when somebody looks at them); and the awkward sets are tried: data that a
    template cannot be filled with stands in its way. Sides that no set reaches are told as advice.
    """
    if not own:
        return proofs_of(compiled, waivers=waivers, sets=sets_of(version))
    place = Place(version, compiled.edition.brand_key, compiled.edition.locale, compiled)
    plan = plan_of(place, version, using, shelf)
    proofs = proofs_of(compiled, waivers=waivers, sets=[one for one in plan.sets if one.origin != CONDITION])
    finished = {proof.channel for proof in proofs if proof.rendered is not None and proof.rendered.document}
    quick = [name for name in offered_by(compiled.edition) if name not in finished]
    conditions = [one for one in plan.sets if one.origin == CONDITION]
    proofs += proofs_of(compiled, waivers=waivers, sets=conditions, only=quick)
    told = {(proof.channel, proof.test_set) for proof in proofs if proof.error}
    proofs += [
        Proof(
            version.template.key,
            one.brand,
            one.locale,
            one.channel,
            None,
            (),
            _why(one.test_set, one.why),
            one.test_set,
        )
        for one in plan.unfilled
        if (one.channel, one.test_set) not in told
    ]
    advice = (*told_of_language(version, compiled.edition.locale), *unreached(plan))
    return _with_advice(proofs, advice)


def _why(test_set: str, why: str) -> str:
    return f"with the test set “{test_set}” it cannot be filled: {why}"


def unreached(plan: TestPlan) -> tuple[Finding, ...]:
    """One piece of advice for each side of a condition that no test set reaches, with its place."""
    return tuple(
        Finding(
            rule=UNREACHED,
            kind="proof",
            severity="advice",
            part=condition.place.where,
            start=0,
            end=0,
            surface=condition.side(side),
            message=f"No test set shows the message where {_in_words(condition, side)}.",
            suggestion="Write a test set with data for it, or leave the condition out.",
            line=condition.place.line,
            column=condition.place.column,
        )
        for condition, side in plan.coverage.missing()
    )


def _in_words(condition: Condition, side: bool) -> str:
    if condition.loop:
        return condition.side(side)
    return f"“{condition.text}” {'holds' if side else 'does not hold'}"


def _with_advice(proofs: list[Proof], advice: tuple[Finding, ...]) -> list[Proof]:
    """The proofs, the first of which tells what none of them shows, and what of the language is out of date."""
    if not advice or not proofs:
        return proofs
    first = next((at for at, proof in enumerate(proofs) if proof.rendered is not None), 0)
    told = replace(proofs[first], findings=proofs[first].findings + advice)
    return [*proofs[:first], told, *proofs[first + 1 :]]
