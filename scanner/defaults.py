"""What a field or a variable holds at first, as far as that is worth showing."""

LONGEST_DEFAULT = 200
"""Characters; a longer value is a matter of the source."""


def shown_default(value: str | None) -> str | None:
    """The value as it is written, or a mark in its place; None where there is none."""
    return "…" if value is not None and len(value) > LONGEST_DEFAULT else value
