"""A project as people have them, of any size: packages that lean on each other, a schema, reports."""

from collections.abc import Iterator

from docrunch import ClaimTask, CreateTask, Docrunch, LogFinding, RecordDecision, RecordPattern, SubmitCompletion

IN_A_PACKAGE = 25
README = """# Shop

[![build](https://ci.example/badge.svg)](https://ci.example)

Shop sells things by mail: it keeps a catalogue, takes orders and tells the warehouse what to send.
"""
SCHEMA = """
-- What customers ordered, by the day it was paid.
CREATE TABLE orders (
    order_id bigint PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers (customer_id), -- who pays
    total_in_cents numeric(12, 2) NOT NULL DEFAULT 0,
    paid_at timestamptz
);
"""
MODULE = '''"""Everything about orders of kind {number}, from the first click to the last parcel."""

{imports}


class OrderOfKind{number}:
    """An order that knows what it costs.

    Attributes:
        lines: what was ordered, in the order of the invoice
    """

    def total_in_cents(self, discounts: "dict[str, int] | None" = None, *, with_taxes: bool = True) -> int:
        """What the customer pays.

        .. versionadded:: 2.0

        Args:
            discounts: by the name of the customer's group
            with_taxes: whether those of the country are in

        Returns:
            The sum in cents, never below zero.
        """
        return price_of_kind_{number}(self)


def price_of_kind_{number}(order: OrderOfKind{number}) -> int:
    """The price, as the catalogue has it."""
    return {calls}
'''


def files_of(modules: int) -> dict[str, str]:
    """The project's files by path, so many of them modules."""
    files = {path_of(number): source(number) for number in range(modules - 1)}
    return {"README.md": README, "warehouse/schema.sql": SCHEMA} | files


def path_of(number: int) -> str:
    return f"shop/department_{number // IN_A_PACKAGE}/orders_of_kind_{number}.py"


def source(number: int) -> str:
    others = list(needed(number))
    imports = "\n".join(f"from {dotted(other)} import price_of_kind_{other}" for other in others)
    calls = " + ".join(f"price_of_kind_{other}(order)" for other in others) or "100"
    return MODULE.format(number=number, imports=imports, calls=calls)


def needed(number: int) -> Iterator[int]:
    """The one before, one in another department, and the first of all."""
    yield from sorted({number - 1, number // 2, 0} - {number, -1})


def dotted(number: int) -> str:
    return path_of(number).removesuffix(".py").replace("/", ".")


def report(docrunch: Docrunch) -> None:
    """What agents and people wrote down about it."""
    module = path_of(0)
    docrunch.dispatch_many(
        [
            CreateTask(
                task_id="T1",
                type="bug",
                title="Totals are wrong by a cent",
                description="Round late.",
                created_by="ann",
            ),
            RecordDecision(
                title="Count in cents",
                context="Sums were off.",
                decision="Integers.",
                rationale="Exact.",
                created_by="ann",
            ),
            RecordPattern(
                name="Totals",
                description="Ask the order.",
                example="order.total_in_cents()",
                files=(module,),
                created_by="ann",
            ),
            ClaimTask(task_id="T1", reported_by="bot"),
            LogFinding(
                task_id="T1",
                type="improvement",
                description="The catalogue is read twice.",
                files=(module,),
                created_by="bot",
            ),
            SubmitCompletion(
                task_id="T1", summary="Rounds once.", changes=[module], tests_passed=True, reported_by="bot"
            ),
        ]
    )
