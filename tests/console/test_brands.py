"""The brand that a file is tried out under, where the database is not there."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import OperationalError

from commhub.console import brands


def no_database(vendor: str) -> SimpleNamespace:
    def away() -> list[str]:
        raise OperationalError("nobody listens")

    return SimpleNamespace(vendor=vendor, introspection=SimpleNamespace(table_names=away))


def test_a_machine_without_a_database_yet_has_the_librarys_brands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brands, "connection", no_database("sqlite"))
    assert brands.look_of("northlight").tokens["name"] == "Northlight Insurance"


def test_a_database_that_is_away_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brands, "connection", no_database("postgresql"))
    with pytest.raises(brands.UnknownBrand) as caught:
        brands.look_of("northlight")
    assert str(caught.value) == (
        "whether there is a brand 'northlight' cannot be seen: the database is away (nobody listens)"
    )
