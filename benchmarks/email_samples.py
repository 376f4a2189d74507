"""E-mail templates and data to measure with: twenty-four different ones, of about 4 KB with a table of eight rows and of
about 20 KB, as a designer hands them over (a style sheet in the head, tables for layout, Jinja throughout)."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any, Final

from commhub.contracts import VariableSpec

MESSAGES: Final = 16
ROWS: Final = 8


@dataclass(frozen=True, slots=True)
class Sample:
    """One template with its variables and the data of some messages."""

    name: str
    source: str
    locale: str
    variables: tuple[VariableSpec, ...]
    data: tuple[dict[str, Any], ...]


STYLES: Final = """
body { margin: 0; padding: 0; background-color: #f4f4f4; font-family: Helvetica, Arial, sans-serif; }
table { border-collapse: collapse; border-spacing: 0; }
img { border: 0; display: block; outline: none; text-decoration: none; }
a { color: #0a6b5e; }
.outer { background-color: #f4f4f4; width: 100%; }
.wrap { width: 600px; background-color: #ffffff; border-radius: 6px; }
.head { padding: 24px 32px 0 32px; border-bottom: 3px solid #0a6b5e; }
.brand { font-size: 20px; font-weight: bold; letter-spacing: 0.5px; color: #0a6b5e; }
.pad { padding: 24px 32px; }
h1 { font-size: 24px; line-height: 32px; color: #1a2b3c; margin: 0 0 16px 0; font-weight: bold; }
h2 { font-size: 18px; line-height: 24px; color: #1a2b3c; margin: 24px 0 8px 0; }
p { font-size: 15px; line-height: 22px; color: #333333; margin: 0 0 12px 0; }
.lead { font-size: 17px; line-height: 26px; }
.lines { width: 100%; margin: 16px 0; }
.lines td { padding: 8px; border-bottom: 1px solid #dddddd; font-size: 14px; color: #333333; }
.lines th { padding: 8px; text-align: left; background-color: #eef2f6; font-size: 12px; color: #52606d; }
.lines td.right, .lines th.right { text-align: right; }
.panel { background-color: #eef6f4; border-left: 4px solid #0a6b5e; padding: 12px 16px; }
.panel p { margin: 0; font-size: 14px; }
.button { background-color: #0a6b5e; color: #ffffff; padding: 12px 24px; text-decoration: none; border-radius: 4px; }
.foot { padding: 16px 32px; background-color: #fafafa; }
.foot p { font-size: 12px; line-height: 18px; color: #666666; margin: 0; }
.small { font-size: 12px; color: #666666; }
a:hover { color: #064a41; }
@media (max-width: 480px) { .wrap { width: 100% !important } .pad, .head, .foot { padding: 16px !important } }
@media (prefers-color-scheme: dark) { .wrap { background-color: #1c1c1c } p, h1, h2 { color: #eeeeee } }
"""
MORE_STYLES: Final = """
.row { width: 100%; margin: 0 0 16px 0; border-top: 1px solid #e4e7eb; }
.icon { width: 48px; padding: 16px 8px 16px 0; vertical-align: top; }
.dot { display: inline-block; width: 32px; height: 32px; border-radius: 16px; background-color: #0a6b5e; color: #ffffff; }
.dot span { display: block; line-height: 32px; text-align: center; font-size: 14px; font-weight: bold; }
.cell { padding: 16px 0; vertical-align: top; }
.cell h2 { margin: 0 0 4px 0; font-size: 16px; }
.cell p { margin: 0 0 8px 0; font-size: 14px; line-height: 20px; }
.cell a { font-weight: bold; text-decoration: none; }
.cell td { padding: 0; }
.aside { width: 120px; padding: 16px 0 16px 16px; vertical-align: top; text-align: right; }
.aside p { font-size: 12px; color: #666666; margin: 0; }
.tag { display: inline-block; padding: 2px 8px; border-radius: 8px; font-size: 11px; background-color: #eef2f6; }
.tag-late { background-color: #fde8e8; color: #9b1c1c; }
.tag-done { background-color: #e6f6ec; color: #03543f; }
.center { text-align: center; }
.left { text-align: left; }
.bold { font-weight: bold; }
.muted { color: #7b8794; }
.m0 { margin: 0; }
.mt8 { margin-top: 8px; }
.mb8 { margin-bottom: 8px; }
.p8 { padding: 8px; }
.p16 { padding: 16px; }
.w50 { width: 50%; }
.w100 { width: 100%; }
.rule { border-bottom: 1px solid #e4e7eb; height: 1px; font-size: 1px; line-height: 1px; }
table[role="presentation"] td { mso-line-height-rule: exactly; }
table.row > tr > td, table.row > tbody > tr > td { border-collapse: collapse; }
"""
GREETINGS: Final = {
    "plain": "<p>Dear {{ name }},</p>",
    "title": "<p>Dear {{ name|title }},</p>",
    "chosen": "{% if member %}<p>Welcome back, {{ name }}.</p>{% else %}<p>Dear {{ name }},</p>{% endif %}",
    "default": "<p>Hello {{ nickname|default('there') }}, this is for {{ name }}.</p>",
    "cjk": "<h2>{{ name }}，您好</h2><p>感谢您的来信。您的理赔编号是 {{ reference }}，我们会尽快处理。</p>",
}
TABLES: Final = {
    "items": (
        '<table class="lines" width="100%"><tr><th>Item</th><th>Code</th><th>Note</th><th class="right">Price</th></tr>'
        "{% for row in rows %}<tr><td>{{ row.item }}</td><td>{{ row.code }}</td><td>{{ row.note }}</td>"
        '<td class="right">{{ row.price }}</td></tr>{% endfor %}</table>'
    ),
    "money": (
        '<table class="lines" width="100%">{% for row in rows %}<tr><td>{{ row.item }}</td><td>{{ row.count }}</td>'
        '<td class="right">{{ row.cost|money }}</td></tr>{% endfor %}</table><p>Total: {{ total|money }}</p>'
    ),
    "loop": (
        '<table class="lines" width="100%">{% for row in rows %}<tr><td>{{ loop.index }}.</td><td>{{ row.item }}</td>'
        '<td>{{ row.code|upper }}</td></tr>{% if loop.last %}<tr><td colspan="3">{{ rows|length }} items</td></tr>'
        "{% endif %}{% endfor %}</table>"
    ),
    "choices": (
        '<table class="lines" width="100%">{% for row in rows %}<tr><td>{{ row.item }}</td><td>{% if row.count > 3 %}'
        "<b>{{ row.count }}</b>{% elif row.count == 0 %}none{% else %}{{ row.count }}{% endif %}</td>"
        "<td>{{ row.note }}</td></tr>{% else %}<tr><td>Nothing</td></tr>{% endfor %}</table>"
    ),
    "nested": (
        '{% for group in groups %}<h2>{{ group.label }}</h2><table class="lines" width="100%">{% for row in group.lines %}'
        "<tr><td>{{ row.item }}</td><td>{{ row.owner.first }} {{ row.owner.last }}</td></tr>{% endfor %}</table>{% endfor %}"
    ),
    "links": (
        '<table class="lines" width="100%">{% for row in rows %}<tr><td><a href="https://shop.example.com/i/{{ row.code }}">'
        '{{ row.item }}</a></td><td>{{ row.note }}</td><td class="right">{{ row.price }}</td></tr>{% endfor %}</table>'
    ),
}
CLOSINGS: Final = {
    "due": "<p>Your reference is {{ reference }}. We wrote to you on {{ sent|date }}.</p>",
    "address": "<p>{{ address.street }}, {{ address.city }} {{ address.postcode }}, {{ address.country }}</p>",
    "set": "{% set who = name %}<p>{{ who }} &middot; {{ reference }}{% if not member %} &middot; new{% endif %}</p>",
    "joined": "<p>Tags: {{ tags|join(', ') }}. {{ name ~ ' / ' ~ reference }}</p>",
}
PLAN: Final = (
    ("plain", "items", "due"), ("title", "money", "address"), ("chosen", "loop", "set"), ("default", "choices", "joined"),
    ("cjk", "items", "due"), ("plain", "nested", "address"), ("chosen", "links", "due"), ("title", "choices", "set"),
    ("cjk", "money", "joined"), ("default", "nested", "due"), ("plain", "loop", "joined"), ("chosen", "items", "address"),
)  # fmt: skip
FILLING: Final = (
    "The work on the north side of the building begins in the second week and takes about ten days, weather permitting. ",
    "Please keep this letter: it shows what we agreed, and what you can do if something is not as you expected it. ",
    "Our opening hours over the holidays are a little shorter; the telephone line stays open until the early evening. ",
    "You need do nothing for now. Should anything change, we write again well before the day that it matters. ",
)


def _page(parts: list[str], styles: str = STYLES) -> str:
    body = "\n".join(parts)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{{ reference }}</title>\n'
        f"<style>{styles}</style></head>\n"
        '<body><table class="outer" width="100%" role="presentation"><tr><td align="center">'
        '<table class="wrap" role="presentation"><tr><td class="head"><span class="brand">Northlight</span></td></tr>'
        f'<tr><td class="pad">\n{body}\n<p><a class="button" href="{{{{ link }}}}">See it online</a></p></td></tr>'
        '<tr><td class="foot"><p>Northlight Ltd, 1 Harbour Street</p><p>You have this because you made a claim.</p></td>'
        "</tr></table></td></tr></table></body></html>"
    )


def _small(greeting: str, rows: str, closing: str, chance: Random) -> str:
    filling = "".join(f"<p>{chance.choice(FILLING)}</p>" for _ in range(9))
    filling += f'<div class="panel"><p>{chance.choice(FILLING)}</p></div>'
    return _page(["<h1>About your claim</h1>", GREETINGS[greeting], filling, TABLES[rows], CLOSINGS[closing]])


def _large(greeting: str, rows: str, closing: str, chance: Random) -> str:
    """The same, with many more sections; some of them only for some readers, some with a value in them."""
    sections = []
    for number in range(25):
        kind = number % 4
        text = chance.choice(FILLING)
        if kind == 1:
            text += "For {{ name }} ({{ reference }}), in {{ address.city }}."
        section = (
            '<table class="row" role="presentation"><tr>'
            f'<td class="icon"><span class="dot"><span>{number + 1}</span></span></td>'
            f'<td class="cell"><h2>What happens next</h2><p>{text}</p><p class="muted">{chance.choice(FILLING)}</p>'
            f'<p class="m0"><a href="https://example.com/help/{number}">More about this</a></p></td>'
            '<td class="aside"><p class="mb8"><span class="tag tag-done">Done</span></p><p class="bold">Week 2</p></td>'
            "</tr></table>"
        )
        sections.append("{% if member %}" + section + "{% endif %}" if kind == 2 else section)
    parts = ["<h1>About your claim</h1>", GREETINGS[greeting], TABLES[rows], *sections, CLOSINGS[closing]]
    return _page(parts, STYLES + MORE_STYLES)


def _variables() -> tuple[VariableSpec, ...]:
    def text(name: str, holds: str = "") -> VariableSpec:
        return VariableSpec(name, "string", holds=holds)

    person = (text("first", "person-name"), text("last", "person-name"))
    row = (text("item"), text("code"), text("note"), text("price"), VariableSpec("count", "integer"))
    return (
        text("name", "person-name"),
        VariableSpec("nickname", "string", required=False),
        text("reference"),
        text("link"),
        VariableSpec("member", "boolean"),
        VariableSpec("sent", "date"),
        VariableSpec("total", "money"),
        VariableSpec("tags", "list"),
        VariableSpec("address", "object", fields=tuple(map(text, ("street", "city", "postcode", "country")))),
        VariableSpec("rows", "list", fields=(*row, VariableSpec("cost", "money"))),
        VariableSpec(
            "groups",
            "list",
            fields=(
                text("label"),
                VariableSpec("lines", "list", fields=(text("item"), VariableSpec("owner", "object", fields=person))),
            ),
        ),
    )


FIRST: Final = ("Amal", "Björn", "Chiara", "D'Arcy", "Élodie", "Femi", "Grace & Co", "张伟", "Ines")
THINGS: Final = ("Roof tiles", "Window <large>", "Paint, white", "Gutter 3 m", "Door & frame", "屋顶维修", "Insulation")


def _message(number: int, chance: Random) -> dict[str, Any]:
    def row(at: int) -> dict[str, Any]:
        pence = 100 * (at + 1) + number
        return {
            "item": chance.choice(THINGS), "code": f"A-{number}-{at}", "note": "in stock", "price": f"£{pence / 100:.2f}",
            "count": (at + number) % 6, "cost": {"amount": f"{pence / 100:.2f}", "currency": "GBP"},
        }  # fmt: skip

    def line(at: int) -> dict[str, Any]:
        return {"item": chance.choice(THINGS), "owner": {"first": chance.choice(FIRST), "last": f"Smith-{at}"}}

    return {
        "name": f"{chance.choice(FIRST)} Jones",
        "nickname": "JJ" if number % 2 else None,
        "reference": f"NL/{20260000 + number}",
        "link": f"https://example.com/claims/{number}",
        "member": number % 3 > 0,
        "sent": f"2026-03-{1 + number:02}",
        "total": {"amount": f"{4000 + number}.00", "currency": "GBP"},
        "tags": ["home", "roof", "2026"],
        "address": {"street": f"{number} High Street", "city": "Leeds", "postcode": "LS1 1AA", "country": "England"},
        "rows": [row(at) for at in range(ROWS)],
        "groups": [{"label": f"Part {at}", "lines": [line(one) for one in range(4)]} for at in range(2)],
    }


def samples() -> tuple[Sample, ...]:
    """All of them. Each has only the variables that it reads, as a template declares them."""
    found = []
    for make, size in ((_small, "4 KB"), (_large, "20 KB")):
        for number, (greeting, rows, closing) in enumerate(PLAN):
            chance = Random(number)
            source = make(greeting, rows, closing, chance)
            variables = tuple(one for one in _variables() if f"{one.name}" in source.replace("rows|length", "rows"))
            names = {one.name for one in variables}
            messages = [_message(at, chance) for at in range(MESSAGES)]
            data = tuple({name: value for name, value in one.items() if name in names} for one in messages)
            locale = "zh-Hans" if greeting == "cjk" else "en-GB"
            found.append(Sample(f"{size} {greeting}/{rows}/{closing}", source, locale, variables, data))
    return tuple(found)
