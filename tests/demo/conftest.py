"""The demo brings its own database, so its whole run is tested in one round only: the one on SQLite."""

from __future__ import annotations

from pathlib import Path

import pytest

WHOLE_RUN = Path(__file__).with_name("test_whole_run.py")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--database") == "sqlite":
        return
    config.hook.pytest_deselected(items=[item for item in items if item.path == WHOLE_RUN])
    items[:] = [item for item in items if item.path != WHOLE_RUN]
