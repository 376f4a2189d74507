"""The format junit: what continuous integration servers show as tests, one suite for each text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from commhub.contracts import Finding
from commhub.lint.formats.base import Format, Linted, errors_in

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold (its production Char)."""


class JUnit(Format):
    """An error is a failed test; warnings, advice, doubtful and waived findings are told in the suite's output."""

    name = "junit"
    label = "JUnit XML"

    def told(self, results: Sequence[Linted]) -> str:
        tests = sum(max(1, len(_errors(one))) for one in results)
        root = ET.Element("testsuites", name="commhub lint", tests=str(tests), failures=str(errors_in(results)))
        for one in results:
            errors = _errors(one)
            name = _clean(one.name)
            suite = ET.SubElement(
                root, "testsuite", name=name, tests=str(max(1, len(errors))), failures=str(len(errors))
            )
            if not errors:
                ET.SubElement(suite, "testcase", classname=name, name="nothing stops this text")
            for finding in errors:
                case = ET.SubElement(suite, "testcase", classname=name, name=_clean(_named(one, finding)))
                failure = ET.SubElement(case, "failure", type=finding.rule, message=_clean(finding.message))
                failure.text = _clean(finding.context)
            others = [
                f"{fate if fate != 'open' else finding.severity}: {_named(one, finding)}: {finding.message}"
                for finding, fate in one.everything()
                if fate != "open" or finding.severity != "error"
            ]
            if others:
                ET.SubElement(suite, "system-out").text = _clean("\n".join(others))
        ET.indent(root)
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _errors(one: Linted) -> list[Finding]:
    return [finding for finding in one.report.findings if finding.severity == "error"]


def _named(one: Linted, finding: Finding) -> str:
    line, column = one.place(finding.start)
    return f"line {line}, column {column}: {' '.join(finding.surface.split())} ({finding.rule})"


def _clean(text: str) -> str:
    return NOT_XML.sub("\ufffd", text)
