"""One registry for everything that can be added as one new file: channels, providers, rule types, operators."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from importlib.metadata import entry_points
from types import ModuleType
from typing import Any, ClassVar, Generic, Protocol, TypeVar, cast

NAME_FORM = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")


class Plugin(Protocol):
    """What every plug-in class says of itself: a permanent kebab-case name (stored in rows) and a label."""

    name: ClassVar[str]
    label: ClassVar[str]


class PluginError(Exception):
    """A plug-in that cannot be registered; the message names the class and what to change."""


P = TypeVar("P", bound=Plugin)


class Registry(Generic[P]):
    """The plug-ins of one kind, found by scanning a package and reading its entry-point group.

    A plug-in is a concrete subclass of `base` that is defined in a module of `package` (modules that begin with
    an underscore and the one that defines `base` are passed over), or one that an installed distribution
    announces under the entry-point group named like the package. Two classes with one name are refused.
    """

    def __init__(self, package: str, base: type[Any]) -> None:
        self.package = package
        self.base = base
        self._found: dict[str, P] | None = None

    def __iter__(self) -> Iterator[P]:
        return iter(self._load().values())

    def names(self) -> list[str]:
        return list(self._load())

    def get(self, name: str) -> P:
        """The plug-in of that name. Raises KeyError, with the known names, if there is none."""
        found = self._load()
        if name not in found:
            raise KeyError(f"no {self.base.__name__.lower()} is called {name!r}; there are: {', '.join(found)}")
        return found[name]

    def __contains__(self, name: object) -> bool:
        return name in self._load()

    def reload(self) -> None:
        """Forget what was found, so that the next look-up scans again."""
        self._found = None

    def _load(self) -> dict[str, P]:
        if self._found is None:
            found: dict[str, P] = {}
            for plugin_class in self._classes():
                self._check(plugin_class, found)
                found[plugin_class.name] = plugin_class()
            self._found = dict(sorted(found.items(), key=lambda item: (getattr(item[1], "order", 0), item[0])))
        return self._found

    def _classes(self) -> Iterator[type[P]]:
        package = importlib.import_module(self.package)
        for info in pkgutil.iter_modules(package.__path__):
            if not info.name.startswith("_"):
                yield from self._defined_in(importlib.import_module(f"{self.package}.{info.name}"))
        for entry in entry_points(group=self.package):
            yield entry.load()

    def _defined_in(self, module: ModuleType) -> Iterator[type[P]]:
        for _, candidate in inspect.getmembers(module, inspect.isclass):
            here = candidate.__module__ == module.__name__
            ours = issubclass(candidate, self.base) and candidate is not self.base
            if here and ours and not inspect.isabstract(candidate):
                yield cast("type[P]", candidate)

    def _check(self, plugin_class: type[P], found: dict[str, P]) -> None:
        where = f"{plugin_class.__module__}.{plugin_class.__qualname__}"
        name = getattr(plugin_class, "name", "")
        if not isinstance(name, str) or not NAME_FORM.match(name):
            raise PluginError(f"{where}: its name {name!r} is not kebab-case (such as 'hot-folder')")
        if not getattr(plugin_class, "label", ""):
            raise PluginError(f"{where}: it has no label for people")
        if name in found:
            other = type(found[name])
            raise PluginError(f"{where} and {other.__module__}.{other.__qualname__} are both called {name!r}")
