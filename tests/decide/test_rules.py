"""Rules as rows: loaded in order, and a warning for those whose operator is gone."""

from __future__ import annotations

import pytest
from django.core import checks

from commhub.contracts import ChannelRuleSpec
from commhub.decide.rules import load_rules
from tests.factories import live_rules

pytestmark = pytest.mark.django_db


def warnings() -> list[tuple[str | None, str]]:
    found = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
    return [(one.id, one.msg) for one in found if one.id == "commhub.W001"]


def test_active_rules_come_in_order_of_priority_and_name() -> None:
    live_rules({"name": "of an earlier version", "priority": 1, "channels": ["print"]})
    live_rules(
        {"name": "b", "priority": 20, "channels": ["print"]},
        {"name": "a", "priority": 20, "channels": ["sms", "email"], "conditions": {"all": []}},
        {"name": "c", "priority": 10, "channels": "print"},
        {"name": "off", "priority": 1, "channels": ["print"], "active": False},
    )
    assert load_rules() == (
        ChannelRuleSpec("c", 10, {}, ()),
        ChannelRuleSpec("a", 20, {"all": []}, ("sms", "email")),
        ChannelRuleSpec("b", 20, {}, ("print",)),
    )


def test_rules_take_one_query(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        load_rules()


def test_a_stored_operator_that_is_not_installed_is_named_by_the_system_check() -> None:
    good = {"field": "locale", "operator": "equals", "value": "en"}
    live_rules({"name": "Good", "conditions": good})
    assert warnings() == []
    bad = {"all": [good, {"not": {"field": "data.a", "operator": "resembles", "value": "b"}}]}
    live_rules({"name": "Bad", "conditions": bad})
    assert warnings() == [
        (
            "commhub.W001",
            "The channel rule 'Bad' uses the operator 'resembles', which is not installed: the rule never matches.",
        )
    ]
