"""What is wrong with the sources of a version, told by the place at which its author sees it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from commhub.contracts import CommhubError

PART_WORDS: Final[Mapping[str, str]] = {
    "subject": "the subject",
    "preheader": "the preheader",
    "body": "the body",
    "sms": "the text message",
    "sms-budget": "the number of parts of the text message",
    "email-html": "the e-mail's own HTML",
    "print-html": "the letter's own HTML",
    "text": "the text",
    "source": "the layout",
    "variables": "the variables",
    "tokens": "the tokens",
}
"""What people call the parts of a version."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. `part`, `locale`, `line` and `column` (both from 1, in code points) say where in the source
    as its author sees it; `within` is the key of a content block, when the place is in that block's text.

    `code` is permanent: not-jinja, unknown-block, unknown-asset, unknown-token, cycle, too-deep and declaration, which
    refuse the save; block-not-live, missing-asset, missing-token and undeclared, which are told on save and refuse the
    submission. `text` is a sentence without its place, beginning in lower case.
    """

    code: str
    part: str
    locale: str
    line: int
    column: int
    text: str
    refuses: bool
    within: str = ""

    @property
    def where(self) -> str:
        """In which text: `the body (en)`."""
        named = f"the content block {self.within}" if self.within else part_in_words(self.part)
        return named + (f" ({self.locale})" if self.locale else "")

    @property
    def place(self) -> str:
        """The place in words: `In the body (en), line 3, column 12`; without a line it is about the whole."""
        return f"In {self.where}" + (f", line {self.line}, column {self.column}" if self.line else "")

    @property
    def told(self) -> str:
        """The sentence for where the text itself is in sight: `Line 3, column 12: ...`."""
        if self.within:
            return self.sentence
        return f"Line {self.line}, column {self.column}: {self._ended}" if self.line else self.saying

    @property
    def saying(self) -> str:
        """What is wrong, without its place."""
        return self._ended[:1].upper() + self._ended[1:]

    @property
    def sentence(self) -> str:
        return f"{self.place}: {self._ended}"

    @property
    def _ended(self) -> str:
        return self.text if self.text.endswith((".", "?")) else f"{self.text}."

    def __str__(self) -> str:
        return self.sentence


class BadSource(CommhubError):
    """A draft that is not saved, because of `problems`: what Jinja cannot parse, keys that nobody knows, cycles. Those
    that would not have refused the save are among them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.sentence for problem in self.problems))


def part_in_words(part: str) -> str:
    return PART_WORDS.get(part, f"the part {part}")


def did_you_mean(word: str, known: Iterable[str], form: str = "“{}”") -> str:
    """` Did you mean “contact-us”?`, or nothing where nothing is near."""
    near = get_close_matches(word, sorted(known), 1, 0.6)
    return f". Did you mean {form.format(near[0])}?" if near else ""
