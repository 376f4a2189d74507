"""Plants terms in sources of every kind, disguised as they come, and reads back what stands where they were found."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from random import Random
from typing import Final

from commhub.contracts import Finding
from commhub.lint.engine import lint
from commhub.lint.ruleset import RuleSet
from commhub.lint.sources import source_blocks
from commhub.render.html.references import decode
from tests.lint.rows import row

TERMS: Final = ("annual percentage rate", "NIGO", "co-pay", "rider", "adjudication", "核保", "現金價值", "保单贷款")
RULES: Final = RuleSet([row(term, "zh" if ord(term[0]) > 0x3000 else "en", inflect=False, id=term) for term in TERMS])
SAME: Final = str.maketrans("現價單貸", "现价单贷")
NOISE: Final = (
    "please", "call us", "5 &amp; 6", "您的", "将会", "a b", "it's", "x-ray", "(see below)", "10%", "好的。", "naïve", "é",
)  # fmt: skip
PLAIN_NOISE: Final = tuple(word.replace("&amp;", "and") for word in NOISE)
BETWEEN: Final = {
    "html": ("</p><p>", "</td><td>", "<hr>", "</li><li>", "<h2>so</h2>", "<div>"),
    "text": ("\n\n", "\r\n\r\n", "\n- ", "\n* ", "\n\n1. "),
    "markdown": ("\n\n", "\n- ", "\n\n> ", "\n\n# so\n"),
}
JOINTS: Final = {
    "html": (
        "<b>",
        "</b>",
        "<wbr>",
        "&shy;",
        "\u00ad",
        "\u200b",
        "&zwj;",
        "<!-- x -->",
        "<x-y>",
        "<img alt=''>",
        "<!--[if mso]>out<![endif]-->",
    ),
    "text": ("\u00ad", "\u200b", "\u200d", "\ufeff", "\u2060"),
    "markdown": ("**", "\u00ad", "&shy;", "\u200b"),
}
SPACES: Final = {
    "html": (" ", "\n", "&nbsp;", "\u00a0", "<br>", "  \n ", "\r\n", "&#32;"),
    "text": (" ", "\n", "\u00a0", "\r\n  ", "\t"),
    "markdown": (" ", "\n", "&nbsp;", "\\\n"),
}
_TAGS: Final = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_BREAK: Final = re.compile(r"<br[^>]*>")
_JINJA: Final = re.compile(r"\{#.*?#\}|['\"] ?\}\}|\{\{ ?['\"]")
_PARTS: Final = re.compile(r"</?(?:p|td|tr|li|h2|hr|div)\b|\n\s*\n|\r\n\s*\r\n|\n[ \t]*[-*>|#] ?", re.IGNORECASE)


@dataclass(slots=True)
class Planted:
    """A source with the spans at which its terms must be found. `pieces` grows as it is made."""

    kind: str
    channel: str
    stage: str
    pieces: list[str] = field(default_factory=list)
    expected: list[tuple[int, int, str]] = field(default_factory=list)
    length: int = 0

    def add(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    @property
    def source(self) -> str:
        return "".join(self.pieces)

    def findings(self) -> tuple[Finding, ...]:
        return lint(source_blocks(self.source, self.channel, self.stage), "zh-CN", RULES).findings


def planted(chance: Random) -> Planted:
    """A source with some terms in it, each in a disguise of its own, and with halves of terms that blocks tear apart."""
    kind = chance.choice(("html", "html", "text", "markdown"))
    channel = {"html": "email_html", "text": "email_text", "markdown": "markdown"}[kind]
    stage = "template" if kind == "markdown" else chance.choice(("rendered", "template"))
    made = Planted(kind, channel, stage)
    made.add("<p>" if kind == "html" else "")
    for _ in range(chance.randint(1, 8)):
        _add(made, chance)
    return made


def _add(made: Planted, chance: Random) -> None:
    noise = NOISE if made.kind != "text" else PLAIN_NOISE
    what = chance.random()
    if what < 0.3:
        made.add(f" {chance.choice(noise)} ")
    elif what < 0.45:
        made.add(chance.choice(BETWEEN[made.kind]))
    elif what < 0.55 and made.kind != "markdown":
        term = chance.choice(("annual percentage rate", "核保"))
        at = term.find(" ") + 1 or 1
        made.add(f" .{term[:at]}{chance.choice(BETWEEN[made.kind])}{term[at:]}. ")
    elif what < 0.62 and made.stage == "template":
        made.add(
            chance.choice((" {{ name }} ", "{% if x %}", "{# NIGO #}", "{% else %}", ' {{ "so" if x == "NIGO" }} '))
        )
    else:
        made.add(" .")
        term = chance.choice(TERMS)
        written = _disguised(term, made, chance)
        if made.stage == "template" and chance.random() < 0.2 and not set(written) & set("\n\r<&*\\'"):
            made.add("{{ '")
            made.expected.append((made.length, made.length + len(written), term))
            made.add(f"{written}' }}}}. ")
            return
        made.expected.append((made.length, made.length + len(written), term))
        made.add(f"{written}. ")


def _disguised(term: str, made: Planted, chance: Random) -> str:
    written = []
    inner = range(1, len(term))
    joint = chance.choice([0, *inner]) if chance.random() < 0.5 else 0
    for at, letter in enumerate(term):
        if at and at == joint and letter not in " -" and term[at - 1] not in " -":
            written.append(chance.choice(JOINTS[made.kind]))
        if letter == " ":
            written.append(chance.choice(SPACES[made.kind]))
        elif chance.random() < 0.05 and made.kind == "html":
            written.append(chance.choice((f"&#{ord(letter)};", f"&#x{ord(letter):X};")))
        elif chance.random() < 0.05 and letter.isascii() and letter.isalpha():
            written.append(chr(ord(letter) + 0xFEE0))
        else:
            written.append(letter)
    return "".join(written)


def check_made(seed: int) -> int:
    """Make the source of a seed and hold what is found in it to what was planted; the number of findings."""
    made = planted(Random(seed))
    found = made.findings()
    for finding in found:
        stands = made.source[finding.start : finding.end]
        assert read_back(stands, made.kind) == finding.rule.casefold().translate(SAME), (stands, made.source)
        assert not _PARTS.search(stands.replace("\r\n", "\n")), (stands, made.source)
    assert [(one.start, one.end, one.rule) for one in found] == made.expected, made.source
    return len(found)


def read_back(stands: str, kind: str) -> str:
    """What a stretch of a source says: without markup and what is invisible, in small letters, spaces as one."""
    text = _JINJA.sub("", stands)
    if kind == "html":
        text = _TAGS.sub("", _BREAK.sub(" ", text))
    if kind == "markdown":
        text = text.replace("*", "").replace("\\\n", " ")
    if kind != "text":
        text = decode(text)
    seen = "".join(one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) != "Cf")
    return " ".join(seen.split()).casefold().translate(SAME)
