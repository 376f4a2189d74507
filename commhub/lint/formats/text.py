"""The format text: for people at a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from commhub.lint.blocks import PLACEHOLDER
from commhub.lint.formats.base import Format, Linted


class Text(Format):
    """Each finding with its place, its words in context and what to say instead; then how many there are."""

    name = "text"
    label = "Text for people"

    def told(self, results: Sequence[Linted]) -> str:
        lines: list[str] = []
        counts: Counter[str] = Counter()
        for one in results:
            for finding, fate in one.everything():
                line, column = one.place(finding.start)
                severity = finding.severity if fate == "open" else fate
                counts[severity] += 1
                lines.append(f"{one.name}:{line}:{column}: {severity} [{finding.rule}] {finding.message}")
                lines.append(f"    {finding.context.replace(PLACEHOLDER, '[…]')}")
        told = ", ".join(f"{counts[name]} {word}" for name, word in WORDS.items() if counts[name])
        texts = f"{len(results)} text{'' if len(results) == 1 else 's'}"
        lines.append(f"{texts}: {told or 'nothing found'}.")
        return "\n".join(lines) + "\n"


WORDS = {
    "error": "that would stop the message",
    "warning": "to look at (warnings)",
    "advice": "to think about (advice)",
    "review": "for a person to decide (review)",
    "waived": "waived",
}
