"""A provider is one new file: the example of docs/adding-a-provider.md is dropped in and found working."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import commhub.deliver.providers as package
from commhub.contracts import DeliveryError
from commhub.deliver.hand_over import hand_over
from commhub.deliver.providers import providers
from tests.deliver.parcels import LOGO, MESSAGE_ID, parcel

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "adding-a-provider.md"


@pytest.fixture
def dropped_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    example = re.search(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert example, "the guide shows its example as a python block"
    (tmp_path / "sms_spool.py").write_text(example.group(1), "utf-8")
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    providers.reload()
    yield
    monkeypatch.undo()
    sys.modules.pop("commhub.deliver.providers.sms_spool", None)
    providers.reload()


def test_the_guides_example_works_as_it_stands(dropped_in: None, settings: Any, tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    spool.mkdir()
    settings.SMS_SPOOL = spool
    settings.COMMHUB_PROVIDERS = {"sms": "sms-spool"}

    receipt = hand_over(parcel("sms"), test=False)

    assert (receipt.provider, receipt.where) == ("sms-spool", str(spool / MESSAGE_ID))
    assert [path.name for path in spool.iterdir()] == [MESSAGE_ID]
    assert (spool / MESSAGE_ID).read_text() == "To: 447700900123\nAlphabet: UTF-8\n\nNorthlight: your claim is paid."


def test_the_guides_example_keeps_its_own_promises(dropped_in: None, settings: Any, tmp_path: Path) -> None:
    settings.SMS_SPOOL = tmp_path / "not-there"
    with pytest.raises(DeliveryError) as nobody_there:
        providers.get("sms-spool").hand_over(parcel("sms"))
    with pytest.raises(DeliveryError) as not_possible:
        providers.get("sms-spool").hand_over(parcel("sms", render={"attachments": (LOGO,)}))

    assert (nobody_there.value.permanent, not_possible.value.permanent) == (False, True)


def test_after_the_file_is_gone_so_is_the_provider() -> None:
    assert "sms-spool" not in providers
