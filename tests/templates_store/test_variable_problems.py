"""What is wrong with the variables that somebody typed is said in their words, with the line."""

from __future__ import annotations

import pytest

from templates_store.variable_problems import VariablesProblem, read_variables

GOOD = """[
  {"name": "premium", "type": "money", "sample": {"amount": "12.30", "currency": "GBP"}},
  {"name": "papers", "type": "list", "fields": [{"name": "due", "type": "date"}], "sample": [{"due": "2026-01-31"}]},
  {"name": "plan", "type": "enum", "choices": ["basic", "plus"], "sample": "plus"}
]"""


def problems(text: str) -> list[str]:
    with pytest.raises(VariablesProblem) as caught:
        read_variables(text)
    return caught.value.problems


def test_good_variables_come_back_as_they_were_written() -> None:
    assert [variable["name"] for variable in read_variables(GOOD)] == ["premium", "papers", "plan"]
    assert read_variables("") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '[\n  {"name": "a"}\n  {"name": "b"}\n]',
            'Line 3, column 3: a comma or a closing bracket is missing before this place (near \'{"name": "b"}\').',
        ),
        ('[\n  {"name": due}\n]', "Line 2, column 12: a value is missing here, or a text stands without its quotes"),
        ('{"name": "a"}', "The variables must be a list: begin with [ and end with ]."),
        ('["a"]', "Line 1, column 2: Entry 1 has no name."),
        ('[\n{"name": "a"},\n{"name": "due date"}\n]', "Line 3, column 10: 'due date' cannot be a variable's name"),
        (
            '[\n{"name": "a", "type": "day"}\n]',
            "Line 2, column 23: Variable 'a' has the type 'day'; the types are string",
        ),
        ('[{"name": "a"},\n{"name": "a"}]', "Line 2, column 10: There are two variables called 'a'."),
        ('[{"name": "brand"}]', "Line 1, column 11: 'brand' is a name that every template already has."),
        ('[{"name": "a", "type": "enum"}]', "Line 1, column 24: Variable 'a' is an enum and needs its choices."),
        (
            '[{"name": "a", "type": "enum", "choices": [1]}]',
            "Line 1, column 44: Variable 'a' has a choice that is no text",
        ),
        (
            '[{"name": "a", "type": "enum", "choices": ["x", ""]}]',
            "Line 1, column 49: Variable 'a' has a choice that is no text",
        ),
        (
            '[{"name": "a", "dictionary": "plans"}]',
            "Line 1, column 30: Variable 'a' has the dictionary 'plans'; only an enum has one",
        ),
        (
            '[{"name": "a", "type": "enum", "choices": ["x"], "dictionary": "My Plans"}]',
            (
                "Line 1, column 64: Variable 'a' has the dictionary 'My Plans'; only an enum has one, named in small "
                "letters and hyphens"
            ),
        ),
        (
            '[{"name": "a", "type": "date", "sample": "31/01/2026"}]',
            (
                "Line 1, column 42: The sample of 'a' does not fit its type, date: it must be a day in quotes, such as "
                '"2026-03-31".'
            ),
        ),
        (
            '[{"name": "a", "type": "list", "fields": {}}]',
            "Line 1, column 42: The fields of 'a' must be a list in square brackets.",
        ),
        (
            '[{"name": "a", "type": "list",\n"fields": [{"name": "b", "type": "x"}]}]',
            "Line 2, column 34: Variable 'b' has the type 'x'",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, expected: str) -> None:
    assert problems(text)[0].startswith(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[\n {"name": "a", "sample": NaN}]', "Line 2, column 26: NaN is no number."),
        ('[{"name": "a", "sample": "\\u0000"}]', "Line 1, column 26: There is a character here that no database keeps"),
        ('[{"name": "a", "sample": "\\ud800"}]', "Line 1, column 26: There is a character here that no database keeps"),
        ("[" * 100_000, "Too much stands inside each other here."),
        (
            '[{"name": "保单", "description": "保单"},\n\t{"name": "due", "typ": "date"}]',
            "Line 2, column 25: Variable 'due' has unknown settings: typ.",
        ),
        ('[{"name": "a", "choices": "x"}]', "Line 1, column 27: The choices of 'a' must be a list"),
        ('[{"name": "a", "type": {"x": [1, 2.5e3, true, null]}}]', "Line 1, column 24: The type of 'a' must be a word"),
        ('[{"name": "a", "holds": "pets"}]', "Line 1, column 25: Variable 'a' holds 'pets'"),
        ('[{"name": "a", "type": "object"}]', "Line 1, column 24: Variable 'a' is an object and needs its fields."),
    ],
)
def test_what_no_list_of_variables_can_hold_is_told_too(text: str, expected: str) -> None:
    assert problems(text)[0].startswith(expected)


def test_all_mistakes_are_told_at_once() -> None:
    assert len(problems('[{"name": "a", "type": "x"}, {"name": "b", "type": "y"}]')) == 2
