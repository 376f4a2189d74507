"""Which channel wins, in which order channels are tried, and what people read about it."""

from __future__ import annotations

import json

import pytest

from commhub.contracts import Contact, Suppressed
from commhub.decide.engine import decide
from tests.decide.cases import LEGAL, MARKETING, SERVICE, decided, maria, rule, verdicts

PAPER = rule("Legal notices go on paper", "print", field="category", operator="equals", value="legal")
ANYTHING = rule("Text first", "sms", "email")


def test_without_anything_else_the_default_order_decides() -> None:
    decision = decided()
    assert decision.channel == "email"
    assert decision.explanation == "E-mail, because it comes first by default."
    assert verdicts(decision) == [
        ("email", "chosen", "default-order"),
        ("sms", "not-needed", "another-came-first"),
        ("print", "not-needed", "another-came-first"),
    ]
    assert [one.why for one in decision.considered] == [
        "It comes first by default.",
        "Text message could be used, but e-mail comes before it.",
        "Letter could be used, but e-mail comes before it.",
    ]


def test_the_next_in_default_order_is_taken_and_the_reason_told() -> None:
    decision = decided(email={"contact": None})
    assert decision.channel == "sms"
    assert decision.explanation == "Text message, because it comes next by default; there is no e-mail address."


def test_the_customers_preference_comes_before_the_default() -> None:
    decision = decided(maria(preferred_channel="print"))
    assert (decision.channel, decision.explanation) == ("print", "Letter, because Maria prefers it.")
    assert verdicts(decision)[0] == ("print", "chosen", "preference")


def test_a_preference_that_cannot_be_met_is_told() -> None:
    decision = decided(maria(preferred_channel="print"), print={"contact": None})
    assert decision.explanation == (
        "E-mail, because it comes first by default; Maria prefers it by letter, but there is no address."
    )
    assert verdicts(decision)[:2] == [("print", "ruled-out", "no-contact-point"), ("email", "chosen", "default-order")]


def test_a_category_that_ignores_preference_says_so() -> None:
    decision = decided(maria(preferred_channel="sms"), PAPER, category=LEGAL, facts={"category": "legal"})
    assert decision.channel == "print"
    assert decision.rule == "Legal notices go on paper"
    assert decision.explanation == (
        "Letter, because the rule 'Legal notices go on paper' says so; "
        "Maria prefers it by text message, but preferences do not count for legal notices."
    )


def test_a_rule_allows_only_its_channels_in_its_order() -> None:
    decision = decided(None, ANYTHING)
    assert decision.explanation == "Text message, because the rule 'Text first' says so."
    assert verdicts(decision) == [
        ("sms", "chosen", "rule"),
        ("email", "not-needed", "another-came-first"),
        ("print", "ruled-out", "rule"),
    ]
    assert decision.considered[2].why == "The rule 'Text first' leaves letter out."


def test_the_second_channel_of_a_rule_is_taken_when_the_first_cannot_be() -> None:
    decision = decided(None, ANYTHING, sms={"address_problem": "is a landline"})
    assert decision.explanation == (
        "E-mail, because the rule 'Text first' names it next; the mobile number is a landline."
    )


def test_preference_counts_among_the_channels_that_the_rule_allows() -> None:
    within = decided(maria(preferred_channel="email"), ANYTHING)
    outside = decided(maria(preferred_channel="print"), ANYTHING)
    assert within.explanation == "E-mail, because Maria prefers it."
    assert outside.explanation == (
        "Text message, because the rule 'Text first' says so; "
        "Maria prefers it by letter, but the rule 'Text first' leaves letter out."
    )


def test_the_apps_wish_comes_before_the_preference() -> None:
    decision = decided(maria(preferred_channel="email"), wish="print")
    assert decision.explanation == "Letter, because the app asked for it."
    assert verdicts(decision) == [
        ("print", "chosen", "wish"),
        ("email", "not-needed", "another-came-first"),
        ("sms", "not-needed", "another-came-first"),
    ]


def test_a_rule_binds_the_app_too() -> None:
    decision = decided(maria(), ANYTHING, wish="print")
    assert decision.channel == "sms"
    assert "the app asked for it by letter, but the rule 'Text first' leaves letter out" in decision.explanation


def test_a_wish_that_cannot_be_met_gives_way_and_the_decision_says_so() -> None:
    decision = decided(maria(preferred_channel="print"), wish="sms", sms={"contact": None})
    assert decision.explanation == (
        "Letter, because Maria prefers it; the app asked for it by text message, but there is no mobile number."
    )


def test_rules_are_tried_by_priority_and_the_first_match_wins() -> None:
    first = rule("On paper", "print", priority=10, field="data.paper", operator="equals", value=True)
    decisions = [decided(None, ANYTHING, first, facts={"data": {"paper": paper}}) for paper in (True, False)]
    assert [(one.channel, one.rule) for one in decisions] == [("print", "On paper"), ("sms", "Text first")]
    assert decisions[1].inputs["facts"] == {"data.paper": False}


@pytest.mark.parametrize(
    ("changed", "code", "why"),
    [
        ({"offered": False}, "not-offered", "The template does not go out by e-mail."),
        ({"contact": None}, "no-contact-point", "There is no e-mail address."),
        ({"address_problem": "has no domain"}, "unusable-address", "The e-mail address has no domain."),
        (
            {"contact": Contact("email", "maria@example.com", "hard_bounced")},
            "unusable-address",
            "The e-mail address is marked 'hard bounced'.",
        ),
    ],
)
def test_a_channel_that_cannot_reach_the_person_is_ruled_out_whoever_asks(
    changed: dict[str, object], code: str, why: str
) -> None:
    decision = decided(maria(preferred_channel="email"), rule("By e-mail", "email"), wish="email", email=changed)
    assert decision.channel == ""
    assert (decision.considered[0].code, decision.considered[0].why) == (code, why)


@pytest.mark.parametrize(
    ("category", "suppressed", "channel"),
    [
        (SERVICE, Suppressed("email", "hard bounce"), "sms"),
        (MARKETING, Suppressed("email", "complaint", "marketing"), "sms"),
        (SERVICE, Suppressed("email", "complaint", "marketing"), "email"),
        (SERVICE, Suppressed("fax", "hard bounce"), "email"),
    ],
)
def test_suppression_counts_for_its_channel_and_category(
    category: object, suppressed: Suppressed, channel: str
) -> None:
    agreed = {("marketing", one): True for one in ("email", "sms")}
    decision = decided(maria(suppressed=(suppressed,), consents=agreed), category=category)  # type: ignore[arg-type]
    assert decision.channel == channel


@pytest.mark.parametrize(
    ("consents", "category", "code", "why"),
    [
        (
            {("service", "email"): False},
            SERVICE,
            "consent-withdrawn",
            "Consent to service messages by e-mail has been withdrawn.",
        ),
        ({("service", "email"): True}, SERVICE, "default-order", "It comes first by default."),
        ({("marketing", "email"): False}, SERVICE, "default-order", "It comes first by default."),
        ({}, MARKETING, "no-consent", "There is no consent to marketing by e-mail."),
        ({("marketing", "sms"): True}, MARKETING, "no-consent", "There is no consent to marketing by e-mail."),
        ({("marketing", "email"): True}, MARKETING, "default-order", "It comes first by default."),
    ],
)
def test_consent_counts_for_its_purpose_and_channel(
    consents: dict[tuple[str, str], bool], category: object, code: str, why: str
) -> None:
    decision = decided(maria(consents=consents), category=category)  # type: ignore[arg-type]
    assert [(one.code, one.why) for one in decision.considered if one.channel == "email"] == [(code, why)]


def test_no_channel_lists_every_reason() -> None:
    decision = decided(
        maria(suppressed=(Suppressed("email", "hard bounce"),)),
        rule("Not on paper", "email", "sms"),
        sms={"contact": None},
    )
    assert decision.channel == ""
    assert decision.explanation == (
        "No channel: e-mail has been suppressed (hard bounce), there is no mobile number "
        "and the rule 'Not on paper' leaves letter out."
    )


def test_without_candidates_there_is_no_channel() -> None:
    decision = decide([], maria(), SERVICE, (), "", {})
    assert (decision.channel, decision.explanation) == ("", "No channel: there is none to choose from.")


def test_channels_that_do_not_exist_are_told_and_passed_over() -> None:
    decision = decided(maria(preferred_channel="pigeon"), rule("By fax", "fax", "sms"), wish="telex")
    assert decision.channel == "sms"
    assert verdicts(decision) == [
        ("telex", "ruled-out", "unknown-channel"),
        ("pigeon", "ruled-out", "unknown-channel"),
        ("fax", "ruled-out", "unknown-channel"),
        ("sms", "chosen", "rule"),
        ("email", "ruled-out", "rule"),
        ("print", "ruled-out", "rule"),
    ]
    assert decision.explanation == (
        "Text message, because the rule 'By fax' names it next; "
        "the app asked for it by 'telex', but there is no channel called 'telex'; "
        "Maria prefers it by 'pigeon', but there is no channel called 'pigeon'; "
        "there is no channel called 'fax'."
    )


def test_a_rule_that_names_no_channel_that_exists_lets_nothing_out() -> None:
    decision = decided(None, rule("By fax", "fax"))
    assert decision.channel == ""
    assert decision.considered[0].why == "There is no channel called 'fax'."


@pytest.mark.parametrize(
    ("conditions", "why"),
    [
        (
            {"field": "data.a", "operator": "resembles", "value": 1},
            "it uses the operator 'resembles', which is not installed",
        ),
        (
            {"any": [{"field": "locale", "operator": "exists"}, {"not": {"field": "a", "operator": "resembles"}}]},
            "it uses the operator 'resembles', which is not installed",
        ),
        ([1, 2], "its conditions do not have the form of conditions"),
        ({"all": {}}, "what stands under 'all' is not a list"),
        ({"all": [], "any": []}, "one of its conditions does not have the form of a condition"),
    ],
)
def test_a_rule_that_cannot_be_read_does_not_match_and_the_record_says_so(conditions: object, why: str) -> None:
    broken = rule("Broken", "print", priority=1)
    object.__setattr__(broken, "conditions", conditions)
    decision = decided(None, broken, ANYTHING, facts={"locale": "en"})
    assert (decision.channel, decision.rule) == ("sms", "Text first")
    assert decision.inputs["rules_passed_over"] == [{"rule": "Broken", "why": why}]


def test_a_name_from_the_data_stays_on_its_line_and_a_missing_one_is_replaced() -> None:
    names = ["Maria\r\nBcc: x", "  "]
    sentences = [decided(maria(name=name, preferred_channel="sms")).explanation for name in names]
    assert sentences == [
        "Text message, because Maria Bcc: x prefers it.",
        "Text message, because the customer prefers it.",
    ]


def test_inputs_tell_what_was_looked_at_but_no_address() -> None:
    paper = rule("Dear ones", "print", field="data.amount", operator="more-than", value="100")
    decision = decided(
        maria(preferred_channel="sms", suppressed=(Suppressed("print", "moved away"), Suppressed("fax", "x"))),
        paper,
        rule("Never asked", "sms", priority=900, field="customer.vip", operator="exists"),
        wish="email",
        facts={"data": {"amount": {"amount": "120.00", "currency": "GBP"}}},
        sms={"contact": None},
    )
    assert decision.inputs == {
        "wish": "email",
        "preference": "sms",
        "category": {"key": "service", "preference_applies": True, "consent_required": False},
        "channels": {
            "email": {"offered": True, "contact": "ok", "address_problem": "", "consent": None},
            "sms": {"offered": True, "contact": None, "address_problem": "", "consent": None},
            "print": {"offered": True, "contact": "ok", "address_problem": "", "consent": None},
        },
        "suppressed": [{"channel": "print", "reason": "moved away", "category": ""}],
        "facts": {"data.amount": {"amount": "120.00", "currency": "GBP"}},
        "rules_passed_over": [],
    }
    assert "maria@example.com" not in json.dumps(decision.inputs)
