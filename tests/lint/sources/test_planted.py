"""Every span that is reported maps back to its term, however it is disguised, and none goes across two blocks.

Run with more cases by `python -m benchmarks.lint_spans`.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commhub.lint.sources import CHANNELS, STAGES
from tests.lint.sources.hostile import HOSTILE, read_all
from tests.lint.sources.planting import check_made, read_back
from tests.lint.sources.shown import read

HUNDRED_THOUSAND = 100_000


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.integers(0, 2**32))
def test_what_was_planted_is_found_where_it_stands(seed: int) -> None:
    check_made(seed)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_read_to_its_end(name: str) -> None:
    """How long it takes, up to 10 MB, is measured by benchmarks/lint_hostile.py."""
    source = HOSTILE[name] * (HUNDRED_THOUSAND // len(HOSTILE[name]))
    for channel in ("email_html", "email_text", "markdown"):
        for stage in STAGES:
            read_all(source, channel, stage)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(
    st.lists(st.sampled_from([*HOSTILE.values(), "x", "</p>", "}}", "%}", "\n"]), max_size=12),
    st.sampled_from(CHANNELS),
    st.sampled_from(STAGES),
)
def test_whatever_comes_has_places(pieces: list[str], channel: str, stage: str) -> None:
    source = "".join(pieces)
    for block in read(source, channel, stage):
        starts, ends = list(block.starts), list(block.ends)
        assert len(block.text) == len(starts) == len(ends)
        assert starts == sorted(starts)
        assert all(0 <= start < end <= len(source) for start, end in zip(starts, ends, strict=True))
        assert [block.starts[at] for at in range(-len(starts), 0)] == starts


def test_the_reading_back_can_tell() -> None:
    assert read_back("an<b>nu&#97;l</b>&nbsp;<br>ＲATE", "html") == "annual rate"
    assert read_back("核<wbr>保", "html") != "核 保"
