"""Which content blocks stand in which: chains that come back to where they began, and chains that are too long."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from commhub.publish.models import Reference
from commhub.publish.references.names import BLOCK
from commhub.versions import State
from templates_store.models import ContentBlockVersion

Graph = Mapping[str, Collection[str]]
"""The keys of the blocks that each block includes."""
EFFECTIVE: Final = (State.LIVE, State.SCHEDULED, State.IN_REVIEW, State.DRAFT)


def stored_graph() -> dict[str, set[str]]:
    """The graph of all blocks by their stored edges: of each block its open version, or else its live one."""
    versions = ContentBlockVersion.objects.filter(state__in=EFFECTIVE).values_list("block__key", "pk", "state")
    chosen: dict[str, int] = {}
    for key, pk, state in versions:
        if state != State.LIVE or key not in chosen:
            chosen[key] = pk
    key_of = {pk: key for key, pk in chosen.items()}
    graph: dict[str, set[str]] = {key: set() for key in chosen}
    edges = Reference.objects.filter(subject=BLOCK, target=BLOCK).order_by().values_list("version_id", "key")
    for pk, key in edges:
        if pk in key_of:
            graph[key_of[pk]].add(key)
    return graph


def way(graph: Graph, start: str, end: str) -> list[str]:
    """The shortest way from one block to another, both included; empty when there is none."""
    ways = {start: [start]}
    queue = [start]
    for key in queue:
        if key == end:
            return ways[key]
        for following in sorted(graph.get(key, ())):
            if following not in ways:
                ways[following] = [*ways[key], following]
                queue.append(following)
    return []


def reachable(graph: Graph, starts: Iterable[str]) -> set[str]:
    """These blocks, and all that they include."""
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += graph.get(key, ())
    return found


def cycle_from(graph: Graph, start: str) -> list[str]:
    """A way that comes back to a block that it has been at, from that block on (a, b, a); empty when there is none."""
    done: set[str] = set()
    path: list[str] = []
    stack = [(start, iter(sorted(graph.get(start, ()))))]
    path.append(start)
    while stack:
        key, following = stack[-1]
        for one in following:
            if one in path:
                return [*path[path.index(one) :], one]
            if one not in done:
                stack.append((one, iter(sorted(graph.get(one, ())))))
                path.append(one)
                break
        else:
            stack.pop()
            path.pop()
            done.add(key)
    return []


def longest(graph: Graph, start: str) -> list[str]:
    """The longest chain of blocks that begins with `start`, in a graph that has no cycle there."""
    known: dict[str, list[str]] = {}
    stack = [start]
    while stack:
        key = stack[-1]
        waiting = [one for one in graph.get(key, ()) if one not in known]
        if waiting:
            stack += waiting
            continue
        best = max((known[one] for one in sorted(graph.get(key, ()))), key=len, default=[])
        known[key] = [key, *best]
        stack.pop()
    return known[start]


def turned(graph: Graph) -> dict[str, set[str]]:
    """The graph with every edge the other way: the blocks in which each block stands."""
    back: dict[str, set[str]] = {key: set() for key in graph}
    for key, included in graph.items():
        for one in included:
            back.setdefault(one, set()).add(key)
    return back
