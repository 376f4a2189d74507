"""Which locale lends each part of a channel: the nearest in the fallback chain that is written, and what there is to say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from commhub.channels import channels
from commhub.channels.base import Channel
from commhub.contracts import Finding
from commhub.locales import chain, language_name, spoken

Written = Mapping[str, Collection[str]]
"""The locales in which each part is written, by the part's name."""
STANDS_IN = "language-fallback"
MIXED = "mixed-languages"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The parts of one channel: from which locale each comes (`taken`), and the locale in which the whole speaks.

    `text` is the part that is the text of the message; `also` are other languages of which a part stands beside it.
    """

    taken: Mapping[str, str]
    text: str
    locale: str
    also: tuple[str, ...] = ()


def choose(channel: Channel, written: Written, locale: str, default: str) -> Chosen | None:
    """The parts with which a channel speaks to a reader of `locale`, for a brand of this default; None when it has no text.

    Each part comes from the first locale of the chain in which it is written. The text is whichever of `channel.texts` is
    nearest: a designer's HTML in the brand's language never stands in for a body in the reader's. What goes along with it
    is only taken from its own language.
    """
    order = chain(locale, default)
    texts = channel.texts or channel.uses[:1]
    found = [(_nearest(written.get(name, ()), order), at, name) for at, name in enumerate(texts)]
    text_at, _, text = min(found, default=(len(order), 0, ""))
    if text_at == len(order):
        return None
    speaks = spoken(order[text_at], locale, default)
    own = [one for one in order if spoken(one, locale, default) == speaks]
    taken = {text: order[text_at]}
    for name in channel.uses:
        within = own if name in channel.beside else order
        at = _nearest(written.get(name, ()), within)
        if name not in texts and at < len(within):
            taken[name] = within[at]
    languages = dict.fromkeys(spoken(one, locale, default) for one in taken.values())
    return Chosen(taken, text, speaks, tuple(one for one in languages if one != speaks))


def standing_in(part: str, written: Written, locale: str, default: str) -> str:
    """The locale whose text customers get on some channel for a part that is not written in theirs; '' when none."""
    for channel in channels:
        chosen = choose(channel, written, locale, default) if part in channel.uses else None
        taken = chosen.taken.get(part, locale) if chosen else locale
        if taken != locale:
            return taken
    return ""


def told_of(
    channel: Channel, chosen: Chosen, locale: str, strayed: Iterable[tuple[str, str]] = ()
) -> Iterator[Finding]:
    """What the reviewer is told of texts in another language than the edition's. `strayed` are the content blocks (by key
    and the language that they are in) for which the message's own language has no text."""
    what = channel.label.lower()
    if chosen.locale != locale:
        name = language_name(chosen.locale, locale)
        message = f"The {what} is not written in {locale}: customers get the {name} one."
        yield _finding(STANDS_IN, chosen.text, message, f"Write it in {locale}, or leave it so on purpose.")
    for part, taken in chosen.taken.items():
        if part == chosen.text or taken in chain(chosen.locale, ""):
            continue
        names = language_name(taken, chosen.locale), language_name(chosen.locale, taken)
        message = f"The {part} of the {what} is in {names[0]}, and its text in {names[1]}."
        yield _finding(MIXED, part, message, f"Write the {part} in {chosen.locale}.")
    for key, language in dict.fromkeys(strayed):
        name = language_name(language, chosen.locale)
        message = f"The content block {key} is not written in {chosen.locale}: its {name} text stands in the {what}."
        yield _finding(MIXED, chosen.text, message, f"Write the block in {chosen.locale}.")


def _nearest(written: Collection[str], order: Sequence[str]) -> int:
    """The place in the order of the first locale that is written; its length when none is."""
    return next((at for at, one in enumerate(order) if one in written), len(order))


def _finding(rule: str, part: str, message: str, suggestion: str) -> Finding:
    return Finding(rule, "language", "warning", part, 0, 0, "", message, suggestion)
