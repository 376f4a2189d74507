"""Letters into a hot folder: one PDF each, and one line in the day's manifest, which is the word to print it."""

from __future__ import annotations

import fcntl
import hashlib
import json
import mmap
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from typing import ClassVar

from django.conf import settings

from commhub.contracts import JSON, DeliveryError, Parcel, Receipt
from commhub.deliver.providers.base import Provider

FILE_MODE = 0o660


class HotFolder(Provider):
    """The folder is COMMHUB_HOT_FOLDER. The PDF comes first and its line second, so a PDF that has no line (a worker
    died between the two) is not to be printed; the next try finishes it. A letter that has its line is not handed
    over again, even if the printer took the PDF away meanwhile."""

    name: ClassVar[str] = "hot-folder"
    label: ClassVar[str] = "Letters into a hot folder"
    channel: ClassVar[str] = "print"

    def hand_over(self, parcel: Parcel) -> Receipt:
        document = parcel.rendered.document
        if parcel.rendered.media_type != "application/pdf" or not document.startswith(b"%PDF-"):
            raise DeliveryError("This letter has no PDF to print.", permanent=True)
        if parcel.rendered.attachments:
            raise DeliveryError("This letter has files beside its PDF, which a printer cannot print.", permanent=True)
        file_name = f"{_checked_id(parcel.message_id)}.pdf"
        line = _manifest_line(parcel, file_name)
        folder = Path(settings.COMMHUB_HOT_FOLDER)
        manifest = folder / f"manifest-{parcel.accepted_at.astimezone(UTC):%Y-%m-%d}.jsonl"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with _locked(manifest) as descriptor:
                known = _line_of(descriptor, parcel.message_id)
                if known is None:
                    _write_whole(folder / file_name, document)
                    _append(descriptor, line)
        except OSError as error:
            raise DeliveryError(f"The letter could not be written to {folder}: {error}.", permanent=False) from error
        if known is not None and known["sha256"] != line["sha256"]:
            raise DeliveryError(f"{manifest.name} already holds this letter with another content.", permanent=True)
        return Receipt(
            provider=self.name,
            provider_id=file_name,
            detail=f"{'Already listed' if known else 'Listed'} in {manifest.name}.",
            where=str(folder / file_name),
        )


def _checked_id(message_id: str) -> str:
    """The message id as a file name. Raises DeliveryError unless it is a UUID: no other text may become one."""
    try:
        return str(uuid.UUID(message_id))
    except ValueError as error:
        raise DeliveryError("The id of this letter is not a UUID, so it has no file name.", permanent=True) from error


def _manifest_line(parcel: Parcel, file_name: str) -> dict[str, JSON]:
    return {
        "message_id": parcel.message_id,
        "file": file_name,
        "sha256": hashlib.sha256(parcel.rendered.document).hexdigest(),
        "pages": parcel.rendered.facts.get("pages"),
        "template": parcel.template,
        "recipient": parcel.recipient_name,
        "country": parcel.to.get("country", "") if isinstance(parcel.to, dict) else "",
        "accepted_at": parcel.accepted_at.astimezone(UTC).isoformat(),
    }


@contextmanager
def _locked(manifest: Path) -> Iterator[int]:
    """The manifest, open for reading and appending, while no other worker writes it. The lock ends with the process
    that holds it, so a dead worker blocks nobody."""
    descriptor = os.open(manifest, os.O_RDWR | os.O_CREAT | os.O_APPEND, FILE_MODE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def _line_of(descriptor: int, message_id: str) -> dict[str, JSON] | None:
    """This message's line in the manifest, after cutting off half a line that a crash may have left at the end."""
    size = os.fstat(descriptor).st_size
    if size == 0:
        return None
    with mmap.mmap(descriptor, size, access=mmap.ACCESS_READ) as text:
        end = text.rfind(b"\n") + 1
        at = text.find(json.dumps({"message_id": message_id})[:-1].encode(), 0, end)
        found = text[at : text.find(b"\n", at)] if at >= 0 else b""
    if end != size:
        os.ftruncate(descriptor, end)
    return dict(json.loads(found)) if found else None


def _append(descriptor: int, line: dict[str, JSON]) -> None:
    data = json.dumps(line, ensure_ascii=False).encode() + b"\n"
    while data:
        data = data[os.write(descriptor, data) :]
    os.fsync(descriptor)


def _write_whole(target: Path, content: bytes) -> None:
    """The file under its name, complete and on disk; until then nothing of that name is to be seen.

    The lock on the manifest keeps others away from the half-written file, so what a dead worker left of it is simply
    written over.
    """
    part = target.with_name(f".{target.name}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE_MODE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
