"""What is wrong with the sources of a version: all of it at once, each with its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from commhub.publish.blocks import MAX_DEPTH
from commhub.publish.references.declared import declaration_problems
from commhub.publish.references.graph import Graph, cycle_from, longest, reachable, stored_graph, turned, way
from commhub.publish.references.known import OPEN_OR_LIVE, Known, known_to
from commhub.publish.references.names import BLOCK, Named, Reading, read_names
from commhub.publish.references.problem import Problem, did_you_mean
from commhub.publish.references.written import SOURCE, TEXT, Written, sources_of
from commhub.render.jinja.binding import ALWAYS
from commhub.versions import State, Version
from templates_store.models import BlockText, ContentBlockVersion, TemplateVersion

READABLE = ALWAYS | {"range", "namespace"}


def problems(version: Version, *, live_with_it: Collection[str] = ()) -> list[Problem]:
    """Everything that is wrong with the sources of a version, in the order of its parts; see Problem for what refuses.

    `live_with_it` are the keys of the content blocks that are to go live together with it.
    """
    readings = [(one, read_names(one.source)) for one in sources_of(version)]
    found = [problem for one, reading in readings for problem in _wrong(one, reading)]
    if not readings:
        return found
    known = known_to(version, live_with_it)
    own = version.parent.key if isinstance(version, ContentBlockVersion) else ""
    graph = _graph_with(own, readings)
    for one, reading in readings:
        for named in reading.named:
            found += _about(one, named, known)
            if named.target == BLOCK and named.key in known.blocks:
                found += _about_chain(one, named, own, graph)
    if isinstance(version, TemplateVersion):
        found += declaration_problems(version.variables)
        found += _of_template(version, readings, known, graph)
    order = {(one.part, one.locale): place for place, (one, _) in enumerate(readings)}
    return sorted(found, key=lambda one: (order.get((one.part, one.locale), len(order)), one.line, one.column))


def _wrong(written: Written, reading: Reading) -> Iterator[Problem]:
    for one in reading.wrong:
        yield Problem("not-jinja", written.part, written.locale, one.line, one.column, one.text, refuses=True)


def _about(written: Written, named: Named, known: Known) -> Iterator[Problem]:
    def problem(code: str, text: str, *, refuses: bool) -> Problem:
        return Problem(code, written.part, written.locale, named.line, named.column, text, refuses)

    match named.target:
        case "content-block" if written.part == SOURCE:
            yield problem(
                "not-jinja", "content blocks stand in templates and in other blocks, not in a layout", refuses=True
            )
        case "content-block" if named.key not in known.blocks:
            near = did_you_mean(named.key, known.blocks)
            yield problem("unknown-block", f"there is no content block “{named.key}”{near}", refuses=True)
        case "content-block" if not known.blocks[named.key]:
            text = f"the content block “{named.key}” is not live yet: it has to be approved before this, or with it"
            yield problem("block-not-live", text, refuses=False)
        case "asset":
            without = [brand.key for brand in known.brands if named.key not in brand.slots]
            if len(without) == len(known.brands):
                text = f"{_nobody(known)} an asset “{named.key}”{did_you_mean(named.key, known.slots())}"
                yield problem("unknown-asset", text, refuses=True)
            elif without and not known.all_brands:
                text = f"{_some(without)} no asset “{named.key}”"
                yield problem("missing-asset", text, refuses=False)
        case "token" if not named.optional:
            without = [brand.key for brand in known.brands if brand.tokens and not brand.has_token(named.path)]
            written_out = ".".join(("brand", *named.path))
            if without and len(without) == len([brand for brand in known.brands if brand.tokens]):
                near = did_you_mean(named.key, known.token_paths(), "brand.{}")
                yield problem("unknown-token", f"{_nobody(known)} a token {written_out}{near}", refuses=True)
            elif without and not known.all_brands:
                yield problem("missing-token", f"{_some(without)} no token {written_out}", refuses=False)


def _nobody(known: Known) -> str:
    """Who all have it not: `the brand harbour does not have`, `no brand has`."""
    if known.all_brands or not known.brands:
        return "no brand has"
    if len(known.brands) == 1:
        return f"the brand {known.brands[0].key} does not have"
    return "none of the brands " + ", ".join(brand.key for brand in known.brands) + " has"


def _some(brands: list[str]) -> str:
    return f"the brand {brands[0]} has" if len(brands) == 1 else "the brands " + ", ".join(brands) + " have"


def _graph_with(own: str, readings: list[tuple[Written, Reading]]) -> Graph:
    """The stored graph, with what this version of a block includes in place of what is stored of that block."""
    graph = stored_graph()
    if own:
        graph[own] = {named.key for _, reading in readings for named in reading.named if named.target == BLOCK}
    return graph


def _about_chain(written: Written, named: Named, own: str, graph: Graph) -> Iterator[Problem]:
    """Whether what is included here leads back, or too deep."""

    def problem(code: str, text: str) -> Problem:
        return Problem(code, written.part, written.locale, named.line, named.column, text, refuses=True)

    round_trip = [own, *way(graph, named.key, own)] if own else []
    cycle = round_trip if len(round_trip) > 1 else cycle_from(graph, named.key)
    if cycle:
        yield problem("cycle", f"content blocks include each other: {' > '.join(cycle)}")
        return
    below = longest(graph, named.key)
    above: list[str] = []
    if own:
        back = turned(graph)
        above = [] if cycle_from(back, own) else longest(back, own)[::-1]
    if len(chain := [*above, *below]) > MAX_DEPTH:
        text = f"content blocks stand inside each other more than {MAX_DEPTH} deep: {' > '.join(chain)}"
        yield problem("too-deep", text)


def _of_template(
    version: TemplateVersion, readings: list[tuple[Written, Reading]], known: Known, graph: Graph
) -> Iterator[Problem]:
    """Variables that are not declared, here or in the blocks that come in, and what its brands lack of what those name."""
    declared = {str(one.get("name")) for one in version.variables if isinstance(one, dict)}
    for written, reading in readings:
        yield from _unknown_names(written, reading, declared)
    named = [one.key for _, reading in readings for one in reading.named if one.target == BLOCK]
    for key, written in _texts_of(reachable(graph, named)):
        reading = read_names(written.source)
        yield from _unknown_names(written, reading, declared, key)
        for one in reading.named:
            if one.target != BLOCK:
                yield from (replace(problem, refuses=False, within=key) for problem in _about(written, one, known))


def _texts_of(keys: set[str]) -> list[tuple[str, Written]]:
    """The texts of these blocks, each in its live version, or else in its open one."""
    states = ContentBlockVersion.objects.filter(block__key__in=keys, state__in=OPEN_OR_LIVE)
    chosen: dict[str, int] = {}
    for key, pk, state in states.values_list("block__key", "pk", "state"):
        if state == State.LIVE or key not in chosen:
            chosen[key] = pk
    texts = BlockText.objects.filter(version__in=chosen.values()).order_by("version__block__key", "locale")
    rows = texts.values_list("version__block__key", "locale", "source")
    return [(key, Written(TEXT, locale, source)) for key, locale, source in rows]


def _unknown_names(written: Written, reading: Reading, declared: set[str], within: str = "") -> Iterator[Problem]:
    for one in reading.variables:
        if one.name not in declared and one.name not in READABLE:
            near = did_you_mean(one.name, declared | {"recipient", "message"})
            text = f"“{one.name}” is not a declared variable{near}"
            yield Problem("undeclared", written.part, written.locale, one.line, one.column, text, False, within)
