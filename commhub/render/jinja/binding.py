"""What is known while an edition is compiled: brand tokens and assets become literal text, and unknown names are refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache, partial
from typing import Final

from jinja2 import TemplateError, TemplateSyntaxError, Undefined, meta, nodes

from commhub.contracts import JSON, AssetFile, CompileError
from commhub.render.jinja.environment import TOO_DEEP, environment, lexing_environment
from commhub.render.jinja.wording import in_plain_words

KNOWN: Final = frozenset({"brand", "asset"})
ALWAYS: Final = frozenset({"brand", "asset", "recipient", "message"})
"""The names that every template may read beside its own variables."""
_USUAL: Final = re.compile(r"asset\s*\((?![^()]*\)\s*\.\s*small\b)")
"""A use of an asset's usual file; without one, an expression asks for none or for its small one alone."""


class Binder:
    """Evaluates expressions made of brand tokens and assets alone; `address_of` gives an asset's URL on the channel.

    `also` are further values that the channel knows when an edition is compiled, by the names that layouts use. `used`
    collects the assets that were asked for, by SHA-256. `other` finds a second file of a slot (channels.base.Source.other).
    """

    def __init__(
        self,
        brand: Mapping[str, JSON],
        asset: Callable[[str], AssetFile],
        address_of: Callable[[AssetFile], str],
        also: Mapping[str, JSON] | None = None,
        other: Callable[[str, str], AssetFile | None] = lambda slot, which: None,
    ) -> None:
        self.also = also or {}
        self.brand = brand
        self.asset = asset
        self.address_of = address_of
        self.other = other
        self.used: dict[str, AssetFile] = {}

    def __call__(self, inner: str, place: str, line: int) -> str | None:
        """The text of an expression that reads nothing but brand tokens and assets; None for any other."""
        try:
            names = _names_read(inner)
            if not names or not names <= KNOWN | self.also.keys():
                return None
            asset = partial(self._asset, usual=bool(_USUAL.search(inner)), small="small" in inner)
            value = _expression(inner)(brand=self.brand, asset=asset, **self.also)
            if isinstance(value, Mapping) and "src" in value:
                value = value["src"]
            if isinstance(value, Undefined):
                raise CompileError(f"{{{{ {inner} }}}}: the brand has nothing of this name", place, line)
            if not isinstance(value, str | int | float):
                raise CompileError(f"{{{{ {inner} }}}} is not a text; name one of its tokens", place, line)
            return str(value)
        except TemplateError as error:
            raise CompileError(f"{{{{ {inner} }}}}: {in_plain_words(error.message)}", place, line) from error

    def _asset(self, slot: str, *, usual: bool, small: bool) -> Mapping[str, JSON]:
        """What `asset(slot)` is in an expression that asks for its usual file, or for its small one, or for both: a file
        that nobody asks for does not go along with the message."""
        file = self.asset(slot)
        facts = self._shown(file) if usual else self._facts(file)
        return {**facts, "small": self._shown(self.other(slot, "small") or file)} if small else facts

    def _shown(self, file: AssetFile) -> dict[str, JSON]:
        self.used[file.sha256] = file
        return self._facts(file)

    def _facts(self, file: AssetFile) -> dict[str, JSON]:
        return {
            "src": self.address_of(file),
            "width": file.width,
            "height": file.height,
            "alt": file.alt,
            "shown_width": file.shown or str(file.width),
        }

    def dark_of(self, address: str) -> str:
        """The address of the file for dark screens, by that of a usual file that was asked for; '' when it has none."""
        for file in list(self.used.values()):
            if self.address_of(file) == address and (dark := self.other(file.slot, "dark")):
                self.used[dark.sha256] = dark
                return self.address_of(dark)
        return ""


def names_in(source: str, place: str) -> frozenset[str]:
    """The names that a source reads and does not set itself. Raises CompileError with the line."""
    try:
        return undeclared(lexing_environment().parse(source))
    except TemplateSyntaxError as error:
        raise CompileError(in_plain_words(error.message), place, error.lineno) from error
    except RecursionError as error:
        raise CompileError(TOO_DEEP, place) from error


def undeclared(tree: nodes.Template) -> frozenset[str]:
    """The names that a template reads and sets nowhere. Jinja alone would name those that only some branches set."""
    set_here = {
        name.name
        for assign in tree.find_all(nodes.Assign)
        for name in ([assign.target] if isinstance(assign.target, nodes.Name) else assign.target.find_all(nodes.Name))
    }
    return frozenset(meta.find_undeclared_variables(tree)) - set_here


@lru_cache(maxsize=2048)
def _expression(inner: str) -> Callable[..., object]:
    """The expression as a function of the names that it reads."""
    return environment("en", markup=False).compile_expression(inner, undefined_to_none=False)


@lru_cache(maxsize=8192)
def _names_read(inner: str) -> frozenset[str]:
    """The names that an expression reads. Raises TemplateSyntaxError."""
    try:
        return frozenset(meta.find_undeclared_variables(lexing_environment().parse("{{ " + inner + " }}")))
    except RecursionError as error:
        raise TemplateSyntaxError(TOO_DEEP, 1) from error


def check_names(source: str, allowed: Collection[str] | None, place: str, *, includes: bool = False) -> None:
    """Raises CompileError at the first line that reads a name which is neither declared nor always there.

    `allowed` None allows any name. With `includes`, `{% include "key" %}` may still be in the source.
    """
    _check_names(source, None if allowed is None else frozenset(allowed), place, includes)


@lru_cache(maxsize=2048)
def _check_names(source: str, allowed: frozenset[str] | None, place: str, includes: bool) -> None:
    """What check_names does; what was found right is kept, because layouts and blocks come by again and again."""
    try:
        tree = lexing_environment().parse(source)
        lexing_environment().compile(tree)  # knows which filters and tests there are
    except TemplateSyntaxError as error:
        raise CompileError(in_plain_words(error.message), place, error.lineno) from error
    except RecursionError as error:
        raise CompileError(TOO_DEEP, place) from error
    unknown = set() if allowed is None else undeclared(tree) - {*allowed, *ALWAYS, "range"}
    for name in tree.find_all(nodes.Name):
        if name.name in unknown:
            known = ", ".join(sorted(allowed or ())) or "none"
            raise CompileError(
                f"{name.name!r} is not declared; the declared variables are: {known}", place, name.lineno
            )
    for forbidden in tree.find_all((nodes.Extends, nodes.Import, nodes.FromImport, nodes.Block, nodes.Include)):
        if includes and isinstance(forbidden, nodes.Include):
            continue
        word = type(forbidden).__name__.lower()
        raise CompileError(
            f"{word!r} cannot be used here; blocks come in with {{% include 'key' %}}", place, forbidden.lineno
        )
