"""HTML as blocks: what is read of it, what parts it, and where each character stands in the source."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commhub.lint.sources import html, readables
from commhub.lint.sources.markup import decoded
from commhub.render.html.references import decode
from commhub.render.html.tree import BROKEN, RAW, RCDATA, TEXT, parse
from commhub.render.text.readable import readable
from tests.lint.sources.documents import document
from tests.lint.sources.shown import marked, place, read, texts


@pytest.mark.parametrize(
    ("source", "words", "stands"),
    [
        ("<p>Your A<b>P</b>R now</p>", "APR", ["A<b>P</b>R"]),
        ("<p>co&shy;pay</p>", "co\u00adpay", ["co&shy;pay"]),
        ("<p>A&#80;&#x52;</p>", "APR", ["A&#80;&#x52;"]),
        ("<p>T&amp;C</p>", "&", ["&amp;"]),
        ("<p>T&ampC</p>", "T&C", ["T&ampC"]),
        ("<p>x&notit;</p>", "\u00acit;", ["&notit;"]),
        ("<p>x&notit;</p>", "\u00ac", ["&not"]),
        ("<p>a&zwj;b&nbsp;c</p>", "b\u00a0c", ["b&nbsp;c"]),
        ("<p>&NotEqualTilde;</p><p>q&NotEqualTilde;</p>", "\u2242\u0338", ["&NotEqualTilde;"]),
        ("<p>&bogus; &#xD800; &#0;x</p>", "&bogus; \ufffd \ufffdx", ["&bogus; &#xD800; &#0;x"]),
        ("<p>annual<br>rate</p>", "annual\nrate", ["annual<br>rate"]),
        ("<p>annual</br>rate</p>", "annual\nrate", ["annual</br>rate"]),
        ("<p>annual\r\n  rate</p>", "annual\n  rate", ["annual\r\n  rate"]),
        ("<p>an<wbr>nual</p>", "annual", ["an<wbr>nual"]),
        ("<p>an<x-y>nual</x-y></p>", "annual", ["an<x-y>nual"]),
        ("<p>AP<!-- x -->R</p>", "APR", ["AP<!-- x -->R"]),
        ("<p>AP<img alt=' '>R</p>", "APR", ["AP<img alt=' '>R"]),
        ("<p>A<img alt='a logo'>B</p>", "A\ufffcB", ["A<img alt='a logo'>B"]),
        (
            "<p>deductible<sup><a href=x>1</a></sup>, m<sup>th</sup></p>",
            "deductible\ufffc1, mth",
            ["deductible<sup><a href=x>1</a></sup>, m<sup>th"],
        ),
        ('<img alt="the A&#80;R" src=x>', "APR", ["A&#80;R"]),
        ('<img alt="a&ampb &ltc &lt;APR">', "a&ampb &ltc <APR", ["a&ampb &ltc &lt;APR"]),
        ("<img alt=APR>", "APR", ["APR"]),
        ("<p title=' APR '>x</p>", "APR", ["APR"]),
        ("<textarea>A&#80;R <b></textarea>", "APR <b>", ["A&#80;R <b>"]),
        ("<xmp>A&#80;R <b></xmp>", "A&#80;R <b>", ["A&#80;R <b>"]),
        ("<p>\U0001d400PR x", "PR", ["PR"]),
    ],
)
def test_each_character_knows_its_place(source: str, words: str, stands: list[str]) -> None:
    assert place(source, words) == stands


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        ("<p>one</p><p>two</p>", ["one", "two"]),
        ("one<div>two</div>three", ["one", "two", "three"]),
        ("<table><tr><td>annual<td>rate</table>", ["annual", "rate"]),
        ("<ul><li>one<li>two</ul>", ["one", "two"]),
        ("<p>one<hr>two", ["one", "two"]),
        ("<p>now <button>two</button><button>three</button></p>", ["now", "two", "three"]),
        ("<select><option>one<option>two</select>", ["one", "two"]),
        ("<title>T &amp; x</title><style>p{}</style><script>NIGO</script>", ["T & x"]),
        ("<script><!-- <script> </script> NIGO --></script>seen", ["seen"]),
        ("<template><p>NIGO</p></template>seen<xml><o:a>9</o:a></xml>", ["seen9"]),
        ('<div style="display:none">preheader</div><p hidden>too</p>', ["preheader", "too"]),
        ("<!-- NIGO --><p>seen<!doctype NIGO><?NIGO?></ NIGO></p>", ["seen"]),
        ("<!--[if mso]>for <b>Outlook</b><p>two</p><![endif]--><p>all</p>", ["for Outlook", "two", "all"]),
        ("<!--[if !mso]><!-->all<!--<![endif]-->", ["all"]),
        ("<![if !mso]>all<![endif]>", ["all"]),
        ("<p>A<!--[if mso]>NIGO<![endif]-->PR</p>", ["APR", "NIGO"]),
        ("<p>a</p> \u00a0 <p>&#8199;&#65279;&#847;</p><p>--</p><p>b</p>", ["a", "b"]),
        ("<a href='NIGO' data-x='NIGO' class=NIGO>go</a>", ["go"]),
        ("<img alt='' title=' '><p aria-label='said'>seen</p>", ["seen", "said"]),
        ("<p>a <abbr title='in words'>b</abbr> c</p>", ["a b c", "in words"]),
        ("<link title='NIGO'><p>seen", ["seen"]),
        ("<svg><title>drawn</title><style>x</style></svg>", ["drawn"]),
        ("<svg><p><script>NIGO</script>seen", ["seen"]),
    ],
)
def test_what_is_read_and_what_parts_it(source: str, blocks: list[str]) -> None:
    assert texts(source) == blocks


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        ("", []),
        ("plain", ["plain"]),
        ("a < b <3 <", ["a < b <3 <"]),
        ("<p>seen<b", ["seen"]),
        ("seen</", ["seen</"]),
        ("</p></b>AP</div>R</td>", ["APR"]),
        ("<b><i>A</b>P</i>R", ["APR"]),
        ('<p>one <a href="x>two</a> <b title="y">three</b>', ["one three"]),
        ("<p>one <a href='x>two", ["one two"]),
        ("<!-- never closed NIGO", []),
        ("<p a=b=c d='e>f' \"g>seen", ["seen"]),
        ("<p>a\x00b", ["a\x00b"]),
        ("<p>\ud800 NIGO", ["\ud800 NIGO"]),
        ("<![CDATA[NIGO]]>x", ["x"]),
        ("<svg><![CDATA[NIGO]]></svg>", ["NIGO"]),
        ("<title>never closed <p>", ["never closed <p>"]),
        ("<plaintext>a<p>b&amp;", ["a<p>b&amp;"]),
    ],
)
def test_broken_html_has_a_defined_result(source: str, blocks: list[str]) -> None:
    assert texts(source) == blocks


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        ("<h2>Words we use</h2>so", ["heading:Words we use", "so"]),
        ("<dl class='a GLOSSARY'><dt>APR<dd><p>the rate</p></dl><p>x",
         ["glossary-term:APR", "glossary-text:the rate", "x"]),
        ("<dl><dt>APR<dd>rate</dl>", ["APR", "rate"]),
        ("<img alt='said'>", ["spoken:said"]),
        ("<p lang=fr>un<p>two", ["fr:un", "two"]),
        ("<div lang=fr>un<p xml:lang=de>zwei</p>trois</div>four", ["fr:un", "de:zwei", "fr:trois", "four"]),
        ("<ul><li lang=fr>un<ul><li>deux</ul><li>two</ul>", ["fr:un", "fr:deux", "two"]),
        ("<tr><td lang=fr>un<td>two<tr><td>three", ["fr:un", "two", "three"]),
        ("<p lang='&#102;r'>un", ["fr:un"]),
        ("<p lang=''>own<p lang=und>own<p lang='not one!'>own", ["own", "own", "own"]),
        ("<p><span lang=fr>tout</span>.</p>", ["fr:tout."]),
        ("<p lang=en>a <i lang=en-US>b</i> c</p>", ["en:a b c"]),
        ("<p>a <img lang=fr alt='le logo'> b</p>", ["a \ufffc b", "spoken:fr:le logo"]),
        ("<span lang=fr>un<p>deux</p></span>two", ["fr:un", "fr:deux", "two"]),
    ],
)  # fmt: skip
def test_roles_and_languages(source: str, blocks: list[str]) -> None:
    assert marked(read(source)) == blocks


def test_words_in_another_language_leave_the_sentence_whole() -> None:
    source = "<p>您的<span lang=en>A<i lang=fr>P</i>R</span>（年利率）将</p>"
    whole, *parts = read(source)
    assert (whole.text, whole.locale, whole.foreign) == ("您的APR（年利率）将", "", ((2, 3), (3, 4), (4, 5)))
    assert marked(parts) == ["en:A", "fr:P", "en:R"]
    assert [source[part.starts[0] : part.ends[-1]] for part in parts] == ["A", "P", "R"]


PIECES = (
    "<p>", "</p>", '<b a="x>y">', "<b a='x\"y' c=d>", '<i a=b"c>',
    "</i x='y'>", "<!-- a -- b -->", "<!-->", "<!--->", "<!--x--!>",
    "<!doctype html>", "<?pi x>", "</ x>", "</>", "<1", "< ", "<", "a", "&amp;", "&lt;b>", "<style>", "</style>", "<script>",
    "<!--", "-->", "</script>", "<title>", "</title>", "<textarea>", "</textarea>", "<br/>", "<a/b/c=d/>", "<a =x>",
    '<a "x">', "<a b='>", "'>", '">', "<xmp>", "</xmp >", "</STYLE>", "\n", "<a b>", "<a b = c>", "<a b= >", "/>", "=",
    "<a\x0cb>", "<SCRIPT x>", "</scriptx>", "<table>", "<td>", "\x00", "<![CDATA[x]]>", "<iframe>", "</iframe>", "-", "!",
)  # fmt: skip


class Texts(html.Reader):
    """Notes which stretches are text."""

    def __init__(self, source: str) -> None:
        super().__init__(source, "")
        self.stretches: list[tuple[int, int]] = []

    def _text(self, start: int, end: int, *, references: bool = True) -> None:
        if not self.elements.unseen:
            self.stretches.append((start, end))


def joined(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in stretches:
        if found and found[-1][1] == start:
            found[-1] = found[-1][0], end
        elif start < end:
            found.append((start, end))
    return found


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14))
def test_text_is_what_the_tokenizer_of_the_standard_takes_for_text(pieces: list[str]) -> None:
    source = "".join(pieces)
    tokens = parse(source).pieces
    if any(token.kind == BROKEN for token in tokens):
        return
    shown = {(RAW, "xmp"), (RAW, "iframe")}
    wanted = [(one.start, one.end) for one in tokens if one.kind in {TEXT, RCDATA} or (one.kind, one.name) in shown]
    reader = Texts(source)
    reader.read()
    assert joined(reader.stretches) == joined(wanted), source


@settings(max_examples=150, derandomize=True, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "&",
                "#",
                "x",
                "amp",
                "lt;",
                "not",
                "in",
                ";",
                "41",
                "=",
                "a",
                "&#",
                "&#x",
                "0",
                "\r",
                "\n",
                "NotEqualTilde",
            ]
        )
    ),
    st.booleans(),
)
def test_references_are_decoded_as_the_renderer_does(pieces: list[str], attribute: bool) -> None:
    text = "".join(pieces)
    found = list(decoded(text, attribute=attribute))
    assert "".join(read for read, _, _ in found) == decode(text, attribute=attribute)
    assert [start for _, start, _ in found] == [0, *(end for _, _, end in found)][: len(found)]


def said(source: str) -> list[list[object]]:
    blocks = html.blocks(source)
    again = readables.blocks(readable(source, ""))
    for block in again:
        assert all(start + 1 == end for start, end in zip(block.starts, block.ends, strict=True))
    return [
        [
            (one.text.split(), one.locale, one.role, [one.text[start:end].split() for start, end in one.foreign])
            for one in both
        ]
        for both in (blocks, again)
    ]


@settings(max_examples=120, derandomize=True, deadline=None)
@given(st.integers(0, 2**32))
def test_blocks_of_a_readable_are_those_of_the_document(seed: int) -> None:
    source = document(Random(seed))
    ours, readers = said(source)
    assert ours == readers, source
