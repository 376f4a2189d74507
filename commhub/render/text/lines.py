"""One block of text in lines: white space, links and images written out, and folding at 76 columns.

Paragraphs are format=flowed with DelSp=yes (RFC 3676): a line that goes on in the next one ends in a space that is no
part of the text. What has a shape of its own (items of lists, headings, rows) has fixed lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from commhub.render.text.structure import BREAK, BUTTON, END, IMAGE, LINK, TARGET
from commhub.render.text.width import display_width, fold, wide_end

WIDTH: Final = 76
FLOWED_WIDTH: Final = WIDTH - 2
"""Leaves room for the space between two words, and for the one that says that the line goes on."""

_INVISIBLE: Final = "\u00ad\u034f\u180e\u200b\u2060\ufeff"
_SPACE: Final = " \t\n\r\f\v\u0085\u00a0\u2007\u2028\u2029"
_MARKED = re.compile(f"[{BREAK}{LINK}{BUTTON}{IMAGE}]")
_ODD = re.compile(f"[\u200c\u200d\u0085\u00a0\u2007\u2028\u2029{_INVISIBLE}]")
_UNSEEN = re.compile(
    f"[{_INVISIBLE}]+"
    # Joiners are letters' business, unless they only fill a gap.
    f"|[\u200c\u200d]+(?=[{_SPACE}{_INVISIBLE}\u200c\u200d{BREAK}]|\\Z)|(?<![^{_SPACE}{_INVISIBLE}{BREAK}])[\u200c\u200d]+"
)
_RUN = re.compile(f"[{_SPACE}]+")
_LINK = re.compile(f"([{LINK}{BUTTON}])([^{TARGET}]*){TARGET}([^{END}]*){END}(?=(\\w?))")
_ORDINARY_LINK = re.compile(
    f"{LINK}([^.\\x00-\\x20](?:[^.\\x00-\\x1f]*[^.\\x00-\\x20])?){TARGET}(http[^\\x00-\\x20]*){END}(?!\\w)"
)
"""A link whose words cannot tell its address: there is no dot in them."""
_IMAGE = re.compile(f"{IMAGE}([^{IMAGE}]*){IMAGE}")
_BREAKS = re.compile(f" *{BREAK}[ {BREAK}]*")
_SCHEME = re.compile(r"https?://(?:www\.)?|www\.", re.IGNORECASE)
_NO_DIGIT = re.compile(r"[^0-9]+")
_ENOUGH_DIGITS: Final = 7
_STOPS: Final = ".,;:!?…»›→>。，；：！？"


def squeeze(text: str) -> str:
    """The text with each run of white space as one space, none at its ends, and without what nobody sees; breaks stay.

    A no-break space stays one where it stands alone.
    """
    if text.isprintable():
        return " ".join(text.split()) if "  " in text else text.strip(" ")
    text = _RUN.sub(_gap, _UNSEEN.sub("", text)) if _ODD.search(text) else _RUN.sub(" ", text)
    return text.strip(" \u00a0")


def _gap(match: re.Match[str]) -> str:
    return "\u00a0" if match.group() in "\u00a0\u2007" else " "


def written_out(text: str, *, in_row: bool = False) -> str:
    """A block's text with its links and images as words, and white space put right; lines end at BREAK.

    `in_row`: a button stands like any link, and lines are not set apart.
    """
    if text.isprintable():
        return " ".join(text.split()) if "  " in text else text.strip(" ")
    if not _MARKED.search(text):
        return squeeze(text)
    if IMAGE in text:
        text = _IMAGE.sub(_image, text)
    if TARGET in text:
        text = with_links(text, _link_in_row if in_row else _link)
    text = squeeze(text)
    return _BREAKS.sub(BREAK if in_row else _break, text).strip(BREAK) if BREAK in text else text


def with_links(text: str, write: Callable[[re.Match[str]], str] | None = None) -> str:
    """The text with its links as words; without `write`, buttons are like any other."""
    text = _ORDINARY_LINK.sub(r"\1 <\2>", text)
    return _LINK.sub(write or _link_in_row, text) if TARGET in text else text


def _break(match: re.Match[str]) -> str:
    return BREAK if match.group().count(BREAK) == 1 else BREAK + BREAK


def _image(match: re.Match[str]) -> str:
    words = squeeze(match.group(1))
    return f"[{words}]" if words else ""


def _link_in_row(match: re.Match[str]) -> str:
    return _written_link(match, LINK)


def _link(match: re.Match[str]) -> str:
    return _written_link(match, match.group(1))


def _written_link(match: re.Match[str], kind: str) -> str:
    _, raw, target, after = match.groups()
    raw = raw.replace(BREAK, " ")
    label, target = squeeze(raw), target.strip().replace(" ", "%20")
    scheme, _, rest = target.partition(":")
    shown = rest.partition("?")[0] if scheme.lower() in {"mailto", "tel", "sms"} else target
    if not target or target.startswith("#") or _says(label, scheme.lower(), shown):
        written = label
    elif not label:
        written = f"<{shown}>"
    elif kind == BUTTON:
        return f"{BREAK}{BREAK}{_labelled(label)}{BREAK}{shown}{BREAK}{BREAK}"
    else:
        written = f"{label} <{shown}>"
    before = " " if raw[:1].isspace() else ""
    return f"{before}{written} " if raw[-1:].isspace() or after else f"{before}{written}"


def _ordinary(label: str, target: str) -> bool:
    """Whether a link is one to a page whose words need no care and do not tell its address."""
    return (
        target[:4] == "http"
        and label != ""
        and label.isprintable()
        and target.isprintable()
        and " " not in target
        and "." not in label
        and "  " not in label
        and label[0] != " " != label[-1]
    )


def _labelled(label: str) -> str:
    """The words before an address on a line of its own."""
    return label if label[-1] in _STOPS else f"{label}：" if wide_end(label) else f"{label}:"


def _says(label: str, scheme: str, shown: str) -> bool:
    """Whether the words of a link tell its address already."""
    if scheme in {"tel", "sms"}:
        digits = _NO_DIGIT.sub("", label)
        return len(digits) >= _ENOUGH_DIGITS and _NO_DIGIT.sub("", shown).endswith(digits.removeprefix("0"))
    if "." not in label and scheme in {"http", "https", "mailto"}:
        return False
    bare = _SCHEME.sub("", shown).rstrip("/").lower()
    return any(_SCHEME.sub("", word.strip("<>()" + _STOPS)).rstrip("/").lower() == bare for word in label.split())


def paragraph(text: str, first: str = "", rest: str = "") -> str:
    """A paragraph in lines of 76 columns; `first` is what its first line begins with, `rest` what the others do."""
    if text[:1] == BUTTON and text.find(END) == len(text) - 1:
        label, _, target = text[1:-1].partition(TARGET)
        if _ordinary(label, target) and display_width(label) < WIDTH - len(first):
            return f"{first}{_labelled(label)}\n{rest}{target}"
    text = written_out(text)
    if not text:
        return ""
    if first != rest:
        if len(first) > len(rest):
            rest += " " * (len(first) - len(rest))
        flowed = False
    else:
        flowed = first[:1] in {"", ">"}
    room = (FLOWED_WIDTH if flowed else WIDTH) - len(first)
    if BREAK not in text:
        if 2 * len(text) <= room or (len(text) <= room and display_width(text) <= room):
            return first + text.replace("\u00a0", " ")
        lines = fold(text, room)
        if flowed:
            return (first + f" \n{rest}".join(lines)).replace("\u00a0", " ")
        return first + f"\n{rest}".join([line.rstrip(" ") for line in lines]).replace("\u00a0", " ")
    pieces: list[str] = []
    for line in text.split(BREAK):
        folded = fold(line, room) if len(line) * 2 > room else [line]
        if flowed:
            pieces.append(f" \n{rest}".join(folded))
        else:
            pieces += [piece.rstrip(" ") for piece in folded]
    lines = [first + pieces[0], *(rest + piece if piece else rest.rstrip() for piece in pieces[1:])]
    return "\n".join(lines).replace("\u00a0", " ")
