"""A channel is one new file, and so is its provider: the examples of docs/adding-a-channel.md are dropped in and send."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

import commhub.channels as channel_package
import commhub.deliver.providers as provider_package
from commhub import intake
from commhub.channels import channels
from commhub.deliver.providers import providers
from commhub.deliver.providers.memory import taken
from commhub.intake import Caller, SendRequest
from commhub.pipeline import carry
from commhub.publish.proofs import make_proofs
from commhub.record.models import Attempt, Message
from commhub.replay import replay
from tests.api.app import App, problem_of
from tests.dropping_in import dropped_in
from tests.factories import api_key, listed, publish, template_draft, work_off
from tests.store import CLAIM_DATA, CLAIM_PARTS, CLAIM_VARIABLES, NOW, make_block, make_brand, make_customer

GUIDE = "docs/adding-a-channel.md"
DEVICE = "fX3k9-device-token-01"
TEXT = "{{ brand.name }}: your claim is {{ status }}. We pay {{ amount }}."


@pytest.fixture
def push(tmp_path: Path, root: Path, settings: Any) -> Iterator[Path]:
    """The guide's channel and provider, in place as one file each; answers the folder that takes the notifications."""
    channel, provider = re.findall(r"```python\n(.*?)```", (root / GUIDE).read_text("utf-8"), re.DOTALL)
    settings.PUSH_FOLDER = tmp_path / "out"
    settings.PUSH_FOLDER.mkdir()
    with (
        dropped_in(channel_package, channels, tmp_path, "push", channel),
        dropped_in(provider_package, providers, tmp_path, "push_folder", provider),
    ):
        yield settings.PUSH_FOLDER


@pytest.fixture
def live(push: Path, db: None) -> None:
    """A live template with a part for the new channel; its brand has no layout for it, because it needs none."""
    make_block()
    publish(draft())


def draft(text: str = TEXT) -> Any:
    parts = {"en": {**CLAIM_PARTS["en"], "push": text}}
    return template_draft("claim-update", parts, CLAIM_VARIABLES, brands=[make_brand()])


def send(monkeypatch: pytest.MonkeyPatch, *, test: bool = False, **data: Any) -> Message:
    """Accept and carry one message; it is returned as recorded."""
    monkeypatch.setattr(intake, "ring", lambda message: None)
    request = SendRequest("claim-update", {**CLAIM_DATA, **data}, "C-1")
    accepted = intake.accept(request, Caller(1, "Claims desk", test), idempotency_key=None, now=NOW)
    message = accepted.send.messages.get()
    assert carry([str(message.pk)], lambda: NOW) == 1
    message.refresh_from_db()
    return message


@pytest.mark.usefixtures("live")
def test_a_message_goes_out_on_the_new_channel(push: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_customer(contacts={"device": DEVICE}, preferred_channel="push")
    message = send(monkeypatch)

    assert (message.state, message.channel, message.to) == ("sent", "push", DEVICE)
    assert message.decision is not None
    assert message.decision["explanation"] == "App notification, because Maria Jones prefers it."
    assert message.facts == {"characters": 53}
    [notification] = push.iterdir()
    assert json.loads(notification.read_text("utf-8")) == {
        "id": str(message.pk),
        "device": DEVICE,
        "from": "Northlight",
        "text": "Northlight: your claim is approved. We pay £1,234.50.",
    }
    attempt = Attempt.objects.get(message=message)
    assert (attempt.provider, attempt.outcome, attempt.where) == ("push-folder", "accepted", str(notification))
    assert replay(message).sha256 == message.output_hash


@pytest.mark.usefixtures("live")
def test_by_the_public_api_too(push: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "ring", lambda message: None)
    app = App(api_key()[1])
    person = {"name": "Li", "locale": "en", "device": DEVICE}
    body = {"template": "claim-update", "recipient": person, "data": CLAIM_DATA}

    wrong = app.post("/api/v1/sends", {**body, "recipient": {**person, "device": "short"}}, described=False)
    assert problem_of(wrong) == (422, "invalid-request", ["/recipient/device"])
    accepted = app.post("/api/v1/sends", {**body, "channel": "push"}, described=False)
    assert accepted.status_code == 202
    work_off()
    message = app.get(f"/api/v1/sends/{accepted.json()['id']}", described=False).json()["messages"][0]
    assert (message["state"], message["channel"], message["to"]) == ("sent", "push", DEVICE)
    assert [path.stem for path in push.iterdir()] == [message["id"]]


@pytest.mark.usefixtures("live")
def test_its_text_is_linted_and_names_the_field_at_fault(push: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_customer(contacts={"device": DEVICE}, preferred_channel="push")
    listed("NIGO", kind="code", suggestion="we need one more paper")
    message = send(monkeypatch, status="NIGO")

    assert message.state == "blocked"
    assert [(found["part"], found["surface"], found["field"]) for found in message.findings] == [
        ("push", "NIGO", "/data/status")
    ]
    assert list(push.iterdir()) == []


@pytest.mark.usefixtures("live")
@pytest.mark.parametrize(
    ("device", "code", "why"),
    [
        ("", "no-contact-point", "There is no device."),
        ({"token": DEVICE}, "unusable-address", "The device has no valid token."),
    ],
)
def test_who_has_no_device_is_reached_otherwise(
    push: Path, monkeypatch: pytest.MonkeyPatch, device: Any, code: str, why: str
) -> None:
    make_customer(contacts={"device": device}, preferred_channel="push")
    message = send(monkeypatch)

    assert message.channel == "email"
    assert message.decision is not None
    told = next(one for one in message.decision["considered"] if one["channel"] == "push")
    assert (told["verdict"], told["code"], told["why"]) == ("ruled-out", code, why)


@pytest.mark.usefixtures("live")
def test_a_test_key_sends_nothing_out(push: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_customer(contacts={"device": DEVICE}, preferred_channel="push")
    message = send(monkeypatch, test=True)

    assert message.state == "sent"
    assert list(push.iterdir()) == []
    assert taken[-1].message_id == str(message.pk)


@pytest.mark.django_db
def test_a_draft_has_proofs_on_it_and_a_text_that_is_too_long_is_refused(push: Path) -> None:
    make_block()
    proofs = {proof.channel: proof for proof in make_proofs(draft(TEXT + "!" * 180))}

    assert set(proofs) == {"email", "push", "sms", "print"}
    assert re.fullmatch(r"push: the text has 2\d\d characters; 180 are the most", proofs["push"].error)
    assert proofs["email"].error == ""


@pytest.mark.django_db
def test_neither_needs_a_migration(push: Path) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_after_the_files_are_gone_so_are_the_channel_and_its_provider() -> None:
    assert "push" not in channels
    assert "push-folder" not in providers
