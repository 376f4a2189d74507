"""The demo from its first step to its last."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from commhub.demo import story
from commhub.demo.arrived import wrong_with
from commhub.demo.cast import CUSTOMERS, REQUESTS
from commhub.demo.client import Api
from commhub.demo.folder import own_folder
from commhub.demo.house import House, open_house
from commhub.demo.show import Show
from commhub.demo.story import Told
from commhub.demo.supervise import Child

APP = "Demo app"
LOOK_AT_CHILDREN_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Options:
    """How the demo is to run. `stay` keeps it serving after its table, until Ctrl-C."""

    folder: Path
    port: int
    seconds: float
    stay: bool


class Ended(BaseException):
    """The system or the person asks the demo to end. Not an Exception, so that nothing on the way takes it for one."""

    def __init__(self, number: int) -> None:
        self.status = 128 + number
        super().__init__(signal.Signals(number).name)


def run(options: Options, show: Show) -> int:
    """Run the whole demo; answers the exit status. Raises DemoError when it cannot go on."""
    with heeding_signals(), own_folder(options.folder) as places, open_house(places, options.port) as house:
        ready = set_up(house, show)
        told = tell(house, Api(house.url, create_key(house)), options.seconds, show)
        show.results(told, places, house.url)
        problems = wrong_with(told, places)
        _close(house, show, ready.logins, problems)
        if options.stay:
            _serve(house, show)
        return 1 if problems else 0


@dataclass(frozen=True, slots=True)
class Ready:
    """A house that is open for business: the logins of its staff, as text, and its worker."""

    logins: str
    worker: Child


def set_up(house: House, show: Show) -> Ready:
    """Database, content and servers, each waited for."""
    with show.step("Made the database"):
        house.manage("Migration", "migrate", "--no-input")
    with show.step("Started the broker"):
        house.start_broker()
    with show.step("Started the web server"):
        house.start_web()
    with show.step("Loaded the starter library, and had it approved") as note:
        logins = house.manage("Library", "load_library", "--demo-users", hear=note)
    with show.step("Started a worker"):
        return Ready(logins, house.start_worker())


def create_key(house: House) -> str:
    """A key for the app that the story is about."""
    return house.manage("Key", "create_api_key", APP, "--mode", "live").strip()


def tell(house: House, api: Api, seconds: float, show: Show) -> list[Told]:
    """The story, through the public API."""
    with show.step(f"Told {house.url}/api/v1 about {len(CUSTOMERS)} customers"):
        story.introduce(api, CUSTOMERS)
    with show.step(f"Asked for {len(REQUESTS)} messages"):
        send_ids = story.ask(api, REQUESTS)
    with show.counting("Watched the worker finish them", len(send_ids)) as progress:
        sends = story.watch(api, send_ids, seconds, progress)
    people = {customer.key: customer for customer in CUSTOMERS}
    return [Told(request, people[request.customer], send) for request, send in zip(REQUESTS, sends, strict=True)]


def _close(house: House, show: Show, logins: str, problems: list[str]) -> None:
    show.say()
    if problems:
        show.say("Not all went as it should:", style="bold red")
        for problem in problems:
            show.say(f"  - {problem}", style="red")
    else:
        show.say("All of it arrived as it should, and what had to be stopped was stopped.", style="bold green")
    show.say()
    show.say("Addresses", style="bold")
    show.say(f"  Admin for the staff:   {house.url}/admin/")
    show.say(f"  API and its manual:    {house.url}/api/v1/docs")
    show.say(f"  What arrived, logs:    {house.places.root}")
    show.say()
    show.say(logins.strip())


def _serve(house: House, show: Show) -> None:
    """Keep serving until Ctrl-C, and say so if a part of the house goes away."""
    show.say()
    show.say("Everything keeps running for you to look around. Ctrl-C ends it.", style="bold")
    missed: set[str] = set()
    with suppress(KeyboardInterrupt):
        while True:
            for child in house.supervisor.ended():
                if child.name not in missed:
                    missed.add(child.name)
                    show.say(f"{child.name} has ended. Its log: {child.log}", style="red")
            time.sleep(LOOK_AT_CHILDREN_SECONDS)
    show.say("Ending the servers ...")


@contextmanager
def heeding_signals() -> Iterator[None]:
    """Let SIGTERM and a closed terminal end the block in good order, as Ctrl-C does."""

    def end(number: int, frame: FrameType | None) -> None:
        raise Ended(number)

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def has_terminal() -> bool:
    """Whether a person sits before it, who can press Ctrl-C."""
    return sys.stdin.isatty() and sys.stdout.isatty()
