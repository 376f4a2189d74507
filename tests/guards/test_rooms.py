"""Every room says what it is for and has its place in the import contract."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from tests.guards.source import PACKAGES, ROOT, code_files, parsed

# Modules that every layer may be reached from or that reach every layer: they wire the rest together.
WIRING = {"commhub.settings", "commhub.urls", "commhub.celery", "commhub.asgi", "commhub.wsgi"}

BOILERPLATE = {("management", "__init__.py"), ("commands", "__init__.py")}


def without_docstring(files: Iterable[tuple[str, ast.Module]]) -> list[str]:
    return [name for name, tree in files if not (ast.get_docstring(tree) or "").strip()]


def folders_without_docstring(packages: Iterable[Path]) -> list[str]:
    """The folders below the packages that hold modules but no `__init__.py`."""
    folders = {path.parent for package in packages for path in package.rglob("*.py") if "migrations" not in path.parts}
    return sorted(str(folder) for folder in folders if not (folder / "__init__.py").exists())


def outside_the_contract(rooms: Iterable[str], layers: Iterable[str]) -> list[str]:
    named = {name for layer in layers for name in re.findall(r"[\w.]+", layer)}
    return sorted(set(rooms) - named)


def rooms() -> list[str]:
    """The packages and modules directly inside commhub, and the two nouns beside it."""
    inside = [
        path.stem for path in (ROOT / "commhub").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    ]
    return [f"commhub.{name}" for name in inside if name != "__init__"] + [
        name for name in PACKAGES if name != "commhub"
    ]


def test_every_module_says_what_it_is_for() -> None:
    # The two folders of a management command are Django's wish, and hold nothing but it.
    files = [path for path in code_files() if path.parts[-2:] not in BOILERPLATE]
    assert without_docstring((str(path.relative_to(ROOT)), parsed(path)) for path in files) == []


def test_every_folder_with_code_is_a_package() -> None:
    assert folders_without_docstring(ROOT / package for package in PACKAGES) == []


def test_every_room_has_its_place_in_the_import_contract() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(each for each in settings["tool"]["importlinter"]["contracts"] if each["type"] == "layers")
    assert outside_the_contract(set(rooms()) - WIRING, contract["layers"]) == []


def test_the_guard_sees_what_is_wrong(tmp_path: Path) -> None:
    assert without_docstring([("a.py", ast.parse('"""Says."""')), ("b.py", ast.parse("x = 1"))]) == ["b.py"]
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "module.py").touch()
    assert folders_without_docstring([tmp_path / "room"]) == [str(tmp_path / "room")]
    assert outside_the_contract(["a.b", "a.c"], ["a.b | a.bc", "(a.d)"]) == ["a.c"]
