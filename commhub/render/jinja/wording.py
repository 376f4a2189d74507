"""Jinja's error messages in the words of whoever writes templates."""

from __future__ import annotations

import re
from typing import Final

PHRASES: Final = (
    (
        re.compile(r"Unexpected end of template\..*needs to be closed is '(?P<tag>\w+)'\."),
        "this {{% {tag} %}} is never closed with {{% end{tag} %}}",
    ),
    (
        re.compile(r"Encountered unknown tag '(?P<tag>\w+)'\..*needs to be closed is '(?P<open>\w+)'\."),
        "{{% {tag} %}} does not belong here: first close {{% {open} %}} with {{% end{open} %}}",
    ),
    (re.compile(r"Encountered unknown tag '(?P<tag>\w+)'\."), "{{% {tag} %}} does not exist or opens nowhere"),
    (
        re.compile(r"unexpected end of template, expected 'end of print statement'"),
        "this {{{{ is never closed with }}}}",
    ),
    (
        re.compile(r"unexpected end of template, expected 'end of statement block'"),
        "this {{% is never closed with %}}",
    ),
    (
        re.compile(r"expected token 'end of print statement', got '(?P<got>[^']*)'"),
        "'{got}' cannot stand here: the expression before it is complete",
    ),
    (
        re.compile(r"expected token 'end of statement block', got '='"),
        "a single '=' cannot stand here; to compare two values write '=='",
    ),
    (
        re.compile(r"expected token 'end of statement block', got '(?P<got>[^']*)'"),
        "'{got}' cannot stand here: the tag before it is complete",
    ),
    (re.compile(r"expected token '(?P<wanted>[^']+)', got 'end of"), "'{wanted}' is missing here"),
    (re.compile(r"expected token '(?P<wanted>[^']+)', got '(?P<got>[^']*)'"), "'{wanted}' is missing before '{got}'"),
    (re.compile(r"(unexpected 'end of|Expected an expression, got 'end of)"), "a value is missing here"),
    (re.compile(r"unexpected '.', expected '(?P<wanted>.)'"), "'{wanted}' is missing here"),
    (re.compile(r"unexpected '(?P<got>[^']+)'$"), "'{got}' cannot stand here"),
    (re.compile(r"^tag name expected"), "the name of a tag is missing here, such as if, for or include"),
    (re.compile(r"No (?P<kind>filter|test) named '(?P<name>[^']+)'\."), "there is no {kind} called '{name}'"),
    (
        re.compile(r"'[^']*' has no attribute '(?P<name>[^']+)'"),
        "there is nothing called '{name}' in it",
    ),
    (re.compile(r"'(?P<name>[^']+)' is undefined"), "there is nothing called '{name}'"),
    (re.compile(r"object has no element (?P<at>-?\d+)"), "there is no element {at} in it"),
    (re.compile(r"'NoneType' object is not iterable"), "a loop goes through a list, and this one was not sent"),
    (re.compile(r"object is not iterable"), "a loop goes through a list, and this is none"),
    (re.compile(r"object is not callable"), "this is a value, and cannot be called"),
    (re.compile(r"can only concatenate"), "'+' adds numbers; put texts and numbers together with '~'"),
    (re.compile(r"unsupported operand type\(s\) for (?P<sign>\S+):"), "'{sign}' goes with numbers only"),
    (re.compile(r"'(?P<sign>\S+)' not supported between"), "'{sign}' cannot compare these with each other"),
    (re.compile(r"(division|modulo) by zero|DivisionByZero|DivisionUndefined"), "this would divide by zero"),
)


def in_plain_words(message: str | None) -> str:
    """The message of a Jinja error for people; one that we have no words for stays as it is."""
    if not message:
        return "this is not valid Jinja"
    for form, phrase in PHRASES:
        if match := form.search(message):
            return phrase.format(**match.groupdict())
    return message
