"""The proofs of one place and channel, a card for each test set; made one after the other, and kept by their content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.files.storage import default_storage

from commhub.codes.store import load_dictionary
from commhub.contracts import JSON, Rendered
from commhub.desk.facts import facts_for_people
from commhub.desk.frames import PDF, drawn_window, small
from commhub.lint.store.waivers import InForce
from commhub.lint.terms import readable_rules
from commhub.pictures.camera import DESKTOP, PHONE, NoBrowser
from commhub.pictures.letter import with_window
from commhub.pictures.shots import Shot, with_pictures
from commhub.publish.checked import code_digest
from commhub.publish.compile import Compiled
from commhub.publish.pictures import Album, keep
from commhub.publish.proofs import Proof, proof_of
from commhub.publish.test_sets.briefs import sample_with_codes
from commhub.publish.test_sets.sets import AWKWARD, CONDITION, DECLARED, NAMED, DataSet
from commhub.render.letters.pdf import page_images
from commhub.render.sms.parts import parts_of
from commhub.versions import canonical, sha256_of

ORIGINS: Final[Mapping[str, str]] = {
    DECLARED: "Samples",
    NAMED: "Your own test sets",
    CONDITION: "Made for the conditions",
    AWKWARD: "Awkward on purpose",
}
"""The kinds of test sets, in their order on the page."""
VIEWS: Final = (("Desktop", DESKTOP, False), ("Phone", PHONE, False), ("Desktop, dark", DESKTOP, True),
                ("Phone, dark", PHONE, True))  # fmt: skip
"""How an e-mail is shown: what it is called, its width, and whether its reader prefers dark colours."""
AGAIN: Final = timedelta(minutes=1)
"""How long after a picture could not be taken a look at the page has it tried again."""
COUNTED: Final = ("error", "warning")


@dataclass(frozen=True)
class Made:
    """What is kept of a proof for its card. `picture` is the name of a file in the storage, `bubbles` are the parts of a
    text, `found` counts findings by severity, `why` tells why there is no picture of what should have one."""

    sha256: str = ""
    picture: str = ""
    bubbles: Sequence[str] = ()
    facts: Sequence[Sequence[str]] = ()
    found: Mapping[str, int] = field(default_factory=dict)
    error: str = ""
    why: str = ""


@dataclass(frozen=True)
class Card:
    """One test set on one channel. `made` is None while it is waiting."""

    data_set: DataSet
    made: Made | None

    @property
    def figures(self) -> list[tuple[str, str]]:
        """The figures that fit under a small picture."""
        facts = {fact[0]: fact[1] for fact in self.made.facts} if self.made else {}
        cost = facts.get("cost", "").partition(" to ")[0]
        found = [("", facts.get("encoding", "")), ("cost", cost)]
        counted = [(name, facts.get(name, "")) for name in ("pages", "parts")]
        return [(name, value) for name, value in (*counted, *found) if value]

    @property
    def picture(self) -> str:
        """The name of the picture without its folder, as its address has it."""
        return self.made.picture.removeprefix("pictures/") if self.made else ""


class Gallery:
    """The cards of one channel of an edition. `browser` tells why no picture can be taken, '' when they can."""

    def __init__(self, compiled: Compiled, channel: str, sets: Sequence[DataSet], waivers: InForce) -> None:
        self.compiled = compiled
        self.channel = channel
        self.sets = sets
        self.waivers = waivers
        self.browser = ""
        self.album: Album | None = None
        try:
            self.album = Album()
        except NoBrowser as error:
            self.browser = str(error)
        self._keys = {one.name: self._key(one) for one in sets}

    def cards(self) -> list[Card]:
        """Every card, made or waiting."""
        return [Card(one, self._kept(one)) for one in self.sets]

    def try_again(self, now: datetime) -> None:
        """Have cards without the picture that they should have wait once more, when some time has gone by: a machine that
        was busy then may not be so now."""
        for one in self.sets if self.album else ():
            made, name = self._kept(one), self._file(one)
            if made is not None and made.why and default_storage.get_modified_time(name) < now - AGAIN:
                default_storage.delete(name)

    def make(self, may_go_on: Callable[[], bool]) -> None:
        """Make the cards that are waiting, until there is no more time; at least one."""
        pending: list[tuple[DataSet, Made, Shot]] = []
        for number, one in enumerate(one for one in self.sets if self._kept(one) is None):
            if number and not may_go_on():
                break
            proof = proof_of(self.compiled, self.channel, one, self.waivers)
            made = _made(proof)
            shot = _shot(proof.rendered) if proof.rendered else None
            if shot is None or self.album is None:
                self._keep(one, made if shot is None else _with(made, why=self.browser))
            else:
                pending.append((one, made, shot))
        self._take(pending)

    def _take(self, pending: Sequence[tuple[DataSet, Made, Shot]]) -> None:
        """The pictures of e-mails, with one browser for all of them."""
        if self.album is None or not pending:
            return
        reasons: dict[Shot, str] = {}
        try:
            for shot, problem in self.album.take(shot for _, _, shot in pending):
                reasons[shot] = str(problem) if problem else ""
        except NoBrowser as error:
            self.browser = str(error)
            return
        for one, made, shot in pending:
            if self.album.has(shot):
                self._keep(one, _with(made, picture=self.album.name(shot)))
            else:
                self._keep(one, _with(made, why=reasons.get(shot, "no picture was made of it")))

    def _key(self, one: DataSet) -> str:
        """The hash of all that a card depends on."""
        edition = self.compiled.edition
        dictionary = load_dictionary([edition.template])
        brief = sample_with_codes(edition, {}, one.data, dictionary, one.recipient)
        return sha256_of(
            {
                "code": code_digest(),
                "edition": edition.hash,
                "channel": self.channel,
                "set": [one.origin, dict(brief.data), dict(one.recipient)],
                "codes": brief.codes_on(self.channel),
                "rules": readable_rules().digest,
                "waivers": sorted(waiver.fingerprint for waiver in self.waivers.of(edition).values()),
                "browser": self.album.version if self.album else "",
            }
        )

    def _kept(self, one: DataSet) -> Made | None:
        name = self._file(one)
        if not default_storage.exists(name):
            return None
        with default_storage.open(name) as file:
            return Made(**json.loads(file.read()))

    def _keep(self, one: DataSet, made: Made) -> None:
        keep(self._file(one), canonical(asdict(made)))

    def _file(self, one: DataSet) -> str:
        return f"pictures/{self._keys[one.name]}.json"


@dataclass(frozen=True)
class View:
    """One picture of an e-mail, as large as it is. `picture` is empty while it is waiting."""

    label: str
    width: int
    picture: str
    cut: str = ""


def views(rendered: Rendered, album: Album) -> list[View]:
    """The pictures of an e-mail, in every width and both schemes; none for what is no e-mail."""
    return [
        View(label, shot.width, album.name(shot).removeprefix("pictures/"), album.cut(shot))
        if album.has(shot)
        else View(label, shot.width, "")
        for label, shot in _shots(rendered)
    ]


def take_views(rendered: Rendered, album: Album) -> str:
    """Take the pictures that are missing of those. Answers why one could not be taken, or ''. Raises NoBrowser."""
    problems = [str(error) for _, error in album.take(shot for _, shot in _shots(rendered)) if error]
    return problems[0] if problems else ""


def _shots(rendered: Rendered) -> Iterator[tuple[str, Shot]]:
    whole = _html(rendered)
    for label, width, dark in VIEWS if whole else ():
        yield label, Shot(whole, width, dark)


def _shot(rendered: Rendered) -> Shot | None:
    whole = _html(rendered)
    return Shot(whole, PHONE) if whole else None


def _html(rendered: Rendered) -> str:
    """The HTML that somebody reads; a letter's is not what they get."""
    html = "" if rendered.document else rendered.content.get("html", "")
    return with_pictures(html, rendered.attachments) if html else ""


def _made(proof: Proof) -> Made:
    rendered = proof.rendered
    if rendered is None:
        return Made(error=proof.error)
    text = rendered.content.get("text") or rendered.content.get("sms", "")
    picture = _page(rendered, proof.share) if rendered.media_type == PDF and rendered.document else b""
    name = f"pictures/{hashlib.sha256(picture).hexdigest()}.png" if picture else ""
    if picture:
        keep(name, picture)
    alone = not picture and not _html(rendered)
    counts = {name: sum(one.severity == name for one in proof.findings) for name in COUNTED}
    return Made(
        sha256=rendered.sha256,
        picture=name,
        bubbles=(parts_of(text) if "parts" in rendered.facts else [text]) if alone else [],
        facts=[list(fact) for fact in facts_for_people(rendered.facts)],
        found={name: count for name, count in counts.items() if count},
    )


def _page(rendered: Rendered, share: Mapping[str, JSON]) -> bytes:
    """The first page of a letter, with its window."""
    pages = page_images(rendered.document, scale=0.9)
    window = drawn_window(share.get("window"))
    return small(with_window(pages[0], window) if window else pages[0])


def _with(made: Made, **changes: Any) -> Made:
    return Made(**{**asdict(made), **changes})


def facts_of(one: DataSet) -> Iterator[tuple[str, str]]:
    """What is in a test set, as people read it: who it is for, then each variable."""
    recipient = one.recipient
    if recipient.get("name"):
        yield "to", str(recipient["name"])
    if address := recipient.get("address"):
        yield "at", ", ".join([*address.get("lines", []), address.get("postcode", "")])
    for name, value in one.data.items():
        if isinstance(value, list):
            yield name, f"{len(value)} row{'' if len(value) == 1 else 's'}"
        elif isinstance(value, dict):
            yield name, " ".join(str(each) for each in value.values() if not isinstance(each, dict | list))
        else:
            yield name, {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
