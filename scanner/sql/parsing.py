"""SQL: from the bytes of a file to the tables, views, indexes, functions and procedures that it creates.

Read by a reader of our own (docs/decisions/0016): a statement that it cannot make sense of is passed over and the rest
is kept, whatever the dialect. ALTER TABLE … ADD and COMMENT ON add to tables of the same file. Foreign keys, views and
alterations of tables in other files refer to what they name.
"""

from dataclasses import replace

from ..facts import Parsed
from ..language import Language
from ..problems import PARSE_SYNTAX_ERROR
from ..text import unicode_source
from ..time_limit import PARSE_SECONDS, within
from .cursor import Cursor
from .reading import Reading
from .statements import statements_of
from .tokens import tokens_of


def parse_sql(_path: str, data: bytes) -> Parsed:
    """Read one file; of one with a definition that is cut off whatever could be made out, with its `problem`.

    Raises ParseFailure for text that is not valid in its encoding, and when reading takes too long.
    """
    text = unicode_source(data).decode()
    reading = Reading(text)
    for statement in statements_of(text, within(PARSE_SECONDS, tokens_of(text))):
        verb = statement.tokens[0].text
        if verb == "CREATE":
            reading.create(statement)
        elif verb == "ALTER":
            reading.alter(Cursor(text, statement.tokens, 1))
        elif verb == "DROP":
            reading.drop(Cursor(text, statement.tokens, 1))
        else:
            reading.comment(Cursor(text, statement.tokens, 1))
    parsed = Parsed(symbols=reading.symbols(), references=reading.references())
    if reading.cut_at is None:
        return parsed
    message = f"a definition near line {reading.cut_at} is cut off; what could be read was kept"
    return replace(parsed, problem=PARSE_SYNTAX_ERROR, message=message)


def module_of(path: str) -> str:
    """The dotted name to show for a file: `db/schema.sql` is `db.schema`."""
    return path.removesuffix(".sql").replace("/", ".")


SQL = Language("sql", (".sql",), 6, module_of, parse_sql)
