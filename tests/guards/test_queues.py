"""Every queue that code puts work on is consumed, by the worker of the demo and by the documented production start."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from django.conf import settings

from commhub.celery import app
from tests.guards.source import ROOT, code_files, parsed

WORKER_COMMAND = re.compile(r"celery\b[^\n]*\bworker\b[^\n]*?(?:-Q|--queues)[ =]([\w,.-]+)")


def queues_named_in(tree: ast.Module) -> set[str]:
    """The constant values of `queue=` in calls and decorators."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    named = (keyword for call in calls for keyword in call.keywords if keyword.arg == "queue")
    return {str(keyword.value.value) for keyword in named if isinstance(keyword.value, ast.Constant)}


def queues_in_use() -> set[str]:
    app.loader.import_default_modules()
    ours = [task for name, task in app.tasks.items() if not name.startswith("celery.")]
    routed = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values() if "queue" in route}
    of_tasks = {str(queue) for task in ours if (queue := getattr(task, "queue", None))}
    in_code = set().union(*(queues_named_in(parsed(path)) for path in code_files()))
    return {settings.CELERY_TASK_DEFAULT_QUEUE} | routed | of_tasks | in_code


def queues_consumed(document: str) -> set[str]:
    """The queues of all `celery ... worker ... -Q a,b` commands in a text (a command may go on after a backslash)."""
    commands = WORKER_COMMAND.findall(document.replace("\\\n", " "))
    return {queue for command in commands for queue in command.split(",") if queue}


def constant(tree: ast.Module, name: str) -> list[str]:
    """The strings of a constant that a module assigns: a list or tuple of them, or one with commas in it."""
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            value = ast.literal_eval(node.value)  # type: ignore[attr-defined]
            return value.split(",") if isinstance(value, str) else list(value)
    return []


def unconsumed(used: Iterable[str], consumed: Iterable[str]) -> list[str]:
    return sorted(set(used) - set(consumed))


def test_our_tasks_are_known_at_all() -> None:
    assert {"messages", "upkeep"} <= queues_in_use()


def test_the_demo_consumes_every_queue() -> None:
    demo = [constant(parsed(path), "WORKER_QUEUES") for path in code_files() if "demo" in path.parts]
    assert unconsumed(queues_in_use(), set().union(*demo)) == []


def test_the_documented_production_start_consumes_every_queue() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert unconsumed(queues_in_use(), queues_consumed(readme)) == []


def test_the_guard_sees_a_queue_that_nobody_consumes() -> None:
    code = ast.parse('@shared_task(queue="letters")\ndef f(): ...\nf.apply_async(queue="mail")')
    assert queues_named_in(code) == {"letters", "mail"}
    shown = (
        "```\ncelery -A commhub worker \\\n  -Q mail,upkeep -c 4\n```\nThe option `-Q letters` alone starts nothing."
    )
    assert queues_consumed(shown) == {"mail", "upkeep"}
    assert unconsumed({"letters", "mail"}, queues_consumed(shown)) == ["letters"]
    assert constant(ast.parse('A = "x"\nQUEUES: tuple[str, ...] = ("mail", "upkeep")'), "QUEUES") == ["mail", "upkeep"]
    assert constant(ast.parse('QUEUES = "mail,upkeep"'), "QUEUES") == ["mail", "upkeep"]
