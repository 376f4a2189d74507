"""The variables of a Notify template: which placeholders are one, and what each is called here."""

from __future__ import annotations

import keyword
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from commhub.contracts import JSON
from templates_store.variable_problems import RESERVED

TAKEN: Final = RESERVED | {"locale", "loop", "range", "namespace", "if", "for", "not", "and", "or", "in", "is", "else"}
ADDRESS: Final = re.compile(r"(?:addressline[1-7]|postcode)\Z")
"""The placeholders that hold a letter's address in Notify."""


def same(name: str) -> str:
    """What two names share when Notify takes them for one placeholder: it looks at neither case, spaces, _ nor -."""
    return re.sub(r"[\s_-]", "", name).lower()


@dataclass
class Variable:
    """One placeholder. `name` is how the template writes it first; it may be printed, asked for as a condition, or both."""

    name: str
    slug: str
    printed: bool = False
    asked: bool = False


@dataclass
class Variables:
    """All placeholders of one template in the order in which they come."""

    known: dict[str, Variable] = field(default_factory=dict)

    def printed(self, name: str) -> str:
        """The variable that stands for a placeholder that is printed."""
        variable = self._of(name)
        variable.printed = True
        return variable.slug

    def asked(self, name: str) -> str:
        """The variable that stands for a placeholder that is a condition."""
        variable = self._of(name)
        variable.asked = True
        return f"show_{variable.slug}"

    def as_json(self) -> list[JSON]:
        """The declarations. What is printed and asked for is two variables: a text cannot be both in ours."""
        found: list[JSON] = []
        for one in self.known.values():
            if one.printed:
                told = f"In GOV.UK Notify: (({one.name}))"
                found.append({"name": one.slug, "type": "string", "sample": one.name[:200], "description": told})
            if one.asked:
                told = f"In GOV.UK Notify: (({one.name}??...)), where yes is true and no is false"
                found.append({"name": f"show_{one.slug}", "type": "boolean", "sample": True, "description": told})
        return found

    def _of(self, name: str) -> Variable:
        key = same(name)
        if key not in self.known:
            self.known[key] = Variable(name.strip(), self._slug(name))
        return self.known[key]

    def _slug(self, name: str) -> str:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:60].strip("_")
        if not slug:
            slug = "value"
        elif slug[0].isdigit():
            slug = f"value_{slug}"
        elif slug in TAKEN or keyword.iskeyword(slug):
            slug = f"{slug}_value"
        taken = {one.slug for one in self.known.values()} | {f"show_{one.slug}" for one in self.known.values()}
        chosen, number = slug, 1
        while chosen in taken or f"show_{chosen}" in taken:
            number += 1
            chosen = f"{slug}_{number}"
        return chosen
