"""What templates may do, what they may not, and how values print."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import markupsafe
import pytest

from commhub.contracts import RenderError, VariableSpec
from commhub.render.jinja.environment import printed, run
from commhub.render.jinja.marks import read_marks, without_marks
from commhub.render.jinja.values import Money, typed

SPECS = (
    VariableSpec("name", "string", holds="person-name"),
    VariableSpec("due", "date"),
    VariableSpec("seen", "datetime"),
    VariableSpec("amount", "money"),
    VariableSpec("rate", "decimal"),
    VariableSpec("note", "string", required=False),
    VariableSpec("rows", "list", fields=(VariableSpec("item", "string"),)),
)
DATA = {
    "name": "Zoë",
    "due": "2026-03-09",
    "seen": "2026-03-09T23:30:00+00:00",
    "amount": {"amount": "1234.5", "currency": "GBP"},
    "rate": "0.125",
    "rows": [{"item": "Roof"}, {"item": "Wall"}],
}


def show(source: str, locale: str = "en-GB", zone: str = "UTC") -> str:
    context = typed(DATA, SPECS, ZoneInfo(zone))
    return without_marks(run(source, context, locale=locale, markup=False, part="sms"))


def test_values_are_typed_by_their_declaration() -> None:
    values = typed(DATA, SPECS, UTC, "/data")
    assert values["due"] == date(2026, 3, 9)
    assert values["seen"] == datetime(2026, 3, 9, 23, 30, tzinfo=UTC)
    assert values["amount"] == Money(Decimal("1234.5"), "GBP")
    assert values["note"] is None
    assert values["rows"][1]["item"].path == "/data/rows/1/item"  # type: ignore[index]


@pytest.mark.parametrize(
    ("source", "locale", "expected"),
    [
        ("{{ amount }}", "en-GB", "£1,234.50"),
        ("{{ amount }}", "zh-Hans", "£1,234.50"),
        ("{{ amount }}", "de", "1.234,50\xa0£"),
        ("{{ due }}", "en-GB", "9 March 2026"),
        ("{{ due }}", "zh-Hans", "2026年3月9日"),
        ("{{ due | date('full') }}", "en-GB", "Monday, 9 March 2026"),
        ("{{ rate | percent(1) }}", "en-GB", "12.5%"),
        ("{{ 1234567 }}", "en-GB", "1,234,567"),
        ("{{ 2026 }} {{ -9999 }} {{ 10000 }}", "en-GB", "2026 -9999 10,000"),
        ("{{ 10000 }}", "de", "10.000"),
        ("{% for row in rows %}{{ row.item }};{% endfor %}", "en", "Roof;Wall;"),
    ],
)
def test_values_print_by_locale(source: str, locale: str, expected: str) -> None:
    assert show(source, locale) == expected


PLURAL = "plural(zero='none', one='# dzień', few='# dni', many='# dniom', other='# dnia')"


@pytest.mark.parametrize(
    ("source", "locale", "expected"),
    [
        ("{{ 1|plural(one='# day', other='# days') }}", "en-GB", "1 day"),
        ("{{ 0|plural(one='# day', other='# days') }}", "en-GB", "0 days"),
        ("{{ 0|plural(zero='today', one='# day', other='# days') }}", "en-GB", "today"),
        ("{{ 12345|plural(one='# day', other='# days') }}", "en-GB", "12,345 days"),
        ("{{ 0|plural(one='# jour', other='# jours') }}", "fr", "0 jour"),
        ("{{ 1|plural(one='# 天', other='# 天以上') }}", "zh-Hans", "1 天以上"),
        ("{{ 22|" + PLURAL + " }}", "pl", "22 dni"),
        ("{{ 5|" + PLURAL + " }}", "pl", "5 dniom"),
        ("{{ 2|plural(two='يومان', few='# أيام', other='# يوم') }}", "ar", "يومان"),
        ("{{ rate|plural(one='# percent', other='# percents') }}", "en", "0.125 percents"),
    ],
)
def test_plurals_follow_the_grammar_of_the_locale(source: str, locale: str, expected: str) -> None:
    assert show(source, locale) == expected


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (
            "{{ 1|plural(one='# day') }}",
            "plural takes the forms zero, one, two, few, many and other, and always needs other",
        ),
        ("{{ 1|plural(other='days', more='x') }}", "plural takes the forms"),
        ("{{ name|plural(other='days') }}", "plural needs a number"),
        ("{{ 1|plural(other=3) }}", "a form of plural is a text"),
        ("{{ 1|plural(other='" + "#" * 21 + "') }}", "a form of plural is a text with up to 20 signs #"),
    ],
)
def test_a_plural_that_does_not_fit_is_told(source: str, reason: str) -> None:
    with pytest.raises(RenderError, match=reason):
        show(source)


def test_a_number_keeps_its_digits_whatever_was_read_before() -> None:
    spec = (VariableSpec("rate", "decimal", required=True),)
    read = [typed({"rate": Decimal(digits)}, spec)["rate"] for digits in ("7.5", "7.50", "7.500")]
    assert [str(one) for one in read] == ["7.5", "7.50", "7.500"]


def test_a_time_is_told_where_the_reader_is() -> None:
    assert show("{{ seen }}", zone="Asia/Shanghai") == "10 March 2026, 07:30"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("{{ nobody }}", "there is nothing called 'nobody'"),
        ("{{ amount.cents }}", "there is nothing called 'cents' in it"),
        ("{{ note }}", "would be printed as a blank"),
        ("{{ rows }}", "cannot be printed whole"),
        ("{{ 1 > 0 }}", "yes-or-no"),
        ("{{ name.__class__ }}", "unsafe"),
        ("{{ rows.append(1) }}", r"append\(\) is not available"),
        ("{{ 'x' * 1000000000 }}", "longer than 100,000"),
        ("{{ 2 ** 999999999 }}", "powers are not available"),
        ("{% for a in range(99999999) %}{% endfor %}", "Range too big"),
        ("{{ name | safe }}", "there is no filter called 'safe'"),
        ("{{ name | attr('upper') }}", "there is no filter called 'attr'"),
        ("{{ cycler }}", "there is nothing called 'cycler'"),
        ("{% for a in range(9999) %}{{ 'x' * 9999 }}{% endfor %}", "longer than 2,000,000"),
        ("{{ name | date }}", "date needs a date"),
    ],
)
def test_what_a_template_may_not_do_ends_in_an_error(source: str, reason: str) -> None:
    with pytest.raises(RenderError, match=reason) as error:
        show(source)
    assert str(error.value).startswith("sms: ")


def test_printed_fields_tell_where_they_came_from() -> None:
    context = typed(DATA, SPECS, UTC, "/data")
    printed = run("Dear {{ name | upper }}, {{ rows[0].item }}", context, locale="en", markup=False, part="sms")
    text, spans = read_marks(printed)
    assert text == "Dear ZOË, Roof"
    assert [(text[span.start : span.end], span.field, span.holds) for span in spans] == [
        ("ZOË", "/data/name", "person-name"),
        ("Roof", "/data/rows/0/item", ""),
    ]


def test_data_cannot_forge_a_mark_or_bring_control_characters() -> None:
    context = typed({**DATA, "name": "a\ue000/x|\ue001b\ue002\x00\x1b\ud800c"}, SPECS, UTC, "/data")
    text, spans = read_marks(run("{{ name }}", context, locale="en", markup=False, part="sms"))
    assert text == "a/x|bc"
    assert [span.field for span in spans] == ["/data/name"]


def test_letters_that_a_filter_puts_into_a_name_are_not_exempt_from_the_linter_as_the_name_is() -> None:
    context = typed(DATA, SPECS, UTC, "/data")
    printed = run(
        "{{ name|replace('Z', 'NIGO') }} {{ name|replace('o', '-') }}", context, locale="en", markup=False, part="sms"
    )
    text, spans = read_marks(printed)
    assert [(text[span.start : span.end], span.holds) for span in spans] == [
        ("NIGOoë", ""),
        ("Z-ë", "person-name"),
    ]


def test_a_value_cannot_turn_around_the_text_after_it_nor_split_a_word_unseen() -> None:
    context = typed({**DATA, "name": "A\u202eB\u2066C\u200bD\u00adE\ufeff \u0645\u200c\u0627"}, SPECS, UTC, "/data")
    text, _ = read_marks(run("{{ name }}", context, locale="en", markup=False, part="sms"))
    assert text == "ABCDE \u0645\u200c\u0627"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{% for k, v in rows[0].items() %}{{ k }}={{ v }}{% endfor %}", "item=Roof"),
        ("{% for k, v in rows[0]|dictsort %}{{ k }}={{ v }}{% endfor %}", "item=Roof"),
        ("{{ rows[0].get('item') }}{{ rows[0].get('none', '-') }}{{ rows[0].keys()|join }}", "Roof-item"),
        ("{% set n = namespace(x=0) %}{% for r in rows %}{% set n.x = n.x + loop.index %}{% endfor %}{{ n.x }}", "3"),
        (
            "{% for r in rows %}{{ loop.revindex }}{% if loop.last %}!{% endif %}{{ loop['index0'] }}{% endfor %}",
            "201!1",
        ),
        ("{% for r in rows %}{% if not loop.last %}{{ loop.nextitem.item }}{% endif %}{% endfor %}", "Wall"),
        (
            "{% for r in rows %}{% for c in r.item %}{{ loop.index }}{% endfor %}{{ loop.index }};{% endfor %}",
            "12341;12342;",
        ),
        ("{% for g in rows|groupby('item') %}{{ g.grouper }}{{ g.list|length }}{% endfor %}", "Roof1Wall1"),
        ("{{ note|default('none') }} {{ nobody|default('nothing') }}", "none nothing"),
        ("{{ '%s owes %.2f'|format(name, 1.005) }}", "Zoë owes 1.00"),
        (
            "{{ 'a b c'|wordcount }} {{ 'ab'|center(4) }}| {{ '<b>x</b>'|striptags }} {{ 5000|filesizeformat }}",
            "3  ab | x 5.0 kB",
        ),
        ("{{ 'aa bb cc'|wordwrap(5) }} {{ 'a\nb'|indent(2) }}", "aa bb\ncc a\n  b"),
        ("{{ 2.345|round(2) }} {{ 7.2|round(method='ceil')|int }} {{ '3.5'|float + 1 }}", "2.34 8 4.5"),
        ("{{ name|e }} {{ '<'|escape }}", "Zoë <"),
        ("{{ due.year }} {{ seen.hour }} {{ amount.currency }}", "2026 23 GBP"),
        ("{{ 'late' if due.year > 2030 }}|{{ name[1:] }}{{ name[0] }}", "|oëZ"),
        ("{% set a, b = 1, 2 %}{{ a }}{{ b }}{% with c = 3 %}{{ c }}{% endwith %}", "123"),
        ("{% if 1 < 2 <= 2 and 'o' in name and amount and name not in ['x'] %}yes{% endif %}", "yes"),
    ],
)
def test_what_templates_of_this_field_say_works(source: str, expected: str) -> None:
    assert show(source) == expected


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("{{ rows[0].nothing.more }}", "there is nothing called 'nothing' in it"),
        ("{{ rows[7] }}", "there is no element 7 in it"),
        ("{% for x in note %}{% endfor %}", "this one was not sent"),
        ("{% for x in 5 %}{% endfor %}", "a loop goes through a list, and this is none"),
        ("{{ amount - 1 }}", "'-' goes with numbers only"),
        ("{{ name + 1 }}", "put texts and numbers together with '~'"),
        ("{% if name > 3 %}{% endif %}", "'>' cannot compare these with each other"),
        ("{{ 1 / 0 }}", "this would divide by zero"),
        ("{% set range = 1 %}{{ range(3) }}", "this is a value, and cannot be called"),
        ("{{ nobody|upper }}", "there is nothing called 'nobody'"),
        ("{% if nobody == 1 %}{% endif %}", "there is nothing called 'nobody'"),
        ("{{ note|upper }}", "would be printed as a blank"),
    ],
)
def test_a_mistake_is_told_in_the_words_of_whoever_writes_templates(source: str, reason: str) -> None:
    with pytest.raises(RenderError) as error:
        show(source)
    assert reason in str(error.value)


def test_what_is_printed_is_there_with_and_without_marks() -> None:
    found = printed(
        "<b>{{ name }}</b>{% for row in rows %}{{ row.item }}{{ 5 }}{% endfor %}",
        typed({**DATA, "name": "A & B"}, SPECS, UTC, "/data"),
        locale="en",
        markup=True,
        part="body",
    )
    assert found.plain == "<b>A &amp; B</b>Roof5Wall5"
    assert without_marks(found.marked) == found.plain
    text, spans = read_marks(found.marked)
    assert [(text[span.start : span.end], span.field) for span in spans] == [
        ("A &amp; B", "/data/name"),
        ("Roof", "/data/rows/0/item"),
        ("Wall", "/data/rows/1/item"),
    ]


def test_a_text_that_was_printed_before_keeps_the_marks_in_it() -> None:
    subject = run("For {{ name }} & co", typed(DATA, SPECS, UTC, "/data"), locale="en", markup=False, part="subject")
    found = printed("<title>{{ subject }}</title>", {"subject": subject}, locale="en", markup=True, part="body")
    assert found.plain == "<title>For Zoë &amp; co</title>"
    text, spans = read_marks(found.marked)
    assert text == found.plain
    assert [(text[span.start : span.end], span.field) for span in spans] == [("Zoë", "/data/name")]


def test_a_long_result_is_put_together_on_the_way_and_is_the_same() -> None:
    source = "{% for a in range(9999) %}{{ name }},{% endfor %}"
    found = printed(source, typed(DATA, SPECS, UTC, "/data"), locale="en", markup=True, part="body")
    assert found.plain == "Zoë," * 9999
    assert without_marks(found.marked) == found.plain
    assert len(read_marks(found.marked)[1]) == 9999


def test_the_escape_is_that_of_markupsafe() -> None:
    text = "".join(map(chr, range(1, 0x500))) + "张😀"
    found = printed("{{ v }}", {"v": text}, locale="en", markup=True, part="body")
    assert found.plain == str(markupsafe.escape(text))


@pytest.mark.parametrize("source", ["{{ row.item }}", "{% set t = row.item %}{{ t }}", "{{ row['item'] }}"])
def test_data_in_a_list_cannot_forge_a_mark_either(source: str) -> None:
    context = typed({**DATA, "rows": [{"item": "a\ue000/x|\ue001b\ue002\x00c"}]}, SPECS, UTC, "/data")
    marked = run(f"{{% for row in rows %}}{source}{{% endfor %}}", context, locale="en", markup=True, part="body")
    text, fields = read_marks(marked)
    assert text == "a/x|bc"
    assert [field.field for field in fields] == ["/data/rows/0/item"]


def test_a_piece_of_a_field_is_still_from_there() -> None:
    marked = run("{{ name[:2] }}", typed(DATA, SPECS, UTC, "/data"), locale="en", markup=True, part="body")
    text, [field] = read_marks(marked)
    assert (text, field.field, field.holds) == ("Zo", "/data/name", "person-name")
