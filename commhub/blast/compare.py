"""Compares two looks of one message: in which group the change is, and what changed, in sentences. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import zip_longest
from typing import Final

from commhub.blast.geometry import moves
from commhub.blast.groups import Group, place_of
from commhub.blast.look import Look
from commhub.blast.word_changes import WordChange, word_changes
from commhub.contracts import JSON

MOST_WORDS: Final = 8
"""Changes of words that are kept with an entry; the others are counted."""
MOST_SENTENCES: Final = 12
NOUNS: Final[Mapping[str, str]] = {"email": "e-mail", "sms": "text message", "print": "letter"}
HEAVIEST: Final = 999_999


@dataclass(frozen=True, slots=True)
class Compared:
    """What changed. `sentences` are facts for people, `words` what is read otherwise, `colours` (old, new, places),
    `findings` (severity, message) that were not there before. `weight` orders entries within a group."""

    group: Group
    sentences: Sequence[str] = ()
    words: Sequence[WordChange] = ()
    more_words: int = 0
    colours: Sequence[tuple[str, str, int]] = ()
    findings: Sequence[tuple[str, str]] = ()
    weight: int = 0
    shown: int = 0
    """Which sample shows it best: the first of those in the worst group."""

    @property
    def rank(self) -> int:
        return place_of(self.group) * (HEAVIEST + 1) + HEAVIEST - min(self.weight, HEAVIEST)

    def as_json(self) -> JSON:
        return {name: value for name, value in asdict(self).items() if name != "group"} | {"rank": self.rank}


@dataclass(frozen=True, slots=True)
class Sides:
    """One sample before and after; a side is None where it did not or will not go out. `name` is the test set's."""

    name: str
    before: Look | None
    after: Look | None


@dataclass(slots=True)
class _Notes:
    sentences: list[str] = field(default_factory=list)
    words: list[WordChange] = field(default_factory=list)
    colours: Counter[tuple[str, str]] = field(default_factory=Counter)
    findings: list[tuple[str, str]] = field(default_factory=list)
    weight: int = 0


def compare(channel: str, samples: Sequence[Sides]) -> Compared:
    """What changed on a channel over all its samples, of which the first is the usual one. Its group is the worst."""
    worst: Group = Group.SAME
    shown = 0
    notes = _Notes()
    for number, sides in enumerate(samples):
        own = _Notes()
        group = _compare_one(channel, sides, own)
        if place_of(group) < place_of(worst):
            worst, shown = group, number
        said = [one for one in own.sentences if one not in notes.sentences]
        notes.sentences += [f"With “{sides.name}”: {one[:1].lower()}{one[1:]}" if sides.name else one for one in said]
        notes.words = notes.words or own.words
        notes.colours = notes.colours or own.colours
        notes.findings += [one for one in own.findings if one not in notes.findings]
        notes.weight = max(notes.weight, own.weight)
    return Compared(
        group=worst,
        sentences=notes.sentences[:MOST_SENTENCES],
        words=notes.words[:MOST_WORDS],
        more_words=max(0, len(notes.words) - MOST_WORDS),
        colours=[(old, new, count) for (old, new), count in notes.colours.most_common()],
        findings=notes.findings,
        weight=notes.weight,
        shown=shown,
    )


def compiles_no_more(error: str) -> Compared:
    """What is told of an edition that cannot be compiled."""
    return Compared(Group.BROKEN, [f"It no longer compiles, for any channel: {_sentence(error)}"], weight=HEAVIEST)


def needs_measuring(sides: Sides) -> bool:
    """Whether only a browser can tell if words moved: the same words in a document of another form, without places."""
    before, after = sides.before, sides.after
    if before is None or after is None or before.error or after.error or before.places or after.places:
        return False
    return before.words == after.words and _form(before) != _form(after)


def noun(channel: str) -> str:
    return NOUNS.get(channel, f"message by {channel}")


def _compare_one(channel: str, sides: Sides, notes: _Notes) -> Group:
    before, after, what = sides.before, sides.after, noun(channel)
    if after is None:
        notes.sentences.append(f"The {what} no longer goes out.")
        return Group.GONE
    if after.error:
        notes.sentences.append(f"The {what} can no longer be made. {_sentence(after.error)}")
        notes.weight = HEAVIEST
        return Group.BROKEN
    broken = _findings(before, after, notes)
    if before is None or before.error:
        notes.sentences.append(f"The {what} does not go out today.")
        return Group.BROKEN if broken else Group.NEW
    if before.sha256 == after.sha256 and before.words == after.words:
        return Group.BROKEN if broken else Group.SAME
    count = _figures(what, before, after, notes)
    read = _words(before, after, notes)
    painted = _looks(before, after, notes)
    moved = moves(what, before, after) if not read else []
    notes.sentences += moved
    return (
        Group.BROKEN if broken
        else Group.COUNT if count
        else Group.WORDS if read
        else Group.MOVED if moved
        else Group.BOX if painted or _form(before) != _form(after)
        else Group.SAME
    )  # fmt: skip


def _form(look: Look) -> tuple[object, ...]:
    return look.form, [picture.box for picture in look.pictures]


def _findings(before: Look | None, after: Look, notes: _Notes) -> bool:
    """Whether an error is there that was not; what is new is noted, with the errors first."""
    known = Counter(before.findings if before else ()) + Counter((before.examined or ()) if before else ())
    now = Counter(after.findings) + Counter(after.examined or ())
    fresh, gone = list((now - known).elements()), list((known - now).elements())
    order = {"error": 0, "warning": 1, "advice": 2}
    shown = [one for one in fresh if one.severity in order]
    for one in sorted(shown, key=lambda one: order[one.severity]):
        notes.findings.append((one.severity, one.message))
    errors = [one for one in fresh if one.severity == "error"]
    for one in errors:
        notes.sentences.append(f"It would be stopped: {_sentence(one.message)}")
    if solved := [one for one in gone if one.severity == "error"]:
        notes.sentences.append(f"An error is gone: {_sentence(solved[0].message)}")
    notes.weight += 1_000 * len(errors)
    return bool(errors)


def _figures(what: str, before: Look, after: Look, notes: _Notes) -> bool:
    """Whether pages or parts changed; every figure that did is told."""
    counted = False
    for name, one in (("pages", "page"), ("parts", "part")):
        old, new = before.figures.get(name), after.figures.get(name)
        if old != new and old is not None and new is not None:
            counted = True
            notes.weight += 100 * abs(int(new) - int(old))
            notes.sentences.append(f"The {what} has {_several(new, one)}, and had {old}.")
    for name, sentence in (
        ("cost", "It costs {new} {currency}, and cost {old}."),
        ("encoding", "It is sent in {new}, and was sent in {old}."),
        ("window", "Its address window is {new}, and was {old}."),
        ("profile", "Its kind of PDF is {new}, and was {old}."),
        ("large_print", "Its type is of another size: large print is {new}, and was {old}."),
    ):
        old, new = before.figures.get(name), after.figures.get(name)
        if old != new:
            currency = after.figures.get("currency", "")
            told = [_figure(name, value) for value in (old, new)]
            notes.sentences.append(sentence.format(old=told[0], new=told[1], currency=currency))
    return counted


def _words(before: Look, after: Look, notes: _Notes) -> bool:
    """Whether a customer reads something else, or is led elsewhere."""
    notes.words = list(word_changes(before.words, after.words))
    notes.weight += sum(len(text) for one in notes.words for text, changed in [*one.before, *one.after] if changed)
    links = list(_links(before.links, after.links))
    files = list(_several_files(before.files, after.files))
    notes.sentences += links + files
    return bool(notes.words or links or files)


def _links(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> Iterator[str]:
    gone, fresh = Counter(old) - Counter(new), Counter(new) - Counter(old)
    led = {words: address for words, address in gone if address not in {one for _, one in new}}
    known = {address for _, address in old}
    for words, address in fresh:
        if words in led:
            yield f"The link “{words}” leads to {address}, and led to {led.pop(words)}."
        elif address not in known:
            yield f"A link to {address} is new: “{words}”."
    for words, address in led.items():
        yield f"The link “{words}” to {address} is gone."


def _several_files(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> Iterator[str]:
    before, after = dict(old), dict(new)
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            yield f"The attached file {name} is gone."
        elif name not in before:
            yield f"The attached file {name} is new."
        elif before[name] != after[name]:
            yield f"The attached file {name} is another one."


def _looks(before: Look, after: Look, notes: _Notes) -> bool:
    """Whether pictures or colours are others."""
    seen: Counter[str] = Counter()
    for old, new in zip_longest(before.pictures, after.pictures):
        if new is None:
            seen[f"The picture {_called(old.name, old.source)} is gone."] += 1
        elif old is None:
            seen[f"The picture {_called(new.name, new.source)} is new."] += 1
        elif old.source != new.source:
            size = f", {_size(new.natural)} instead of {_size(old.natural)}" if old.natural != new.natural else ""
            seen[f"The picture {_called(new.name, new.source)} is another file{size}."] += 1
        elif old.box != new.box:
            size = f"{_size(new.box)}, and was {_size(old.box)}"
            seen[f"The picture {_called(new.name, new.source)} is shown at {size}."] += 1
    notes.sentences += [text if count == 1 else f"{text[:-1]} ({count} places)." for text, count in seen.items()]
    notes.weight += len(seen)
    if len(before.colours) == len(after.colours):
        pairs = zip(before.colours, after.colours, strict=True)
        notes.colours = Counter((old, new) for old, new in pairs if old != new)
        notes.sentences += [f"The colour {old} is now {new}." for old, new in list(notes.colours)[:3]]
    elif before.colours != after.colours:
        notes.sentences.append("It has colours in other places.")
    return bool(seen) or before.colours != after.colours


def _called(name: str, source: str) -> str:
    return f"“{name or source.rsplit('/', 1)[-1]}”"


def _size(text: str) -> str:
    """A size as people write it: 180 × 40."""
    return text.rpartition(" of ")[2].replace("x", " × ")


def _figure(name: str, value: JSON) -> str:
    """A figure as people write it: of a cost, no more zeros than cents have."""
    if not value:
        return "none"
    whole, point, rest = str(value).partition(".")
    return f"{whole}{point}{rest.rstrip('0').ljust(2, '0')}" if name == "cost" and point else str(value)


def _several(count: JSON, one: str) -> str:
    return f"{count} {one}{'' if count == 1 else 's'}"


def _sentence(text: str) -> str:
    """The text as a sentence that ends."""
    return text if text.endswith((".", "!", "?", "。")) else f"{text}."
