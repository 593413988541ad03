"""The one table a run prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from .timing import Rates, ratio

HEAD = ("what, and against what", "ours", "the peer", "ratio", "wanted", "met?")


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: medians of both rates, the median ratio, and the ratio wanted, None where it only informs.

    `note` is one line to read below the table.
    """

    name: str
    ours: str
    peer: str
    ratio: float
    wanted: float | None = None
    note: str = ""

    def cells(self) -> tuple[str, ...]:
        wanted = "" if self.wanted is None else f"{self.wanted:.3g}"
        met = "" if self.wanted is None else "yes" if self.ratio >= self.wanted else "NO"
        return (self.name, self.ours, self.peer, f"{self.ratio:.2f}", wanted, met)


def compared(
    name: str, rates: Rates, ours: str, peer: str, *, wanted: float | None = None, unit: str = "/s", note: str = ""
) -> Row:
    """A row from the rates of two sides."""
    mine, its = median(rates[ours]), median(rates[peer])
    return Row(name, f"{mine:,.0f} {unit}", f"{its:,.0f} {unit}", ratio(rates, ours, peer), wanted, note)


def rendered(rows: Sequence[Row]) -> str:
    """The table as Markdown, in columns, and the notes below it."""
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, tuple("-" * width for width in widths))
    notes = [row.note for row in rows if row.note]
    return "\n".join([*(formatted(line, widths) for line in lines), *notes])


def formatted(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    return "| " + " | ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]) + " |"
