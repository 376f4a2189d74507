"""Notify's texts in our syntax: `((name))` to `{{ name }}`, `((flag??text))` to a condition, its Markdown to CommonMark.

Facts from Notify's documentation and what it publishes of its own reading: a placeholder is two brackets around anything
without brackets; what stands before the first `??` is the condition; one line break is one; `#` and `##` are headings and
more are not; `^` begins inset text; emphasis, code, tables and pictures are no part of it; `---` is a line in an e-mail
and a new page in a letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from commhub.content.notify.names import ADDRESS, Variables, same
from commhub.render.jinja.constructs import quote_braces

PLACEHOLDER: Final = re.compile(r"\(\(([^()]+)\)\)")
BEGIN: Final = 0xF0000
"""Where the private characters begin that stand for a construct while the text around it is read."""
SOFT: Final = "\U000effff"
"""A line break of ours, which counts for no line of the source."""
PRIVATE: Final = re.compile("[\U000f0000-\U000ffffd]")
HIDDEN: Final = re.compile("[\U000effff-\U000ffffd]")
HEADING: Final = re.compile(r"(#{1,6})(\s*)(.*)")
BULLET: Final = re.compile(r"(\s*)([•*-])(\s*)(.*)")
NUMBERED: Final = re.compile(r"(\s*)(\d{1,9}\.)\s+(.*)")
RULE: Final = re.compile(r"\s*(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})\Z")
LINK: Final = re.compile(r"\[([^\[\]]+)\]\((\S+?)(?:\s+\"[^\"]*\")?\)")
ADDRESS_OF_PAGE: Final = re.compile(r"https?://[^\s<]+[^\s<.,:\"')\]]")
MARKUP: Final = re.compile(r"[\\`*_\[\]<>|~]|&(?=#?\w+;)|!(?=\[)")
BLOCK: Final = re.compile(r"\s*(?:#|\^|[•*-]\s|\d{1,9}\.\s)")
STARTS: Final = re.compile(r"(\s*)([+>=#]|\d{1,9}[.)])")


@dataclass(frozen=True, slots=True)
class Remark:
    """What was changed or not understood, at a line of a part of the template (from 1)."""

    part: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.part}, line {self.line}: {self.sentence}"


@dataclass
class Text:
    """One text of a template on its way: what stands for its constructs, and what is to be told of it."""

    part: str
    variables: Variables
    letter: bool = False
    lines: bool = False
    constructs: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def plain(self, source: str) -> str:
        """A subject or a text message."""
        return self._restored(quote_braces(self._protected(source)))

    def markdown(self, source: str) -> str:
        """The body of an e-mail or letter."""
        self.lines = True
        lines = [
            (number, piece)
            for number, line in enumerate(self._protected(source).split("\n"), 1)
            for piece in line.split(SOFT)
        ]
        return self._restored("\n".join(self._lines(lines))).strip("\n")

    def _protected(self, source: str) -> str:
        text = source.replace("\r\n", "\n").replace("\r", "\n")
        if hidden := HIDDEN.search(text):
            self._remark(text, hidden, "A character that shows nothing was taken out.")
            text = HIDDEN.sub("", text)
        found = PLACEHOLDER.sub(lambda match: self._construct(match, text), text)
        for match in re.finditer(r"\({2,}|\){2,}", found):
            self._remark(found, match, f"The brackets {match[0]} belong to no placeholder; they stay as they are.")
        return found

    def _construct(self, match: re.Match[str], text: str) -> str:
        inner = match[1]
        name, asks, shown = inner.partition("??")
        if not same(name):
            self._remark(text, match, f"{match[0]} names nothing; it stays as it is.")
            return match[0]
        if self.letter and not asks and ADDRESS.match(same(name)):
            self._remark(text, match, f"{match[0]} was left out: our letters have the recipient's address.")
            return ""
        if not asks:
            return self._keep(f"{{{{ {self.variables.printed(name)} }}}}")
        begin, end = self._keep(f"{{% if {self.variables.asked(name)} %}}"), self._keep("{% endif %}")
        alone = match.start() == 0 or text[match.start() - 1] == "\n"
        if self.lines and alone and BLOCK.match(shown):  # a heading or an item is one only at the beginning of a line
            before, after = "" if shown.startswith("\n") else SOFT, "" if shown.endswith("\n") else SOFT
            return f"{begin}{before}{shown}{after}{end}"
        return f"{begin}{shown}{end}"

    def _keep(self, construct: str) -> str:
        self.constructs.append(construct)
        return chr(BEGIN + len(self.constructs) - 1)

    def _restored(self, text: str) -> str:
        return PRIVATE.sub(lambda match: self.constructs[ord(match[0]) - BEGIN], text)

    def _remark(self, text: str, match: re.Match[str] | None, sentence: str) -> None:
        line = text[: match.start()].count("\n") + 1 if match else 1
        self._say(line, sentence)

    def _say(self, line: int, sentence: str) -> None:
        remark = Remark(self.part, line, sentence)
        if remark not in self.remarks:
            self.remarks.append(remark)

    def _lines(self, lines: list[tuple[int, str]]) -> Iterator[str]:
        """Each line as CommonMark; empty lines between what would otherwise run together."""
        kinds = [self._line(number, line) for number, line in lines]
        for number, (kind, text) in enumerate(kinds):
            before = kinds[number - 1][0] if number else ""
            after = kinds[number + 1][0] if number + 1 < len(kinds) else ""
            apart = kind != before or kind in ("heading", "rule")
            if kind and before and apart and "statement" not in (kind, before):
                yield ""
            goes_on = kind in ("text", "inset", "bullet", "number") and after == kind and kind in ("text", "inset")
            yield f"{text}\\" if goes_on else text

    def _line(self, number: int, line: str) -> tuple[str, str]:
        """The kind of a line ('' for an empty one), and the line in our Markdown."""
        bare = line.strip()
        if not bare:
            return "", ""
        if all(PRIVATE.match(one) and self.constructs[ord(one) - BEGIN].startswith("{%") for one in bare):
            return "statement", bare
        if RULE.match(line):
            if self.letter:
                self._say(number, "--- begins a new page in Notify's letters; here it is a line.")
            return "rule", "---"
        if bare.startswith("^") and bare[1:].strip():
            return "inset", f"> {self._words(bare[1:].strip(), number)}"
        if heading := HEADING.match(bare):
            return self._heading(heading, number)
        if bullet := BULLET.match(line):
            return self._bullet(bullet, line, number)
        if item := NUMBERED.match(line):
            return "number", f"{' ' * min(len(item[1]), 6)}{item[2]} {self._words(item[3], number)}"
        return "text", self._words(bare, number)

    def _heading(self, match: re.Match[str], number: int) -> tuple[str, str]:
        marks, space, words = match.groups()
        if not words or not space:
            return "text", self._words(match[0], number)
        if len(marks) > 2 or (self.letter and len(marks) > 1):
            self._say(number, f"{marks} is no heading in Notify; the line is a paragraph.")
            return "text", self._words(words, number)
        return "heading", f"{'#' * (len(marks) + 1)} {self._words(words, number)}"

    def _bullet(self, match: re.Match[str], line: str, number: int) -> tuple[str, str]:
        indent, mark, space, words = match.groups()
        if space and words:
            return "bullet", f"{' ' * min(len(indent), 6)}- {self._words(words, number)}"
        self._say(number, f"The line begins with {mark} and no space; it is no bullet here.")
        return "text", self._words(line.strip(), number)

    def _words(self, text: str, number: int) -> str:
        """What stands in a line: links stay links, everything else says exactly what it says."""
        if "|" in text and text.count("|") > 1:
            self._say(number, "This looks like a table, which Notify does not have; it stays as text.")
        if text.startswith("QR:"):
            self._say(number, "Notify may print this as a QR code; here it stays as text.")
        if re.search(r"</?[a-zA-Z][^>]*>", text):
            self._say(number, "This looks like HTML; it is shown as it stands, as in Notify.")
        pieces: list[str] = []
        end = 0
        for match in LINK.finditer(text):
            pieces.append(self._literal(text[end : match.start()], first=not pieces))
            pieces.append(f"[{self._literal(match[1])}]({quote_braces(match[2])})")
            end = match.end()
        pieces.append(self._literal(text[end:], first=not pieces))
        if re.search(r"\{[{%#]", text):
            self._say(number, "Braces that mean something in our templates are shown as they stand.")
        return "".join(pieces)

    def _literal(self, text: str, *, first: bool = False) -> str:
        """Words that mean nothing to Markdown or Jinja; addresses become links, as they do in Notify."""
        pieces: list[str] = []
        end = 0
        for match in ADDRESS_OF_PAGE.finditer(text):
            pieces.append(self._escaped(text[end : match.start()], first=first and not pieces))
            address = match[0].replace("\\", "%5C")
            shown = self._escaped(match[0])
            pieces.append(f"[{shown}]({quote_braces(address)})" if "(" not in address else shown)
            end = match.end()
        pieces.append(self._escaped(text[end:], first=first and not pieces))
        return "".join(pieces)

    def _escaped(self, text: str, *, first: bool = False) -> str:
        escaped = MARKUP.sub(lambda match: f"\\{match[0]}", text)
        if first and (start := STARTS.match(escaped)):
            at = start.end(2) - 1
            escaped = f"{escaped[:at]}\\{escaped[at:]}"
        return quote_braces(escaped)
