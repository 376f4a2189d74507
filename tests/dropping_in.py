"""Drops a plug-in into a package of plug-ins as one new file, as long as a test wants it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from commhub.plugins import Registry


@contextmanager
def dropped_in(package: ModuleType, registry: Registry[Any], folder: Path, name: str, source: str) -> Iterator[None]:
    """Within it, the module `name` with this source is part of `package`, and the registry has looked again."""
    (folder / f"{name}.py").write_text(source, "utf-8")
    path = package.__path__
    package.__path__ = [*path, str(folder)]
    registry.reload()
    try:
        yield
    finally:
        package.__path__ = path
        sys.modules.pop(f"{package.__name__}.{name}", None)
        vars(package).pop(name, None)
        registry.reload()


def example_in(guide: Path) -> str:
    """The first block of Python in a page of docs/."""
    example = re.search(r"```python\n(.*?)```", guide.read_text("utf-8"), re.DOTALL)
    assert example, f"{guide.name} shows its example as a python block"
    return example.group(1)
