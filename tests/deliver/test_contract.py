"""What holds for every provider, also for those that are added later."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest

from commhub.channels import channels
from commhub.contracts import DeliveryError
from commhub.deliver.hand_over import is_twin
from commhub.deliver.providers import providers
from commhub.deliver.providers.base import Provider
from tests.deliver.parcels import parcel

ALL = [pytest.param(provider, id=provider.name) for provider in providers]
OUTSIDE = [pytest.param(provider, id=provider.name) for provider in providers if not is_twin(provider.name)]


@pytest.fixture
def nobody_there(settings: Any, tmp_path: Path) -> None:
    """Port 1 belongs to nobody, and a file stands where the folder should be."""
    in_the_way = tmp_path / "in-the-way"
    in_the_way.write_text("")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    settings.COMMHUB_SMS_URL = "http://127.0.0.1:1/messages"
    settings.COMMHUB_HOT_FOLDER = in_the_way


def test_the_providers_that_come_with_the_house_are_found() -> None:
    assert {"smtp", "http-sms", "hot-folder", "memory-email", "memory-sms", "memory-print"} <= set(providers.names())


@pytest.mark.parametrize("provider", ALL)
def test_a_provider_serves_a_channel_that_exists(provider: Provider) -> None:
    assert provider.channel in channels.names()


@pytest.mark.parametrize("provider", ALL)
def test_a_provider_has_its_file_and_the_file_says_what_it_is_for(provider: Provider) -> None:
    module = inspect.getmodule(type(provider))
    assert module is not None
    assert module.__doc__
    assert provider.label[0].isupper()


@pytest.mark.parametrize("provider", OUTSIDE)
def test_every_channel_that_leaves_has_a_twin_in_memory(provider: Provider) -> None:
    assert f"memory-{provider.channel}" in providers


@pytest.mark.parametrize("provider", OUTSIDE)
def test_when_nobody_is_there_a_provider_says_so_and_the_message_lives(provider: Provider, nobody_there: None) -> None:
    with pytest.raises(DeliveryError) as caught:
        provider.hand_over(parcel(provider.channel))

    assert caught.value.permanent is False
    assert str(caught.value).endswith((".", "!", "?"))


@pytest.mark.parametrize("provider", ALL)
def test_a_parcel_without_an_address_is_never_taken_outside(provider: Provider, nobody_there: None) -> None:
    if is_twin(provider.name):
        receipt = provider.hand_over(parcel(provider.channel))
        assert receipt.provider == provider.name
        assert receipt.provider_id
    else:
        with pytest.raises(DeliveryError):
            provider.hand_over(parcel(provider.channel, to=None))
