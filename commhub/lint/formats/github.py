"""The format github: workflow commands that GitHub shows as annotations on the changed lines.

Source: GitHub's documentation, "Workflow commands for GitHub Actions", setting a notice, warning or error message.
"""

from __future__ import annotations

from collections.abc import Sequence

from commhub.lint.formats.base import Format, Linted

COMMANDS = {"error": "error", "warning": "warning"}


class GitHub(Format):
    """One command a finding; waived ones are left out. Columns count characters from 1, the last one included."""

    name = "github"
    label = "GitHub annotations"

    def told(self, results: Sequence[Linted]) -> str:
        lines = []
        for one in results:
            for finding, fate in one.everything():
                if fate == "waived":
                    continue
                line, column = one.place(finding.start)
                last_line, last_column = one.place(max(finding.start, finding.end - 1))
                places = {"file": one.name, "line": line, "endLine": last_line}
                if line == last_line:
                    places |= {"col": column, "endColumn": last_column}
                told = ",".join(f"{name}={_property(str(value))}" for name, value in places.items())
                command = COMMANDS.get(finding.severity, "notice")
                title = _property(f"{finding.severity}: {finding.rule}")
                lines.append(f"::{command} {told},title={title}::{_data(finding.message)}\n")
        return "".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
