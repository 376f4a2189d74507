"""Markdown with Jinja tokens in it, turned into HTML; statements may stand between blocks, table rows and list items.

The Markdown is parsed while an edition is compiled, before any data is there: a value can never become markup.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin

from commhub.contracts import CompileError
from commhub.render.jinja.constructs import STATEMENT, Constructs, Segment

STATEMENTS = "jinja_statements"
"""The type of our block token: one or more statements that stand on lines of their own."""
_OPENERS = frozenset({"for", "if"})
_CLOSERS = frozenset({"endfor", "endif"})
_LINE = "data-line"
_START_TAG = re.compile(rf"<([a-z][a-z0-9]*)(?:[^>]*? {_LINE}=\"([0-9]+)\")?[^>]*>")


def to_html(protected: str, constructs: Constructs) -> str:
    """HTML of protected Markdown (CommonMark with tables; raw HTML is shown as text). Tokens stay where they are.

    Raises CompileError for a statement in a table's cell that ends outside of it, and for what Markdown leaves out.
    """
    html = _written(_parsed(protected, constructs), constructs)
    kept = set(constructs.token.findall(html))
    for number in constructs.token.findall(protected):
        if number not in kept:
            raise _left_out(constructs.get(number))
    return html


def tags_of(protected: str, constructs: Constructs) -> list[tuple[str, int]]:
    """Name and line (from 1) of every start tag that `to_html` writes for this Markdown, in order."""
    tokens = _parsed(protected, constructs)
    line = 1
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        _number(token, line)
    found: list[tuple[str, int]] = []
    for name, line in _START_TAG.findall(_written(tokens, constructs)):
        found.append((name, int(line) if line else found[-1][1] if found else 1))
    return found


def _number(token: Token, line: int) -> None:
    """Note the line in a token that becomes a start tag, and in those within it."""
    if token.nesting >= 0 and token.tag:
        token.attrSet(_LINE, str(line))
    for child in token.children or ():
        _number(child, line)
        line += child.type in {"softbreak", "hardbreak"}


def _parsed(protected: str, constructs: Constructs) -> list[Token]:
    parser = _parser(constructs.salt)
    tokens = parser.parse(_with_commas(protected, constructs), {"constructs": constructs})
    for token in tokens:
        if token.type == "th_open":  # Markdown's tables have headers for their columns alone
            token.attrSet("scope", "col")
    rows = _free_rows(tokens, constructs)
    _refuse_torn_cells(rows, constructs)
    return _wrap_lists(rows, constructs)


def _written(tokens: Sequence[Token], constructs: Constructs) -> str:
    parser = _parser(constructs.salt)
    html = str(parser.renderer.render(tokens, parser.options, {"constructs": constructs}))
    return re.sub(f",({constructs.token.pattern}),", r"\1", html)


def _with_commas(protected: str, constructs: Constructs) -> str:
    """The source with every statement's token between commas.

    A statement prints nothing, but its token reads as a word to CommonMark, whose emphasis depends on what stands next
    to it: `**so.**{% if late %}` would show its asterisks. Next to punctuation, emphasis closes as people expect.
    """

    def wrapped(match: re.Match[str]) -> str:
        return f",{match.group(0)}," if constructs.get(match.group(1)).kind == STATEMENT else match.group(0)

    return constructs.token.sub(wrapped, protected)


@lru_cache(maxsize=4)
def _parser(salt: str) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")
    parser.use(attrs_plugin, allowed=["class"])
    only_tokens = re.compile(rf"(?:,?{salt}[0-9]+z,?\s*)+\Z")

    def statements(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if state.parentType == "table":
            return False  # between rows they are read as a row, see _free_rows
        line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
        if not only_tokens.match(line):
            return False
        constructs: Constructs = state.env["constructs"]
        if any(constructs.get(match.group(1)).kind != STATEMENT for match in constructs.token.finditer(line)):
            return False
        if not silent:
            token = state.push(STATEMENTS, "", 0)
            token.content = line.strip()
            state.line = start + 1
        return True

    parser.block.ruler.before(
        "paragraph", STATEMENTS, statements, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )

    def render_statements(self: RendererHTML, tokens: Sequence[Token], index: int, options: object, env: object) -> str:
        return tokens[index].content + "\n"

    parser.add_render_rule(STATEMENTS, render_statements)
    return parser


def _is_statements(text: str, constructs: Constructs) -> bool:
    rest = constructs.token.sub("", text).replace(",", "").strip()
    numbers = constructs.token.findall(text)
    return not rest and bool(numbers) and all(constructs.get(number).kind == STATEMENT for number in numbers)


def _free_rows(tokens: list[Token], constructs: Constructs) -> list[Token]:
    """A table row that consists of statements alone is no row: it becomes the statements, between the rows."""
    freed: list[Token] = []
    index = 0
    while index < len(tokens):
        if tokens[index].type == "tr_open":
            end = next(at for at in range(index, len(tokens)) if tokens[at].type == "tr_close")
            texts = [token.content for token in tokens[index:end] if token.type == "inline" and token.content]
            if len(texts) == 1 and _is_statements(texts[0], constructs):
                freed.append(_statements_token(texts[0]))
                index = end + 1
                continue
        freed.append(tokens[index])
        index += 1
    return freed


def _refuse_torn_cells(tokens: Sequence[Token], constructs: Constructs) -> None:
    """A loop around a row that begins in the row's line would begin in its first cell, and the last cells be lost."""
    for index, token in enumerate(tokens):
        if token.type not in {"td_open", "th_open"}:
            continue
        open_here: list[Segment] = []
        for number in constructs.token.findall(tokens[index + 1].content):
            segment = constructs.get(number)
            if segment.kind == STATEMENT and segment.word in _OPENERS:
                open_here.append(segment)
            elif segment.kind == STATEMENT and segment.word in _CLOSERS:
                if not open_here:
                    raise _torn(segment)
                open_here.pop()
        if open_here:
            raise _torn(open_here[0])


def _torn(segment: Segment) -> CompileError:
    told = f"{segment.source} begins or ends in a cell of a table, and not both; put it on a line of its own"
    return CompileError(told, segment.part, segment.line, segment.column)


def _left_out(segment: Segment) -> CompileError:
    told = (
        f"Markdown leaves {segment.source} out: a row has more cells here than its table's head, or a link is not used"
    )
    return CompileError(told, segment.part, segment.line, segment.column)


def _statements_token(content: str) -> Token:
    token = Token(STATEMENTS, "", 0)
    token.content = content.strip()
    token.block = True
    return token


def _wrap_lists(tokens: list[Token], constructs: Constructs) -> list[Token]:
    """Lists that a loop or a condition cuts into pieces become one list with the statements between its items."""
    result: list[Token] = []
    index = 0
    while index < len(tokens):
        run, after = _run_of_lists(tokens, index)
        if run and _is_one_list(run, constructs):
            opening = next(token for token in run if token.type.endswith("_list_open") and token.level == run[0].level)
            closing = next(token for token in reversed(run) if token.type.endswith("_list_close"))
            inner = [
                token
                for token in run
                if not (token.type.endswith(("_list_open", "_list_close")) and token.level == run[0].level)
            ]
            result += [opening, *_wrap_lists(inner, constructs), closing]
            index = after
        elif run:
            result.append(tokens[index])
            index += 1
        else:
            result.append(tokens[index])
            index += 1
    return result


def _run_of_lists(tokens: list[Token], start: int) -> tuple[list[Token], int]:
    """The longest run from `start` of statements and lists of one type side by side, and where it ends."""
    level = tokens[start].level
    kind = ""
    index = start
    while index < len(tokens):
        token = tokens[index]
        if token.type == STATEMENTS:
            index += 1
        elif (
            token.type in {"bullet_list_open", "ordered_list_open"}
            and token.level == level
            and kind in {"", token.type}
        ):
            kind = token.type
            closing = token.type.replace("_open", "_close")
            index = (
                next(at for at in range(index, len(tokens)) if tokens[at].type == closing and tokens[at].level == level)
                + 1
            )
        else:
            break
    return (tokens[start:index] if kind else []), index


def _is_one_list(run: list[Token], constructs: Constructs) -> bool:
    """Whether the run's statements are balanced, and a loop or several pieces make it worth one list."""
    words = [
        constructs.get(number).word
        for token in run
        if token.type == STATEMENTS
        for number in constructs.token.findall(token.content)
    ]
    depth = 0
    for word in words:
        depth += (word in _OPENERS) - (word in _CLOSERS)
        if depth < 0:
            return False
    pieces = sum(token.type.endswith("_list_open") and token.level == run[0].level for token in run)
    return depth == 0 and bool(words) and ("for" in words or pieces > 1)
