"""What a version names that nobody knows, what leads back to itself, and what it does not declare: all told by place."""

from __future__ import annotations

from itertools import pairwise

import pytest

from commhub.contracts import JSON
from commhub.publish.models import Reference
from commhub.publish.references import BadSource, Problem, keep, problems
from commhub.versions import State
from templates_store.models import BlockText, Part
from tests.publish.references import rows

pytestmark = pytest.mark.django_db

DECLARED: list[JSON] = [{"name": "customer", "type": "string"}, {"name": "papers", "type": "list"}]


def of_body(body: str, variables: list[JSON] = DECLARED, **others: str) -> list[str]:
    """The sentences about a template of both brands with this body."""
    brands = [rows.brand(), rows.brand("harbour", {"name": "Harbour", "web": "w"}, ("logo", "seal"))]
    rows.block("contact-us")
    version = rows.template("renewal", {"body": body, **others}, brands, variables=variables)
    return [str(problem) for problem in problems(version)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('Hello,\n\n   call: {% include "contct-us" %}',
         'In the body (en), line 3, column 21: there is no content block “contct-us”. Did you mean “contact-us”?'),
        ("{% include 'xyz' %}", "In the body (en), line 1, column 12: there is no content block “xyz”."),
        ("你好保单 {{ asset('logoo').src }}",
         ("In the body (en), line 1, column 15: none of the brands harbour, northlight has an asset “logoo”. "
         "Did you mean “logo”?")),
        ("{{ asset('seal').src }}", "In the body (en), line 1, column 10: the brand northlight has no asset “seal”."),
        ("a\r\nb\t{{ brand.colour.primry }}",
         ("In the body (en), line 2, column 6: none of the brands harbour, northlight has a token brand.colour.primry. "
         "Did you mean brand.colour.primary?")),
        ("{{ brand.name.first }}",
         ("In the body (en), line 1, column 4: none of the brands harbour, northlight has a token brand.name.first.")),
        ("{% if brand.web %}x{% endif %}",
         "In the body (en), line 1, column 7: the brand northlight has no token brand.web."),
        ("{{ custmer }}",
         "In the body (en), line 1, column 4: “custmer” is not a declared variable. Did you mean “customer”?"),
        ("{{ wholly_other }}", "In the body (en), line 1, column 4: “wholly_other” is not a declared variable."),
        ("Dear {{ customer", "In the body (en), line 1, column 6: this {{ is never closed with }}."),
    ],
)  # fmt: skip
def test_each_problem_is_a_sentence_with_its_place(body: str, expected: str) -> None:
    assert of_body(body) == [expected]


@pytest.mark.parametrize(
    "body",
    [
        '{% for paper in papers %}{% include "contact-us" %}{{ paper }}{{ loop.index }}{% endfor %}',
        "{{ brand.name }} {{ asset('logo').src }} {{ recipient.name }} {{ message.date }} {{ customer }}",
        "{% if brand.nothing is defined %}x{% endif %}",
        "{% for number in range(3) %}{{ number }}{% endfor %}",
    ],
)
def test_what_is_sound_has_no_problem(body: str) -> None:
    assert of_body(body) == []


def test_all_problems_are_told_at_once_in_the_order_of_their_places() -> None:
    told = of_body("{{ custmer }} {% include 'nope' %}\n{{ 3 + }}", sms="{{ brand.nme }}")
    assert told == [
        "In the body (en), line 1, column 26: there is no content block “nope”.",
        "In the body (en), line 2, column 8: a value is missing here.",
        (
            "In the text message (en), line 1, column 4: none of the brands harbour, northlight has a token brand.nme. "
            "Did you mean brand.name?"
        ),
    ]


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ([{"name": "a", "type": "enum"}],
         "In the variables, line 4, column 13: Variable 'a' is an enum and needs its choices."),
        ([{"name": "a"}, {"name": "a"}], "In the variables, line 6, column 13: There are two variables called 'a'."),
        ([{"name": "a", "type": "dat"}], ("In the variables, line 4, column 13: Variable 'a' has the type 'dat'; the types "
         "are string, integer, decimal, date, datetime, boolean, money, enum, list, object.")),
        (["a"], ("In the variables, line 2, column 3: Entry 1 has no name. Each entry looks like "
         '{"name": "due_date", "type": "date"}.')),
    ],
)  # fmt: skip
def test_a_mistyped_declaration_is_told_by_its_place_in_the_variables(variables: list[JSON], expected: str) -> None:
    assert of_body("Hello", variables) == [expected]


def test_a_block_that_is_not_live_yet_is_told_and_refuses_nothing_yet() -> None:
    rows.block("news", State.DRAFT)
    version = rows.template("renewal", {"body": "{% include 'news' %}"}, [rows.brand()])
    assert [problem.code for problem in keep(version)] == ["block-not-live"]


def test_a_token_of_an_open_draft_counts() -> None:
    northlight = rows.brand()
    rows._version(rows.BrandVersion, northlight, State.DRAFT, tokens={"slogan": "Closer"})
    version = rows.template("renewal", {"body": "{{ brand.slogan }}{{ brand.phone }}"}, [northlight])
    assert problems(version) == []


def test_a_block_may_name_what_any_brand_has_and_a_layout_only_what_its_own_has() -> None:
    northlight, harbour = rows.brand(), rows.brand("harbour", {"web": "w"}, ("seal",))
    source = "{{ brand.web }} {{ asset('seal').src }} {{ anything }}"
    assert problems(rows.block("footer", State.DRAFT, en=source)) == []
    assert problems(rows.layout(harbour, "email", source, State.DRAFT)) == []
    assert [str(one) for one in problems(rows.layout(northlight, "email", source, State.DRAFT))] == [
        "In the layout, line 1, column 4: the brand northlight does not have a token brand.web.",
        "In the layout, line 1, column 26: the brand northlight does not have an asset “seal”.",
    ]
    assert [str(one) for one in problems(rows.block("other", State.DRAFT, en="{{ brand.wbe }}{{ asset('x') }}"))] == [
        "In the text (en), line 1, column 4: no brand has a token brand.wbe. Did you mean brand.web?",
        "In the text (en), line 1, column 25: no brand has an asset “x”.",
    ]


def test_a_layout_takes_no_content_blocks() -> None:
    rows.block("contact-us")
    layout = rows.layout(rows.brand(), "email", '{{ content }}\n{% include "contact-us" %}', State.DRAFT)
    assert [str(one) for one in problems(layout)] == [
        "In the layout, line 2, column 12: content blocks stand in templates and in other blocks, not in a layout."
    ]


def chain(*keys: str) -> None:
    """Live blocks, each of which includes the next."""
    for key, following in zip(keys, (*keys[1:], ""), strict=True):
        rows.block(key, en=f'{{% include "{following}" %}}' if following else "The end.")


@pytest.mark.parametrize(
    ("others", "includes", "told"),
    [
        ((), "a", "a > a"),
        (("b",), "b", "a > b > a"),
        (("b", "c"), "b", "a > b > c > a"),
    ],
)
def test_a_cycle_is_refused_with_its_way(others: tuple[str, ...], includes: str, told: str) -> None:
    rows.block("a")
    for key, following in pairwise((*others, "a")):
        rows.block(key, en=f'保单 {{% include "{following}" %}}')
    draft = rows.block("a", State.DRAFT, en=f'Ha\n  {{% include "{includes}" %}}')
    with pytest.raises(BadSource) as refused:
        keep(draft)
    assert str(refused.value) == f"In the text (en), line 2, column 14: content blocks include each other: {told}."


def test_a_cycle_of_drafts_alone_is_refused_too() -> None:
    rows.block("a", State.DRAFT, en='{% include "b" %}')
    draft = rows.block("b", State.DRAFT, en='{% include "a" %}')
    assert [one.text for one in problems(draft)] == [
        "the content block “a” is not live yet: it has to be approved before this, or with it",
        "content blocks include each other: b > a > b",
    ]


def test_a_draft_that_undoes_an_edge_lets_the_other_way_be_written() -> None:
    rows.block("a", en='{% include "b" %}')
    rows.block("b")
    draft = rows.block("b", State.DRAFT, en='{% include "a" %}')
    assert [one.code for one in problems(draft)] == ["cycle"]
    rows.block("a", State.DRAFT, en="Nothing included.")
    assert problems(draft) == []


def test_nine_deep_is_too_deep_and_eight_is_not() -> None:
    names = [f"b{number}" for number in range(1, 10)]
    chain(*names)
    northlight = rows.brand()
    assert problems(rows.template("eight", {"body": '{% include "b2" %}'}, [northlight])) == []
    assert [str(one) for one in problems(rows.template("nine", {"body": '{% include "b1" %}'}, [northlight]))] == [
        "In the body (en), line 1, column 12: content blocks stand inside each other more than 8 deep: "
        + " > ".join(names)
        + "."
    ]


def test_a_block_in_the_middle_is_too_deep_for_what_stands_above_it() -> None:
    chain("a1", "a2", "a3", "a4")
    chain("b1", "b2", "b3", "b4", "b5")
    draft = rows.block("a4", State.DRAFT, en='{% include "b1" %}')
    assert [one.text for one in problems(draft)] == [
        "content blocks stand inside each other more than 8 deep: a1 > a2 > a3 > a4 > b1 > b2 > b3 > b4 > b5"
    ]
    assert problems(rows.block("a3", State.DRAFT, en='{% include "b1" %}')) == []


def test_an_undeclared_name_in_a_block_is_told_at_the_place_in_the_block() -> None:
    northlight = rows.brand()
    rows.block("inner", en="x\n  {{ reference }} {{ customer }}")
    rows.block("outer", en='{% include "inner" %}')
    version = rows.template("renewal", {"body": '{% include "outer" %}'}, [northlight], variables=DECLARED)
    assert [str(one) for one in problems(version)] == [
        "In the content block inner (en), line 2, column 6: “reference” is not a declared variable."
    ]


def test_nothing_is_kept_of_a_version_that_is_refused_and_all_of_one_that_is_not() -> None:
    northlight = rows.brand()
    rows.block("contact-us")
    version = rows.template("renewal", {"body": '{% include "contact-us" %}{{ brand.name }}'}, [northlight])
    before = list(Reference.objects.order_by("pk").values_list("pk", flat=True))
    part = Part.objects.get(version=version)
    part.source = '{{ brand.phone }}{% include "nobody" %}'
    part.save()
    with pytest.raises(BadSource) as refused:
        keep(version)
    assert refused.value.problems == (
        Problem("unknown-block", "body", "en", 1, 29, "there is no content block “nobody”", refuses=True),
    )
    assert list(Reference.objects.order_by("pk").values_list("pk", flat=True)) == before
    part.source = "{{ brand.phone }}"
    part.save()
    keep(version)
    assert list(Reference.objects.filter(version_id=version.pk, subject="template").values_list(
        "target", "key", "part", "locale", "line", "column"
    )) == [("token", "phone", "body", "en", 1, 4)]  # fmt: skip


def test_a_very_long_key_is_unknown_and_no_error_of_the_database() -> None:
    draft = rows.block("a", State.DRAFT, en="{% include '" + "x" * 300 + "' %}")
    with pytest.raises(BadSource, match="there is no content block “xxx"):
        keep(draft)
    BlockText.objects.filter(version=draft).update(source="{{ brand." + "y" * 300 + "|default('') }}")
    keep(draft)  # nobody knows a brand here, so nobody can say what is missing
    assert not Reference.objects.filter(subject="content-block", version_id=draft.pk).exists()
