"""Timing that benchmarks share: CPU seconds of several contenders, taken in turns, and what they say about each other.

The machine's speed changes from minute to minute, so no figure stands alone: contenders take turns within a round, each
is judged by its best round, and what is told is a ratio.
"""

from __future__ import annotations

import gc
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from time import process_time
from typing import Final

ROUNDS: Final = 7
SLICE: Final = 0.02
"""CPU seconds that one contender runs for in one round, at least; a call that takes longer runs once."""

Contender = Callable[[], object]


def measure(contenders: Mapping[str, Contender], rounds: int = ROUNDS, slice_: float = SLICE) -> dict[str, float]:
    """CPU seconds of one call of each contender: the best of `rounds`, in which they take turns.

    Each runs once before, so that caches are warm; how many calls make a slice is found out then.
    """
    repeats = {name: _repeats(call, slice_) for name, call in contenders.items()}
    best = dict.fromkeys(contenders, math.inf)
    for _ in range(rounds):
        for name, call in contenders.items():
            best[name] = min(best[name], _timed(call, repeats[name]))
    return best


def ratio(ours: Contender, baseline: Contender, rounds: int = ROUNDS, slice_: float = SLICE) -> float:
    """How many times as fast as the baseline ours is: 2.0 means half the CPU time a call."""
    found = measure({"ours": ours, "baseline": baseline}, rounds, slice_)
    return found["baseline"] / found["ours"]


def geometric_mean(values: Iterable[float]) -> float:
    return math.exp(math.fsum(logs) / len(logs)) if (logs := [math.log(value) for value in values]) else math.nan


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows in columns; numbers to the right and with two decimals, or one from a hundred."""
    cells = [list(head), *([_cell(value) for value in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = [
        "  ".join(text.ljust(width) if column == 0 else text.rjust(width) for column, (text, width) in enumerate(pairs))
        for pairs in (list(zip(row, widths, strict=True)) for row in cells)
    ]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}" if value >= 100 else f"{value:.2f}"
    return str(value)


def _timed(call: Contender, repeats: int) -> float:
    gc.collect()
    start = process_time()
    for _ in range(repeats):
        call()
    return (process_time() - start) / repeats


def _repeats(call: Contender, slice_: float) -> int:
    call()
    repeats = 1
    while True:
        spent = _timed(call, repeats) * repeats
        if spent >= slice_ / 2 or repeats >= 1_000_000:
            return max(1, math.ceil(repeats * slice_ / max(spent, 1e-9)))
        repeats *= 4
