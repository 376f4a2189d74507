"""Where something is used: every live or open version that names it, itself or through blocks and layouts, with the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, Final, NamedTuple

from django.db import connection

from commhub.publish.references.names import ASSET, BLOCK, TOKEN
from commhub.publish.references.problem import part_in_words
from commhub.versions import State

TEMPLATE: Final = "template"
LAYOUT: Final = "layout"
BRAND: Final = "brand"
BINDING: Final = frozenset({State.LIVE, State.SCHEDULED})
"""The states of a version that keep what it uses from being retired; an open draft can still be changed."""

OPEN_OR_LIVE: Final = "('live', 'scheduled', 'in-review', 'draft')"
SPEAKING: Final = f"""
speaking(subject, version_id, parent_id, number, state, parent_key, name, brand_id, called) AS (
    SELECT CAST('template' AS text), v.id, t.id, v.number, v.state, t.key, t.name, CAST(0 AS bigint), ''
      FROM templates_store_templateversion v JOIN templates_store_template t ON t.id = v.template_id
     WHERE v.state IN {OPEN_OR_LIVE}
    UNION ALL
    SELECT 'content-block', v.id, b.id, v.number, v.state, b.key, b.name, 0, b.key
      FROM templates_store_contentblockversion v JOIN templates_store_contentblock b ON b.id = v.block_id
     WHERE v.state IN {OPEN_OR_LIVE}
    UNION ALL
    SELECT 'layout', v.id, l.id, v.number, v.state, b.key || '-' || l.channel, b.name || ', ' || l.channel, l.brand_id,
           l.channel
      FROM templates_store_layoutversion v
      JOIN templates_store_layout l ON l.id = v.layout_id JOIN brand_assets_brand b ON b.id = l.brand_id
     WHERE v.state IN {OPEN_OR_LIVE}
)
"""  # noqa: S608 - put together from constants of this file; values are parameters
HAS_BRAND: Final = """EXISTS (
    SELECT 1 FROM templates_store_templatebrand b WHERE b.version_id = s.version_id AND b.brand_id = {brand})"""
QUERY: Final = f"""
WITH RECURSIVE {SPEAKING},
named(subject, version_id, target, key, brand_id) AS (
    SELECT CAST('content-block' AS text), v.id, CAST('content-block' AS text), CAST(b.key AS text), CAST(0 AS bigint)
      FROM templates_store_contentblockversion v JOIN templates_store_contentblock b ON b.id = v.block_id
     WHERE v.state IN {OPEN_OR_LIVE}
    UNION ALL
    SELECT 'layout', v.id, 'layout', CAST(l.channel AS text), l.brand_id
      FROM templates_store_layoutversion v JOIN templates_store_layout l ON l.id = v.layout_id
     WHERE v.state IN {OPEN_OR_LIVE}
),
chosen(target, key, brand_id) AS (
    {{start}}
    UNION
    SELECT n.target, n.key, CASE WHEN n.subject = 'layout' THEN n.brand_id ELSE l.brand_id END
      FROM chosen l
      JOIN publish_reference r
        ON r.target = l.target AND r.key = l.key AND r.subject IN ('content-block', 'layout')
      JOIN named n ON n.subject = r.subject AND n.version_id = r.version_id
     WHERE n.subject = 'content-block' OR l.brand_id = 0 OR n.brand_id = l.brand_id
)
SELECT s.subject, s.version_id, s.parent_id, s.parent_key, s.name, s.number, s.state, s.called,
       r.target, r.key, r.part, r.locale, r.line, r."column"
  FROM chosen l
  JOIN publish_reference r ON r.target = l.target AND r.key = l.key
  JOIN speaking s ON s.subject = r.subject AND s.version_id = r.version_id
 WHERE l.brand_id = 0 OR s.subject = 'content-block' OR s.brand_id = l.brand_id
    OR (s.subject = 'template' AND {HAS_BRAND.format(brand="l.brand_id")})
"""  # noqa: S608 - as above
OF_BRAND: Final = f"""
WITH {SPEAKING}
SELECT s.subject, s.version_id, s.parent_id, s.parent_key, s.name, s.number, s.state, s.called, 'brand', '', '', '', 0, 0
  FROM speaking s
 WHERE s.brand_id = %(brand)s OR (s.subject = 'template' AND {HAS_BRAND.format(brand="%(brand)s")})
"""  # noqa: S608 - as above
ONE_NAME: Final = "SELECT CAST(%(target)s AS text), CAST(%(key)s AS text), CAST(%(brand)s AS bigint)"
TOKEN_NAMES: Final = """
    SELECT DISTINCT CAST(r.target AS text), CAST(r.key AS text), CAST(%(brand)s AS bigint)
      FROM publish_reference r
     WHERE r.target = %(target)s
       AND (r.key = %(key)s OR substr(r.key, 1, %(length)s) = %(below)s OR r.key IN ({above}))
"""


WITHIN: Final = attrgetter("locale", "part", "line", "column")
"""The order of places within a version."""
Name = tuple[str, str]
"""What a version is named by in sources: its kind, and a block's key or a layout's channel."""


class Step(NamedTuple):
    """One place on the way from a version to what it uses: a version, and where in its source it names the next.

    `subject`, `parent_id` and `key` say what it is a version of, and `called` how others name it. `target` and `named` are
    what it names there. `line` and `column` count from 1; both are 0 where a template goes out in a layout as a whole.
    """

    subject: str
    version_id: int
    parent_id: int
    key: str
    name: str
    number: int
    state: str
    called: str
    target: str
    named: str
    part: str
    locale: str
    line: int
    column: int

    @property
    def binding(self) -> bool:
        return self.state in BINDING

    @property
    def place(self) -> str:
        """The place in words: `the body (en), line 3`; empty where it is the whole."""
        if not self.line:
            return ""
        where = part_in_words(self.part) + (f" ({self.locale})" if self.locale else "")
        return f"{where}, line {self.line}"


class Use(NamedTuple):
    """One version that uses something. Each of `ways` begins at one place in it, and goes on through blocks and layouts
    to the place that names what is used."""

    subject: str
    version_id: int
    parent_id: int
    key: str
    name: str
    number: int
    state: str
    ways: tuple[tuple[Step, ...], ...]

    @property
    def binding(self) -> bool:
        """Whether it is live or approved, so that what it uses cannot go."""
        return self.state in BINDING

    @property
    def label(self) -> str:
        """What people call it, such as `template renewal-notice v3`."""
        return f"{self.subject.replace('-', ' ')} {self.key} v{self.number}"

    @property
    def told(self) -> str:
        """The same with the place and the way: `template renewal-notice v3 (the body (en), line 3; renewal-notice >
        payment-help > contact-us)`."""
        steps = self.ways[0]
        said = [*([steps[0].place] if steps[0].place else []), *([self.way] if len(steps) > 1 else [])]
        return self.label + (f" ({'; '.join(said)})" if said else "")

    @property
    def way(self) -> str:
        """The first way in words: `renewal-notice > contact-us > logo`."""
        steps = self.ways[0]
        return " > ".join([*(step.key for step in steps), *([steps[-1].named] if steps[-1].named else [])])


def where_used(kind: str, parent: Any = None, *, path: str = "") -> list[Use]:
    """Every live or open version that uses a content block, an asset, a layout, a brand, or (kind `token`) the token of
    that path, of the brand `parent` or of any. Templates first, by key. Found with one query."""
    if kind == TEMPLATE:
        return []  # nothing stands on a template
    start = ONE_NAME
    values: dict[str, str | int] = {"target": kind, "key": "", "brand": 0, "length": 0, "below": ""}
    match kind:
        case "content-block":
            values["key"] = parent.key
        case "asset":
            values |= {"key": parent.slot, "brand": parent.brand_id}
        case "layout":
            values |= {"key": parent.channel, "brand": parent.brand_id}
        case "brand":
            return _uses(_rows(OF_BRAND, {"brand": parent.pk}), kind, "")
        case "token":
            steps = path.split(".")
            above = ["", *(".".join(steps[:count]) for count in range(1, len(steps)))]
            names = {f"above{number}": one for number, one in enumerate(above)}
            start = TOKEN_NAMES.format(above=", ".join(f"%({name})s" for name in names))
            values |= {"key": path, "below": f"{path}.", "length": len(path) + 1, **names}
            values["brand"] = parent.pk if parent is not None else 0
        case _:
            raise ValueError(f"nothing is known of where a {kind} is used")
    return _uses(_rows(QUERY.format(start=start), values), kind, str(values["key"]) if kind == BLOCK else "")


def binding_uses(uses: Iterable[Use]) -> list[Use]:
    """Those of live and scheduled versions, which keep what they use from being retired."""
    return [use for use in uses if use.binding]


def _rows(query: str, values: Mapping[str, str | int]) -> list[Step]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [Step(*row) for row in cursor.fetchall()]


def _uses(edges: Sequence[Step], kind: str, key: str) -> list[Use]:
    """The edges by the version that they begin in, each followed to its end: what is of that kind, and has that key if one
    is given. The same edge comes several times where a token of any brand is asked for and several layouts lead to it."""
    by_version: dict[tuple[str, int], list[Step]] = {}
    by_name: dict[Name, list[Step]] = {}
    for edge in sorted(dict.fromkeys(edges), key=WITHIN) if kind == TOKEN else sorted(edges, key=WITHIN):
        by_version.setdefault((edge.subject, edge.version_id), []).append(edge)
        if edge.subject != TEMPLATE:
            by_name.setdefault((edge.subject, edge.called), []).append(edge)
    # A live version is read with what is live, and an open one with what is open, where there are both.
    live = {name: [one for one in found if one.binding] for name, found in by_name.items()}
    opened = {name: [one for one in found if not one.binding] or found for name, found in by_name.items()}
    ahead = {True: _next_steps(live, kind, key), False: _next_steps(opened, kind, key)}
    anyhow = _next_steps(by_name, kind, key)

    known: dict[tuple[str, str, bool], tuple[Step, ...]] = {}

    def onward(name: Name, *, binding: bool) -> tuple[Step, ...]:
        chosen = ahead[binding] if name in ahead[binding] else anyhow
        steps = []
        while name in chosen:
            steps.append(chosen[name])
            name = (steps[-1].target, steps[-1].named)
        return tuple(steps)

    def way(edge: Step) -> tuple[Step, ...]:
        asked = (edge.target, edge.named, edge.state in BINDING)
        if asked not in known:
            known[asked] = onward(asked[:2], binding=asked[2])
        return (edge, *known[asked])

    uses = []
    for (subject, version_id), places in by_version.items():
        ways = tuple(way(place) for place in places)
        first = places[0]
        uses.append(Use(subject, version_id, first.parent_id, first.key, first.name, first.number, first.state, ways))
    order = {TEMPLATE: 0, LAYOUT: 1, BLOCK: 2}
    return sorted(uses, key=lambda use: (order[use.subject], use.key, use.number))


def _next_steps(by_name: Mapping[Name, Sequence[Step]], kind: str, key: str) -> dict[Name, Step]:
    """For each name from which a way leads to the end, the first step of the shortest; the end itself has none."""
    leading_to: dict[Name, list[tuple[Name, Step]]] = {}
    ends: dict[Name, None] = {}
    for name, steps in by_name.items():
        for step in steps:
            named = (step.target, step.named)
            leading_to.setdefault(named, []).append((name, step))
            if step.target == kind and key in {"", step.named}:
                ends[named] = None
    found: dict[Name, Step] = {}
    waiting = list(ends)
    for named in waiting:
        for name, step in leading_to.get(named, ()):
            if name not in found and name not in ends:
                found[name] = step
                waiting.append(name)
    return found


__all__ = ["ASSET", "BLOCK", "BRAND", "LAYOUT", "TEMPLATE", "TOKEN", "Step", "Use", "binding_uses", "where_used"]
