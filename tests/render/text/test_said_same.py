"""What the linter reads is the same whether it was compiled or read from the finished HTML: languages, roles, asides."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from commhub.contracts import DataSpan, Note, Readable
from commhub.render.html.document import Document
from commhub.render.jinja.binding import Binder
from commhub.render.jinja.environment import run
from commhub.render.jinja.marks import marked
from commhub.render.text.readable import read, readable
from tests.render.text.test_compiled import WORDS, Maker, context, no_asset

SAID = (
    "<abbr title='{{ name }}'>x</abbr>", "<span lang=fr>le {{ name }} <i lang=en>{{ amount }}</i></span>", "AP<wbr>R",
    "<!--[if mso]>out {{ name }}<p lang=zh>{{ amount }}</p><![endif]-->", "<i lang='{{ amount }}'>q</i>", "<o:p>o</o:p>",
    "<img lang=de src=x alt='Bild {{ name }}'>", "<b aria-label=said>b</b>", "AP\nR", "<svg><title>t</title></svg>",
    "<img src=x alt='{{ empty }}'>", "a<sup>{{ amount }}</sup>", "b<sup><i lang=de>{{ name }}</i></sup>",
)  # fmt: skip


class Speaker(Maker):
    """Makes documents with more that is heard, in more languages."""

    def line(self) -> str:
        return "".join(self.chance.choices(WORDS + SAID, k=self.chance.randint(1, 5)))

    def some(self, depth: int) -> str:
        around = ("{}", "{}", "<div lang=fr>{}</div>", "<dl class=glossary><dt>{{{{ name }}}}<dd lang=de>{}</dl>")
        shape = self.chance.choice((*around, "<h2>{{{{ name }}}}</h2>{}", "<dl><dt>{}</dt></dl>"))
        return shape.format(super().some(depth))


def check_made(seed: int) -> bool:
    """Whether the document of a seed is compiled; that it says the same then is asserted."""
    made = Speaker(seed)
    data = context(made.value(), made.value(), [made.value() for _ in range(seed % 4)])
    lang = Random(seed).choice(("", " lang='{{ amount }}'", " lang=en-GB"))
    document = Document(Binder({}, no_asset, lambda file: file.sha256))
    body = made.some(3)
    source = f"<!doctype html><html{lang}><head><title>{{{{ name }}}}</title></head><body>{body}</body></html>"
    names = ("name", "amount", "empty", "yes", "no", "rows")
    document.fill("", source, markdown=False, part="email-html", names=names, offers=())
    compiled = document.readable_source()
    if not compiled:
        return False
    html = run(document.html_source(), data, locale="en", markup=True, part="html")
    assert read(run(compiled, data, locale="en", markup=False, part="readable"), "body") == readable(html, "body"), body
    return True


@settings(max_examples=120, derandomize=True, deadline=None)
@given(st.integers(0, 2**32))
def test_compiled_and_read_say_the_same(seed: int) -> None:
    check_made(seed)


def test_ordinary_documents_are_compiled() -> None:
    assert sum(check_made(seed) for seed in range(60)) >= 50


def said(body: str, lang: str = "") -> Readable:
    return readable(f"<!doctype html><html{lang}><head><title>T</title></head><body>{body}</body></html>", "body")


def test_a_line_break_is_white_space_in_its_block() -> None:
    assert said("<p>Dear <b>A</b>lex,<br>\n hello\n  again</p><p>x</p>").text == "Dear Alex,\u2028hello\u2028again\nx"


def test_languages_and_roles_are_noted_where_they_are_not_the_documents_own() -> None:
    body = (
        "<h2>Words we use</h2><dl class='big glossary'><dt>APR<dd>the yearly cost</dl><p lang='fr'>Bonjour</p>"
        "<p>say <span lang=fr>le taux <i lang=en>now</i></span> here</p><p lang=en-GB>fine</p><p lang='!'>odd</p>"
    )
    found = said(body, " lang='en-GB'")
    assert found.text.split("\n") == [
        "Words we use",
        "APR",
        "the yearly cost",
        "Bonjour",
        "say le taux now here",
        "fine",
        "odd",
    ]
    assert found.locale == "en-GB"
    assert found.notes == (
        Note(0, 12, "", "heading"),
        Note(13, 16, "", "glossary-term"),
        Note(17, 32, "", "glossary-text"),
        Note(33, 40, "fr"),
        Note(45, 53, "fr"),
    )


def test_what_stands_aside_tears_nothing_apart() -> None:
    body = (
        "<p>Your A<abbr title='a rate' lang=fr>P</abbr>R<!--[if mso]>for <b>Outlook</b><p>two</p><![endif]--> is 5"
        "<!-- not --><!--[if !mso]><!--> for others<!--<![endif]--></p>"
    )
    found = said(body)
    assert found.text.split("\n") == ["Your APR is 5 for others", "a rate", "for Outlook", "two"]
    assert found.notes == (Note(6, 7, "fr"), Note(25, 31, "fr", "spoken"))


def test_fields_are_found_again_wherever_they_come_to_stand() -> None:
    name, code = marked("Ada", "/name", "person-name"), marked("NIGO", "/code", "")
    found = said(f"<p>So <img alt='by {name}' src=x> {code} <b>{name}</b></p><!--[if mso]>{code}<![endif]-->")
    assert found.text == "So \u2029 NIGO Ada\nby Ada\nNIGO"
    assert sorted(found.spans, key=lambda span: span.start) == [
        DataSpan(5, 9, "/code"),
        DataSpan(10, 13, "/name", "person-name"),
        DataSpan(17, 20, "/name", "person-name"),
        DataSpan(21, 25, "/code"),
    ]


def test_an_edition_from_before_there_were_roles_prints_blocks_alone() -> None:
    assert read("\x02Dear A\x02 hello \x02", "body") == Readable("body", "Dear A\nhello")
