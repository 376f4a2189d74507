"""What linting a 2 KB HTML letter with 5,000 terms and every check costs, held against one alternation of `re`.

    python -m benchmarks.lint_letter [--rounds N] [--terms N] [--profile]

Ours is a letter from its source to its findings: blocks, folding, all terms, every rule type, explanations, with nothing
kept from one letter to the next; "kept" is the same with the static text read before, from a rendered message's texts,
so that it is what a message costs. The baseline strips the tags with one `re.sub` and searches the text with one compiled
alternation of all forms of all terms, longest first, without regard to capitals, between `(?<!\\w)` and `(?!\\w)`; it knows
nothing of acronyms' capitals, locales, sentences or data. All take turns; the median is over single letters.
"""

from __future__ import annotations

import argparse
import cProfile
import html
import pstats
import re
from collections.abc import Callable
from itertools import count
from statistics import median
from time import process_time

from benchmarks.harness import ROUNDS, measure, table
from benchmarks.lint_samples import letter, stored
from commhub.contracts import DataSpan, Readable
from commhub.lint.engine import check, lint
from commhub.lint.keeping import Kept
from commhub.lint.ruleset import RuleSet
from commhub.lint.sources import source_blocks

WANTED_RATIO, WANTED_MS, WANTED_SHARE_MS = 15.0, 3.0, 0.2
TAG = re.compile(r"<style.*?</style>|<[^>]*>", re.DOTALL)


def rendered(number: int) -> Readable:
    """A letter's texts as the renderer hands them over: a line for each block, with where the data stands."""
    source, spans = letter(number)
    lines, own, length = [], [], 0
    for block in source_blocks(source, "email_html", "rendered", spans):
        text = " ".join(block.text.split("\n"))
        own += [DataSpan(length + one.start, length + one.end, one.field, one.holds) for one in block.spans]
        lines.append(text)
        length += len(text) + 1
    return Readable("body", "\n".join(lines), tuple(own))


def contenders(terms: int) -> dict[str, Callable[[], object]]:
    """Ours with nothing kept, ours with static text kept, and the alternation; each one letter after the other."""
    rules = stored(terms)
    cold, warm = RuleSet(rules), RuleSet(rules)
    cold.kept = Kept(0)
    letters = [letter(number) for number in range(64)]
    texts = [rendered(number) for number in range(64)]
    ways = {form for term in rules if term.locale != "zh" for form in term.forms}
    alternation = re.compile(
        rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(ways, key=len, reverse=True)))})(?!\w)", re.IGNORECASE
    )
    one, two, three = count(), count(), count()

    def whole() -> object:
        source, spans = letters[next(one) % 64]
        return lint(source_blocks(source, "email_html", "rendered", spans), "en-GB", cold)

    def share() -> object:
        return check([texts[next(two) % 64]], "en-GB", warm)

    def theirs() -> object:
        source, _ = letters[next(three) % 64]
        return alternation.findall(html.unescape(TAG.sub(" ", source)))

    print(f"{len(rules)} terms in {len(ways)} forms; the letter has {len(letters[0][0])} characters of HTML")
    return {"whole": whole, "kept": share, "re": theirs}


def _median(call: Callable[[], object], times: int) -> float:
    spent = []
    for _ in range(times):
        began = process_time()
        call()
        spent.append(process_time() - began)
    return 1_000 * median(spent)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--terms", type=int, default=5_000)
    parser.add_argument("--profile", choices=("whole", "kept"))
    options = parser.parse_args()
    calls = contenders(options.terms)
    if options.profile:
        calls[options.profile]()
        profile = cProfile.Profile()
        profile.runcall(lambda: [calls[options.profile]() for _ in range(500)])
        pstats.Stats(profile).sort_stats("tottime").print_stats(35)
        return
    found = measure(calls, options.rounds)
    rows: list[list[object]] = [
        ["whole letter", 1_000 * found["whole"], _median(calls["whole"], 200), found["re"] / found["whole"]],
        ["  wanted", "", WANTED_MS, WANTED_RATIO],
        ["with static text kept", 1_000 * found["kept"], _median(calls["kept"], 400), found["re"] / found["kept"]],
        ["  wanted", "", WANTED_SHARE_MS, ""],
        ["re alternation", 1_000 * found["re"], _median(calls["re"], 5), 1.0],
    ]  # fmt: skip
    print(table(["CPU", "best ms", "median ms", "times re"], rows))


if __name__ == "__main__":
    main()
