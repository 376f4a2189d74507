"""What a reviewer sees of a change: lines that belong together, and the words within them."""

from __future__ import annotations

from commhub.desk.diff import Piece, changes, side_by_side, words


def rows(before: str, after: str) -> list[tuple[str, int, int]]:
    return [(row.sort, row.left.number, row.right.number) for row in side_by_side(before, after)]


def test_a_changed_word_is_marked_on_both_sides() -> None:
    left, right = words("You pay on Monday.", "You pay on Friday.")

    assert [piece for piece in left if piece.changed] == [Piece("Monday", changed=True)]
    assert [piece for piece in right if piece.changed] == [Piece("Friday", changed=True)]
    assert "".join(piece.text for piece in right) == "You pay on Friday."


def test_chinese_is_compared_character_by_character() -> None:
    left, right = words("保单即将续保。", "保单已经续保。")

    assert [piece.text for piece in left if piece.changed] == ["即将"]
    assert [piece.text for piece in right if piece.changed] == ["已经"]


def test_a_line_put_in_does_not_shift_the_others() -> None:
    assert rows("one\ntwo", "one\nnew\ntwo") == [("same", 1, 1), ("added", 0, 2), ("same", 2, 3)]


def test_a_changed_line_is_paired_with_the_one_that_it_came_from() -> None:
    before = "Hello.\nYou pay the premium of your policy on Monday."
    after = "Something quite other stands here.\nYou pay the premium of your policy on Friday."

    assert rows(before, after) == [("removed", 1, 0), ("added", 0, 1), ("changed", 2, 2)]


def test_long_stretches_without_a_change_are_left_out() -> None:
    same = "\n".join(f"line {number}" for number in range(20))
    found = side_by_side(f"{same}\nold words here", f"{same}\nnew words here")

    assert [(row.sort, row.count) for row in found] == [("skipped", 18), ("same", 0), ("same", 0), ("changed", 0)]


def test_places_are_told_apart() -> None:
    found = changes({"body": "a", "sms": "s", "gone": "g"}, {"body": "b", "sms": "s", "new": "n"})

    assert [(change.place, change.verdict) for change in found] == [
        ("body", "changed"),
        ("sms", "same"),
        ("new", "added"),
        ("gone", "removed"),
    ]
