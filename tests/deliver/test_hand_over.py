"""hand_over picks the provider that the settings name, and nothing leaves when it is a test."""

from __future__ import annotations

from typing import Any

import pytest

from commhub.contracts import DeliveryError
from commhub.deliver.checks import providers_exist
from commhub.deliver.hand_over import hand_over, provider_name
from commhub.deliver.providers.memory import KEPT, taken
from tests.deliver.parcels import parcel


@pytest.fixture(autouse=True)
def empty_memory() -> None:
    taken.clear()


def test_the_setting_names_the_provider(settings: Any) -> None:
    settings.COMMHUB_PROVIDERS = {"email": "memory-email"}
    given = parcel("email")

    assert hand_over(given, test=False).provider == "memory-email"
    assert list(taken) == [given]


@pytest.mark.parametrize("channel", ["email", "sms", "print"])
def test_a_test_goes_to_memory_whatever_the_settings_say(settings: Any, channel: str) -> None:
    settings.COMMHUB_PROVIDERS = {"email": "smtp", "sms": "http-sms", "print": "hot-folder"}
    given = parcel(channel)

    assert provider_name(channel, test=True) == f"memory-{channel}"
    assert hand_over(given, test=True).provider == f"memory-{channel}"
    assert list(taken) == [given]


def test_a_test_on_a_channel_without_a_twin_does_not_leave_either() -> None:
    given = parcel("carrier-pigeon")

    assert hand_over(given, test=True).provider == "memory-carrier-pigeon"
    assert list(taken) == [given]


def test_memory_keeps_a_repeat_once_and_never_grows_without_end() -> None:
    for number in [*range(KEPT + 5), KEPT + 4]:
        hand_over(parcel("sms", message_id=str(number)), test=True)

    assert len(taken) == KEPT
    assert [taken[0].message_id, taken[-1].message_id] == ["5", str(KEPT + 4)]


def test_a_channel_that_the_setting_leaves_out_goes_to_its_only_provider(settings: Any) -> None:
    settings.COMMHUB_PROVIDERS = {}
    assert [provider_name(channel, test=False) for channel in ("email", "sms", "print")] == [
        "smtp",
        "http-sms",
        "hot-folder",
    ]


def test_a_channel_without_any_provider_says_so(settings: Any) -> None:
    settings.COMMHUB_PROVIDERS = {}
    with pytest.raises(DeliveryError) as caught:
        hand_over(parcel("carrier-pigeon"), test=False)

    assert provider_name("carrier-pigeon", test=False) == ""
    assert caught.value.permanent is False
    assert str(caught.value) == (
        "COMMHUB_PROVIDERS names no provider for carrier-pigeon messages, and there is none to choose."
    )


def test_a_misspelt_provider_keeps_the_message_and_is_named(settings: Any) -> None:
    settings.COMMHUB_PROVIDERS = {"email": "smpt"}
    with pytest.raises(DeliveryError) as caught:
        hand_over(parcel("email"), test=False)

    assert caught.value.permanent is False
    assert "'smpt', but no provider is called that; there are: hot-folder, http-sms," in str(caught.value)


def test_a_provider_of_another_channel_is_not_used(settings: Any) -> None:
    settings.COMMHUB_PROVIDERS = {"email": "memory-sms"}
    with pytest.raises(DeliveryError) as caught:
        hand_over(parcel("email"), test=False)

    assert str(caught.value) == ("COMMHUB_PROVIDERS gives email messages to 'memory-sms', which takes sms messages.")
    assert list(taken) == []


def test_the_system_check_finds_wrong_providers_at_start(settings: Any) -> None:
    settings.COMMHUB_PROVIDERS = {"email": "smtp", "sms": "htp-sms", "print": "smtp"}
    found = providers_exist(None)

    assert [(error.id, error.msg) for error in found] == [
        ("deliver.E001", "COMMHUB_PROVIDERS gives sms messages to 'htp-sms', which is no provider for them."),
        ("deliver.E001", "COMMHUB_PROVIDERS gives print messages to 'smtp', which is no provider for them."),
    ]
    assert found[0].hint == "Use one of: http-sms, memory-sms."
