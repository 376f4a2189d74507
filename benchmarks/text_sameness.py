"""Over many made-up templates: is the compiled text always the one that is read from the finished HTML?

    python -m benchmarks.text_sameness [HOW_MANY] [--from SEED]

The same check as tests/render/text/test_compiled.py, for more seeds. It stops at the first difference.
"""

from __future__ import annotations

import argparse

from tests.render.text.test_compiled import check_made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("how_many", nargs="?", type=int, default=10_000)
    parser.add_argument("--from", dest="start", type=int, default=0)
    options = parser.parse_args()
    compiled = sum(check_made(seed) for seed in range(options.start, options.start + options.how_many))
    print(f"{options.how_many} templates, all with the same text both ways; {compiled} of them compiled once")


if __name__ == "__main__":
    main()
