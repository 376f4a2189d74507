"""The operators of channel rules, one file each."""

from commhub.decide.operators.base import Operator
from commhub.plugins import Registry

operators: Registry[Operator] = Registry("commhub.decide.operators", Operator)
