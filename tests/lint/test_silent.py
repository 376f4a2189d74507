"""Addresses, domains and file names are no words; what only looks a little like them is linted."""

from __future__ import annotations

import pytest

from commhub.contracts import DataSpan
from commhub.lint.blocks import Block
from commhub.lint.reading import Hit
from commhub.lint.silent import audible, not_words
from tests.lint.rows import row


def silent(text: str) -> list[str]:
    return sorted({text[start:end] for start, end in not_words(text)})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("see https://example.com/apr?x=UW_HOLD#a, www.apr.co.uk/apr.",
         ["https://example.com/apr?x=UW_HOLD#a,", "www.apr.co.uk/apr."]),
        ("请看https://example.com/apr，核保", ["https://example.com/apr"]),
        ("访问https://example.com/apr了解核保", ["https://example.com/apr"]),
        ("https://例子.com/核保 核保", ["https://例子.com/核保"]),
        ("ftp://apr/x mailto:apr@example.com tel:+44APR", ["ftp://apr/x", "mailto:apr@example.com", "tel:+44APR"]),
        ("write to apr.dd+x@example.org.", ["apr.dd+x@example.org"]),
        ("发邮件至apr@example.com核保", ["apr@example.com"]),
        ("Пишите:apr@пример.рф", ["apr@пример.рф"]),
        ("at apr.com, APR.COM or example.io/path", ["APR.COM", "apr.com", "example.io/path"]),
        ("my.nigo.health nigo.shop nigo-help.me nigo.me/x", ["my.nigo.health", "nigo-help.me", "nigo.me/x", "nigo.shop"]),
        ("apr.example.com:8080/x?apr example.com.Then", ["apr.example.com:8080/x?apr", "example.com"]),
        ("at northlake.example or pay.example/rider/7", ["northlake.example", "pay.example/rider/7"]),
        ("bit.ly/NIGO t.co/NIGO nigo.co.uk", ["bit.ly/NIGO", "nigo.co.uk", "t.co/NIGO"]),
        ("open apr.pdf, APR_form.PDF or v1.2.docx and NIGO(1).pdf", ["APR_form.PDF", "NIGO(1).pdf", "apr.pdf", "v1.2.docx"]),
        ("请打开核保说明.pdf，见附件policy.pdf", ["policy.pdf", "核保说明.pdf"]),
        ("您的核保已完成，请看附件核保结果.docx吧", ["核保结果.docx"]),
        ("https://\ufffc/apr and \ufffc.example.com", ["https://\ufffc/apr", "\ufffc.example.com"]),
    ],
)  # fmt: skip
def test_no_words(text: str, words: list[str]) -> None:
    assert silent(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "your rider.Please call", "done.Now", "your rider.call us", "your rider.it is", "the APR.And", "ask for APR.today",
        "e.g. NIGO, i.e. DD", "Mr.Smith", "3.5 APR", "APR/DD and/or", "5 p.m.", "A.P.R. is", "U.S.APR", "Ph.D.", "NIGO.",
        "status:NIGO", "status: NIGO", "APR...DD", "a.b.c.d", "@NIGO #APR", "核保.核保", "https:// NIGO", "NIGO.Com", "No.5",
        "10.30.APR", "APR.pdfs", "e-mail.", "x@", "@x.com.",
    ],
)  # fmt: skip
def test_words_all_the_same(text: str) -> None:
    assert [word for word in silent(text) if word != "x.com"] == []


def hit(start: int, end: int) -> Hit:
    return Hit(row("x"), start, end)


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [(5, 9, False), (8, 14, False), (0, 6, False), (0, 14, True), (11, 14, True), (13, 17, False), (5, 17, False)],
)
def test_a_term_of_which_an_end_is_part_of_a_name_is_none(start: int, end: int, told: bool) -> None:
    text = "for Anna P today Lee"
    spans = (
        DataSpan(4, 8, "/first", "person-name"),
        DataSpan(8, 10, "/last", "person-name"),
        DataSpan(16, 20, "/x", "p"),
    )
    block = Block(text, range(20), range(1, 21), spans=spans)
    assert [one for _, one in audible([(0, hit(start, end))], [block])] == [hit(start, end)] * told
    sentence = Hit(row("x", kind="readability"), 8, 14)
    assert audible([(0, sentence)], [block]) == [(0, sentence)]


def test_a_hit_is_silent_only_where_it_stands_wholly_inside() -> None:
    text = "Ann Rider has a rider at rider.com today"
    spans = (DataSpan(0, 9, "/name", "person-name"), DataSpan(14, 21, "/note"))
    block = Block(text, range(len(text)), range(1, len(text) + 1), spans=spans, foreign=((34, 39),))
    hits = [hit(4, 9), hit(4, 13), hit(16, 21), hit(25, 30), hit(25, 40), hit(34, 39), hit(33, 39)]
    assert [one.start for _, one in audible([(0, one) for one in hits], [block])] == [16, 25, 33]
