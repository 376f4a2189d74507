"""`manage.py sms-parts` tells the encoding and parts of texts: an answer in JSON for each line, or a table for people."""

from __future__ import annotations

import json
import re
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError

from commhub.contracts import JSON, CommhubError
from commhub.render.sms.parts import WIDE, SmsSize, foreign_to_gsm_7, in_words, size_of
from commhub.render.sms.punctuation import in_plain

_half = re.compile("[\ud800-\udfff]")
BOM = b"\xef\xbb\xbf"
SHOWN = 48
"""Characters of a text that fit a line of the table."""


class BadLine(CommhubError):
    """A line that holds no text; says why, as half a sentence. `id` is the line's own, if that could be read."""

    def __init__(self, problem: str, own_id: JSON = None) -> None:
        self.id = own_id
        super().__init__(problem)


class Command(BaseCommand):
    help = (
        "The encoding, units and parts of text messages (3GPP TS 23.038, 23.040). With --jsonl, each line of the input is "
        'an object {"id": ..., "text": "..."} and gets one as its answer: id, encoding, units, parts; for a text in UCS-2 '
        "also forced_by (the characters that GSM-7 lacks) and plain (the size in plain punctuation, if that makes it "
        "GSM-7). A line that cannot be read is answered with id, line and error, and the exit status is 1. Without --jsonl, "
        "each line is a text, and the answer is a table."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help="The input; - or nothing is standard input.")
        parser.add_argument("--jsonl", action="store_true", help="Read and write JSON, a line for each text.")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["file"]
        try:
            with nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as lines:
                bad = self._answers(lines) if options["jsonl"] else self._table(lines)
        except OSError as error:
            raise CommandError(f"{name}: it cannot be read ({error.strerror})") from error
        if bad:
            raise CommandError(f"{bad} {'line' if bad == 1 else 'lines'} could not be read.")

    def _answers(self, lines: IO[bytes]) -> int:
        bad = 0
        for number, raw in numbered(lines):
            try:
                answer = answer_to(raw)
            except BadLine as problem:
                bad += 1
                answer = {"id": problem.id, "line": number, "error": str(problem)}
            self.stdout.write(json.dumps(answer))
            self.stdout.flush()  # whoever asks line by line waits for it
        return bad

    def _table(self, lines: IO[bytes]) -> int:
        bad = 0
        self.stdout.write(f"{'encoding':8}  {'units':>5}  {'parts':>5}  text")
        for number, raw in numbered(lines):
            try:
                text = _decoded(raw)
            except BadLine as problem:
                bad += 1
                self.stdout.write(f"line {number}: {problem}")
                continue
            size = size_of(text)
            short = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
            self.stdout.write(f"{size.encoding:8}  {size.units:5}  {size.parts:5}  {short}{_because(text, size)}")
        return bad


def numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, without their ends, numbered from 1 as they stand in the file."""
    for number, line in enumerate(lines, 1):
        raw = line.removeprefix(BOM) if number == 1 else line
        if raw.strip():
            yield number, raw.rstrip(b"\r\n")


def answer_to(raw: bytes) -> dict[str, JSON]:
    """What is answered to one line. Raises BadLine."""
    try:
        asked = json.loads(_decoded(raw))
    except json.JSONDecodeError as error:
        raise BadLine(f"it is not JSON: {error.msg} at column {error.colno}") from error
    except (ValueError, RecursionError) as error:
        raise BadLine(f"it is not JSON that can be read: {error}") from error
    if not isinstance(asked, Mapping):
        raise BadLine('it is no object with an "id" and a "text"')
    id_, text = asked.get("id"), asked.get("text")
    if not isinstance(text, str):
        raise BadLine('its "text" is missing, or is no string', id_)
    if _half.search(text):
        raise BadLine('its "text" has half of a surrogate pair, which cannot be sent', id_)
    size = size_of(text)
    answer: dict[str, JSON] = {"id": id_, **size._asdict()}
    if size.encoding == WIDE:
        answer["forced_by"] = foreign_to_gsm_7(text)
        plain = size_of(in_plain(text))
        if plain.encoding != WIDE:
            answer["plain"] = plain._asdict()
    return answer


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadLine(f"it is not UTF-8 (byte {error.start + 1})") from error


def _because(text: str, size: SmsSize) -> str:
    if size.encoding != WIDE:
        return ""
    plain = size_of(in_plain(text))
    saved = f"; in plain punctuation {plain.encoding}, {plain.units}, {plain.parts}" if plain.encoding != WIDE else ""
    foreign = foreign_to_gsm_7(text)
    named = ", ".join(in_words(character) for character in foreign[:3]) + (", ..." if len(foreign) > 3 else "")
    return f"   ({named}{saved})"
