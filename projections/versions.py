"""The versions of the read model: of its tables, and of what is rendered into them."""

from collections.abc import Iterator
from importlib.resources import files

from ..domain.canonical import digest

SHAPING = {
    "": """
    affected architecture blocks boundaries collecting columns contents contexts directives documents environment
    escaping facts file_rows fold import_graph indented members neighbourhood offered overloads overview
    packages pages parameters prose rendering running sentences shown signatures survey symbol_rows tables tags
    words writing
    """,
    "reports/": """
    affected blockers changes chats decisions drawing drawn findings history links llm material mentions pages
    patterns reading records registry rendering sheet summaries task_report tasks writing
    """,
    "resolution/": """
    bindings definitions following keys lineage models python rounds script script_paths shared_lineages sql
    values
    """,
}
"""The modules that shape documents, by folder."""
STATEMENTS = """
    contents.sql documents.sql neighbourhood.sql overview.sql relational.sql reports/affected.sql reports/reading.sql
    reports/rows.sql resolution/resolution.sql
"""
TEMPLATES = """
    architecture callers class class_body columns decision decision_index finding finding_body function index
    module module_index pattern referred schema task_report
"""


def fingerprint(*names: str) -> str:
    """A short digest of files of this package, the same on every platform."""
    folder = files(__package__)
    texts = [folder.joinpath(*name.split("/")).read_text(encoding="utf-8") for name in names]
    return digest("\n".join(texts).encode())[:16]


def shaping() -> Iterator[str]:
    """The files of this package that shape documents."""
    yield from (f"{folder}{name}.py" for folder, names in SHAPING.items() for name in names.split())
    yield from (f"templates/{name}.md.j2" for name in TEMPLATES.split())
    yield from STATEMENTS.split()


TABLES_VERSION = fingerprint("read_model.sql")
"""Tables of another version cannot be read by this program."""
RENDERING_VERSION = fingerprint(*shaping())
"""Documents of another version would be rendered differently by this program: whatever shapes them counts."""
