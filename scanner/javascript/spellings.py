"""What JavaScript and TypeScript allow and their grammars do not know."""

import re

from tree_sitter import Language as Grammar

from ..spelling import Spelling
from .grammars import TYPESCRIPT_GRAMMAR

EXPORTED_TYPES = Spelling(re.compile(rb"^[ \t]*export[ \t]+(type)[ \t]+\*", re.MULTILINE))
ACCESSOR = Spelling(re.compile(rb"^[ \t]*(?:\w+[ \t]+){0,4}(accessor)[ \t]+[\w#]", re.MULTILINE))
VARIANCE = Spelling(re.compile(rb"(?:(?:[<,]|\*/)\s*|^[ \t]*(?=out|in out))(in out|in|out)[ \t]+\w", re.MULTILINE))
IMPORTED_TYPE = Spelling(
    re.compile(rb"""\b(import\((?:"[^"\n]{1,300}"|'[^'\n]{1,300}')\)\.)(?=\w)(?![\w$.]+[ \t]*\()""")
)
"""`import("x").T`, but for a module that is imported for a call: `import("x").then(…)`."""
RESERVED = (
    rb"(break|case|catch|class|const|continue|debugger|delete|do|else|export|extends|false|finally|for|function|if|import|in"
    rb"|instanceof|new|null|return|super|switch|this|throw|true|try|typeof|var|void|while|with)"
)
"""What JavaScript's grammar takes for no name, although an export may have any."""
EXPORTED_AS = Spelling(re.compile(rb"\bas\s+" + RESERVED + rb"(?=\s*[,}])"), known=b"x")
EXPORTED_FROM = Spelling(re.compile(rb"[{,]\s*" + RESERVED + rb"(?=\s+as\b)"), known=b"x")
AMPERSAND = Spelling(re.compile(rb"(&)"), known=b"x", is_text=True)
CALL_SIGNATURE = Spelling(
    re.compile(
        rb"""^(?=(?:[^\n/]|/(?![/*]))*[\w>)\]}'"`]"""
        rb"""(?:[ \t\r\n]|//[^\n]*(?=\n)|/\*(?:[^*/]|\*(?!/)|/(?!\*))*\*/)*\n[ \t]*([ \t])<(?=[\w\n]))""",
        re.MULTILINE,
    ),
    known=b";",
)
"""A generic one is taken for arguments of the type before it, comments apart, unless a `;` parts them.

No group in it repeats possessively: before 3.11.5 Python's `re` takes too little then.
"""

COMMON = (EXPORTED_TYPES, EXPORTED_AS, EXPORTED_FROM, ACCESSOR, VARIANCE, IMPORTED_TYPE, AMPERSAND)


def spellings_of(grammar: Grammar) -> tuple[Spelling, ...]:
    """Where elements may stand, a `<` on a line of its own begins one."""
    return (*COMMON, CALL_SIGNATURE) if grammar is TYPESCRIPT_GRAMMAR else COMMON
