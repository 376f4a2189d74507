"""What the demo shows: progress and a table in a terminal, plain lines anywhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from commhub.demo.arrived import where
from commhub.demo.folder import Places
from commhub.demo.story import Told

COLOURS = {"sent": "green", "held": "yellow", "blocked": "yellow", "undeliverable": "yellow", "failed": "red"}
WIDE = 110
HEADINGS_WIDE = ("Customer", "Template", "Channel", "Why", "Status")
HEADINGS_NARROW = ("Customer\nTemplate", "Channel\nStatus", "Why")
CHANNELS = {"email": "e-mail", "sms": "text message", "print": "letter", "": "none"}


class Show:
    """The demo's voice. `url` is where the web server is."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False)

    @property
    def rich(self) -> bool:
        return self.console.is_terminal

    def say(self, text: str = "", style: str = "") -> None:
        """A line, which a terminal wraps and a file does not."""
        self.console.print(escape(text), style=style or None, soft_wrap=True)

    @contextmanager
    def step(self, doing: str) -> Iterator[Callable[[str], None]]:
        """A step that takes a while: what is being done, and how long it took. The block is given what to call with
        the detail that it is at."""
        began = monotonic()
        if self.rich:
            with self.console.status(f"{escape(doing)} ...") as status:
                yield lambda detail: status.update(f"{escape(doing)} ... [dim]{escape(detail.strip()[:60])}[/]")
        else:
            yield lambda _: None
        self.console.print(f"[green]✓[/] {escape(doing)} [dim]({monotonic() - began:.1f} s)[/]", soft_wrap=True)

    @contextmanager
    def counting(self, doing: str, total: int) -> Iterator[Callable[[int], None]]:
        """A step of which the parts are counted; the block is given what to call with the number done."""
        if not self.rich:
            with self.step(f"{doing} ({total})"):
                yield lambda _: None
            return
        columns = (TextColumn("  {task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self.console) as progress:
            task = progress.add_task(escape(doing), total=total)
            yield lambda done: progress.update(task, completed=done)

    def results(self, told: Sequence[Told], places: Places, url: str) -> None:
        """Who got what by which channel, why, and where to look."""
        self.say()
        if self.rich:
            self._as_table(told, places, url)
        else:
            self._as_lines(told, places, url)

    def _as_table(self, told: Sequence[Told], places: Places, url: str) -> None:
        table = Table(title="What became of each request", show_lines=True, expand=True, title_justify="left")
        wide = self.console.width >= WIDE
        for heading in HEADINGS_WIDE if wide else HEADINGS_NARROW:
            table.add_column(heading, no_wrap=heading != "Why", ratio=1 if heading == "Why" else None)
        for number, one in enumerate(told, 1):
            state = one.message["state"]
            who = f"{number}. {escape(one.customer.about['name'])}"
            channel = CHANNELS.get(one.message["channel"], one.message["channel"])
            status = f"[{COLOURS.get(state, 'none')}]{state}[/]"
            if wide:
                table.add_row(who, one.request.template, channel, escape(one.reason), status)
            else:
                table.add_row(f"{who}\n{one.request.template}", f"{channel}\n{status}", escape(one.reason))
        self.console.print(table)
        # Addresses and paths stand apart from the table: broken over lines they could not be clicked or copied.
        self.say("Where to look", style="bold")
        for number, one in enumerate(told, 1):
            for place in _places_to_look(one, places, url):
                self.say(f"  {number}. {place}")

    def _as_lines(self, told: Sequence[Told], places: Places, url: str) -> None:
        self.say("What became of each request:")
        for number, one in enumerate(told, 1):
            message = one.message
            channel = CHANNELS.get(message["channel"], message["channel"])
            self.say(f"{number}. {one.customer.about['name']}, {one.request.template}: {channel}, {message['state']}")
            self.say(f"   why:  {one.reason}")
            for place in _places_to_look(one, places, url):
                self.say(f"   look: {place}")


def _places_to_look(one: Told, places: Places, url: str) -> list[str]:
    path = where(one, places)
    found = [str(_short(path))] if path is not None and path.exists() else []
    return [f"{url}/admin/record/message/{one.message['id']}/change/", *found]


def _short(path: Path) -> Path:
    """The path as one would type it from here."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
