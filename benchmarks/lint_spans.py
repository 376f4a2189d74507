"""Over many made-up sources: is all that was planted found, exactly where it stands, whatever it is disguised as?

    python -m benchmarks.lint_spans [HOW_MANY] [--from SEED]

The same check as tests/lint/sources/test_planted.py, for more seeds. It stops at the first difference.
"""

from __future__ import annotations

import argparse

from tests.lint.sources.planting import check_made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("how_many", nargs="?", type=int, default=10_000)
    parser.add_argument("--from", dest="start", type=int, default=0)
    options = parser.parse_args()
    found = sum(check_made(seed) for seed in range(options.start, options.start + options.how_many))
    print(f"{options.how_many} sources; {found} terms planted, and each found where it stands")


if __name__ == "__main__":
    main()
