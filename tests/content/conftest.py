"""One small store for the tests of a module; what each of them changes is undone."""

from __future__ import annotations

import pytest

from tests.content.stores import Tree, small_store


@pytest.fixture(scope="module")
def small(module_db: None) -> Tree:
    """A live block, a live template and its brand, as a tree."""
    return small_store()
