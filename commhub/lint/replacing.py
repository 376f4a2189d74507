"""What to put in the place of a word that was found: the suggestion, written as large as the word was. Pure."""

from __future__ import annotations

import re
from typing import Final

_STARTS_A_SENTENCE: Final = re.compile(
    r"(?:^|[.!?…]['\"’”)\]]*\s+|\n\s*\n|(?:^|\n)\s*(?:[-*+>]|#+|\d+[.)])\s)[\s*_\"'“‘(\[]*$"
)
_SHOUTED: Final = 2
"""Letters of a line beside the word that are all large before the line counts as one in capitals."""


def replacement(surface: str, suggestion: str, *, written: str = "", before: str = "", line: str = "") -> str:
    """The suggestion in the place of `surface`; '' if there is none.

    `written` is how the rule itself writes its term, `before` the text before the word, `line` the rest of its line. A word
    in capitals that the rule writes small gets a suggestion in capitals, as does one in a line of capitals; one that begins
    large where the rule's begins small, or that begins a sentence, gets one that begins large.
    """
    if not suggestion or not surface:
        return suggestion
    if _in_capitals(surface) and (_in_capitals(line) if _in_capitals(written or surface) else True):
        return suggestion.upper()
    if surface[0].upper() == surface[0].lower():  # a script without large letters
        return suggestion
    begins_large = surface[:1].isupper() and not (written[:1].isupper() or _in_capitals(surface))
    if begins_large or _STARTS_A_SENTENCE.search(before[-200:]):
        return suggestion[:1].upper() + suggestion[1:]
    return suggestion


def _in_capitals(text: str) -> bool:
    letters = [one for one in text if one.isalpha() and one.upper() != one.lower()]
    return len(letters) >= _SHOUTED and all(one.isupper() for one in letters)
