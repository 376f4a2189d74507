"""A provider is one new file: the example of docs/adding-a-provider.md is dropped in and found working."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import commhub.deliver.providers as package
from commhub.contracts import DeliveryError
from commhub.deliver.hand_over import hand_over
from commhub.deliver.providers import providers
from tests.deliver.parcels import LOGO, MESSAGE_ID, parcel
from tests.dropping_in import dropped_in, example_in


@pytest.fixture
def sms_spool(tmp_path: Path, root: Path) -> Iterator[None]:
    source = example_in(root / "docs" / "adding-a-provider.md")
    with dropped_in(package, providers, tmp_path, "sms_spool", source):
        yield


def test_the_guides_example_works_as_it_stands(sms_spool: None, settings: Any, tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    spool.mkdir()
    settings.SMS_SPOOL = spool
    settings.COMMHUB_PROVIDERS = {"sms": "sms-spool"}

    receipt = hand_over(parcel("sms"), test=False)

    assert (receipt.provider, receipt.where) == ("sms-spool", str(spool / MESSAGE_ID))
    assert [path.name for path in spool.iterdir()] == [MESSAGE_ID]
    assert (spool / MESSAGE_ID).read_text() == "To: 447700900123\nAlphabet: UTF-8\n\nNorthlight: your claim is paid."


def test_the_guides_example_keeps_its_own_promises(sms_spool: None, settings: Any, tmp_path: Path) -> None:
    settings.SMS_SPOOL = tmp_path / "not-there"
    with pytest.raises(DeliveryError) as nobody_there:
        providers.get("sms-spool").hand_over(parcel("sms"))
    with pytest.raises(DeliveryError) as not_possible:
        providers.get("sms-spool").hand_over(parcel("sms", render={"attachments": (LOGO,)}))

    assert (nobody_there.value.permanent, not_possible.value.permanent) == (False, True)


def test_after_the_file_is_gone_so_is_the_provider() -> None:
    assert "sms-spool" not in providers
