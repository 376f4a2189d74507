"""What a rule pack of 5,000 rules takes to be compiled and swapped for the one that serves: seconds and memory.

    python -m benchmarks.lint_pack [--terms N]

Runs as a worker does, with Django set up: a rule set serves English and Chinese letters with the dictionary that the guard
against straddles reads; then a changed list, with its forms as they were stored, is compiled beside it for the same
locales and takes its place. Seconds are CPU time; so that they mean something on a busy machine, the time that one
compiled `re` alternation of the same forms takes to be made stands beside them. `--make` measures forms that are not stored.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from time import process_time

import django

from benchmarks.harness import table

WANTED_SECONDS, WANTED_MEGABYTES = 5.0, 250.0
LOCALES = ("en-GB", "zh-CN", "zh-TW")


def resident() -> float:
    """Megabytes that the process holds now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--terms", type=int, default=5_000)
    parser.add_argument("--make", action="store_true", help="make the forms in the worker")
    options = parser.parse_args()
    stored = _stored_elsewhere(options.terms)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commhub.settings")
    django.setup()
    from commhub.lint.engine import lint  # noqa: PLC0415  after Django's set-up, as in a worker
    from commhub.lint.rules.base import TermSpec  # noqa: PLC0415
    from commhub.lint.ruleset import RuleSet  # noqa: PLC0415
    from commhub.lint.sources import source_blocks  # noqa: PLC0415

    rows: list[list[object]] = [["worker without rules", "", resident()]]
    terms = [
        TermSpec(text, locale, rule, "jargon", "error", id=str(at), forms=() if options.make else tuple(forms))
        for at, (text, locale, rule, forms) in enumerate(stored)
    ]
    began = process_time()
    serving = RuleSet(terms).make_ready(LOCALES)
    rows.append([f"compile {len(terms)} rules for {', '.join(LOCALES)}", process_time() - began, resident()])
    han = next(term.text for term in terms if term.locale == "zh")
    for locale, text in (("en-GB", f"Your {terms[0].text} is here."), ("zh-CN", f"您的{han}已经收到。")):
        assert lint(source_blocks(text, "email_text", "rendered"), locale, serving).readings  # noqa: S101
    rows.append(["after English and Chinese letters", "", resident()])
    began = process_time()
    changed = [*terms[1:], replace(terms[0], suggestion="plain words")]
    serving = RuleSet(changed).make_ready(serving.locales)
    rows.append(["compile a changed list and swap", process_time() - began, resident()])
    began = process_time()
    re.compile("|".join(re.escape(form) for term in stored for form in term[3]), re.IGNORECASE)
    rows += [["one re alternation", process_time() - began, ""], ["wanted", WANTED_SECONDS, WANTED_MEGABYTES]]
    print(table(["step", "seconds", "MB resident"], rows))


def _stored_elsewhere(count: int) -> list[tuple[str, str, str, list[str]]]:
    """The rules with their forms, made in another process, so that this one holds no lexicon."""

    script = (
        "import json; from benchmarks.lint_samples import stored; "
        f"print(json.dumps([(t.text, t.locale, t.rule, t.forms) for t in stored({count})]))"
    )
    output = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    return [tuple(one) for one in json.loads(output.stdout)]  # type: ignore[misc]


if __name__ == "__main__":
    main()
