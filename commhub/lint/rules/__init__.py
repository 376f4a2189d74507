"""The rule types of the linter, one file each."""

from commhub.lint.rules.base import RuleType
from commhub.plugins import Registry

rule_types: Registry[RuleType] = Registry("commhub.lint.rules", RuleType)
