"""The rule type sensitive: wording that hurts or labels people, as each organisation and condition wants it.

People come first ("a person with diabetes", not "a diabetic"), unless the people concerned want it otherwise: many Deaf
and many autistic people do. So nothing about that is written here. A row may name a condition and the wording that it
stands up for, `{"condition": "deafness", "prefer": "identity-first"}`, and it is in force only where the organisation has
chosen that wording for the condition (`policy.wording_for`); person-first where it has not chosen. A list can hold the
rows of both sides. A row without a condition (a slur, a word that blames) is always in force.
"""

from __future__ import annotations

from commhub.lint.policy import IDENTITY_FIRST, PERSON_FIRST, Policy
from commhub.lint.rules._settings import problem_with_settings, settings_of
from commhub.lint.rules.base import RuleType, TermSpec
from commhub.lint.rules.term import words_problem


class SensitiveRule(RuleType):
    """Rows of wording that puts a condition before the person, or that people of a group asked not to be called."""

    name = "sensitive"
    label = "Sensitive wording"
    literal = True

    def problem_with(self, term: TermSpec) -> str:
        problem = words_problem(term) or problem_with_settings(term.settings, ("condition", "prefer"), ())
        if problem:
            return problem
        settings = settings_of(term.settings)
        prefer = settings.get("prefer", PERSON_FIRST)
        if prefer not in (PERSON_FIRST, IDENTITY_FIRST):
            return f"'prefer' in the settings is '{PERSON_FIRST}' or '{IDENTITY_FIRST}', not '{prefer}'"
        if "prefer" in settings and not settings.get("condition", "").strip():
            return "The settings say which wording to prefer and not for which 'condition'"
        return ""

    def is_in_force(self, term: TermSpec, policy: Policy) -> bool:
        settings = settings_of(term.settings)
        condition = settings.get("condition", "").strip().casefold()
        if not condition:
            return True
        chosen = {name.strip().casefold(): wording for name, wording in policy.wording_for.items()}
        return bool(chosen.get(condition, PERSON_FIRST) == settings.get("prefer", PERSON_FIRST))
