"""Who must approve what: the reckoning of policies, first without a database, then with rows and real decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from hypothesis import given, settings
from hypothesis import strategies as st

from brand_assets.models import Brand
from commhub.approval.approve import approve
from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.models import ApprovalPolicy
from commhub.approval.policies import Approval, Cell, Need, Policy, Step, needs_of, place_in, require_policy, stand
from commhub.approval.submit import submit
from commhub.publish.models import LiveEdition
from commhub.versions import State
from tests.approval.reviewing import in_role, reach
from tests.factories import CategoryFactory, block_draft, live_brand, marketer, publish, reviewer, template_draft
from tests.store import NOW

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
    assert [need.count for need in needs_of([LETTER], policies[::-1])] == [2, 1]


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


# ---- with rows ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_deactivated_policy_covers_nothing_and_its_content_is_refused_at_submit_already() -> None:
    reviewer()
    assert [need.role for need in require_policy([LETTER])] == [COMPLIANCE]
    ApprovalPolicy.objects.update(active=False)
    with pytest.raises(Refused, match="No approval policy covers a template"):
        require_policy([LETTER])
    draft = block_draft()
    with pytest.raises(Refused, match=r"^No approval policy covers a content block, so it cannot be approved"):
        submit(draft, marketer(), now=NOW)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


@pytest.mark.django_db
def test_the_conditions_of_a_row_hold_like_those_of_the_reckoning() -> None:
    reviewer()
    policy = ApprovalPolicy.objects.create(name="Legal", kinds=["template"], locales=["de"], channels=["print"])
    policy.categories.add(CategoryFactory(key="legal"))
    policy.brands.add(Brand.objects.create(key="northlight", name="Northlight"))
    policy.steps.create(order=2, role=Group.objects.get(name=LEGAL), count=1)
    asked = [need.role for need in require_policy([LETTER])]
    assert asked == [COMPLIANCE, LEGAL]
    for other in (
        {"kind": "layout"},
        {"category": "service"},
        {"brand": "harbour"},
        {"locale": "en"},
        {"channel": "sms"},
    ):
        assert [need.role for need in require_policy([replace(LETTER, **other)])] == [COMPLIANCE]


@pytest.mark.django_db
def test_a_version_goes_live_with_the_last_of_its_approvals_each_by_another_person_in_turn() -> None:
    ada = reviewer()
    everything = ApprovalPolicy.objects.get()
    everything.steps.update(order=2)
    everything.steps.create(order=1, role=Group.objects.get(name=BRAND), count=1)
    bo = in_role("bo-brand", BRAND)
    both = in_role("both-reviewer", BRAND)
    both.groups.add(Group.objects.get(name=COMPLIANCE))
    draft = block_draft()
    submit(draft, marketer(), now=NOW)
    draft.refresh_from_db()
    with pytest.raises(NotAllowed, match=r"^It is not yet your turn\. Waits for Brand reviewers, then Compliance"):
        approve(draft, ada, now=NOW)
    first = approve(draft, both, now=NOW)
    assert (first.role, first.standing["complete"]) == (BRAND, False)
    with pytest.raises(NotAllowed, match="one person counts once"):
        approve(draft, both, now=NOW)
    with pytest.raises(NotAllowed, match=r"^It is not your turn\. Waits for Compliance reviewers"):
        approve(draft, bo, now=NOW)
    draft.refresh_from_db()
    assert draft.state == State.IN_REVIEW
    last = approve(draft, ada, now=NOW + timedelta(minutes=1))
    assert (last.role, last.standing["complete"]) == (COMPLIANCE, True)
    draft.refresh_from_db()
    assert draft.state == State.LIVE


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("condition", "parts", "brands"),
    [
        ({"locales": ["de"]}, {"en": ["subject", "body", "sms"]}, ["northlight", "harbour"]),
        ({"channels": ["sms"]}, {"en": ["subject", "body"], "de": ["subject", "body"]}, ["northlight", "harbour"]),
        ({"brands": ["harbour"]}, {"en": ["subject", "body", "sms"], "de": ["subject", "body"]}, ["northlight"]),
    ],
    ids=["language", "channel", "brand"],
)
def test_who_answers_for_a_place_is_asked_before_it_goes_away(
    condition: dict[str, list[str]], parts: dict[str, list[str]], brands: list[str]
) -> None:
    rows = {key: live_brand(key, channels=("email", "sms")) for key in ("northlight", "harbour")}
    before = {"en": ["subject", "body", "sms"], "de": ["subject", "body"]}
    publish(template_draft("greeting", words(before), [], brands=list(rows.values())))
    policy = ApprovalPolicy.objects.create(
        name="Legal", kinds=["template"], **{name: value for name, value in condition.items() if name != "brands"}
    )
    policy.brands.set([rows[key] for key in condition.get("brands", [])])
    policy.steps.create(order=2, role=Group.objects.get(name=LEGAL), count=1)
    draft = template_draft("greeting", words(parts), [], brands=[rows[key] for key in brands])

    submitted = submit(draft, marketer(), now=NOW)
    assert [role for _, role, _, _ in submitted.standing["needs"]] == [COMPLIANCE, LEGAL]
    assert approve(draft, reviewer(), now=NOW).standing["complete"] is False
    assert {(row.brand.key, row.locale) for row in LiveEdition.objects.all()} == {
        (brand, locale) for brand in rows for locale in before
    }
    assert approve(draft, in_role("lea-legal", LEGAL), now=NOW).standing["complete"] is True
    assert {(row.brand.key, row.locale) for row in LiveEdition.objects.all()} == {
        (brand, locale) for brand in brands for locale in parts
    }


def words(parts: dict[str, list[str]]) -> dict[str, dict[str, str]]:
    """Parts by locale and name, which say the same in every language."""
    return {locale: dict.fromkeys(names, "Hello.") for locale, names in parts.items()}


@pytest.mark.django_db
def test_two_accounts_of_one_address_are_one_person() -> None:
    ada, twin = reach(reviewer(), "ada@example.com"), reach(reviewer("twin-reviewer"), "ADA@example.com")
    ApprovalPolicy.objects.get().steps.update(count=2)
    draft = block_draft()
    submit(draft, marketer(), now=NOW)
    draft.refresh_from_db()
    approve(draft, ada, now=NOW)
    with pytest.raises(NotAllowed, match="one person counts once"):
        approve(draft, twin, now=NOW)
