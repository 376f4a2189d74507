"""Letters of one script that pass for those of another, put right within words that mix scripts.

The pairs are facts of Unicode's confusables.txt (UTS #39, Unicode licence), kept to letters that look alike in common
fonts. A word wholly of one script is what it is in a text that has such words: Cyrillic stays Cyrillic.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from commhub.lint.scripts import UNSPACED


def _pairs(given: str, meant: str) -> dict[str, str]:
    return dict(zip(given, meant, strict=True))


AS_LATIN: Final[Mapping[str, str]] = {
    # Cyrillic
    **_pairs("АВЕЅІЈКМНОРСТУҮХѴԌԚԜӀЁЇ", "ABESIJKMHOPCTYYXVGQWIËÏ"),
    **_pairs("асеорхуүѕіјһԁԛԝѵӏгкмнтвпьҽёї", "aceopxyysijhdqwvlrkmhtbnbeëï"),
    # Greek
    **_pairs("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ", "ABEZHIKMNOPTYXC"),
    **_pairs("αικνορυγτχηϲϳόάί", "aikvopuytxncjóáí"),
    # Armenian
    **_pairs("ՕՍՏԼօսոռհցզայքւ", "OUSLounnhgqwjfi"),
    # Cherokee, whose small letters are small capitals
    **_pairs("ᎠᎡᎢᎥᎩᎪᎫᎬᎳᎷᎻᎽᏀᏂᏃᏏᏒᏔᏕᏙᏚᏞᏟᏢᏦᏧᏳᏴ", "DRTiyAJEWMHYGhZbRWSVSLCPKdGB"),
    **_pairs("ꭰꭱꭲꭺꭻꭼꮃꮇꮋꮍꮐꮓꮢꮤꮥꮩꮪꮮꮯꮲꮶ", "DRTAJEWMHYGZRWSVSLCPK"),
    # Lisu
    **_pairs("ꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ", "BPDTGKJCZFMNLSRVHWXYAEIOU"),
    # Coptic
    **_pairs("ⲀⲂⲈⲎⲒⲔⲘⲚⲞⲢⲤⲦⲨⲬⲟⲣⲥ", "ABEHIKMNOPCTYXopc"),
}
"""Letters of other scripts that a reader takes for a Latin one."""

AS_CYRILLIC: Final = _pairs("ABEKMHOPCTYXIJSaceopxyijsëïËÏ", "АВЕКМНОРСТУХІЈЅасеорхуіјѕёїЁЇ")
AS_GREEK: Final = _pairs("ABEZHIKMNOPTYXov", "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧον")

ODD_LATIN: Final[Mapping[str, str]] = {
    **_pairs("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "ABCDEFGHIJKLMNOPQRSTUVWYZ"),
    **_pairs("ɑɡıȷǀɩ", "agijli"),
    **{chr(0x1F150 + at): chr(65 + at) for at in range(26)},  # letters in black circles and squares
    **{chr(0x1F170 + at): chr(65 + at) for at in range(26)},
}
"""Latin letters in disguise, put right wherever they stand: no language that we write has them in its words."""

CYRILLIC_LANGUAGES: Final = frozenset({"be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"})
DOTLESS_LANGUAGES: Final = frozenset({"az", "tr"})

IN_LATIN_LETTERS: Final = frozenset({"ar", "de", "en", "es", "fr", "he", "it", "ja", "ko", "nl", "pl", "pt", "zh"})
"""Languages of which a foreign word, if any, is in Latin letters."""

_SUSPECT: Final = re.compile(
    "[\u0131\u01c0\u0237-\u058f\u13a0-\u13ff\u1d00-\u1dbf\u2c80-\u2cff\ua4d0-\ua4ff\ua720-\ua7ff\uab30-\uabbf"
    "\U0001f150-\U0001f189]"
)
"""The stretches of Unicode that the tables above have letters in: most texts have none."""
_LATIN: Final = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_ODD: Final = re.compile(f"[{re.escape(''.join(ODD_LATIN))}]")
_CANDIDATE: Final = re.compile(f"[{re.escape(''.join(AS_LATIN))}]")
_TOUCHING: Final = re.compile(
    f"[{_LATIN}][&./'-]?[\u0370-\u058f\u13a0-\u13ff\u2c80-\u2cff\ua4d0-\ua4ff\uab70-\uabbf]"
    f"|[\u0370-\u058f\u13a0-\u13ff\u2c80-\u2cff\ua4d0-\ua4ff\uab70-\uabbf][&./'-]?[{_LATIN}]"
)
_DASH: Final = re.compile(r"(?<=[^\W\d_])–(?=[^\W\d_])")
_WORD: Final = re.compile(rf"[^\W{UNSPACED}]+(?:[&./'-][^\W{UNSPACED}]+)*")
_PART: Final = re.compile(r"[^\W]+")
_IN_LATIN: Final = re.compile(f"[{_LATIN}]")
_IN_CYRILLIC: Final = re.compile("[\u0400-\u052f]")
_IN_GREEK: Final = re.compile("[\u0370-\u03ff]")
_FOREIGN_WORD: Final = re.compile("[\u0370-\u058f\u13a0-\u13ff\u2c80-\u2cff\ua4d0-\ua4ff\uab70-\uabbf]+")
_FOREIGN: Final = re.compile("[\u0370-\u058f\u13a0-\u13ff\u2c80-\u2cff\ua4d0-\ua4ff\uab70-\uabbf]")


def undisguised(text: str, language: str) -> str:
    """The text with each letter as the reader takes it; one character for one. `language` is the text's (`en`, '').

    A dash between two letters is a hyphen (means–tested); one with a space beside it stays a dash.
    """
    if "–" in text:
        text = _DASH.sub("-", text)
    if not _SUSPECT.search(text):
        return text
    if _ODD.search(text):
        text = _ODD.sub(lambda match: _odd(match[0], language), text)
    if _CANDIDATE.search(text):
        if _TOUCHING.search(text):
            text = _WORD.sub(lambda match: _word(match[0], language), text)
        if language in IN_LATIN_LETTERS:
            text = _in_disguise(text)
    return text


def as_latin(word: str) -> str:
    """A word that can be read in Latin letters as a whole, so read; any other as it is."""
    meant = "".join([AS_LATIN.get(letter, letter) for letter in word])
    return word if _FOREIGN.search(meant) else meant


def _in_disguise(text: str) -> str:
    """The text with words of another script that all pass for Latin ones (НМО in Cyrillic) as Latin, unless a word beside
    them shows that the script is meant."""
    words = _FOREIGN_WORD.findall(text)
    if not words or any(len(word) < 2 or _FOREIGN.search(as_latin(word)) for word in words):
        return text
    return _FOREIGN_WORD.sub(lambda match: as_latin(match[0]), text)


def _odd(letter: str, language: str) -> str:
    return letter if letter == "ı" and language in DOTLESS_LANGUAGES else ODD_LATIN[letter]


def _word(word: str, language: str) -> str:
    """A run of letters and digits, or several that are joined (T&Cs, IT-компания)."""
    if not _FOREIGN.search(word):
        return word
    word = _PART.sub(lambda match: _part(match[0], language), word)
    cyrillic_or_greek = language in CYRILLIC_LANGUAGES or language == "el"
    if not cyrillic_or_greek and _FOREIGN.search(word) and _IN_LATIN.search(word):  # the Т of Т&Cs
        word = _PART.sub(lambda match: as_latin(match[0]), word)
    return word


def _part(part: str, language: str) -> str:
    """A run of letters and digits: the script that all of its letters can be read in; of two, that of the language;
    of none, that of most of its letters."""
    if not (_FOREIGN.search(part) and _IN_LATIN.search(part)):
        return part
    readings = [
        (AS_LATIN, _FOREIGN, _IN_LATIN),
        (AS_CYRILLIC, _IN_LATIN, _IN_CYRILLIC),
        (AS_GREEK, _IN_LATIN, _IN_GREEK),
    ]
    if language in CYRILLIC_LANGUAGES:
        readings.insert(0, readings.pop(1))
    elif language == "el":
        readings.insert(0, readings.pop(2))
    for table, left_over, own in readings:
        meant = "".join(table.get(letter, letter) for letter in part)
        if not left_over.search(meant) and own.search(part):
            return meant
    table = max(readings, key=lambda reading: len(reading[2].findall(part)))[0]
    return "".join(table.get(letter, letter) for letter in part)
