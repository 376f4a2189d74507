"""The hot-folder provider in a real folder, also with several processes at once and after a crash."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from commhub.contracts import Attachment, DeliveryError, Parcel
from commhub.deliver.providers.hot_folder import HotFolder
from tests.deliver.parcels import MESSAGE_ID, PDF, parcel

OTHER_ID = "5f0c7c1e-0f8e-4c0e-9a55-6f5d3c1b2a11"
MANIFEST = "manifest-2025-03-09.jsonl"
LINE = {
    "message_id": MESSAGE_ID,
    "file": f"{MESSAGE_ID}.pdf",
    "sha256": hashlib.sha256(PDF).hexdigest(),
    "pages": 1,
    "template": "claim-update",
    "recipient": "Ada Byron",
    "country": "GB",
    "accepted_at": "2025-03-09T14:05:06+00:00",
}


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.COMMHUB_HOT_FOLDER = tmp_path / "letters"
    return tmp_path / "letters"


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / MANIFEST).read_text("utf-8").splitlines()]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def refused(given: Parcel) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        HotFolder().hand_over(given)
    return caught.value


def test_a_letter_is_a_pdf_and_a_line(folder: Path) -> None:
    receipt = HotFolder().hand_over(parcel("print"))

    assert names(folder) == [f"{MESSAGE_ID}.pdf", MANIFEST]
    assert (folder / f"{MESSAGE_ID}.pdf").read_bytes() == PDF
    assert lines(folder) == [LINE]
    assert receipt.provider == "hot-folder"
    assert receipt.where == str(folder / f"{MESSAGE_ID}.pdf")
    assert receipt.detail == f"Listed in {MANIFEST}."


def test_a_repeat_makes_no_second_line(folder: Path) -> None:
    HotFolder().hand_over(parcel("print"))
    again = HotFolder().hand_over(parcel("print"))

    assert again.detail == f"Already listed in {MANIFEST}."
    assert lines(folder) == [LINE]


def test_a_letter_that_the_printer_took_away_is_not_printed_again(folder: Path) -> None:
    HotFolder().hand_over(parcel("print"))
    (folder / f"{MESSAGE_ID}.pdf").unlink()
    HotFolder().hand_over(parcel("print"))

    assert names(folder) == [MANIFEST]
    assert lines(folder) == [LINE]


def test_a_crash_between_pdf_and_line_is_made_good_by_the_next_try(folder: Path) -> None:
    folder.mkdir()
    (folder / f"{MESSAGE_ID}.pdf").write_bytes(PDF)
    (folder / f".{MESSAGE_ID}.pdf.part").write_bytes(PDF[:4])
    HotFolder().hand_over(parcel("print"))

    assert names(folder) == [f"{MESSAGE_ID}.pdf", MANIFEST]
    assert lines(folder) == [LINE]


def test_half_a_line_that_a_crash_left_is_cut_off(folder: Path) -> None:
    HotFolder().hand_over(parcel("print", message_id=OTHER_ID))
    half = json.dumps(LINE)[:70]
    with (folder / MANIFEST).open("a") as manifest:
        manifest.write(half)
    HotFolder().hand_over(parcel("print"))

    assert lines(folder) == [LINE | {"message_id": OTHER_ID, "file": f"{OTHER_ID}.pdf"}, LINE]


def test_the_same_letter_with_another_content_is_refused(folder: Path) -> None:
    HotFolder().hand_over(parcel("print"))
    error = refused(parcel("print", render={"document": b"%PDF-1.7 other"}))

    assert error.permanent is True
    assert (folder / f"{MESSAGE_ID}.pdf").read_bytes() == PDF
    assert lines(folder) == [LINE]


def test_a_name_in_a_line_stays_a_name(folder: Path) -> None:
    name = '王"\n{"message_id": "' + OTHER_ID + '"}'
    HotFolder().hand_over(parcel("print", recipient_name=name))
    HotFolder().hand_over(parcel("print", message_id=OTHER_ID))

    assert [(line["message_id"], line["recipient"]) for line in lines(folder)] == [
        (MESSAGE_ID, name),
        (OTHER_ID, "Ada Byron"),
    ]


@pytest.mark.parametrize("bad", ["", "../../etc/passwd", "letter 1", f"{MESSAGE_ID}/../x"])
def test_only_a_uuid_becomes_a_file_name(folder: Path, bad: str) -> None:
    assert refused(parcel("print", message_id=bad)).permanent is True
    assert not folder.exists()


@pytest.mark.parametrize(
    "render",
    [
        {"document": b""},
        {"document": b"<html>"},
        {"media_type": "text/html"},
        {"attachments": (Attachment("a.txt", "text/plain", b"x"),)},
    ],
)
def test_what_is_no_letter_is_refused_for_good(folder: Path, render: dict[str, Any]) -> None:
    assert refused(parcel("print", render=render)).permanent is True
    assert not folder.exists()


def test_a_folder_that_cannot_be_written_is_worth_another_try(folder: Path) -> None:
    folder.write_text("in the way")
    error = refused(parcel("print"))

    assert error.permanent is False
    assert str(error).startswith(f"The letter could not be written to {folder}: ")


WRITER = """
import sys, uuid, django
django.setup()
from django.conf import settings
from commhub.deliver.providers.hot_folder import HotFolder
from tests.deliver.parcels import parcel
settings.COMMHUB_HOT_FOLDER = sys.argv[1]
for number in range(60):
    HotFolder().hand_over(parcel("print", message_id=str(uuid.UUID(int=number))))
"""


def test_two_processes_that_write_the_same_letters_make_one_line_each(folder: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", WRITER, str(folder)]
    writers = [subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    assert [(writer.communicate()[1], writer.returncode) for writer in writers] == [("", 0), ("", 0)]

    found = [line["file"] for line in lines(folder)]
    assert len(found) == 60
    assert sorted([*found, MANIFEST]) == names(folder)
