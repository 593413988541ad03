"""The grammars of JavaScript and TypeScript."""

import tree_sitter_javascript
import tree_sitter_typescript
from tree_sitter import Language as Grammar

JAVASCRIPT_GRAMMAR = Grammar(tree_sitter_javascript.language())
TYPESCRIPT_GRAMMAR = Grammar(tree_sitter_typescript.language_typescript())
TSX_GRAMMAR = Grammar(tree_sitter_typescript.language_tsx())


def grammar_of(path: str) -> Grammar:
    """The grammar for a file; TypeScript's own reads `<T>x` as a cast, so JSX has another."""
    if path.endswith((".ts", ".mts", ".cts")):
        return TYPESCRIPT_GRAMMAR
    return TSX_GRAMMAR if path.endswith(".tsx") else JAVASCRIPT_GRAMMAR
