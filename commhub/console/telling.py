"""What `manage.py render` says of a message: whether it compiled once, its figures, and every finding with its place."""

from __future__ import annotations

from collections.abc import Iterator

from commhub.console.loose import Made
from commhub.contracts import Finding

ORDER = {"error": 0, "warning": 1, "advice": 2}


def tell(made: Made) -> Iterator[str]:
    """The lines for standard error."""
    inlined = made.share.get("inlined")
    if inlined == "once":
        yield "compiled once: safe; nothing but Jinja runs for each message"
    elif inlined == "per-message":
        yield "not compiled once: the styles are inlined in each message, which is right and slow"
        if not made.share.get("reasons"):
            yield "  as asked for with --per-message; nothing else keeps it from being compiled once"
        for reason in made.share.get("reasons", ()):
            place = f"{reason['part']}:{reason['line']}:{reason['column']}"
            yield f"  {place}: {reason['message']}" + (f" ({reason['advice']})" if reason.get("advice") else "")
    figures = ", ".join(f"{name} {value}" for name, value in made.rendered.facts.items() if _is_short(value))
    yield f"sha256 {made.rendered.sha256}"
    yield f"{made.rendered.channel}: {figures}"
    findings = sorted(made.findings, key=lambda one: (ORDER.get(one.severity, 3), one.part, one.line, one.start))
    for finding in findings:
        yield line_of(finding)
    errors = sum(finding.severity == "error" for finding in findings)
    count = "1 finding" if len(findings) == 1 else f"{len(findings)} findings"
    yield f"{count}, {errors} of them errors" if findings else "no findings"


def _is_short(value: object) -> bool:
    return isinstance(value, str | int | float) and len(str(value)) < 80


def line_of(finding: Finding) -> str:
    """One finding on one line: how grave, where, what, and what to do instead."""
    place = finding.part + (f":{finding.line}:{finding.column}" if finding.line else "")
    surface = f" “{finding.surface}”" if finding.surface else ""
    suggestion = f" Instead: {finding.suggestion}" if finding.suggestion else ""
    brought = f" (brought by {finding.field})" if finding.field else ""
    return f"{finding.severity:8}{place} {finding.rule}:{surface} {finding.message}{brought}{suggestion}"
