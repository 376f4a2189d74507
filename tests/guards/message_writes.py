"""Finds, by reading code, what writes the tables of `commhub.record`."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.guards.source import place

TABLES = {"Send", "Message", "Attempt", "Event", "ArchivedCopy", "RendererSet"}
MODULE = "commhub.record.models"
# The names by which other rows reach them: customer.sends, send.messages, message.attempts, message.events.
RELATED = {"sends", "messages", "attempts", "events"}
WRITES = {
    "create", "bulk_create", "bulk_update", "update", "update_or_create", "get_or_create", "delete", "save",
    "save_base", "add", "set", "remove", "clear", "acreate", "aupdate", "adelete", "asave", "abulk_create",
    "aget_or_create", "aupdate_or_create",
}  # fmt: skip
# Of a related manager `add` and the like are writes; of a Python set that happens to have such a name they are not.
MANAGER_WRITES = WRITES - {"add", "set", "remove", "clear", "update", "save", "delete"}
SQL_WORDS = ("insert into record_", "update record_", "delete from record_")


class Reader(ast.NodeVisitor):
    """Walks one module, keeping the names that stand for a table, a query of it or a row of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known: set[str] = set()
        self.found: list[str] = []

    def note(self, node: ast.AST, what: str) -> None:
        self.found.append(f"{place(self.path, node)}: {what}")

    # ---- which names stand for a row or a table -----------------------------------------------------------------

    def stands_for_ours(self, node: ast.expr) -> bool:
        """Whether an expression is rooted in one of the tables, or in a name that was made from one."""
        while isinstance(node, (ast.Attribute, ast.Call, ast.Subscript, ast.Await)):
            if isinstance(node, ast.Attribute) and node.attr in TABLES:
                return True
            node = node.func if isinstance(node, ast.Call) else node.value
        return isinstance(node, ast.Name) and node.id in self.known

    def annotated_with_ours(self, annotation: ast.expr | None) -> bool:
        if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
            annotation = ast.parse(annotation.value, mode="eval").body
        return annotation is not None and any(
            isinstance(part, ast.Name) and part.id in self.known and part.id[:1].isupper()
            for part in ast.walk(annotation)
        )

    def learn(self, target: ast.expr) -> None:
        self.known |= {part.id for part in ast.walk(target) if isinstance(part, ast.Name)}

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if node.module == MODULE:
            self.known |= {alias.asname or alias.name for alias in node.names if alias.name in TABLES}

    def visit_arg(self, node: ast.arg) -> None:
        if self.annotated_with_ours(node.annotation):
            self.known.add(node.arg)

    def visit_For(self, node: ast.For) -> None:
        if self.stands_for_ours(node.iter):
            self.learn(node.target)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        if self.stands_for_ours(node.iter):
            self.learn(node.target)
        self.generic_visit(node)

    # ---- what writes --------------------------------------------------------------------------------------------

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self.check_target(target)
            if isinstance(target, ast.Name) and self.stands_for_ours(node.value):
                self.learn(target)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.check_target(node.target)
        if self.annotated_with_ours(node.annotation):
            self.learn(node.target)
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self.check_target(node.target)
        self.generic_visit(node)

    def check_target(self, target: ast.expr) -> None:
        if not isinstance(target, ast.Attribute):
            return
        named_message = ast.unparse(target.value).lower().endswith("message")
        if self.stands_for_ours(target.value) or (target.attr == "state" and named_message):
            self.note(target, f"assigns {ast.unparse(target)}")

    def visit_Call(self, node: ast.Call) -> None:
        function = node.func
        if isinstance(function, ast.Name):
            if function.id in self.known and function.id[:1].isupper():
                self.note(node, f"makes a row: {function.id}(...)")
            if function.id == "setattr" and node.args and self.stands_for_ours(node.args[0]):
                self.note(node, "assigns by setattr")
        elif isinstance(function, ast.Attribute):
            owner = function.value
            related = isinstance(owner, ast.Attribute) and owner.attr in RELATED
            if function.attr in WRITES and self.stands_for_ours(owner):
                self.note(node, f"writes by .{function.attr}(...)")
            elif function.attr in MANAGER_WRITES and related:
                self.note(node, f"writes by .{owner.attr}.{function.attr}(...)")  # type: ignore[attr-defined]
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and any(words in node.value.lower() for words in SQL_WORDS):
            self.note(node, "writes by SQL")


def writes(path: Path, tree: ast.Module) -> list[str]:
    """What in a module writes Send, Message, Attempt or Event rows, each with its place."""
    reader = Reader(path)
    # Twice, because a name may be used above the line that says what it stands for.
    reader.visit(tree)
    reader.found.clear()
    reader.visit(tree)
    return reader.found
