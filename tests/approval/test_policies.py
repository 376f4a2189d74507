"""Who must approve what: the reckoning of policies, without a database."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.policies import Approval, Cell, Need, Policy, Step, needs_of, place_in, stand

BRAND, LEGAL, COMPLIANCE = "Brand reviewers", "Legal reviewers", "Compliance reviewers"
LETTER = Cell("template", "legal", "northlight", "de-AT", "print")
EVERYTHING = Policy("Everything", (Step(1, COMPLIANCE, 1),))


def said(*people: tuple[str, str]) -> list[Approval]:
    """Approvals as (who, role), in the order in which they were given."""
    return [Approval(person, person.capitalize(), role) for person, role in people]


@pytest.mark.parametrize(
    ("conditions", "fits"),
    [
        ({}, True),
        ({"kinds": {"template"}}, True),
        ({"kinds": {"asset", "brand"}}, False),
        ({"categories": {"legal", "service"}}, True),
        ({"categories": {"marketing"}}, False),
        ({"brands": {"northlight"}}, True),
        ({"brands": {"harbour"}}, False),
        ({"locales": {"de"}}, True),
        ({"locales": {"de-AT"}}, True),
        ({"locales": {"de-at"}}, True),
        ({"locales": {"de-CH"}}, False),
        ({"locales": {"d"}}, False),
        ({"channels": {"print"}}, True),
        ({"channels": {"email"}}, False),
        ({"brands": {"northlight"}, "channels": {"email"}}, False),
    ],
)
def test_a_policy_fits_where_all_of_its_conditions_hold(conditions: dict[str, set[str]], fits: bool) -> None:
    named = {name: frozenset(values) for name, values in conditions.items()}
    assert Policy("One", (Step(1, LEGAL, 1),), **named).fits(LETTER) is fits


def test_a_condition_on_a_longer_tag_does_not_hold_for_a_shorter_one() -> None:
    policy = Policy("One", (Step(1, LEGAL, 1),), locales=frozenset({"zh-Hant-HK"}))
    assert [policy.fits(Cell("template", locale=tag)) for tag in ("zh-Hant-HK", "zh-Hant", "zh")] == [
        True,
        False,
        False,
    ]


def test_every_fitting_policy_counts_and_the_higher_count_wins() -> None:
    policies = [
        EVERYTHING,
        Policy("German", (Step(1, COMPLIANCE, 2),), locales=frozenset({"de"})),
        Policy("Letters", (Step(2, LEGAL, 1),), channels=frozenset({"print"})),
        Policy("Texts", (Step(1, BRAND, 3),), channels=frozenset({"sms"})),
    ]
    assert needs_of([LETTER], policies) == (
        Need(1, COMPLIANCE, 2, "Everything; German"),
        Need(2, LEGAL, 1, "Letters"),
    )


def test_one_place_is_enough_for_a_policy_to_count() -> None:
    cells = [Cell("brand", brand="northlight", channel="email"), Cell("brand", brand="northlight", channel="sms")]
    policies = [EVERYTHING, Policy("Texts", (Step(2, BRAND, 1),), channels=frozenset({"sms"}))]
    assert [need.role for need in needs_of(cells, policies)] == [COMPLIANCE, BRAND]


def test_without_a_policy_nothing_can_be_approved() -> None:
    with pytest.raises(Refused) as caught:
        needs_of([LETTER], [])
    assert str(caught.value) == (
        "No approval policy covers a template (legal, northlight, de-AT, print), so it cannot be approved. "
        "An administrator can add one."
    )


def test_a_place_that_no_policy_covers_is_not_covered_by_those_of_its_neighbours() -> None:
    letters = Policy("Letters", (Step(1, LEGAL, 1),), channels=frozenset({"print"}))
    with pytest.raises(Refused, match=r"covers an asset \(northlight, email\) and 1 more, so"):
        needs_of([Cell("asset", brand="northlight", channel=name) for name in ("print", "sms", "email")], [letters])


def test_nothing_at_all_is_not_approved_either() -> None:
    with pytest.raises(Refused, match="No approval policy covers this"):
        needs_of([], [EVERYTHING])


def test_a_policy_without_steps_covers_nothing() -> None:
    with pytest.raises(Refused):
        needs_of([LETTER], [Policy("Nobody has to", ())])


def test_no_need_is_no_approval() -> None:
    assert not stand([], said(("bo", BRAND))).complete


IN_ORDER = (Need(1, BRAND, 1, "One"), Need(2, LEGAL, 2, "One"), Need(3, COMPLIANCE, 1, "One"))


def test_legal_waits_for_brand() -> None:
    early = stand(IN_ORDER, said(("lea", LEGAL)))
    assert early.given == ()
    assert early.sentence() == "Waits for Brand reviewers, then 2 of Legal reviewers, then Compliance reviewers."
    assert early.roles == (BRAND,)
    again = stand(IN_ORDER, said(("lea", LEGAL), ("bo", BRAND), ("lea", LEGAL)))
    assert [(one.person, one.order) for one in again.given] == [("bo", 1), ("lea", 2)]
    assert again.sentence() == (
        "Waits for Legal reviewers, then Compliance reviewers. "
        "So far approved by Bo (Brand reviewers) and Lea (Legal reviewers)."
    )


def test_all_of_them_make_it_complete() -> None:
    whole = stand(IN_ORDER, said(("bo", BRAND), ("lea", LEGAL), ("lou", LEGAL), ("cy", COMPLIANCE)))
    assert whole.complete
    assert whole.missing == ()
    assert whole.sentence().startswith("Approved by Bo (Brand reviewers), Lea (Legal reviewers), Lou")
    with pytest.raises(Refused, match="has done so"):
        place_in(whole, "someone", {COMPLIANCE})


def test_one_person_counts_once_whatever_roles_they_have() -> None:
    needs = (Need(1, BRAND, 1, "One"), Need(1, LEGAL, 2, "One"))
    part = stand(needs, said(("bo", BRAND), ("bo", LEGAL), ("lea", LEGAL), ("lea", LEGAL)))
    assert [(need.role, need.count) for need in part.missing] == [(LEGAL, 1)]
    with pytest.raises(NotAllowed, match=r"one person counts once. Waits for Legal reviewers"):
        place_in(part, "bo", {BRAND, LEGAL})


def test_who_may_approve_is_told_their_place_or_whose_turn_it_is() -> None:
    start = stand(IN_ORDER, [])
    assert place_in(start, "bo", {BRAND, LEGAL}) == IN_ORDER[0]
    with pytest.raises(NotAllowed, match=r"^It is not yet your turn. Waits for Brand reviewers, then"):
        place_in(start, "lea", {LEGAL})
    with pytest.raises(NotAllowed, match=r"^It is not your turn. Waits for"):
        place_in(start, "max", {"Marketers"})
    assert place_in(stand(IN_ORDER, said(("bo", BRAND))), "lea", {LEGAL}).role == LEGAL


ROLES = st.sampled_from([BRAND, LEGAL, COMPLIANCE])
NEEDS = st.dictionaries(st.tuples(st.integers(1, 3), ROLES), st.integers(1, 3), min_size=1).map(
    lambda asked: tuple(Need(order, role, count, "One") for (order, role), count in sorted(asked.items()))
)
APPROVALS = st.lists(st.builds(Approval, st.sampled_from("abcdefgh"), st.just("Somebody"), ROLES), max_size=12)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(NEEDS, APPROVALS)
def test_an_approval_never_takes_anything_away_and_order_holds(needs: tuple[Need, ...], given: list[Approval]) -> None:
    before: tuple[object, ...] = ()
    for count in range(len(given) + 1):
        now = stand(needs, given[:count])
        assert now.given[: len(before)] == before
        before = now.given
        orders = [one.order for one in now.given]
        assert orders == sorted(orders)
        assert len({one.person for one in now.given}) == len(orders)
        assert all(order <= min((need.order for need in now.missing), default=9) for order in orders)
        asked, left = (sum(need.count for need in rows) for rows in (now.needs, now.missing))
        assert asked - left == len(orders)
        assert now.complete == (left == 0)
