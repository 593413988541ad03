"""A signature as it is read: on one line where it fits, else one parameter a line."""

import re
from itertools import pairwise

WIDEST = 88
TOKEN = re.compile(r"""\"(?:[^"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|=>|->|[()\[\]{}<>,]""")
NO_PARAMETERS = ("enum ", "interface ", "type ")
OPENING, CLOSING = "([{<", ")]}>"


def laid_out(signature: str) -> str:
    """The signature, broken between its parameters if it is too long; as it is where its brackets do not match."""
    if len(signature) <= WIDEST or "\n" in signature or signature.startswith(NO_PARAMETERS):
        return signature
    depth, start = 0, None
    commas: list[int] = []
    for token in TOKEN.finditer(signature):
        mark = token[0]
        if mark == "(" and depth == 0:
            start = token.end()
        depth += (mark in OPENING) - (mark in CLOSING)
        if depth < 0:
            break
        if start is not None and depth == 0:
            return broken(signature, start, commas, token.start())
        if mark == "," and depth == 1 and start is not None:
            commas.append(token.end())
    return signature


def broken(signature: str, start: int, commas: list[int], end: int) -> str:
    places = [start, *commas, end]
    parts = [signature[at:to].strip() for at, to in pairwise(places)]
    inside = "".join(f"    {part}\n" for part in parts if part)
    return f"{signature[:start]}\n{inside}{signature[end:]}" if inside else signature
