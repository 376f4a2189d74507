"""The test sets of a version: what people write, what is planned, and what is looked at before it may be submitted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from commhub.approval.drafts import new_draft
from commhub.approval.errors import Refused
from commhub.approval.models import Review
from commhub.approval.submit import submit
from commhub.contracts import JSON
from commhub.publish.proofs import ALL_SETS, make_proofs, places_of, plan_of
from commhub.publish.test_sets.plan import TestPlan, sets_of
from commhub.publish.test_sets.sets import AWKWARD, CONDITION, DECLARED, NAMED
from templates_store.models import TemplateVersion, TestSet
from templates_store.test_sets import NamedSet, meant, set_problems, write_test_sets
from tests.factories import listed, live_brand, live_template, marketer, template_draft
from tests.store import NOW

pytestmark = pytest.mark.django_db
VARIABLES: list[Mapping[str, JSON]] = [
    {"name": "status", "type": "enum", "choices": ["open", "paid"], "sample": "open"},
    {"name": "amount", "type": "integer", "sample": 3},
    {"name": "note", "type": "string", "required": False, "sample": "Thank you."},
]


def draft(sms: str, **more: Any) -> TemplateVersion:
    return template_draft(
        "notice", {"en": {"sms": sms, **more}}, VARIABLES, brands=[live_brand(channels=("email", "sms", "print"))]
    )


def plan(version: TemplateVersion) -> TestPlan:
    (place,) = places_of(version)
    return plan_of(place, version)


# ---- written by people --------------------------------------------------------------------------------------------


def test_a_set_says_what_differs_from_the_samples() -> None:
    version = draft("{{ status }}")
    write_test_sets(version, [NamedSet("Paid", {"status": "paid", "note": None}, {"name": "Olga Example"})])
    declared, named = sets_of(version)
    assert (declared.name, declared.origin, declared.data) == (
        "Declared samples",
        DECLARED,
        {"status": "open", "amount": 3, "note": "Thank you."},
    )
    assert (named.name, named.origin, named.data, named.recipient) == (
        "Paid",
        NAMED,
        {"status": "paid", "amount": 3},
        {"name": "Olga Example"},
    )


@pytest.mark.parametrize(
    ("one", "problems"),
    [
        (NamedSet(" "), [("/name", "is missing: a test set is known by its name")]),
        (NamedSet("x" * 81), [("/name", "is too long: 80 characters are the most")]),
        (NamedSet("A", {"status": "sold"}), [("/data/status", "should be one of open, paid")]),
        (
            NamedSet("A", {"nobody": 1}),
            [("/data/nobody", "is not a variable of this template; it has: amount, note, status")],
        ),
        (NamedSet("A", {"amount": None}), [("/data/amount", "is missing")]),
        (
            NamedSet("A", {}, {"address": {"lines": []}, "age": 3}),
            [
                ("/recipient/age", "is not known; a recipient has: address, attributes, name"),
                ("/recipient/address/lines", "should be a list of lines, at least one"),
            ],
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_set_is_told_with_its_place(one: NamedSet, problems: list[tuple[str, str]]) -> None:
    assert set_problems(one, draft("{{ status }}").variable_specs()) == problems


def test_sets_are_part_of_what_is_approved_and_go_along_into_the_next_draft() -> None:
    version = draft("{{ status }}")
    before = version.hash_content()
    write_test_sets(version, [NamedSet("Paid", {"status": "paid"})])
    assert "test_sets" in version.content()
    assert version.hash_content() != before
    write_test_sets(version, [])
    assert version.hash_content() == before

    template = live_template("with-sets")
    live = template.versions.get()
    assert "test_sets" not in live.content()
    TestSet.objects.create(version=version, name="Paid", data={"status": "paid"})
    copied = new_draft(live, marketer())
    write_test_sets(copied, [NamedSet("Named", {"policy_number": "X"})])
    assert [one.name for one in copied.test_sets.all()] == ["Named"]
    with pytest.raises(ValueError, match="two test sets are called “Named”"):
        write_test_sets(copied, [NamedSet("Named"), NamedSet("Named ")])


def test_meant_takes_what_is_said_and_leaves_out_what_is_null() -> None:
    specs = draft("x").variable_specs()
    assert meant({"note": None, "amount": 7}, specs) == {"status": "open", "amount": 7}


# ---- planned ------------------------------------------------------------------------------------------------------


def test_each_side_of_each_condition_gets_a_set_and_only_then() -> None:
    found = plan(
        draft("{% if status == 'paid' %}Paid{% elif amount > 9 %}Much{% else %}Wait{% endif %} {{ note or '' }}")
    )
    assert [(one.origin, one.name) for one in found.sets] == [
        (DECLARED, "Declared samples"),
        (CONDITION, "Where status == 'paid'"),
        (CONDITION, "Where amount > 9"),
    ]
    assert found.coverage.missing() == []
    by_place = {
        (condition.text, side): found.coverage.by_set[place, side]
        for place, condition in found.coverage.conditions.items()
        for side in (True, False)
    }
    assert by_place == {
        ("status == 'paid'", True): "Where status == 'paid'",
        ("status == 'paid'", False): "Declared samples",
        ("amount > 9", True): "Where amount > 9",
        ("amount > 9", False): "Declared samples",
    }


def test_a_set_of_people_s_is_enough() -> None:
    version = draft("{% if status == 'paid' %}Paid{% else %}Wait{% endif %}")
    write_test_sets(version, [NamedSet("Was paid", {"status": "paid"})])
    found = plan(version)
    assert [one.name for one in found.sets] == ["Declared samples", "Was paid"]
    assert found.coverage.missing() == []


def test_what_no_set_reaches_is_told_with_its_place() -> None:
    found = plan(draft("Hello.\n{% if amount * 3 == 7 %}Odd{% endif %}{% if note %}{{ note }}{% endif %}"))
    (missing,) = found.coverage.missing()
    condition, side = missing
    assert (condition.place.where, condition.place.line, condition.place.column) == ("sms (en)", 2, 7)
    assert condition.side(side) == "amount * 3 == 7"


def test_conditions_of_the_layout_and_of_blocks_are_looked_at_too() -> None:
    version = draft("Hello", subject="{% if amount > 5 %}Much{% else %}Little{% endif %}", body="Dear **all**,")
    places = {place.where for place in plan(version).coverage.conditions}
    assert places == {"subject (en)"}


# ---- looked at before a decision ----------------------------------------------------------------------------------


def refused(version: TemplateVersion) -> str:
    with pytest.raises(Refused) as caught:
        submit(version, marketer(), now=NOW)
    return str(caught.value)


def test_coded_language_in_a_branch_that_the_samples_do_not_take_is_found_at_submit() -> None:
    listed("premium remittance")
    told = refused(draft("{% if status == 'paid' %}Your premium remittance came.{% else %}We wait.{% endif %}"))
    assert "premium remittance" in told


def test_data_that_a_template_cannot_be_filled_with_stands_in_its_way() -> None:
    listed()
    told = refused(draft("You pay {{ 100 // amount }}."))
    assert "Nothing in what may be empty" in told or "zero amounts" in told
    assert "it cannot be filled" in told


def test_a_condition_that_nothing_reaches_is_advice_and_kept_with_the_decision() -> None:
    listed()
    version = draft("Hello. {% if amount * 3 == 7 %}Odd{% endif %}")
    submit(version, marketer(), now=NOW)
    review = Review.objects.get(subject="template", version_id=version.pk)
    (finding,) = [one for one in review.findings if one["rule"] == "condition-not-shown"]
    assert (finding["severity"], finding["part"], finding["line"], finding["column"]) == ("advice", "sms (en)", 1, 14)
    assert finding["message"] == "No test set shows the message where “amount * 3 == 7” holds."


def test_the_decision_keeps_every_proof_with_its_test_set_and_hash() -> None:
    listed()
    version = draft("{% if status == 'paid' %}Paid{% else %}Wait{% endif %}")
    write_test_sets(version, [NamedSet("Much", {"amount": 900})])
    submit(version, marketer(), now=NOW)
    proofs = Review.objects.get(subject="template", version_id=version.pk).proofs
    assert {one["test_set"] for one in proofs} == {"Declared samples", "Much", "Where status == 'paid'"}
    assert all(len(one["sha256"]) == 64 for one in proofs)


def test_findings_in_awkward_data_are_no_reason_to_refuse() -> None:
    listed("Wilhelmina")
    version = draft("Dear {{ recipient.name }}, {{ note or '' }}")
    submit(version, marketer(), now=NOW)
    proofs = [one for one in make_proofs(version, sets=ALL_SETS) if one.origin == AWKWARD]
    assert {one.channel for one in proofs} == {"sms"}
    assert not [finding for one in proofs for finding in one.findings if finding.severity == "error"]


def test_all_sets_are_every_set_on_every_channel() -> None:
    version = draft("{{ status }}", subject="Hello", body="Dear {{ recipient.name }}")
    proofs = make_proofs(version, sets=ALL_SETS)
    by_channel = {name: [one.test_set for one in proofs if one.channel == name] for name in ("email", "sms", "print")}
    assert by_channel["email"] == by_channel["sms"] == by_channel["print"]
    assert len(by_channel["sms"]) == len(set(by_channel["sms"])) == 7
    unfit = [one for one in proofs if one.error]
    assert {(one.channel, one.origin) for one in unfit} == {
        ("print", AWKWARD)
    }  # this layout has one size of type alone
    assert all("the address does not fit the window" in one.error for one in unfit)
    assert all(one.sha256 for one in proofs if not one.error)
