"""Approval policies: who must approve a change, in which order, and how far it has come. It fails closed.

The reckoning is pure; `active_policies`, `standing` and `place_of` bring it together with the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import User

from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.models import ApprovalPolicy, Review
from commhub.approval.people import named, person_at, person_of
from commhub.contracts import JSON

APPROVE: Final = "approve"


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One place that a change reaches: '' where it is not used in any yet, or where that says nothing of its kind."""

    kind: str
    category: str = ""
    brand: str = ""
    locale: str = ""
    channel: str = ""

    def described(self) -> str:
        """Such as `a template (service, northlight, en-GB, email)`."""
        where = ", ".join(word for word in (self.category, self.brand, self.locale, self.channel) if word)
        kind = self.kind.replace("-", " ")
        article = "an" if kind[:1] in "aeiou" else "a"
        return f"{article} {kind} ({where})" if where else f"{article} {kind}"


@dataclass(frozen=True, slots=True)
class Step:
    """So many people of a role, once all steps of lower order are complete."""

    order: int
    role: str
    count: int


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy as it is reckoned with. An empty condition holds for all."""

    name: str
    steps: tuple[Step, ...]
    kinds: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    brands: frozenset[str] = frozenset()
    locales: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()

    def fits(self, cell: Cell) -> bool:
        """Whether all conditions hold there. One without steps fits nothing: it would approve by asking nobody."""
        return bool(self.steps) and all(
            (
                not self.kinds or cell.kind in self.kinds,
                not self.categories or cell.category in self.categories,
                not self.brands or cell.brand in self.brands,
                not self.locales or any(locale_fits(locale, cell.locale) for locale in self.locales),
                not self.channels or cell.channel in self.channels,
            )
        )


@dataclass(frozen=True, slots=True)
class Need:
    """So many people of a role in their turn. `policy` names whatever asks for it."""

    order: int
    role: str
    count: int
    policy: str


@dataclass(frozen=True, slots=True)
class Approval:
    """What one person said yes to. `person` tells people apart: see `people.person_of`."""

    person: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Given:
    """An approval that counts, and the step that it counts for."""

    order: int
    role: str
    person: str
    name: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an approval has come. `missing` are the needs that are left, with the number of people still to come."""

    needs: tuple[Need, ...]
    given: tuple[Given, ...]
    missing: tuple[Need, ...]
    complete: bool

    @property
    def awaited(self) -> tuple[Need, ...]:
        """Whose turn it is: what is missing of the lowest order; nobody's when all is there."""
        return tuple(need for need in self.missing if need.order == self.missing[0].order)

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles whose turn it is."""
        return tuple(need.role for need in self.awaited)

    def sentence(self) -> str:
        """Such as: Waits for 1 of Brand reviewers, then 2 of Legal reviewers."""
        if self.complete:
            return "Approved by " + _and([f"{one.name} ({one.role})" for one in self.given]) + "."
        turns: dict[int, list[str]] = {}
        for need in self.missing:
            turns.setdefault(need.order, []).append(_people(need))
        said = "Waits for " + ", then ".join(_and(turn) for turn in turns.values()) + "."
        if self.given:
            said += " So far approved by " + _and([f"{one.name} ({one.role})" for one in self.given]) + "."
        return said

    def as_json(self) -> dict[str, JSON]:
        """For `Review.standing`: what was asked for, what counted, and whether that was all."""
        return {
            "needs": [[need.order, need.role, need.count, need.policy] for need in self.needs],
            "given": [[one.order, one.role, one.name] for one in self.given],
            "missing": [[need.order, need.role, need.count] for need in self.missing],
            "complete": self.complete,
        }


def locale_fits(wanted: str, locale: str) -> bool:
    """Whether a condition on `wanted` holds for `locale`: `de` also holds for `de-AT`, not the other way."""
    wanted, locale = wanted.lower(), locale.lower()
    return locale == wanted or locale.startswith(wanted + "-")


def needs_of(cells: Iterable[Cell], policies: Sequence[Policy]) -> tuple[Need, ...]:
    """All that the fitting policies ask for, in order; where two ask the same role in the same turn, the higher count.

    Raises Refused when a place is covered by no policy, or when there is no place at all: what nobody has said who must
    approve, nobody can.
    """
    places = sorted(set(cells))
    bare = [cell for cell in places if not any(policy.fits(cell) for policy in policies)]
    if bare or not places:
        more = f" and {len(bare) - 1} more" if len(bare) > 1 else ""
        what = bare[0].described() + more if bare else "this"
        raise Refused(
            f"No approval policy covers {what}, so it cannot be approved. An administrator can add one.",
        )
    asked: dict[tuple[int, str], Need] = {}
    for policy in policies:
        if not any(policy.fits(cell) for cell in places):
            continue
        for step in policy.steps:
            known = asked.get((step.order, step.role))
            names = policy.name if known is None else f"{known.policy}; {policy.name}"
            count = step.count if known is None else max(known.count, step.count)
            asked[step.order, step.role] = Need(step.order, step.role, count, names)
    return tuple(asked[key] for key in sorted(asked))


def stand(needs: Sequence[Need], approvals: Iterable[Approval]) -> Standing:
    """How far these approvals, in the order in which they were given, bring these needs.

    A person counts once, for one role. What was given before its turn does not count, and may be given again.
    """
    left = {(need.order, need.role): need.count for need in needs}
    given: list[Given] = []
    for approval in approvals:
        turn = min((order for (order, _), count in left.items() if count), default=None)
        if turn is None or any(one.person == approval.person for one in given):
            continue
        if left.get((turn, approval.role)):
            left[turn, approval.role] -= 1
            given.append(Given(turn, approval.role, approval.person, approval.name))
    missing = tuple(
        Need(need.order, need.role, left[need.order, need.role], need.policy)
        for need in needs
        if left[need.order, need.role]
    )
    return Standing(tuple(needs), tuple(given), missing, complete=bool(needs) and not missing)


def place_in(standing: Standing, person: str, roles: Iterable[str]) -> Need:
    """The step that this person, who has these roles, can approve for now.

    Raises NotAllowed when others have to, Refused when nobody has to any more.
    """
    if standing.complete:
        raise Refused("Everybody who has to approve this has done so.")
    if any(one.person == person for one in standing.given):
        raise NotAllowed(f"You have approved this already, and one person counts once. {standing.sentence()}")
    own = set(roles)
    place = next((need for need in standing.awaited if need.role in own), None)
    if place is None:
        later = any(need.role in own for need in standing.missing)
        raise NotAllowed(f"It is not {'yet ' if later else ''}your turn. {standing.sentence()}")
    return place


# ---- with the rows ------------------------------------------------------------------------------------------------


def active_policies() -> list[Policy]:
    """The policies that hold now, by name."""
    rows = ApprovalPolicy.objects.filter(active=True).prefetch_related("steps__role", "categories", "brands")
    return [policy_of(row) for row in rows]


def policy_of(row: ApprovalPolicy) -> Policy:
    """A row as it is reckoned with."""
    return Policy(
        name=row.name,
        steps=tuple(Step(step.order, step.role.name, step.count) for step in row.steps.all()),
        kinds=frozenset(row.kinds),
        categories=frozenset(category.key for category in row.categories.all()),
        brands=frozenset(brand.key for brand in row.brands.all()),
        locales=frozenset(row.locales),
        channels=frozenset(row.channels),
    )


def require_policy(cells: Iterable[Cell]) -> tuple[Need, ...]:
    """What the policies ask for; raises Refused when a place is covered by none. To be called at submit, as a warning
    that comes early."""
    return needs_of(cells, active_policies())


def standing(cells: Iterable[Cell], approvals: Iterable[Review]) -> Standing:
    """How far the approvals among these reviews bring a change. Raises Refused when a place is covered by no policy."""
    rows = sorted((row for row in approvals if row.action == APPROVE), key=lambda row: (row.at, row.pk or 0))
    return stand(require_policy(cells), [approval_of(row) for row in rows])


def place_of(actor: User, standing: Standing, *, role: str = "") -> Need:
    """The step that this person can approve for now, by the groups that they are in; `role` chooses among several.

    Raises NotAllowed when others have to, Refused when nobody has to any more.
    """
    groups = set(actor.groups.values_list("name", flat=True))
    return place_in(standing, person_of(actor), groups & {role} if role else groups)


def place_of_outside(address: str, role: str, standing: Standing) -> Need:
    """The same for a reviewer without an account, who was asked to approve as `role`."""
    return place_in(standing, person_at(address), {role})


def approval_of(review: Review) -> Approval:
    """An approving review as it is reckoned with."""
    if review.outside:
        return Approval(person_at(review.outside), review.outside, review.role)
    return Approval(person_of(review.actor), named(review.actor), review.role)


def _people(need: Need) -> str:
    return need.role if need.count == 1 else f"{need.count} of {need.role}"


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
