"""What a search is narrowed to."""

from collections.abc import Collection

from ..domain.errors import Invalid
from ..domain.hits import SCOPES, Scope


def searched_types(scope: Scope, types: str | Collection[str] | None) -> frozenset[str]:
    """The types of documents within a scope, or those of them that are asked for. Raises Invalid for an unknown one."""
    if scope not in SCOPES:
        raise Invalid(f"scope is {scope!r}: expected one of {', '.join(SCOPES)}")
    wanted = SCOPES[scope] if types is None else frozenset([types] if isinstance(types, str) else types)
    if unknown := sorted(wanted - SCOPES["all"]):
        raise Invalid(f"type is {unknown[0]!r}: expected one of {', '.join(sorted(SCOPES['all']))}")
    return wanted & SCOPES[scope]
