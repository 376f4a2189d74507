"""How the linter's answer is written down: one file for each format."""

from commhub.lint.formats.base import Format
from commhub.plugins import Registry

formats: Registry[Format] = Registry("commhub.lint.formats", Format)
