"""Blocks and templates put together at random: edges, cycles and uses are those that a plain walk finds."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from brand_assets.models import Brand
from commhub.publish.models import Reference
from commhub.publish.references import problems
from commhub.publish.where_used import where_used
from commhub.versions import State
from tests.publish.references import rows

KEYS = [f"b{number}" for number in range(6)]
STATES = [State.LIVE, State.DRAFT, State.IN_REVIEW, State.RETIRED]
FORMS = ('{{% include "{}" %}}', "{{%- include '{}' -%}}", '{{% if x %}}\n{{% include "{}" %}}{{% endif %}}')
Graph = Mapping[str, list[str]]


def source_of(included: list[str], shape: int) -> str:
    """A text that includes these, in several spellings, between words that only look like it."""
    said = [FORMS[(shape + place) % len(FORMS)].format(key) for place, key in enumerate(included)]
    return "保单 include \"b0\" {# {% include 'b1' %} #}\n" + " 和 ".join(said)


graphs = st.fixed_dictionaries({key: st.lists(st.sampled_from(KEYS), max_size=2) for key in KEYS})
template_sets = st.lists(st.tuples(st.lists(st.sampled_from(KEYS), max_size=3), st.sampled_from(STATES)), max_size=5)


def reaches(graph: Graph, start: str, end: str) -> bool:
    """Whether a way of one step or more leads from one block to another."""
    seen: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        key = waiting.pop()
        if key == end:
            return True
        if key not in seen:
            seen.add(key)
            waiting += graph[key]
    return False


class RandomGraphs(TestCase):
    @settings(max_examples=25, derandomize=True, deadline=None)
    @given(graph=graphs, templates=template_sets, shape=st.integers(0, 2), wanted=st.sampled_from(KEYS))
    def test_edges_cycles_and_uses(
        self, graph: Graph, templates: list[tuple[list[str], str]], shape: int, wanted: str
    ) -> None:
        brand = Brand.objects.create(key="northlight", name="Northlight")
        versions = {key: rows.block(key, en=source_of(graph[key], shape)) for key in KEYS}
        made = [
            rows.template(f"t{place}", {"body": source_of(named, shape)}, [brand], state)
            for place, (named, state) in enumerate(templates)
        ]

        stored = Reference.objects.filter(target="content-block").values_list("subject", "version_id", "key")
        expected = [("content-block", versions[key].pk, one) for key in KEYS for one in graph[key]]
        expected += [
            ("template", version.pk, one) for version, (named, _) in zip(made, templates, strict=True) for one in named
        ]
        assert sorted(stored) == sorted(expected)

        for key in KEYS:
            round_trips = {one for one in graph[key] if one == key or reaches(graph, one, key)}
            ways = [one.text.rsplit(": ", 1)[-1].split(" > ") for one in problems(versions[key]) if one.code == "cycle"]
            own = {way[1] for way in ways if way[0] == key}
            assert own == round_trips
            for way in ways:
                assert way[0] == way[-1]
                assert all(after in graph[before] for before, after in pairwise(way))
            in_sight = [
                one
                for one in graph[key]
                if one in round_trips
                or any(reaches(graph, other, other) for other in KEYS if other == one or reaches(graph, one, other))
            ]
            assert len(ways) == len(in_sight)

        found = {(use.subject, use.version_id) for use in where_used("content-block", versions[wanted].block)}
        users = {("content-block", versions[key].pk) for key in KEYS if reaches(graph, key, wanted)}
        for version, (named, state) in zip(made, templates, strict=True):
            if state != State.RETIRED and any(one == wanted or reaches(graph, one, wanted) for one in named):
                users.add(("template", version.pk))
        assert found == users
        for use in where_used("content-block", versions[wanted].block):
            for way in use.ways:
                assert way[-1].named == wanted
                assert all(step.named == following.key for step, following in pairwise(way))
