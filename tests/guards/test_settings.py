"""Every setting from the environment stands in .env.example with a reason, and every line there is read."""

from __future__ import annotations

import ast
import re

from tests.guards.source import ROOT, code_files, parsed, place

READERS = {"env", "env_flag", "env_list"}
LINE = re.compile(r"#? ?([A-Z][A-Z0-9_]*)=")
MAY_READ_THE_ENVIRONMENT = {
    "commhub/settings.py": "the one place where settings come in",
    "commhub/demo/": "hands its own environment on to the processes that it starts",
}


def names_read(tree: ast.Module) -> set[str]:
    """The variables that a settings module reads through `env`, `env_flag` and `env_list`."""
    return {
        str(node.args[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in READERS
        if node.args and isinstance(node.args[0], ast.Constant)
    }


def names_documented(text: str) -> dict[str, str]:
    """Each variable of an .env file, also of a line that is commented out, with the comment that stands above it."""
    documented: dict[str, str] = {}
    comment: list[str] = []
    for line in text.splitlines():
        if match := LINE.match(line):
            documented[match[1]] = " ".join(comment).strip()
            comment = []
        elif line.startswith("#"):
            comment.append(line.lstrip("# "))
        else:
            comment = []
    return documented


def reads_of_the_environment(tree: ast.Module) -> list[ast.AST]:
    """Every use of `os.environ` and `os.getenv`, except to set something for a library or a process that follows."""
    setting = {
        id(node.value)
        for node in ast.walk(tree)
        if (isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store))
        or (isinstance(node, ast.Attribute) and node.attr == "setdefault")
    }
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"} and id(node) not in setting
        if isinstance(node.value, ast.Name) and node.value.id == "os"
    ]


def test_settings_and_documentation_name_the_same_variables() -> None:
    read = names_read(parsed(ROOT / "commhub" / "settings.py"))
    documented = set(names_documented((ROOT / ".env.example").read_text(encoding="utf-8")))
    assert {"read, not documented": read - documented, "documented, not read": documented - read} == {
        "read, not documented": set(),
        "documented, not read": set(),
    }


def test_every_documented_variable_has_its_reason() -> None:
    documented = names_documented((ROOT / ".env.example").read_text(encoding="utf-8"))
    assert [name for name, reason in documented.items() if len(reason) < 20] == []


def test_the_environment_is_read_in_the_settings_only() -> None:
    elsewhere = [
        place(path, node)
        for path in code_files()
        for node in reads_of_the_environment(parsed(path))
        if not str(path.relative_to(ROOT)).startswith(tuple(MAY_READ_THE_ENVIRONMENT))
    ]
    assert elsewhere == []


def test_the_guard_sees_what_is_wrong() -> None:
    settings = ast.parse('A = env("APP_A")\nB = int(env("APP_B", "1"))\nC = other("APP_C")\nD = env_flag("APP_D")')
    assert names_read(settings) == {"APP_A", "APP_B", "APP_D"}
    text = "# Why A is there,\n# at length.\nAPP_A=1\nAPP_B=2\n\n# A heading\n\n#APP_C=3\n"
    assert names_documented(text) == {"APP_A": "Why A is there, at length.", "APP_B": "", "APP_C": ""}
    assert (
        len(reads_of_the_environment(ast.parse('x = os.environ["A"]\ny = os.getenv("B")\nos.environ["C"] = "1"'))) == 2
    )
