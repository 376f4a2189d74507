"""What holds for every decision, whatever the circumstances."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from commhub.contracts import Candidate, CategoryPolicy, ChannelRuleSpec, Contact, Recipient, Suppressed
from commhub.decide.engine import decide

CHANNELS = ("email", "sms", "print", "push")
NAMES = (*CHANNELS, "fax", "")
KEYS = ("service", "marketing")

OK = Contact("any", "somewhere")
contacts = st.sampled_from((OK, OK, OK, OK, None, Contact("any", "somewhere", "bounced")))
candidates = (st.permutations(CHANNELS) | st.lists(st.sampled_from(CHANNELS), unique=True)).flatmap(
    lambda names: st.tuples(
        *(
            st.builds(
                Candidate,
                channel=st.just(name),
                label=st.just(name.title()),
                order=st.integers(0, 3),
                offered=st.sampled_from((True, True, True, True, False)),
                contact_label=st.just("address"),
                contact=contacts,
                address_problem=st.sampled_from(("", "", "", "", "is a landline")),
            )
            for name in names
        )
    )
)
recipients = st.builds(
    Recipient,
    name=st.text(max_size=10),
    locale=st.just("en"),
    preferred_channel=st.sampled_from(NAMES),
    consents=st.dictionaries(st.tuples(st.sampled_from(KEYS), st.sampled_from(NAMES)), st.booleans(), max_size=3),
    suppressed=st.lists(
        st.builds(Suppressed, st.sampled_from(NAMES), st.just("complaint"), st.sampled_from((*KEYS, ""))), max_size=2
    ).map(tuple),
)
policies = st.builds(CategoryPolicy, st.sampled_from(KEYS), st.just("Some"), st.booleans(), st.booleans())
leaves = st.fixed_dictionaries(
    {
        "field": st.sampled_from(("data.amount", "locale", "nowhere")),
        "operator": st.sampled_from(("equals", "more-than", "exists", "resembles")),
        "value": st.none() | st.sampled_from(("100", "en", 5)),
    }
)
trees = st.just({}) | st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"all": st.lists(inner, max_size=3)}),
        st.fixed_dictionaries({"any": st.lists(inner, max_size=3)}),
        st.fixed_dictionaries({"not": inner}),
    ),
    max_leaves=5,
)
rules = st.lists(
    st.builds(
        ChannelRuleSpec,
        name=st.sampled_from(("first", "second", "third")),
        priority=st.integers(0, 2),
        conditions=trees,
        channels=st.lists(st.sampled_from(NAMES[:-1]), max_size=4).map(tuple),
    ),
    max_size=3,
    unique_by=lambda one: one.name,
)
FACTS = {"data": {"amount": "120.00"}, "locale": "en"}


def barred(one: Candidate, recipient: Recipient, category: CategoryPolicy) -> bool:
    """Said again, on purpose in other words than the engine's: whether nothing may ever choose this channel."""
    reachable = one.offered and one.contact and one.contact.status == "ok" and not one.address_problem
    consent = recipient.consents.get((category.key, one.channel), not category.consent_required)
    silenced = {(entry.channel, entry.category) for entry in recipient.suppressed}
    return not reachable or not consent or bool(silenced & {(one.channel, ""), (one.channel, category.key)})


@settings(max_examples=200, deadline=None)
@given(candidates, recipients, policies, rules, st.sampled_from(NAMES), st.randoms())
def test_no_decision_breaks_the_order_of_authority(
    offered: tuple[Candidate, ...],
    recipient: Recipient,
    category: CategoryPolicy,
    ruled: list[ChannelRuleSpec],
    wish: str,
    chance: Any,
) -> None:
    decision = decide(offered, recipient, category, ruled, wish, FACTS)

    considered = {one.channel: one for one in decision.considered}
    by_name = {one.channel: one for one in offered}
    usable = {name for name, one in by_name.items() if not barred(one, recipient, category)}
    matched = next((one for one in ruled if one.name == decision.rule), None)
    allowed = set(matched.channels) & set(by_name) if matched else set(by_name)

    assert len(considered) == len(decision.considered)
    assert set(by_name) <= set(considered)
    assert [one.channel for one in decision.considered if one.verdict == "chosen"] == [decision.channel][
        : bool(decision.channel)
    ]
    assert (decision.channel in usable) if decision.channel else not usable & allowed
    assert all(considered[name].verdict == "ruled-out" for name in set(by_name) - usable)
    if wish in usable & allowed:
        assert decision.channel == wish
    elif category.preference_applies and recipient.preferred_channel in usable & allowed:
        assert decision.channel == recipient.preferred_channel
    elif decision.channel:
        assert decision.channel in allowed
    assert all(one.code and one.why.endswith(".") for one in decision.considered)
    assert json.loads(json.dumps(decision.inputs)) == decision.inputs

    shuffled, reruled = list(offered), list(ruled)
    chance.shuffle(shuffled)
    chance.shuffle(reruled)
    assert decide(shuffled, recipient, category, reruled, wish, FACTS) == decision
