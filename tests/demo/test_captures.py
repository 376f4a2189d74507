"""The mail server and the SMS gateway of the demo keep what our own providers hand over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from commhub.contracts import DeliveryError
from commhub.deliver.providers.http_sms import HttpSms
from commhub.deliver.providers.smtp import Smtp
from commhub.demo.capture_sms import SmsCapture
from commhub.demo.capture_smtp import MailCapture
from tests.deliver.parcels import MESSAGE_ID, parcel


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_mail_becomes_a_file_and_a_repeat_the_same_file(tmp_path: Path, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with MailCapture(tmp_path) as capture:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", capture.port
        Smtp().hand_over(parcel("email"))
        Smtp().hand_over(parcel("email"))

    assert names(tmp_path) == [f"{MESSAGE_ID}.eml"]
    assert b"\r\nTo: Ada Byron <ada@example.org>\r\n" in (tmp_path / f"{MESSAGE_ID}.eml").read_bytes()


def test_a_text_message_becomes_a_file_and_a_repeat_the_same_file(tmp_path: Path, settings: Any) -> None:
    with SmsCapture(tmp_path, "t0ken") as capture:
        settings.COMMHUB_SMS_URL, settings.COMMHUB_SMS_TOKEN = capture.url, "t0ken"
        given = parcel("sms", sender={"name": "Northlight"})
        assert HttpSms().hand_over(given).provider_id == f"demo-{MESSAGE_ID}"
        HttpSms().hand_over(given)

    assert names(tmp_path) == [f"{MESSAGE_ID}.txt"]
    assert (tmp_path / f"{MESSAGE_ID}.txt").read_text("utf-8") == (
        "To: +447700900123\nFrom: Northlight\n\nNorthlight: your claim is paid.\n"
    )


def test_the_gateway_takes_nothing_without_its_token_and_no_name_but_an_id(tmp_path: Path, settings: Any) -> None:
    with SmsCapture(tmp_path, "t0ken") as capture:
        settings.COMMHUB_SMS_URL, settings.COMMHUB_SMS_TOKEN = capture.url, "guess"
        with pytest.raises(DeliveryError, match="did not accept COMMHUB_SMS_TOKEN"):
            HttpSms().hand_over(parcel("sms"))
        settings.COMMHUB_SMS_TOKEN = "t0ken"
        with pytest.raises(DeliveryError, match="not a message"):
            HttpSms().hand_over(parcel("sms", message_id="../../escape"))

    assert names(tmp_path) == []
