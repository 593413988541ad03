"""What a comment or docstring says of a function apart from its text: of its parameters, and of what it returns."""

from dataclasses import dataclass, field

from .facts import SymbolFacts


@dataclass(frozen=True, slots=True)
class Note:
    """What is said of one parameter or of the result: a type, and text."""

    type: str | None
    text: str | None


@dataclass(slots=True)
class Described:
    """A comment taken apart; `parameters` by name, `description` is what is left."""

    description: str | None
    parameters: dict[str, Note] = field(default_factory=dict)
    returns: Note | None = None


def describe(symbol: SymbolFacts, found: Described, *, has_types: bool = False) -> None:
    """Give a symbol what was said of it; a type only where the source has none, and where it may be given at all."""
    # Nothing at all may be left, which is not the same as nothing taken out.
    symbol["description"] = None if found.description == symbol["docstring"] else found.description or ""
    describe_parameters(symbol, found, has_types=has_types)
    if found.returns is not None:
        symbol["returns_description"] = found.returns.text
        if not has_types:
            symbol["returns"] = symbol["returns"] or found.returns.type


def describe_parameters(symbol: SymbolFacts, found: Described, *, has_types: bool = False) -> None:
    """Give the parameters of a symbol what was said of them."""
    for parameter in symbol["parameters"]:
        note = found.parameters.get(bare(parameter["name"]))
        if note is not None:
            parameter["description"] = parameter["description"] or note.text
            if not has_types:
                parameter["annotation"] = parameter["annotation"] or note.type


def bare(name: str) -> str:
    """The name of a parameter without its marks: `*args`, `...rest`, `optional?`."""
    return name.lstrip("*.").removesuffix("?")
