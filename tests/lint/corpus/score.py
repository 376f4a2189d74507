"""Scores the linter with the corpus: what it finds of what it should, how exactly, and how often it is rightly silent.

`python -m tests.lint.corpus.score [--failing] [--raise-floors] [--docs]`
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from commhub.console.linting import lint_lines
from commhub.lint.packs.reading import read_pack
from tests.lint.corpus.marked import HERE, Item, items, terms
from tests.lint.corpus.transform import TRANSFORMATIONS, all_transformed

FLOORS: Final = HERE / "floors.json"
DOCS: Final = HERE.parents[2] / "docs" / "linter-figures.md"
Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """An item with what was found: `right` pairs (expected, found), `missed` and `wrong` stand alone."""

    item: Item
    right: tuple[tuple[Span, Span], ...]
    missed: tuple[Span, ...]
    wrong: tuple[Span, ...]
    doubtful: tuple[Span, ...]

    @property
    def clean(self) -> bool:
        return not self.item.expected

    @property
    def failed(self) -> bool:
        return bool(self.missed or self.wrong or any(_span(one) != _span(other) for one, other in self.right))


@dataclass(slots=True)
class Score:
    """Counts over some items."""

    items: int = 0
    right: int = 0
    exact: int = 0
    named: int = 0  # found by the very rule that is expected
    missed: int = 0
    wrong: int = 0
    clean: int = 0
    silent: int = 0

    def add(self, judged: Judged) -> None:
        self.items += 1
        self.right += len(judged.right)
        self.exact += sum(_span(one) == _span(other) for one, other in judged.right)
        self.named += sum(one[2] in (other[2], "acronym", "sentence") for one, other in judged.right)
        self.missed += len(judged.missed)
        self.wrong += len(judged.wrong)
        if judged.clean:
            self.clean += 1
            self.silent += not judged.wrong

    @property
    def precision(self) -> float:
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return _share(self.right, self.right + self.missed)

    @property
    def exactness(self) -> float:
        return _share(self.exact, self.right)

    @property
    def naming(self) -> float:
        return _share(self.named, self.right)

    @property
    def silence(self) -> float:
        return _share(self.silent, self.clean)


@dataclass(slots=True)
class Report:
    """Everything that was measured."""

    judged: list[Judged] = field(default_factory=list)
    disguised: list[Judged] = field(default_factory=list)

    def score(self, *, tag: str = "", tiers: Sequence[str] = ("core", "hard")) -> Score:
        score = Score()
        for one in self.judged:
            if one.item.tier in tiers and (not tag or tag in one.item.tags):
                score.add(one)
        return score

    def disguise(self, name: str = "") -> Score:
        score = Score()
        for one in self.disguised:
            if not name or name in one.item.tags:
                score.add(one)
        return score

    def figures(self) -> dict[str, float]:
        """What has a floor: each a share from 0 to 1."""
        all_of, disguised = self.score(), self.disguise()
        return {
            "precision": all_of.precision,
            "recall": all_of.recall,
            "exact spans": all_of.exactness,
            "right rule": all_of.naming,
            "silence on clean items": all_of.silence,
            "Chinese straddles passed over": self.score(tag="straddle").silence,
            "real uses found": self.score(tag="real-use").recall,
            "disguised: recall": disguised.recall,
            "disguised: precision": disguised.precision,
            "disguised: exact spans": disguised.exactness,
            **{f"disguised: {name}": self.disguise(name).recall for name in TRANSFORMATIONS},
        }


def measure() -> Report:
    """Lints all items, and all disguised ones, with the corpus's rule pack."""
    everything, known = items(), terms()
    return Report(judge(everything), judge(list(all_transformed(everything, known))))


def judge(asked: Sequence[Item]) -> list[Judged]:
    """Each item with what the linter says of it."""
    rules = read_pack((HERE / "pack.json").read_bytes()).rule_set()
    answers = lint_lines((json.dumps(item.asked(), ensure_ascii=True) for item in asked), rules)
    return [judged(item, json.loads(answer)) for item, answer in zip(asked, answers, strict=True)]


def judged(item: Item, answer: dict[str, Any]) -> Judged:
    """Pairs what was found with what was expected: one with one, those that share most characters first."""
    found = [_found(one) for one in answer["findings"]]
    labels = [*item.expected, *item.asides]
    pairs = sorted(
        ((_shared(one, other), -i, -k) for i, one in enumerate(labels) for k, other in enumerate(found)),
        reverse=True,
    )
    matched: dict[int, int] = {}
    for shared, i, k in pairs:
        if shared > 0 and -i not in matched and -k not in matched.values():
            matched[-i] = -k
    asked = len(item.expected)
    return Judged(
        item,
        tuple((labels[i], found[k]) for i, k in sorted(matched.items()) if i < asked),
        tuple(one for i, one in enumerate(item.expected) if i not in matched),
        tuple(one for k, one in enumerate(found) if k not in matched.values()),
        tuple(_found(one) for one in answer.get("review", ())),
    )


def _found(finding: dict[str, Any]) -> Span:
    return finding["start"], finding["end"], "sentence" if finding["kind"] == "readability" else str(finding["rule"])


def _shared(one: Span, other: Span) -> int:
    """How many characters two spans share; none if one is a sentence and the other a word in it."""
    return 0 if (one[2] == "sentence") != (other[2] == "sentence") else min(one[1], other[1]) - max(one[0], other[0])


def _span(one: Span) -> tuple[int, int]:
    return one[0], one[1]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def tables(report: Report) -> str:
    """The scores as Markdown tables: overall, per tier, per tag, per transformation."""
    tags = sorted({tag for one in report.judged for tag in one.item.tags})
    head = "| {} | items | precision | recall | exact | right rule | silent |\n|---|---:|---:|---:|---:|---:|---:|\n"
    tiers = [("core and hard", report.score())]
    tiers += [(tier, report.score(tiers=(tier,))) for tier in ("core", "hard", "stretch")]
    every = ("core", "hard", "stretch")
    return "\n".join([
        head.format("tier") + "".join(_row(name, score) for name, score in tiers),
        head.format("tag (all tiers)") + "".join(_row(tag, report.score(tag=tag, tiers=every)) for tag in tags),
        head.format("transformation of core items")
        + "".join(_row(name, report.disguise(name)) for name in TRANSFORMATIONS)
        + _row("all", report.disguise()),
    ])  # fmt: skip


def _row(name: str, score: Score) -> str:
    found = score.right + score.missed
    cells = [
        str(score.items),
        f"{score.precision:.3f}" if score.right + score.wrong else "",
        f"{score.recall:.3f} of {found}" if found else "",
        f"{score.exactness:.3f}" if score.right else "",
        f"{score.naming:.3f}" if score.right else "",
        f"{score.silent} of {score.clean}" if score.clean else "",
    ]
    return f"| {name} | {' | '.join(cells)} |\n"


def failing(report: Report) -> str:
    """Each item that went wrong: its text, what is missing, what is too much, and what is not exact."""
    return "".join(_told(one) for one in [*report.judged, *report.disguised] if one.failed)


def _told(one: Judged) -> str:
    item = one.item
    lines = [f"== {item.id} [{item.locale} {item.channel} {item.stage} {item.tier}; {' '.join(item.tags)}]", item.text]
    lines += [f"  MISSED {_quoted(item, span)}" for span in one.missed]
    lines += [f"  WRONG  {_quoted(item, span)}" for span in one.wrong]
    lines += [
        f"  SPAN   expected {_quoted(item, want)}, found {_quoted(item, got)}"
        for want, got in one.right
        if _span(want) != _span(got)
    ]
    lines += [f"  (doubtful: {_quoted(item, span)})" for span in one.doubtful]
    return "\n".join(lines) + "\n\n"


def _quoted(item: Item, span: Span) -> str:
    return f"{span[0]}-{span[1]} {ascii_invisible(item.text[span[0] : span[1]])} by {span[2]}"


def ascii_invisible(text: str) -> str:
    """The text in quotes, with what cannot be seen written as numbers."""
    return '"' + "".join(one if one.isprintable() else f"\\u{{{ord(one):x}}}" for one in text) + '"'


def floors() -> dict[str, float]:
    """The least that each figure may be."""
    return dict(json.loads(FLOORS.read_text("utf-8")))


def raised(report: Report) -> dict[str, float]:
    """The floors after this run: each the higher of what it was and of what was reached, cut to three places."""
    old = floors() if FLOORS.exists() else {}
    return {name: max(old.get(name, 0.0), int(value * 1000) / 1000) for name, value in report.figures().items()}


def page(report: Report) -> str:
    """`docs/linter-figures.md`."""
    counted = report.judged
    clean = sum(one.clean for one in counted)
    return (
        "# What the linter finds, in figures\n\n"
        f"Measured with our own labelled messages, `tests/lint/corpus/`: {len(counted)} items in "
        f"{len({one.item.locale for one in counted})} locales, of which {clean} are to stay without a finding, and "
        f"{len(report.disguised)} more in which what must be found is disguised. They are no customers' letters; "
        "they were written from the policy, without a look at the engine. The engine has since been mended where "
        "they showed it wrong, so that messages that it has not met are the better measure.\n\n"
        "A finding is right when it shares a character with a label (one finding for one label), exact when it "
        "begins and ends where the label does, and by the right rule when it names the labelled one. "
        "The floors in `tests/lint/corpus/floors.json` may only rise.\n\n"
        "This page is written by `python -m tests.lint.corpus.score --docs`.\n\n" + tables(report)
    )


def main(arguments: Iterable[str] | None = None) -> int:
    """Prints the tables; the options print failures, raise the floors, write the page."""
    parser = argparse.ArgumentParser(prog="tests.lint.corpus.score", description=__doc__)
    parser.add_argument("--failing", action="store_true", help="print each wrong item instead of the tables")
    parser.add_argument("--only", default="", help="with --failing: only items whose id or tags hold this")
    parser.add_argument("--raise-floors", action="store_true", help="write the floors, where they are now higher")
    parser.add_argument("--docs", action="store_true", help=f"write {Path(*DOCS.parts[-2:])}")
    chosen = parser.parse_args(list(arguments) if arguments is not None else None)
    report = measure()
    if chosen.only:
        report.judged = [one for one in report.judged if chosen.only in f"{one.item.id} {one.item.tags}"]
        report.disguised = [one for one in report.disguised if chosen.only in f"{one.item.id} {one.item.tags}"]
    sys.stdout.write(failing(report) if chosen.failing else tables(report))
    if chosen.raise_floors:
        FLOORS.write_text(json.dumps(raised(report), indent=1, ensure_ascii=False) + "\n", "utf-8")
    if chosen.docs:
        DOCS.write_text(page(report), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
