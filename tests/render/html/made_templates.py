"""E-mail templates and data made at random: ordinary ones, careless ones, and ones that try the parser's corners."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

DOCTYPES = (
    "<!doctype html>",
    "<!DOCTYPE html>",
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">',
    "",
)
CLASSES = ("a", "b", "c", "B")
IDS = ("x", "y")
BLOCKS = ("p", "div", "h1", "h2", "center", "blockquote")
SPANS = ("span", "b", "i", "a", "font", "strong", "em", "nobr", "u")
DECLARATIONS = (
    "color:red", "color:blue", "color:green !important", "margin:0", "margin-left:1px", "margin:1px 2px !important",
    "padding:2px", "font:italic 12px Arial", "font-size:10px", "line-height:2", "width:50%", "border:1px solid red",
    "background:linear-gradient(red,blue)", "background:#fff", "-webkit-foo:bar", "mso-line-height-rule:exactly",
    "font-family:\"A b\",serif", "display:none",
)  # fmt: skip
TEXTS = (
    "word",
    "two words",
    " ",
    "\n  ",
    "&amp; &#123;&#123; 7*7 }}",
    "x &nbsp;",
    "{% raw %}{{ v }}{% endraw %}",
    "}",
    "{",
    "<3",
)
ODDITIES = (
    "structure",
    "siblings",
    "sheet",
    "attribute",
    "careless",
    "open",
    "nested",
    "loose",
    "head",
    "bodiless",
    "crossing",
)
PLAIN = ("a", "b", "a b", "en", "center", "https", "color:blue", "x")
HOSTILE = (
    "", " ", "\n", "plain", "<b>", "</td></table><p class=\"a\">", "{{ 7*7 }}{% endif %}", "&#123;&#123;", "\"'`> x=1",
    "-->", "]]>", "</title></style>", "qzjx0z", "\u00a0", "a b", "{#", "</p", "<!--", "\t\u3000x", "&lt;b", "%}",
)  # fmt: skip
ADDRESSES = ("https://a.example", "https://a.example/?a=\"'><b>", "https://a.example/{{x}}", "mailto:a@b.example")


class Maker:
    """Makes one template; `rnd` chooses. It is ordinary but for the `oddities`, which come in as often as they say.

    With one oddity, nothing else keeps the template from being safe: what the analysis overlooks shows.
    """

    def __init__(self, rnd: Random, oddities: Mapping[str, float]) -> None:
        self.rnd = rnd
        self.oddities = oddities
        self.flavour = rnd.randrange(1000)  # of an oddity that has several: the same all over a template

    def odd(self, kind: str, share: float = 1.0) -> bool:
        return self.rnd.random() < self.oddities.get(kind, 0.0) * share

    def one(self, *makers: Callable[[int], str]) -> Callable[[int], str]:
        return self.rnd.choice(makers)

    # ---- style sheets --------------------------------------------------------------------------------------------

    def compound(self) -> str:
        rnd = self.rnd
        kinds = ("p", "td", "tr", "span", "div", "li", "b", "table", "tbody")
        text = rnd.choice(("", "", rnd.choice(kinds), rnd.choice((*kinds, "*"))))
        if not text or rnd.random() < 0.1:
            text += rnd.choice((".a", ".a", ".b", ".b", ".c", ".c", ".a.b", "#x", "#y", ".B"))
        if rnd.random() < 0.05 or self.odd("attribute", 0.2):
            text += rnd.choice(
                ("[title]", "[href^=https]", "[lang=en]", "[data-k~=a]", "[align=center]", "[style*=color]")
            )
        if rnd.random() < 0.01 or self.odd("structure", 0.3):
            text += rnd.choice(
                (
                    ":first-child",
                    ":last-child",
                    ":nth-child(2n)",
                    ":only-child",
                    ":first-of-type",
                    ":nth-last-child(1)",
                    ":empty",
                    ":root",
                    ":not(.a)",
                    ":is(.a, td > .b)",
                    ":not(:first-child)",
                    ":where(p + .b)",
                    ":is(p ~ *)",
                )
            )
        return text

    def selector(self) -> str:
        text = self.compound()
        for _ in range(self.rnd.choice((0, 0, 0, 1, 1, 2))):
            combinator = (
                self.rnd.choice((" ", " ", " > ")) if not self.odd("siblings", 0.5) else self.rnd.choice((" + ", " ~ "))
            )
            text += combinator + self.compound()
        if self.rnd.random() < 0.1:
            text += self.rnd.choice((":hover", "::before", ":link", ":visited", "::unknown"))
        return text

    def rule(self, _: int = 0) -> str:
        names = ", ".join(self.selector() for _ in range(self.rnd.choice((1, 1, 2))))
        body = "; ".join(self.rnd.choice(DECLARATIONS) for _ in range(self.rnd.randint(1, 3)))
        return f"{names} {{ {body} }}"

    def sheet(self) -> str:
        rnd = self.rnd
        # what nearly every element has to do with
        rules = [
            f"{name} {{ {rnd.choice(DECLARATIONS)} }}"
            for name in (".a", ".b", ".a .b", "p", "td")
            if rnd.random() < 0.6
        ]
        for _ in range(rnd.randint(2, 8)):
            rule = self.rule()
            if rnd.random() < 0.25:
                rule = (
                    f"@media {rnd.choice(('(max-width:600px)', 'print', '(prefers-color-scheme:dark)'))} {{ {rule} }}"
                )
            rules.append(rule)
        if self.odd("sheet", 0.3):
            rules.append("p { color: {{ v }} }")
        media = rnd.choice(("", "", "", "", "", ' type="text/css"', ' media="print"'))
        return f"<style{media}>\n" + "\n".join(rules) + "\n</style>"

    # ---- content -------------------------------------------------------------------------------------------------

    def attributes(self, name: str) -> str:
        rnd = self.rnd
        found = []
        if rnd.random() < 0.5:
            found.append(f'class="{" ".join(rnd.choice(CLASSES) for _ in range(rnd.choice((1, 1, 2))))}"')
        if rnd.random() < 0.1:
            found.append(f"id={rnd.choice(IDS)}")
        if rnd.random() < 0.15:
            found.append(f'style="{rnd.choice(DECLARATIONS).replace(chr(34), chr(39))}"')
        if rnd.random() < 0.15:
            found.append(
                rnd.choice(('title="{{ v }}"', "title='{{ w }} x'", 'data-k="a b"', 'lang="en"', 'align="center"'))
            )
        if rnd.random() < 0.06:
            found.append('title="{% if p %}{{ v }}{% elif q %}x{% endif %}"')
        if name == "a" and rnd.random() < 0.7:
            found.append(rnd.choice(('href="{{ u }}"', 'href="https://a.example/{{ v }}"', 'href="https://a.example"')))
        if self.odd("attribute", 0.3):
            computed = ('class="{{ v }}"', 'class="{{ v }}"', 'data-k="{{ v }}"', 'lang="{{ v }}"', 'align="{{ v }}"')
            in_tag = ('{% if p %}class="a"{% endif %}', "{% if p %}id=x {% endif %}", "title={{ v }}", "id={{ v }}")
            flavours = (computed, computed, in_tag, ('style="color:{{ v }}"',))
            found.insert(0, rnd.choice(flavours[self.flavour % len(flavours)]))  # the first of a name counts
        return "".join(f" {one}" for one in found)

    def nodes(self, depth: int, most: int = 3) -> str:
        return "".join(self.node(depth) for _ in range(self.rnd.randint(0, most)))

    def node(self, depth: int) -> str:
        if depth <= 0:
            return self.leaf(depth)
        makers = (self.leaf, self.leaf, self.block, self.span, self.table, self.region, self.region, self.listing)
        return self.one(*makers)(depth) if not self.odd("careless", 0.4) else self.careless(depth)

    def leaf(self, _: int) -> str:
        rnd = self.rnd
        return rnd.choice(
            (
                rnd.choice(TEXTS),
                "{{ v }}",
                "{{ w }}",
                "{{ v }} and {{ w }}",
                "<br>",
                '<img src="{{ u }}" alt="{{ v }}">',
                "<!-- {{ v }} -->",
                "<!--[if mso]><p class='a'>{{ v }}</p><![endif]-->",
                "{% set k = 1 %}",
                "{# no #}",
            )
        )

    def block(self, depth: int) -> str:
        name = self.rnd.choice(BLOCKS)
        end = "" if self.odd("open", 0.3) else f"</{name}>"
        return f"<{name}{self.attributes(name)}>{self.nodes(depth - 1)}{end}"

    def span(self, depth: int) -> str:
        name = self.rnd.choice(SPANS)
        end = "" if self.odd("open", 0.3) else f"</{name}>"
        inner = (
            self.nodes(depth - 1)
            if self.odd("nested")
            else "".join(self.leaf(0) for _ in range(self.rnd.randint(0, 2)))
        )
        return f"<{name}{self.attributes(name)}>{inner}{end}"

    def listing(self, depth: int) -> str:
        end = "" if self.odd("open", 0.5) else "</li>"

        def item() -> str:
            return f"<li{self.attributes('li')}>{self.nodes(depth - 2, 2)}{end}"

        items = "".join(
            item()
            if self.rnd.random() < 0.5
            else f"{{% for r in rows %}}{item()}{{{{ r }}}}{{% endfor %}}"
            if self.odd("loose", 0.4)
            else f"{{% for r in rows %}}{item()}{{% endfor %}}"
            for _ in range(self.rnd.randint(1, 2))
        )
        return f"<ul{self.attributes('ul')}>{items}</ul>"

    def cells(self, depth: int) -> str:
        def cell() -> str:
            name = self.rnd.choice(("td", "td", "th"))
            end = "" if self.odd("open", 0.2) else f"</{name}>"
            return f"<{name}{self.attributes(name)}>{self.nodes(depth - 1, 2)}{end}"

        made = [cell() for _ in range(self.rnd.randint(1, 3))]
        if self.rnd.random() < 0.15:
            made.append(f"{{% if p %}}{cell()}{{% endif %}}")
        return "".join(made)

    def row(self, depth: int) -> str:
        end = "" if self.odd("open", 0.2) else "</tr>"
        return f"<tr{self.attributes('tr')}>{self.cells(depth)}{end}"

    def rows(self, depth: int) -> str:
        made = []
        for _ in range(self.rnd.randint(1, 3)):
            row = self.row(depth)
            made.append(
                self.rnd.choice(
                    (
                        row,
                        row,
                        f"{{% for r in rows %}}\n{row}\n{{% endfor %}}",
                        f"{{% if q %}}{row}{{% else %}}{row}{row}{{% endif %}}",
                    )
                )
            )
            if self.odd("loose", 0.4):
                made.append(
                    self.rnd.choice(
                        (
                            "{{ v }}",
                            "loose",
                            "<p class=a>x</p>",
                            "<style>.a{color:red}</style>",
                            '<input type="hidden" class="a">',
                        )
                    )
                )
        return "".join(made)

    def table(self, depth: int) -> str:
        rnd = self.rnd
        inner = self.rows(depth - 1)
        if rnd.random() < 0.5:
            inner = f"<tbody{self.attributes('tbody')}>{inner}</tbody>"
        if rnd.random() < 0.2:
            head = f"<thead>{self.row(depth - 1)}</thead>"
            inner = (head if rnd.random() < 0.7 else f"{{% if p %}}{head}{{% endif %}}") + inner
        return f"<table{self.attributes('table')}>{inner}</table>"

    def region(self, depth: int) -> str:
        inner, other = self.nodes(depth - 1), self.nodes(depth - 1, 2)
        if self.odd("crossing", 0.6):
            name = self.rnd.choice(("div", "div", "p", "b", "table", "td"))
            start, end = f"<{name}{self.attributes(name)}>", f"</{name}>"
            return self.rnd.choice(
                (
                    f"{{% if p %}}{start}{{% endif %}}{inner}<p class=b>x</p>{{% if p %}}{end}{{% endif %}}",
                    f"{{% for r in rows %}}{start}<span class=a>x</span>{{% endfor %}}{inner}",
                    f"{start}<span class=a>x</span>{{% if q %}}{end}{{% endif %}}{inner}<p class=b>x</p>",
                    f"{{% if q %}}{start}{{% else %}}<div class=c>{{% endif %}}{inner}<p class=b>x</p></div>",
                )
            )
        return self.rnd.choice(
            (
                f"{{% if p %}}{inner}{{% endif %}}",
                f"{{% if p %}}{inner}{{% elif q %}}{other}{{% endif %}}",
                f"{{% if q %}}{inner}{{% else %}}{other}{{% endif %}}",
                f"{{% for r in rows %}}{inner}{{{{ r }}}}{{% endfor %}}",
                f"{{%- for r in rows -%}} {inner} {{%- else -%}} {other} {{%- endfor %}}",
            )
        )

    def careless(self, depth: int) -> str:
        inner = self.nodes(depth - 1, 2)
        forms = (
            f"{{% if p %}}<div class=a>{{% endif %}}{inner}{{% if p %}}</div>{{% endif %}}",
            f"<b>{inner}<p>{inner}</b>{inner}</p>",
            f"<p><i>{inner}</p>{inner}",
            "</div>",
            "</p>",
            "</td>",
            "</table>",
            "</b>",
            "</body>",
            f"<body class=b>{inner}",
            "<tr><td>x",
            f"<select><option>{inner}</select>",
            f"<pre>\n{inner}</pre>",
            "<textarea>\n{{ v }}</textarea>",
            f"<svg><g class=a>{inner}</g></svg>",
            f"<math><mi>{inner}</mi></math>",
            f"<table><td>{inner}",
            f"<table>{{% for r in rows %}}<td class=a>{inner}</td>{{% endfor %}}</table>",
            f"<table><caption>{inner}</caption><col><tr><td>x</table>",
            "<noscript><p class=a>x</p></noscript>",
            "{% if p %}<style>.a{color:red}</style>{% endif %}",
            f"<dl><dt>{inner}<dd>{inner}</dl>",
            f'<a href="{{{{ u }}}}">{inner}<a>{inner}</a>',
            f"<p><b class=a>x</p>{{{{ v }}}}<p class=b>y</p>{inner}",
            "<ruby>x<rt>y</ruby>",
            f"<button>{inner}</button>",
            f"<table><tr><td><b>x</td>{{% if p %}}<td>{inner}</td>{{% endif %}}</tr></table>",
            f"<font><font><font><font>{inner}</font></font>{{% if p %}}<font>{inner}</font>{{% endif %}}",
        )
        return forms[(self.flavour + self.rnd.choice((0, 0, 0, 1))) % len(forms)]

    def head(self) -> str:
        rnd = self.rnd
        made = ["<title>{{ v }}</title>", self.sheet()]
        if rnd.random() < 0.3:
            made.append(self.sheet())
        if rnd.random() < 0.2:
            made.append('{% if p %}<meta name="k" content="{{ v }}">{% endif %}')
        if self.odd("head", 0.5):
            made.append(rnd.choice(("{{ v }}", "text", "<p>x</p>", "{% if q %}</head>{% endif %}")))
        return "".join(made)

    def template(self) -> str:
        rnd = self.rnd
        before = rnd.choice(("", "", "", "{% set k = 1 %}", "{% set k = 1 %}\n", "<!-- x -->")) + rnd.choice(DOCTYPES)
        if self.odd("head", 0.1):
            before = "{{ v }}" + before
        body = self.node(4) + self.nodes(4, 5)
        if self.odd("bodiless", 0.5):
            return f"{before}{self.head()}{body}"
        return f"{before}<html><head>{self.head()}</head><body{self.attributes('body')}>{body}</body></html>"


def template(rnd: Random) -> str:
    """A template in HTML with Jinja; it reads v, w (texts), u (an address), p, q (yes or no) and rows (texts)."""
    one, other = rnd.choice(ODDITIES), rnd.choice(ODDITIES)
    kinds = rnd.choice(((), (one,), (one,), (one,), (one, other), ODDITIES))
    often = rnd.choice((0.3, 1.0)) if len(kinds) < len(ODDITIES) else 0.15
    return Maker(rnd, dict.fromkeys(kinds, often)).template()


def data(rnd: Random) -> dict[str, object]:
    return {
        "v": rnd.choice(rnd.choice((PLAIN, HOSTILE))),
        "w": rnd.choice(HOSTILE),
        "u": rnd.choice(ADDRESSES),
        "p": rnd.choice((True, True, False)),
        "q": rnd.choice((True, True, False)),
        "rows": [rnd.choice(HOSTILE) for _ in range(rnd.choice((0, 1, 2, 3)))],
    }


NAMES = frozenset({"v", "w", "u", "p", "q", "rows"})
