"""Where documents explain a suspect to their readers, and what an abbreviation stands for in any of them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from commhub.lint.discovery.counting import Place
from commhub.lint.discovery.documents import Text
from commhub.lint.explained import BULLETS
from commhub.lint.explained.forms import WINDOW, Use, glosses
from commhub.lint.explained.long import is_short_form
from commhub.lint.selection import language_of

LONGEST_EXPANSION: Final = 120
QUOTES: Final = tuple("\"'」』》")


def explained_in(texts: Sequence[Text], places: Iterable[Place], short: str) -> tuple[set[int], str]:
    """The numbers of the texts that explain it, and what it most often stands for ('' if nothing says so).

    `short` are the letters of an acronym, or ''.
    """
    explaining: set[int] = set()
    long_forms: Counter[str] = Counter()
    for number, start, end in places:
        text = texts[number].exact
        after = end + (text[end : end + 1] in QUOTES and len(text) > end)
        use = Use(
            written=text[start:end],
            short=short if short and is_short_form(short) else "",
            expansion="",
            before=text[max(0, start - WINDOW) : start],
            after=text[after : after + WINDOW],
            language=language_of(texts[number].locale),
            starts_line=start < 20 and not text[:start].strip(BULLETS),
        )
        for first, last in glosses(use):
            explaining.add(number)
            gloss = text[start + first : start + last] if first < 0 else text[after + first : after + last]
            if short and len(gloss) <= LONGEST_EXPANSION:
                long_forms[gloss.strip(" \"'.,;")] += 1
    return explaining, long_forms.most_common(1)[0][0] if long_forms else ""
