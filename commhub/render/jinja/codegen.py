"""Templates as Python: Jinja's code generator, with plain look-ups, paid-for operators and one list for what is printed.

It is Jinja's own for everything that is not overridden here. What differs is what a template costs (names are looked up
as data and never as attributes, filters once per template, literal texts are strings) and what it may cost (see
render.limits): a loop pays for its turns before it runs, by the size of its body.
"""

from __future__ import annotations

from typing import Any, Final

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, find_undeclared
from jinja2.idtracking import VAR_LOAD_PARAMETER, VAR_LOAD_RESOLVE
from jinja2.nodes import EvalContext

from commhub.render.jinja.limits import LONG, MANY
from commhub.render.jinja.marks import unmarked
from commhub.render.jinja.operators import LOOP_PARTS, METHODS
from commhub.render.jinja.weights import EXPRESSIONS_PER_STEP, constant, expressions, weight

IMPORTS: Final = (
    "from jinja2.runtime import Namespace, TemplateRuntimeError, Undefined, internalcode, missing",
    "from commhub.render.jinja.limits import PADDING",
    "from commhub.render.jinja.operators import Loop, cut, holder, look, method, plus, rest, single, times, written",
    "name = None",
    "show = environment.show",
    "tell = environment.tell",
    "concat = environment.put_together",
    "undefined = environment.undefined",
    "cond_expr_undefined = Undefined",
)
PLAIN: Final = {"eq": "==", "ne": "!=", "gt": ">", "gteq": ">=", "lt": "<", "lteq": "<="}
INSIDE: Final = {"in": "in", "notin": "not in"}


class Generator(CodeGenerator):
    """Writes `root(context)`, which returns the pieces of output in pairs: a literal text, and a value or padding."""

    _loops = 0

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's name
        for line in IMPORTS:
            self.writeline(line)
        self.pull_dependencies(node.body)
        self.writeline("def root(context):", extra=1)
        self.indent()
        for line in ("resolve = context.parent.get", "steps = context.steps", "out = []", "extend = out.extend"):
            self.writeline(line)
        root = Frame(EvalContext(self.environment, self.name))
        root.buffer = "out"
        names = list(node.find_all(nodes.Name))
        stored = {name.name for name in names if name.ctx != "load"}
        for name in names:  # once for the template, and not at each turn of the loop that they stand in
            if name.ctx == "load" and name.name not in stored and name.name != "loop":
                root.symbols.load(name.name)
        root.symbols.analyze_node(node)
        root.toplevel = root.rootlevel = True
        root.require_output_check = False
        self.enter_frame(root)
        self.blockvisit(node.body, root)
        self.writeline("return out")
        self.outdent()
        self.writeline("blocks = {}", extra=1)
        self.writeline(f"debug_info = {'&'.join(f'{k}={v}' for k, v in self.debug_info)!r}")

    def enter_frame(self, frame: Frame) -> None:
        loads = frame.symbols.loads
        resolved = {target: name for target, (action, name) in loads.items() if action == VAR_LOAD_RESOLVE}
        for target, name in resolved.items():
            self.writeline(f"{target} = resolve({name!r}, missing)")
        frame.symbols.loads = {target: load for target, load in loads.items() if target not in resolved}
        super().enter_frame(frame)
        frame.symbols.loads = loads

    def pop_assign_tracking(self, frame: Frame) -> None:
        if frame.loop_frame:
            self._assign_stack.pop()
        else:
            super().pop_assign_tracking(frame)

    # ---- output ---------------------------------------------------------------------------------------------------

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802
        pairs: list[tuple[str, nodes.Expr | None]] = []
        text = ""
        for child in node.nodes:
            if isinstance(child, nodes.TemplateData):
                text += unmarked(child.data)
            else:
                pairs.append((text, child))
                text = ""
        if text:
            pairs.append((text, None))
        if not pairs:
            return
        long = sum(len(text) for text, _ in pairs if len(text) > LONG)
        if long and self._loops:
            self.writeline(f"steps.printed({long})")
        self.writeline("extend((", node)
        self.indent()
        for before, value in pairs:
            self.writeline(f"{before!r}, ", value)
            if value is None:
                self.write("PADDING,")
            else:
                self._print(value, frame)
        self.outdent()
        self.writeline("))")

    def _print(self, value: nodes.Expr, frame: Frame) -> None:
        if isinstance(value, nodes.Getattr) and not self._loop_of(value.node, frame):
            self._call("tell", frame, value.node)
            self.write(f", {value.attr!r}, steps),")
        else:
            self._call("show", frame, value)
            self.write(", steps),")

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802
        self.writeline("raise TemplateRuntimeError('a block comes in when an edition is compiled, not later')", node)

    # ---- loops ----------------------------------------------------------------------------------------------------

    def visit_For(self, node: nodes.For, frame: Frame) -> None:  # noqa: N802
        inner, test, other = frame.inner(), frame.inner(), frame.inner()
        inner.loop_frame = True
        with_loop = "loop" in find_undeclared(node.iter_child_nodes(only=("body",)), ("loop",))
        loop = inner.symbols.declare_parameter("loop") if with_loop else ""
        inner.symbols.analyze_node(node, for_branch="body")
        if node.else_:
            other.symbols.analyze_node(node, for_branch="else")
        for name in node.find_all(nodes.Name):
            if name.ctx == "store" and name.name == "loop":
                self.fail("Can't assign to special loop variable in for-loop target", name.lineno)
        chosen = self._chooser(node, node.test, test, inner) if node.test else ""
        values = self.temporary_identifier()
        self.writeline(f"{values} = steps.turns({chosen}", node)
        self.write("(" if chosen else "")
        self.visit(node.iter, frame)
        self.write(f"{')' if chosen else ''}, {weight(node)})")
        if with_loop:
            self.writeline(f"{loop} = Loop({values})")
            self.writeline(f"for {loop}.index0, ", node)
            self.visit(node.target, inner)
            self.write(f" in enumerate({loop}.values):")
        else:
            self.writeline("for ", node)
            self.visit(node.target, inner)
            self.write(f" in {values}:")
        self.indent()
        self._loops += 1
        self.enter_frame(inner)
        self.blockvisit(node.body, inner)
        self.writeline(f"if len(out) > {MANY}: steps.fold(out)")
        self._loops -= 1
        self.outdent()
        self.leave_frame(inner)
        if node.else_:
            self.writeline(f"if not {values}:")
            self.indent()
            self.enter_frame(other)
            self.blockvisit(node.else_, other)
            self.leave_frame(other)
            self.outdent()
        if self._assign_stack:
            self._assign_stack[-1].difference_update(inner.symbols.stores)

    def _chooser(self, node: nodes.For, condition: nodes.Node, test: Frame, inner: Frame) -> str:
        """A function that leaves those values of a loop for which its `if` holds."""
        name = self.temporary_identifier()
        test.symbols.analyze_node(node, for_branch="test")
        self.writeline(f"def {name}(values):", condition)
        self.indent()
        self.enter_frame(test)
        self.writeline(f"for value in steps.turns(values, {1 + expressions(condition) // EXPRESSIONS_PER_STEP}):")
        self.indent()
        self.newline()
        self.visit(node.target, inner)
        self.write(" = value")
        self.writeline("if ", condition)
        self.visit(condition, test)
        self.write(":")
        self.indent()
        self.writeline("yield value")
        self.outdent(3)
        return name

    # ---- expressions ----------------------------------------------------------------------------------------------

    def visit_Const(self, node: nodes.Const, frame: Frame) -> None:  # noqa: N802
        self.write(repr(unmarked(node.value) if isinstance(node.value, str) else node.value))

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        loop = self._loop_of(node.node, frame)
        if loop and node.attr in LOOP_PARTS:
            self.write(
                {"index": f"({loop}.index0 + 1)", "index0": f"{loop}.index0"}.get(node.attr, f"{loop}.{node.attr}")
            )
            return
        self._call("look", frame, node.node)
        self.write(f", {node.attr!r})")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802
        if isinstance(node.arg, nodes.Slice):
            self._call("cut", frame, nodes.Name("steps", "internal"), node.node)
            for limit in (node.arg.start, node.arg.stop, node.arg.step):
                self.write(", ")
                self.visit(limit or nodes.Const(None), frame)
        else:
            self._call("look", frame, node.node, node.arg)
        self.write(")")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        called = node.node
        loop = self._loop_of(called.node, frame) if isinstance(called, nodes.Getattr) else ""
        if loop and isinstance(called, nodes.Getattr) and called.attr == "cycle":
            self.write(f"{loop}.cycle(")
            for index, argument in enumerate(node.args):
                self.write(", " if index else "")
                self.visit(argument, frame)
        elif isinstance(called, nodes.Getattr) and called.attr in METHODS:
            self._call("method", frame, nodes.Name("steps", "internal"), called.node)
            self.write(f", {called.attr!r}")
            self.signature(node, frame)
        else:
            self.visit(called, frame)
            self.write("(")
            for index, given in enumerate([*node.args, *node.kwargs]):
                self.write(", " if index else "")
                self.visit(given, frame)
        self.write(")")

    def _loop_of(self, node: nodes.Node, frame: Frame) -> str:
        """What `loop` is called here, if the node is the `loop` of a loop."""
        if not isinstance(node, nodes.Name) or node.name != "loop":
            return ""
        found = frame.symbols.find_ref("loop")
        load = frame.symbols.find_load(found) if found else None
        return found if found and load and load[0] == VAR_LOAD_PARAMETER else ""

    def _call(self, function: str, frame: Frame, *arguments: nodes.Node) -> None:
        """`function(arguments` without the closing bracket; the name `steps` stands for itself."""
        self.write(f"{function}(")
        for index, argument in enumerate(arguments):
            self.write(", " if index else "")
            if isinstance(argument, nodes.Name) and argument.ctx == "internal":
                self.write(argument.name)
            else:
                self.visit(argument, frame)

    def _paid(self, function: str, frame: Frame, *arguments: nodes.Node) -> None:
        self._call(function, frame, nodes.Name("steps", "internal"), *arguments)
        self.write(")")

    def visit_Add(self, node: nodes.BinExpr, frame: Frame) -> None:  # noqa: N802
        self._paid("plus", frame, node.left, node.right)

    def visit_Mul(self, node: nodes.BinExpr, frame: Frame) -> None:  # noqa: N802
        self._paid("times", frame, node.left, node.right)

    def visit_Mod(self, node: nodes.BinExpr, frame: Frame) -> None:  # noqa: N802
        self._call("rest", frame, node.left, node.right)
        self.write(")")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        self._paid("concat", frame, *node.nodes)

    def visit_List(self, node: nodes.List, frame: Frame) -> None:  # noqa: N802
        self._literal(node, frame, super().visit_List)

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:  # noqa: N802
        self._literal(node, frame, super().visit_Dict)

    def visit_Tuple(self, node: nodes.Tuple, frame: Frame) -> None:  # noqa: N802
        if node.ctx == "load":
            self._literal(node, frame, super().visit_Tuple)
        else:
            super().visit_Tuple(node, frame)

    def _literal(self, node: nodes.Node, frame: Frame, visit: Any) -> None:
        if constant(node):
            visit(node, frame)
            return
        self.write("written(steps, ")
        visit(node, frame)
        self.write(")")

    def visit_Compare(self, node: nodes.Compare, frame: Frame) -> None:  # noqa: N802
        operands: list[nodes.Node] = [node.expr, *(operation.expr for operation in node.ops)]
        cheap = any(map(constant, operands)) and len(operands) == 2
        self.write("(")
        for index, one in enumerate(operands):
            operator = node.ops[index - 1].op if index else ""
            self.write(f" {PLAIN.get(operator) or INSIDE[operator]} " if operator else "")
            inside = operator in INSIDE
            if constant(one) or (cheap and not inside):
                self.visit(one, frame)
            else:
                self._paid("holder" if inside else "single", frame, one)
        self.write(")")
