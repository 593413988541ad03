"""A small shop in every language, and what people do to its files."""

import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from docrunch.domain.canonical import digest
from docrunch.domain.source import SourceFile
from docrunch.scanner.facts import Parsed, ParseFailure
from docrunch.scanner.languages import language_of

HEAD = re.compile(r"^=== (.+)\n", re.MULTILINE)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def shop() -> dict[str, str]:
    """The text of each file; one is below a line `=== path`."""
    _, *parts = HEAD.split(Path(__file__).with_name("shop.txt").read_text(encoding="utf-8"))
    return dict(zip(parts[::2], parts[1::2], strict=True))


SHOP = shop()
ELSEWHERE = {
    ".py": ("shop/sale/pricing.py", "shop/sale/__init__.py", "shop/Pricing.py", "pricing.py", "pages/models.py"),
    "script": (
        *("web/src/prices.tsx", "web/src/cart/index.ts", "web/lib/prices.ts", "web/src/Cart.ts", "web/src/view.ts"),
        *("web/src/legacy.d.ts", "web/src/legacy/index.js", "web/lib/legacy.mjs", "web/src/button.tsx"),
    ),
    ".sql": ("db/Schema.sql", "db/old/orders.sql", "orders.sql"),
    ".json": ("web/src/tsconfig.json", "tsconfig.json", "web/jsconfig.json"),
}
"""Where files may move besides to where others are."""
NAMES = {
    ".py": (
        *("total", "rounded", "Price", "taxed", "Money", "tax", "Order", "Customer", "Buyer", "Stock", "Shelf", "Page"),
        *("stock", "customers", "moves"),
    ),
    "script": ("total", "rounded", "Cart", "prices", "cost", "Basket", "label", "Button", "checkout", "open", "desk"),
    ".sql": ("customers", "orders", "total", "id"),
    ".json": ("src", "extends", "paths"),
}
LINES = {
    ".py": (
        "from .pricing import *",
        "from .orders import Order as Money, checkout",
        "from shop.models import Customer as Price",
        "import shop.orders as models",
        "__all__ += ['rounded', 'Order']",
        "def total(prices): return rounded(prices)",
        "class Price(Order): ...",
        "total = rounded",
        "tax = lambda: total(1)",
        "type Customer = Price",
        "def rounded[Price](of: Price) -> Price: return of.taxed()",
        "type Buyer[Price] = Price",
        "class Price(Order): taxed = lambda self: super().halved()",
        "class Shelf(Base): __tablename__ = 'customers'; id = Column(Integer)",
        "moves = db.Table('stock', db.Column('shelf', db.ForeignKey('shelves.id')))",
        "class Lot(Base): a = Column(Text); __table_args__ = (ForeignKeyConstraint([a], ['shelves.id']),)",
        "class Page(models.Model):\n    of = models.ForeignKey('visits.Visit', models.CASCADE)",
        "class Page(models.Model):\n    a = models.TextField()\n    class Meta: app_label = 'pages'",
        "class Day(models.Model): of = models.ForeignKey('stays.Visit', models.CASCADE)",
        "class Stock: ...",
    ),
    "script": (
        "export * from './prices'",
        "export * from './cart'",
        "export { total } from '@/prices'",
        "export { Basket as default } from './index'",
        "import { cost as rounded } from '@/index'",
        "export function total() { return rounded(1) }",
        "export class Cart extends Basket { checkout = label }",
        "export function open(): Cart { return desk.open() }",
        "export const total = (cart: Cart) => cart.checkout()",
        "exports.label = require('./legacy').rounded",
    ),
    ".sql": (
        "CREATE TABLE customers (id int, email text);",
        "CREATE TABLE lines (ordered int REFERENCES orders (id), total int);",
        "ALTER TABLE orders ADD COLUMN lines int;",
        "COMMENT ON TABLE orders IS 'All of them';",
        "CREATE VIEW total AS SELECT * FROM customers;",
        "CREATE VIEW stock AS WITH orders AS (SELECT * FROM orders) SELECT * FROM orders, total;",
        "ALTER TABLE customers ADD shelf int REFERENCES shelves;",
    ),
    ".json": (),
}
CONFIGURATIONS = (
    '{ "compilerOptions": { "baseUrl": "src", "paths": { "@/*": ["*"] } } }',
    '{ "compilerOptions": { "baseUrl": "src" } }',
    '{ "compilerOptions": { "paths": { "@/*": ["./lib/*", "./src/*"], "@/prices": ["./src/cart"] } } }',
    '{ "compilerOptions": { "paths": { "*": ["./src/*"] } } }',
    '{ "extends": "./tsconfig.json" }',
    '{ "extends": "../web/tsconfig.base" }',
    "{}",
    "{",
)


def kind_of(path: str) -> str:
    """Whose names and lines a file takes: those of its extension, or of a script."""
    extension = Path(path).suffix
    return extension if extension in NAMES else "script"


def renamed(text: str, name: str, to: str) -> str:
    return re.sub(rf"\b{name}\b", to, text)


@cache
def parsed(path: str, text: str) -> SourceFile:
    """What a scan would record of a file."""
    language, data = language_of(path), text.encode()
    assert language is not None
    try:
        found = language.parse(path, data)
    except ParseFailure as failure:
        found = Parsed(problem=failure.code, message=str(failure))
    told = {"path": path, "language": language.name, "size": len(data), "modified_at": NOW}
    known = {"content_hash": digest(data), "module": language.module_of(path), "parser_version": language.version}
    said = {
        name: getattr(found, name) for name in ("docstring", "symbols", "variables", "references", "bindings", "public")
    }
    return SourceFile.model_validate({**told, **known, **said, "problem": found.problem})
