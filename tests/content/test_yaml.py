"""YAML as the tree has it: written always alike, read strictly and with places."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from commhub.content.problems import BadTree
from commhub.content.yaml_reading import read_yaml
from commhub.content.yaml_writing import as_yaml
from commhub.contracts import JSON

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])) | st.text(
    "ab \n\t:-#'\"|>yesno01.Ee+~\x85\u2028\ufeff😀{}[]&*!%@`", max_size=12
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=120, derandomize=True, deadline=None)
@given(VALUES)
def test_what_is_written_is_read_back_also_by_others(value: JSON) -> None:
    text = as_yaml(value).decode()
    assert read_yaml("x.yaml", text).value() == value
    assert as_yaml(read_yaml("x.yaml", text).value()).decode() == text
    assert yaml.safe_load(text) == value


def test_texts_of_several_lines_are_blocks_and_words_that_look_like_values_are_quoted() -> None:
    assert as_yaml({"note": "One\n\nTwo\n", "no": "yes", "day": "2026-01-31", "list": [], "more": [{"a": 1}]}) == (
        b"note: |\n  One\n\n  Two\n'no': 'yes'\nday: '2026-01-31'\nlist: []\nmore:\n  - a: 1\n"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [1", "x.yaml:1:6: This is not YAML: expected ',' or ']', but got '<stream end>'."),
        ("a: 1\na: 2", "x.yaml:2:1: 'a' stands twice in one object; only one can be meant."),
        (
            "a: &x 1\nb: *x",
            "x.yaml:1:4: Anchors and aliases (& and *) are not read: write the value out, or put it in quotes.",
        ),
        (
            "a: !!python/x [ls]",
            "x.yaml:1:4: Tags are not read: tag:yaml.org,2002:python/x. If it is text, put it in quotes.",
        ),
        ("1: a", "x.yaml:1:1: A name is text: put it in quotes."),
        ("? [a]\n: b", "x.yaml:1:3: A name is text, and no list or object."),
        ("a: 1\n---\nb: 2", "x.yaml:2:1: A second document begins here; a file holds one."),
        ("a: \x07", "x.yaml: This is not YAML: unacceptable character #x0007: special characters are not allowed."),
        ("[" * 60, "x.yaml:1:42: This is nested deeper than 40 levels."),
        ("a: 1.0e+999", "x.yaml:1:4: This number is too large."),
        ("\tb: 1", "x.yaml:1:1: This is not YAML: found character '\\t' that cannot start any token."),
    ],
)
def test_what_is_wrong_is_told_by_line_and_column(text: str, said: str) -> None:
    with pytest.raises(BadTree) as caught:
        read_yaml("x.yaml", text)
    assert str(caught.value) == said


def test_a_file_of_too_many_values_is_given_up_early() -> None:
    with pytest.raises(BadTree, match="more than 200,000 values"):
        read_yaml("x.yaml", "[" + "1," * 210_000 + "]")


def test_an_empty_file_is_nothing() -> None:
    assert read_yaml("x.yaml", "# only a comment\n").value() is None


def test_a_value_of_the_wrong_type_says_what_it_should_be() -> None:
    node = read_yaml("x.yaml", "name: 12\nflag: 'yes'\nlist: a")
    members = node.members()
    for name, read, said in (
        ("name", members["name"].text, "x.yaml:1:7: This should be text (put it in quotes), and is a whole number."),
        ("flag", members["flag"].flag, "x.yaml:2:7: This should be true or false, and is text."),
        ("list", members["list"].items, "x.yaml:3:7: This should be a list, and is text."),
    ):
        with pytest.raises(BadTree) as caught:
            read()
        assert str(caught.value) == said, name
    with pytest.raises(BadTree) as caught:
        node.members({"names", "flag", "list"})
    assert str(caught.value) == "x.yaml:1:7: Nobody knows 'name' here. Did you mean 'names'?"
