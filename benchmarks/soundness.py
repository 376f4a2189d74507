"""Whether inlining once is ever not what inlining each message gives, over templates and data made at random.

    .venv/bin/python -m benchmarks.soundness [--examples 10000] [--first 0]

For each template that the analysis calls safe, two messages are made both ways and compared as trees, and each with
the message before inlining: every element must keep the declaration that wins each property.
"""

from __future__ import annotations

import argparse
from collections import Counter
from random import Random

from tests.render.html.both_ways import SAFE, SLOW, judge
from tests.render.html.made_templates import template


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    asked = parser.parse_args()
    said: Counter[str] = Counter()
    other_bytes = wrong = 0
    for seed in range(asked.first, asked.first + asked.examples):
        verdict = judge(template(Random(seed)), Random(seed))
        said[verdict.said] += 1
        other_bytes += not verdict.same_bytes
        if verdict.wrong:
            wrong += 1
            print(f"seed {seed}: {verdict.wrong}", flush=True)
    print(
        f"{asked.examples:,} templates: {said[SAFE]:,} said to be safe, {said[SLOW]:,} slow, {said['refused']:,} refused"
    )
    print(f"of the safe ones {wrong:,} are not the same both ways as trees, {other_bytes:,} not to the byte")


if __name__ == "__main__":
    main()
