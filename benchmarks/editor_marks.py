"""From keystroke to mark: how long the editor takes in a real browser to mark a word in a template of 20 KB.

    python -m benchmarks.editor_marks                 with the rules of the library and 5,000 made-up terms

A server of Django's stands on a database of its own in memory's place (a file in a temporary folder). Chromium types a space
behind a listed word in the middle of the text; the time runs from the event of that key to the frame in which the mark is
drawn. Beside it stands a request that does nothing: the same bytes, sent by the same person and refused because they ask
for a channel that does not exist. To reach: 150 ms at the median.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from pathlib import Path
from typing import Any, Final

FOLDER: Final = tempfile.TemporaryDirectory(prefix="editor-marks-")
os.environ.setdefault("COMMHUB_DEBUG", "1")
os.environ["COMMHUB_VAR_DIR"] = FOLDER.name
os.environ["DATABASE_URL"] = f"sqlite:///{Path(FOLDER.name) / 'desk.sqlite3'}"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's driver has an event loop in this thread
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commhub.settings")

import django  # noqa: E402

django.setup()

from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.testcases import LiveServerThread  # noqa: E402
from django.urls import reverse  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402

from benchmarks.harness import table  # noqa: E402
from tests.browser.looking import chromium  # noqa: E402
from tests.factories import listed, live_brand, marketer, template_draft  # noqa: E402

TO_REACH: Final = 150
SIZE: Final = 20_000
TERMS: Final = 5_000
PARAGRAPH: Final = (
    "Dear {{ recipient.name }},\n\nWe have read your claim {{ policy_number }}. **You need not do anything.** We pay "
    "{{ premium }} into your account within five days, and you get a letter from us when it is done{% if note %}: "
    "{{ note }}{% endif %}. These are the things that we pay for, each at the price of a new one.\n\n"
    "- one thing\n- another\n\n"
)
TRIAL: Final = """
async (place) => {
  const area = document.querySelector("[name='part:en:body']");
  const sheet = area.parentElement.querySelector(".desk-sheet");
  area.focus();
  area.setSelectionRange(place, place);
  performance.clearResourceTimings();
  const seen = new Promise((done) => {
    area.addEventListener("desk:linted", () => {
      const answered = performance.now();
      requestAnimationFrame(() => requestAnimationFrame(() => done([answered, performance.now()])));
    }, { once: true });
  });
  const began = performance.now();
  document.execCommand("insertText", false, "NIGO ");
  const typed = performance.now();
  const [answered, drawn] = await seen;
  const entry = performance.getEntriesByType("resource").filter((one) => one.name.endsWith("/lint/")).pop();
  const server = entry.serverTiming.find((one) => one.name === "lint");
  const marks = [...sheet.querySelectorAll("mark")].filter((mark) => mark.textContent === "NIGO").length;
  area.setSelectionRange(place, place + 5);
  const undone = new Promise((done) => area.addEventListener("desk:linted", done, { once: true }));
  document.execCommand("delete");
  await undone;
  return { whole: drawn - began, typing: typed - began, waited: entry.requestStart - typed,
           network: entry.responseEnd - entry.requestStart, lint: server.duration,
           drawing: drawn - entry.responseEnd, marks };
}
"""
BASELINE: Final = """
async () => {
  const area = document.querySelector("[name='part:en:body']"), form = area.form;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  const body = JSON.stringify({ text: area.value, channel: "fax", locale: "en" });
  const began = performance.now();
  await (await fetch(form.dataset.lintUrl, { method: "POST", credentials: "same-origin", headers, body })).json();
  return performance.now() - began;
}
"""


def text() -> str:
    return (PARAGRAPH * (SIZE // len(PARAGRAPH) + 1))[:SIZE]


def trials(page: Page, rounds: int) -> tuple[list[dict[str, float]], list[float]]:
    """Each round: one keystroke, and one request that does nothing."""
    found, baseline = [], []
    place = text().index("\n\n", SIZE // 2) + 2
    for _ in range(rounds):
        found.append(page.evaluate(TRIAL, place))
        baseline.append(page.evaluate(BASELINE))
    return found, baseline


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--terms", type=int, default=TERMS)
    asked = parser.parse_args()
    call_command("migrate", verbosity=0)
    listed("NIGO", *(f"planted{number:05d}" for number in range(asked.terms)), kind="code", suggestion="not complete")
    live_brand(channels=("email", "sms"))
    draft = template_draft(parts={"en": {"subject": "Hello", "body": text()}})
    client = Client()
    client.force_login(marketer())
    server = LiveServerThread("localhost", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    address = f"http://localhost:{server.port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
        page = context.new_page()
        page.goto(address + reverse("admin:desk_edit", args=["template", draft.pk]))
        page.wait_for_function("() => window.deskMarks && document.querySelector('[data-pane]').children.length")
        trials(page, 3)
        found, baseline = trials(page, asked.rounds)
        browser.close()
    server.terminate()
    told(found, baseline)


def told(found: list[dict[str, Any]], baseline: list[float]) -> None:
    if not all(one["marks"] == 1 for one in found):
        raise SystemExit("A keystroke came to no mark, or to more than one.")
    names = {
        "whole": "keystroke to mark",
        "typing": "  the field takes the key, and marks move along",
        "waited": "  waiting for the next key",
        "network": "  asked and answered",
        "lint": "    of that the linter",
        "drawing": "  marks drawn",
    }
    rows = [
        (label, statistics.median(values), max(values))
        for name, label in names.items()
        if (values := [float(one[name]) for one in found])
    ]
    idle = statistics.median(baseline)
    print(table(["milliseconds", "median", "worst"], rows))
    whole = statistics.median(float(one["whole"]) for one in found)
    print(
        f"\nA request that does nothing: {idle:.1f} ms; a mark takes {whole / idle:.1f} times that. To reach: {TO_REACH} ms."
    )


if __name__ == "__main__":
    main()
