"""Plain text as blocks, and the spans of data in them."""

from __future__ import annotations

import pytest

from commhub.contracts import DataSpan, Readable
from commhub.lint.sources import readables, source_blocks
from tests.lint.sources.shown import marked, place, read


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        ("one\ntwo\n \t\nthree", ["one\ntwo", "three"]),
        ("one\r\ntwo\r\n\r\nthree\rfour", ["one\ntwo", "three\nfour"]),
        ("Do this:\n- one\n* two\n  more\n3. three\n4) four\n• five",
         ["Do this:", "one", "two\n  more", "three", "four", "five"]),
        ("annual\npercentage rate - now\n-5 degrees\n2026 is", ["annual\npercentage rate - now\n-5 degrees\n2026 is"]),
        ("Your bill\n=========\nPay now\n-------\n\n* * *\nend", ["heading:Your bill", "heading:Pay now", "end"]),
        ("x\nGlossary:\nAPR: a yearly\nrate\nDD – direct debit\n\nsince: then\nnow: x", [
            "x", "heading:Glossary:", "APR: a yearly\nrate", "DD – direct debit", "since: then", "now: x"]),
        ("名词解释\n年利率：一年的利息\n保单：合同", ["heading:名词解释", "年利率：一年的利息", "保单：合同"]),
        ("x\n## Words we use ##\ny", ["x", "heading:## Words we use ##", "y"]),
        ("", []),
        ("\n--\n***\n", []),
        ("\x00\ud800a\u2028b\x0bc\x85d", ["\x00\ud800a\u2028b\x0bc\x85d"]),
    ],
)  # fmt: skip
def test_what_parts_a_text(source: str, blocks: list[str]) -> None:
    assert marked(read(source, "email_text")) == blocks


def test_ends_of_lines_know_their_place() -> None:
    assert place("\r\n an\r\nnual\rrate ", "an\nnual\nrate", "sms") == ["an\r\nnual\rrate"]


def test_spans_of_the_source_become_spans_of_blocks() -> None:
    source = "<p>A&amp;B <b>N</b>IGO</p><p>IGO</p>"
    spans = [DataSpan(3, 10, "/a"), DataSpan(13, 30, "/b", "person-name"), DataSpan(0, 5, "/c"), DataSpan(40, 50, "/d")]
    first, second = source_blocks(source, "email_html", "rendered", spans)
    assert first.spans == (DataSpan(0, 1, "/c"), DataSpan(0, 3, "/a"), DataSpan(4, 8, "/b", "person-name"))
    assert second.spans == (DataSpan(0, 1, "/b", "person-name"),)


def test_a_plain_readable_is_a_text_and_another_one_is_blocks() -> None:
    spans = (DataSpan(4, 8, "/x"),)
    assert [(one.text, one.spans) for one in readables.blocks(Readable("sms", "one\ntwo\n\nx", spans, plain=True))] == [
        ("one\ntwo", (DataSpan(4, 7, "/x"),)),
        ("x", ()),
    ]
    assert [(one.text, one.spans) for one in readables.blocks(Readable("body", "one\nt\u2028o\n\nx", spans))] == [
        ("one", ()),
        ("t\no", (DataSpan(0, 3, "/x"),)),
        ("x", ()),
    ]
