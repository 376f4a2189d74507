"""Finds the files that the guards read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("commhub", "templates_store", "brand_assets")


def code_files() -> Iterator[Path]:
    """Every module of ours that runs in production, migrations apart (Django writes those)."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def place(path: Path, node: ast.AST) -> str:
    """Where something stands, in the form that editors jump to."""
    name = path.relative_to(ROOT) if path.is_absolute() else path
    return f"{name}:{getattr(node, 'lineno', 1)}"


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
