"""What remains of a document's <style> elements after inlining, as written and in its order."""

from __future__ import annotations

from collections.abc import Sequence

from commhub.render.html.css.cascade import Cascade
from commhub.render.html.css.leftover import Plan
from commhub.render.html.css.selectors import reading_of
from commhub.render.html.css.sheets import Declaration, Node, Rule, Sheet
from commhub.render.html.tree import Tree


def sheet_edits(tree: Tree, sheets: Sequence[Sheet], cascade: Cascade, made: Plan) -> list[tuple[int, int, str]]:
    """The new contents of the <style> elements; an empty one goes."""
    needed = _needed(cascade, made)
    edits = []
    texts = [[_node_text(sheet, node, cascade, made, needed) for node in sheet.nodes] for sheet in sheets]
    counting = any(
        reading.siblings or reading.looks
        for sheet, kept in zip(sheets, texts, strict=True)
        for node, text in zip(sheet.nodes, kept, strict=True)
        if text
        for rule in (node.rule, *node.inner)
        if rule
        for reading in map(reading_of, rule.selectors)
    )
    for sheet, kept in zip(sheets, texts, strict=True):
        if (
            all(text == sheet.text[node.start : node.end] for node, text in zip(sheet.nodes, kept, strict=True))
            and sheet.nodes
        ):
            continue
        contents = "\n".join(text for text in kept if text)
        in_head = sheet.element.parent is not None and sheet.element.parent.name == "head"
        if contents or (counting and not in_head):
            edits.append((sheet.start, sheet.end, f"\n{contents}\n" if contents else ""))
        else:
            edits.append((tree.pieces[sheet.element.number].start, _end_of(tree, sheet), ""))
    return edits


def _end_of(tree: Tree, sheet: Sheet) -> int:
    number = sheet.element.number + 2
    return tree.pieces[number].end if number < len(tree.pieces) else len(tree.source)


def _needed(cascade: Cascade, made: Plan) -> dict[Rule, set[Declaration]]:
    """The declarations of static rules that must stay in the head for some element."""
    needed: dict[Rule, set[Declaration]] = {}
    for case in made.cases:
        if case.left:
            for entry in case.statics:
                if entry.rule is not None:
                    needed.setdefault(entry.rule, set()).add(entry.declaration)
    return needed


def _node_text(sheet: Sheet, node: Node, cascade: Cascade, made: Plan, needed: dict[Rule, set[Declaration]]) -> str:
    if node.useless:
        return ""
    rule = node.rule
    if rule is None or not sheet.static or not rule.certain:
        return _slice(sheet, node.start, node.end, made.raised)
    # those that only a client can judge, those that match nothing here, those that some element still needs
    waiting = [s for s in rule.selectors if s.dynamic or s.pseudo]
    alone = [s for s in rule.selectors if s not in waiting and (rule, s) not in cascade.matched]
    held = needed.get(rule, set())
    still = [s for s in rule.selectors if held and (rule, s) in cascade.matched]
    raised = made.raised & set(rule.declarations)
    if not rule.declarations:
        return ""
    if len(held) == len(rule.declarations) and not raised:
        waiting, alone, still = [*waiting, *alone, *still], [], []
    elif not raised:
        waiting, alone = [*waiting, *alone], []
    if len(waiting) == len(rule.selectors):
        return _slice(sheet, node.start, node.end, raised)
    texts = []
    opening = sheet.text.index("{", _before_block(sheet, rule))
    for selectors, marks in ((waiting, raised), (alone, set())):
        if selectors:
            names = ", ".join(s.text for s in rule.selectors if s in selectors)
            texts.append(f"{names} {_slice(sheet, opening, node.end, marks)}")
    if still:
        names = ", ".join(s.text for s in still)
        body = "; ".join(
            sheet.text[d.start : d.end] + (" !important" if d.important else "") for d in rule.declarations if d in held
        )
        texts.append(f"{names} {{ {body} }}")
    return "\n".join(texts)


def _before_block(sheet: Sheet, rule: Rule) -> int:
    """An offset between the selectors and the block of a rule."""
    first = rule.declarations[0].start
    return sheet.text.rindex("{", rule.start, first)


def _slice(sheet: Sheet, start: int, end: int, raised: set[Declaration]) -> str:
    """A stretch of a sheet, with `!important` behind the raised declarations in it."""
    marks = sorted(
        declaration.end
        for node in sheet.nodes
        for rule in (node.rule, *node.inner)
        if rule is not None
        for declaration in rule.declarations
        if declaration in raised and start <= declaration.end <= end
    )
    text, at = "", start
    for mark in marks:
        text += sheet.text[at:mark] + " !important"
        at = mark
    return text + sheet.text[at:end]
