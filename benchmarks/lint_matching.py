"""How fast all terms are found in a long text: megabytes of UTF-8 a second, beside one alternation of `re`.

    python -m benchmarks.lint_matching [--rounds N] [--terms N]

Ours is the search over the folded text, with boundaries, capitals, allowed contexts and the longest match (`find`), for
English, and for Chinese in either script with the guard against straddles; `automata` compares the implementations that
ahocorasick-rs offers, without any test of what they find. The baseline is one compiled alternation of all forms, longest
first, without regard to capitals, between `(?<!\\w)` and `(?!\\w)`; it gets a hundredth of the English text.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable

from ahocorasick_rs import AhoCorasick, Implementation

from benchmarks.harness import ROUNDS, measure, table
from benchmarks.lint_samples import letter, stored
from commhub.lint.folding import fold
from commhub.lint.ruleset import RuleSet
from commhub.lint.sources import source_blocks

WANTED = 10.0
CHINESE = "您的保单从三月一日起继续有效，我们已经收到您的申请，请您在三个工作日内把材料交给我们，谢谢您的支持。"
TRADITIONAL = "您的保單從三月一日起繼續有效，我們已經收到您的申請，請您在三個工作日內把材料交給我們，謝謝您的支持。"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--terms", type=int, default=5_000)
    options = parser.parse_args()
    listed = stored(options.terms)
    rules = RuleSet(listed)
    source, spans = letter()
    page = " ".join(block.text for block in source_blocks(source, "email_html", "rendered", spans))
    texts = {"en": page * 200, "zh-CN": CHINESE * 2_000, "zh-TW": TRADITIONAL * 2_000}
    sizes = {name: len(text.encode()) / 1e6 for name, text in texts.items()}
    calls: dict[str, Callable[[], object]] = {}
    for name, text in texts.items():
        folded, words = fold(text, name[:2]), rules.for_locale(name).words
        calls[f"find, {name}"] = lambda words=words, folded=folded: words.find(folded)  # type: ignore[misc]
        calls[f"fold, {name}"] = lambda text=text, name=name: fold(text, name[:2])  # type: ignore[misc]
    forms = list({form.casefold() for term in listed for form in term.forms})
    small = fold(texts["en"]).folded
    for name in ("DFA", "ContiguousNFA", "NoncontiguousNFA"):
        automaton = AhoCorasick(forms, store_patterns=False, implementation=getattr(Implementation, name))
        calls[f"{name}, en"] = lambda automaton=automaton: automaton.find_matches_as_indexes(small, overlapping=True)  # type: ignore[misc]
    alternation = re.compile(
        rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(forms, key=len, reverse=True)))})(?!\w)", re.IGNORECASE
    )
    calls["re, en"] = lambda: alternation.findall(page * 2)
    found = measure(calls, options.rounds)
    speeds = {name: sizes[name.split(", ")[1]] / seconds for name, seconds in found.items()}
    speeds["re, en"] /= 100
    print(f"{len(listed)} terms in {len(forms)} forms")
    rows = [[name, speed, speed / speeds["re, en"]] for name, speed in speeds.items()]
    print(table(["megabytes a second", "MB/s", "times re"], [*rows, ["wanted of find", WANTED, ""]]))


if __name__ == "__main__":
    main()
