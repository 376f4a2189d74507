"""Static text is linted once for many messages: with the readings that are kept, a message gets the findings that it
gets when all of it is read anew."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from commhub.channels import channels
from commhub.contracts import VariableSpec
from commhub.lint.engine import check
from commhub.lint.facts import message_facts
from commhub.lint.ruleset import Rules, RuleSet
from templates_store.variables import spec_from_json
from tests.golden.cases import Case, Made, cases, library, made

WORDS = (
    "NIGO", "UW", "deductible", "T&Cs", "APR", "APRs", "underwriting", "adjudication", "Maria", "your claim", "XQZ",
    "annual percentage rate", "APR (annual percentage rate)", "annual percentage rate (APR)", "(", ")", ".", ",", "\n",
    "免赔额", "核保", "审核保单", "免赔額", "自付额是指您自己承担的部分", "Ｎ", "ＩＧＯ", "NI\u00adGO", "<b>", "https://x.example.com/NIGO",
)  # fmt: skip
TEXT = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
CASES = [case for case in cases() if case.channel in {"email", "sms"}]


def values(specs: tuple[VariableSpec, ...]) -> st.SearchStrategy[dict[str, Any]]:
    required = {spec.name: value(spec) for spec in specs if spec.required}
    return st.fixed_dictionaries(required, optional={spec.name: value(spec) for spec in specs if not spec.required})


def value(spec: VariableSpec) -> st.SearchStrategy[Any]:
    match spec.type:
        case "string":
            address = str(spec.sample or "").startswith("https://")
            return st.just(spec.sample) if address else st.one_of(TEXT, st.just(spec.sample or "x"))
        case "enum":
            return st.sampled_from(spec.choices)
        case "boolean":
            return st.booleans()
        case "object":
            return values(spec.fields)
        case "list":
            return st.lists(values(spec.fields) if spec.fields else TEXT, max_size=3)
        case _:
            return st.just(spec.sample)


@cache
def once(case: Case) -> tuple[Made, tuple[VariableSpec, ...]]:
    template = next(one for one in library().templates if one.key == case.template)
    return made(case), tuple(spec_from_json(raw) for raw in template.variables)


@lru_cache(maxsize=1)
def rules() -> RuleSet:
    return library().wording()


@st.composite
def messages(draw: st.DrawFn) -> tuple[Made, dict[str, Any]]:
    """A compiled message of the library, and data that no app would send."""
    found, specs = once(draw(st.sampled_from(CASES)))
    return found, draw(values(specs))


@given(messages())
@settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_linting_with_kept_readings_is_linting_it_all(message: tuple[Made, dict[str, Any]]) -> None:
    one, data = message
    edition = replace(one.edition, variables=one.brief.edition.variables)
    rendered = channels.get(one.rendered.channel).render(edition, replace(one.brief, data=data))
    asked = (rendered.readable, edition.locale, rules(), {"data": data})
    facts = message_facts(edition, rendered.channel)

    kept = check(*asked, facts=facts)
    assert check(*asked, facts=facts) == kept  # now everything static is kept

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rules, "read", lambda self, block: self._read(block.text, block.role))
        assert check(*asked, facts=facts) == kept


def test_the_messages_above_have_findings_and_static_text() -> None:
    """So that the test above compares something."""
    case = next(
        case for case in CASES if (case.template, case.channel, case.locale) == ("claim-update", "email", "en-GB")
    )
    one, _ = once(case)
    check(one.rendered.readable, one.edition.locale, rules(), {"data": {}})
    assert len(rules().kept) > 5
    data = {**one.brief.data, "handler_name": "Maria NIGO", "claim_number": "NIGO"}
    rendered = channels.get("email").render(one.edition, replace(one.brief, data=data))
    assert {finding.surface for finding in check(rendered.readable, "en-GB", rules(), {"data": data})} == {"NIGO"}
