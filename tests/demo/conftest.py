"""The demo brings its own database, so each of these files is run in one round only, and the rounds share the time."""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
ONLY_ROUND = {FOLDER / "test_whole_run.py": "sqlite", FOLDER / "test_ending.py": "postgres"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    this_round = config.getoption("--database")
    elsewhere = [item for item in items if ONLY_ROUND.get(item.path, this_round) != this_round]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [item for item in items if item not in elsewhere]
