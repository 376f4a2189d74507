"""The size budget of the HTML."""

from __future__ import annotations

from tests.render.html.checks.pages import told

KB = 1024


def test_more_than_gmail_shows_is_an_error_and_near_it_a_warning() -> None:
    assert told("message-size", "x", size=90 * KB) == []
    assert [one[0] for one in told("message-size", "x", size=90 * KB + 1)] == ["warning"]
    assert [one[0] for one in told("message-size", "x", size=102 * KB)] == ["warning"]
    hidden = "Gmail hides what comes after 102 KB, which may be the legal text and the unsubscribe link."
    assert told("message-size", "x", size=102 * KB + 52) == [
        ("error", 0, 0, "", f"The HTML has 102.1 KB with this data; {hidden}")
    ]
