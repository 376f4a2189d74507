"""Looks for words that nobody has listed, for `manage.py lint discover`: in the store, in sent messages, or in files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from commhub.console.lint_files import Asked, BadFile, files_in
from commhub.lint.blocks import PLACEHOLDER
from commhub.lint.discovery.discover import Suspect, discover
from commhub.lint.discovery.documents import Document
from commhub.lint.discovery.rows_queue import decided, remember
from commhub.lint.ruleset import RuleSet
from commhub.lint.sources import source_blocks
from commhub.lint.texts import JINJA, channel_of
from commhub.suspects.gather import Gathered, live_documents, sent_documents

SUBCOMMAND: Final = "discover"
LONGEST_FILE: Final = 10_000_000
USED: Final = 4


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked through: files (read as `asked`), all that is live, the last `messages`; and how many are told."""

    files: tuple[Path, ...]
    asked: Asked
    store: bool = False
    messages: int = 0
    top: int = 50


@dataclass(frozen=True, slots=True)
class Discovered:
    """The suspects, the most suspect first, and sentences about how it went."""

    suspects: list[Suspect]
    notes: list[str]


def look(wanted: Wanted, rules: RuleSet, now: datetime) -> Discovered:
    """Look for unlisted words; what was found in the store or in messages is remembered for the desk. Raises BadFile."""
    gathered = Gathered()
    of_ours = wanted.store or wanted.messages > 0
    known = decided(now) if of_ours else frozenset[tuple[str, str]]()
    suspects, library = discover(_documents(wanted, gathered), rules, top=wanted.top, known=known)
    notes = [f"{len(library.documents)} documents were read."]
    if of_ours and not wanted.files:
        fresh = remember(suspects, now, everything=wanted.store and wanted.messages > 0)
        notes.append(f"{fresh} of the suspects are new in the desk's queue.")
    if gathered.unreadable:
        notes.append(f"{gathered.unreadable} could not be made again. {' '.join(gathered.problems)}".strip())
    if library.left_out:
        notes.append(f"{library.left_out} documents were left out: together they are too long.")
    return Discovered(suspects, notes)


def _documents(wanted: Wanted, gathered: Gathered) -> Iterator[Document]:
    yield from _of_files(files_in(wanted.files), wanted.asked)
    if wanted.store:
        yield from live_documents(gathered)
    if wanted.messages:
        yield from sent_documents(wanted.messages, gathered)


def _of_files(files: Iterable[Path], asked: Asked) -> Iterator[Document]:
    for path in files:
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise BadFile(f"{path}: it cannot be read as UTF-8 text ({error}).") from error
        if len(text) > LONGEST_FILE:
            raise BadFile(f"{path}: it has {len(text):,} characters; {LONGEST_FILE:,} are the most.")
        channel = asked.channel or channel_of(path) or "email_text"
        stage = asked.stage or ("template" if JINJA.search(text) else "rendered")
        yield Document(path.as_posix(), asked.locale, source_blocks(text, channel, stage))


def as_json(found: Discovered) -> str:
    """The suspects as one JSON document."""
    suspects = [{**asdict(one), "reason": one.reason} for one in found.suspects]
    return json.dumps({"suspects": suspects, "notes": found.notes}, ensure_ascii=False, indent=1) + "\n"


def as_text(found: Discovered) -> str:
    """The suspects for people: the word, why, where, and sentences with it."""
    return "\n".join([*_lines(found.suspects), *found.notes]) + "\n"


def _lines(suspects: Iterable[Suspect]) -> Iterator[str]:
    for number, one in enumerate(suspects, 1):
        stands_for = f" ({one.expansion})" if one.expansion else ""
        yield f"{number:>3}. {one.word}{stands_for}  [{one.language}, {one.kind}]"
        yield f"     {one.reason}"
        places = ", ".join(f"{place} ({count})" if count > 1 else place for place, count in one.used[:USED])
        more = len(one.used) - USED
        yield f"     In {places}{f' and {more} more' if more > 0 else ''}"
        for example in one.examples[:2]:
            yield f"     “{' '.join(example.sentence.replace(PLACEHOLDER, '[…]').split())}”"
        yield ""
