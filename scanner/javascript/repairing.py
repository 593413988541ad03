"""What TypeScript allows and the grammar does not know, written so that it does: with as many bytes, on the same lines.

A generic call signature is taken for arguments of the type on the line before, so a `;` parts them. Types by
`import(…)` are shown by their names, and type parameters without their variance.
"""

import re

from tree_sitter import Node

from ..tree import first_error_line, parse_source
from .grammars import TYPESCRIPT_GRAMMAR

CALL_SIGNATURE = re.compile(rb"""(?<=[\w>)\]}'"`/])(\s*\n[ \t]*)[ \t]<""")
UNKNOWN = re.compile(
    rb"""\bimport\((?:"[^"\n]{1,300}"|'[^'\n]{1,300}')\)\.(?=\w)|(?:(?<=[<,])|(?<=\n))[ \t]*(?:in )?out (?=\w)"""
)


def repaired(root: Node, source: bytes) -> tuple[Node, bytes]:
    """The tree of a file with errors and its text, or those of the repaired text, if more of that can be read."""
    text = UNKNOWN.sub(lambda found: b" " * len(found[0]), CALL_SIGNATURE.sub(rb"\1;<", source))
    if text == source:
        return root, source
    other = parse_source(TYPESCRIPT_GRAMMAR, text)
    is_better = not other.has_error or first_error_line(other) > first_error_line(root)
    return (other, text) if is_better else (root, source)
