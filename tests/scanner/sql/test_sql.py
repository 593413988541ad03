"""What a SQL file creates, in the dialects people write."""

from collections.abc import Callable

import pytest
from docrunch.domain.source import Column, SourceFile, Symbol
from docrunch.scanner.sql import parsing

Parse = Callable[..., SourceFile]
Read = Callable[[str], SourceFile]


@pytest.fixture
def read(parse: Parse) -> Read:
    return lambda source: parse(source, "db/schema.sql")


def column(symbol: Symbol, name: str) -> Column:
    return next(one for one in symbol.columns if one.name == name)


def test_a_table_has_its_columns_with_all_that_is_said_of_them(read: Read) -> None:
    file = read(
        "CREATE TABLE IF NOT EXISTS public.users (\n"
        "  id bigserial PRIMARY KEY,\n"
        "  email varchar(255) NOT NULL UNIQUE DEFAULT 'a, (b)',\n"
        "  team_id integer NULL REFERENCES teams (id) ON DELETE CASCADE,\n"
        "  created timestamp with time zone NOT NULL DEFAULT now(),\n"
        "  tags text[] DEFAULT '{}'::text[],\n"
        "  total numeric(10, 2) GENERATED ALWAYS AS (a * b) STORED\n);\n"
    )
    (table,) = file.symbols

    assert (file.language, file.module, file.problem) == ("sql", "db.schema", None)
    assert (table.kind, table.role, table.name, table.qualified_name) == ("schema", "table", "users", "public.users")
    assert (table.signature, table.start_line, table.end_line) == ("CREATE TABLE IF NOT EXISTS public.users", 1, 8)
    assert [(one.name, one.type, one.is_nullable, one.default) for one in table.columns] == [
        ("id", "bigserial", False, None),
        ("email", "varchar(255)", False, "'a, (b)'"),
        ("team_id", "integer", True, None),
        ("created", "timestamp with time zone", False, "now()"),
        ("tags", "text[]", True, "'{}'::text[]"),
        ("total", "numeric(10, 2)", True, None),
    ]
    assert [one.name for one in table.columns if one.is_primary_key] == ["id"]
    assert column(table, "team_id").references == "teams.id"


def test_constraints_of_the_table_count_for_its_columns(read: Read) -> None:
    (table,) = read(
        "CREATE TABLE t (a int, b int, key text, CONSTRAINT pk PRIMARY KEY (a, B), UNIQUE (a), CHECK (a > 0),\n"
        "  FOREIGN KEY (a, b) REFERENCES s.u (x, y), KEY k (a), FOREIGN KEY (key) REFERENCES v)"
    ).symbols

    assert [one.name for one in table.columns] == ["a", "b", "key"]
    assert [one.is_primary_key for one in table.columns] == [True, True, False]
    assert [one.references for one in table.columns] == ["s.u.x", "s.u.y", "v"]


def test_mysql_is_read(read: Read) -> None:
    (table,) = read(
        "/*!40101 SET NAMES utf8 */;\nCREATE TABLE `my table` (\n"
        "  `id` int(11) unsigned NOT NULL AUTO_INCREMENT COMMENT 'it\\'s; the id',\n"
        "  `name` varchar(20) CHARACTER SET utf8 DEFAULT NULL,\n  PRIMARY KEY (`id`), KEY `k` (`name`(10))\n"
        ") ENGINE=InnoDB;\n"
    ).symbols

    assert (table.name, [one.name for one in table.columns]) == ("my table", ["id", "name"])
    assert (table.columns[0].type, table.columns[0].is_primary_key) == ("int(11) unsigned", True)
    assert table.columns[0].description == "it\\'s; the id"
    assert (table.columns[1].type, table.columns[1].default) == ("varchar(20)", "NULL")


def test_sql_server_is_read(read: Read) -> None:
    file = read(
        "CREATE TABLE [dbo].[T] ([Id] INT IDENTITY(1,1) NOT NULL, [A b] NVARCHAR(MAX) NULL,\n"
        "  CONSTRAINT [PK] PRIMARY KEY CLUSTERED ([Id] ASC))\nGO\n"
        "CREATE PROCEDURE dbo.p @a int = 1 AS BEGIN SELECT 1; CREATE TABLE #t (a int); END\nGO\n"
        "CREATE TABLE u (a int)\n"
    )

    assert [(symbol.kind, symbol.qualified_name) for symbol in file.symbols] == [
        ("schema", "dbo.T"),
        ("function", "dbo.p"),
        ("schema", "u"),
    ]
    assert [(one.name, one.is_primary_key) for one in file.symbols[0].columns] == [("Id", True), ("A b", False)]


def test_views_have_the_columns_that_they_name(read: Read) -> None:
    file = read(
        "CREATE OR REPLACE VIEW v AS SELECT a, t.b, count(*) AS n, (SELECT 1) m FROM t;\n"
        "CREATE MATERIALIZED VIEW w (p, q) AS SELECT 1, 2;\nCREATE VIEW x AS SELECT * FROM t;\n"
    )

    assert [symbol.role for symbol in file.symbols] == ["view"] * 3
    assert [[one.name for one in symbol.columns] for symbol in file.symbols] == [["a", "b", "n", "m"], ["p", "q"], []]


def test_indexes_name_what_they_are_on(read: Read) -> None:
    file = read(
        "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON s.t USING btree (lower(a), b DESC) WHERE a > 0;\n"
        "CREATE INDEX ON t (a, b);\n"
    )

    assert [(symbol.role, symbol.name) for symbol in file.symbols] == [("index", "i"), ("index", "t_a_b_idx")]
    assert [(one.name, one.references) for one in file.symbols[0].columns] == [("lower(a)", "s.t"), ("b DESC", "s.t")]
    assert file.symbols[0].signature.endswith("WHERE a > 0")


def test_functions_and_procedures_have_parameters(read: Read) -> None:
    file = read(
        "CREATE FUNCTION f(a integer, b text DEFAULT 'x', OUT c numeric(1,2), date) RETURNS TABLE (a int)\n"
        "LANGUAGE sql AS $body$ SELECT 1; CREATE TABLE no (a int); $body$;\n"
        "DELIMITER $$\nCREATE PROCEDURE p(IN x int)\nBEGIN\n  IF x THEN SELECT 1; END IF;\n"
        "  SELECT CASE WHEN 1 THEN 2 END;\n"
        "END$$\nDELIMITER ;\nCREATE TABLE t (a int);\n"
    )

    assert [symbol.qualified_name for symbol in file.symbols] == ["f", "p", "t"]
    assert [(made.name, made.annotation, made.default) for made in file.symbols[0].parameters] == [
        ("a", "integer", None),
        ("b", "text", "'x'"),
        ("OUT c", "numeric(1,2)", None),
        ("$4", "date", None),
    ]
    assert file.symbols[0].returns == "TABLE (a int)"
    assert (file.symbols[1].start_line, file.symbols[1].end_line) == (4, 8)


def test_comments_describe_tables_and_columns(read: Read) -> None:
    first, second = read(
        "-- Not this.\n\n-- All users.\n-- ----------\nCREATE TABLE users (\n  id int, -- the id\n"
        "  -- where mail\n  -- goes\n  mail text,\n  /* nothing */\n\n  x int\n);\n"
        "CREATE TABLE t (a int, b int);\nCOMMENT ON TABLE t IS 'T''s.';\nCOMMENT ON COLUMN public.t.b IS 'B.';\n"
    ).symbols

    assert (first.docstring, first.description) == ("All users.", None)
    assert [one.description for one in first.columns] == ["the id", "where mail\ngoes", None]
    assert (second.docstring, second.columns[1].description) == ("T's.", "B.")


@pytest.mark.parametrize("line", ["name: make_t", "name: make-t!", ":name make :? :1", "name: MakeT :exec", "name:x"])
def test_a_name_for_a_program_is_no_comment(read: Read, line: str) -> None:
    named, both = read(
        f"-- {line}\nCREATE TABLE t (a int);\n\n-- {line}\n-- All of it.\nCREATE TABLE u (a int);\n"
    ).symbols

    assert (named.docstring, both.docstring) == (None, "All of it.")


@pytest.mark.parametrize("line", ["name: of the owner", "name of it", "names: a"])
def test_words_about_a_name_are_a_comment(read: Read, line: str) -> None:
    (table,) = read(f"-- {line}\nCREATE TABLE t (a int);\n").symbols

    assert table.docstring == line


def test_what_alter_table_adds_counts(read: Read) -> None:
    (table,) = read(
        "CREATE TABLE public.t (a int);\nALTER TABLE ONLY public.t ADD CONSTRAINT pk PRIMARY KEY (a);\n"
        "ALTER TABLE t ADD COLUMN b int DEFAULT 5, ADD FOREIGN KEY (b) REFERENCES u(id);\n"
        "ALTER TABLE other ADD c int;\n"
    ).symbols

    assert [(one.name, one.is_primary_key, one.references) for one in table.columns] == [
        ("a", True, None),
        ("b", False, "u.id"),
    ]


def test_columns_are_added_in_the_words_of_other_dialects(read: Read) -> None:
    (table,) = read(
        "CREATE TABLE t (a int);\nALTER TABLE t ADD (b int, c int NOT NULL);\n"
        "ALTER TABLE t WITH CHECK ADD CONSTRAINT k FOREIGN KEY (b) REFERENCES u (id);\n"
        "ALTER TABLE t ADD COLUMN IF NOT EXISTS d int, DROP COLUMN x, ALTER COLUMN a SET NOT NULL;\n"
    ).symbols

    assert [(one.name, one.is_nullable, one.references) for one in table.columns] == [
        *(("a", True, None), ("b", True, "u.id"), ("c", False, None), ("d", True, None))
    ]


@pytest.mark.parametrize("nothing", ["ADD", "ADD COLUMN IF NOT EXISTS", "ADD ()", "ADD, ADD COLUMN"])
def test_what_adds_nothing_is_passed_over(read: Read, nothing: str) -> None:
    file = read(f"CREATE TABLE t (a int);\nALTER TABLE t {nothing};\nALTER TABLE t ADD b int;\n")

    assert [column.name for column in file.symbols[0].columns] == ["a", "b"]


def test_a_table_of_another_schema_is_another_table(read: Read) -> None:
    file = read(
        "CREATE TABLE app.t (a int);\nALTER TABLE audit.t ADD b int REFERENCES app.u;\nALTER TABLE t ADD c int;\n"
    )

    assert [column.name for column in file.symbols[0].columns] == ["a", "c"]
    assert [(one.source, one.target, one.line) for one in file.references] == [
        *(("", "sql:audit.t", 2), ("", "sql:app.u", 2))
    ]


def test_what_is_in_strings_and_comments_and_what_is_temporary_is_no_table(read: Read) -> None:
    file = read(
        "INSERT INTO x VALUES ('\nCREATE TABLE a (b int);');\n/* CREATE TABLE b (c int); */\n"
        "-- CREATE TABLE c (d int);\n"
        "CREATE TEMPORARY TABLE d (e int);\nSELECT $$\nCREATE TABLE e (f int); $$;\nDROP TABLE f;\n"
    )

    assert (file.symbols, file.problem) == ((), None)


def test_two_tables_of_one_name_are_told_apart(read: Read) -> None:
    assert [s.qualified_name for s in read("CREATE TABLE t (a int);" * 2).symbols] == ["t", "t#2"]


def test_a_table_may_be_called_like_the_second_of_a_name(read: Read) -> None:
    file = read('CREATE TABLE "t#2" (a int); CREATE TABLE t (b int); CREATE TABLE t (c int); CREATE TABLE t (d int);')

    assert [symbol.qualified_name for symbol in file.symbols] == ["t#2", "t", "t#3", "t#4"]


def test_what_has_no_name_is_no_table(read: Read) -> None:
    file = read(
        'CREATE TABLE "" (a int); CREATE TABLE s."" (a int); CREATE VIEW `` AS SELECT 1; CREATE INDEX i ON `` (a)'
    )

    assert file.symbols == ()


def test_a_statement_that_makes_no_sense_leaves_the_others(read: Read) -> None:
    file = read("CREATE TABLE a (x int);\nCREATE NONSENSE (((;\nCREATE TABLE;\nCREATE TABLE b (y int);\nselect 'open")

    assert [symbol.name for symbol in file.symbols] == ["a", "b"]


def test_a_definition_that_is_cut_off_is_kept_and_reported(read: Read) -> None:
    file = read("CREATE TABLE a (x int);\nCREATE TABLE b (y int, z text\n")

    assert file.problem == "PARSE_SYNTAX_ERROR"
    assert [one.name for one in file.symbols[1].columns] == ["y", "z"]


@pytest.mark.parametrize("schema", [":schema", "{{ schema }}", "${schema}", "@extschema@", '"quoted"'])
def test_what_a_program_fills_in_may_be_part_of_a_name(read: Read, schema: str) -> None:
    (table,) = read(f"CREATE TABLE {schema}.t (a int DEFAULT 1::bigint);").symbols

    assert (table.name, table.columns[0].default) == ("t", "1::bigint")


def test_a_file_of_sql_server_may_be_utf_16(parse: Parse) -> None:
    file = parse("CREATE TABLE t (é int)\r\n".encode("utf-16"), "a.sql")

    assert (file.problem, file.symbols[0].columns[0].name) == (None, "é")


def test_signs_that_begin_a_name_may_come_in_any_number(read: Read) -> None:
    assert read("@" * 200_000 + "\nCREATE TABLE t (a int);").problem is None


def test_a_file_that_takes_too_long_is_given_up(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "PARSE_SECONDS", -1)

    assert read("CREATE TABLE t (a int);").problem == "PARSE_TIMEOUT"
