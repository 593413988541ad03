"""What programs and people write around and into definitions, dialect by dialect."""

from collections.abc import Callable

import pytest
from docrunch.domain.source import SourceFile

Parse = Callable[..., SourceFile]
Read = Callable[[str], SourceFile]


@pytest.fixture
def read(parse: Parse) -> Read:
    return lambda source: parse(source, "db/schema.sql")


def names(file: SourceFile) -> list[str]:
    return [symbol.qualified_name for symbol in file.symbols]


def columns(file: SourceFile) -> list[str]:
    return [column.name for symbol in file.symbols for column in symbol.columns]


def test_the_rows_of_a_dump_are_no_source(read: Read) -> None:
    file = read(
        "CREATE TABLE a (x int);\nCOPY public.a (x, y) FROM stdin WITH (FORMAT text);\n"
        "1\tit's\n2\t$$ CREATE TABLE no (a int); /*\nCREATE TABLE no (a int);\n\\.\n\nCREATE TABLE b (x int);\n"
        "COPY b FROM stdin;\n\\.\nCREATE TABLE c (x int);\n"
    )

    assert names(file) == ["a", "b", "c"]


def test_a_table_that_is_called_like_standard_input_is_a_table(read: Read) -> None:
    file = read("CREATE VIEW v AS SELECT a FROM stdin;\nCREATE TABLE t (a int);\n")

    assert names(file) == ["v", "t"]
    assert [reference.name for reference in file.references] == ["stdin"]


def test_commands_of_psql_are_no_source(read: Read) -> None:
    file = read("\\echo it's time\nCREATE TABLE a (x int);\n\\connect \"db\n-- a table\nCREATE TABLE b (x int);\n")

    assert names(file) == ["a", "b"]
    assert file.symbols[1].docstring == "a table"


def test_arrays_are_no_names(read: Read) -> None:
    file = read("CREATE TABLE t (a text[] DEFAULT ARRAY['x','y']::text[], b int[][] DEFAULT ARRAY[[1,2],[3,4]], c int)")

    (table,) = file.symbols
    assert [(column.name, column.default) for column in table.columns] == [
        ("a", "ARRAY['x','y']::text[]"),
        ("b", "ARRAY[[1,2],[3,4]]"),
        ("c", None),
    ]


def test_comments_may_hold_comments(read: Read) -> None:
    assert names(read("/* a /* b */ ;\nCREATE TABLE no (a int); */\nCREATE TABLE t (a int);")) == ["t"]


def test_where_comments_hold_none_the_first_end_counts(read: Read) -> None:
    assert names(read("/* src/*.sql */\nCREATE TABLE t (a int);\n/* b */\nCREATE TABLE u (a int);")) == ["t", "u"]


def test_backslashes_of_mysql_escape_in_all_quotes(read: Read) -> None:
    file = read('CREATE TABLE `t` (`a` varchar(9) DEFAULT "x\\"y" COMMENT "the a", `b` int);\nCREATE TABLE u (c int);')

    assert names(file) == ["t", "u"]
    assert columns(file) == ["a", "b", "c"]
    assert file.symbols[0].columns[0].description == "the a"


def test_a_backtick_in_a_comment_makes_no_mysql(read: Read) -> None:
    file = read("-- see `users`\nCREATE TABLE t (a text DEFAULT '\\', b int);\nCREATE TABLE u (c text DEFAULT '`');")

    assert names(file) == ["t", "u"]
    assert columns(file) == ["a", "b", "c"]


def test_mysql_runs_some_comments(read: Read) -> None:
    file = read(
        "/*!50001 CREATE VIEW `v` AS SELECT \n 1 AS `x`*/;\n"
        "/*!50001 DROP VIEW IF EXISTS `v`*/;\n"
        "/*!50001 CREATE ALGORITHM=UNDEFINED */\n/*!50013 DEFINER=`root`@`localhost` SQL SECURITY DEFINER */\n"
        "/*!50001 VIEW `v` AS select `a`.`x` AS `x` from (`t` `a` join `u` `b` on((`a`.`id` = `b`.`id`))) */;\n"
        "/*M!100616 SET x=1 */;\nCREATE TABLE `w` (a int);\n"
    )

    assert names(file) == ["v", "w"]
    assert [reference.name for reference in file.references] == ["t", "u"]
    assert file.symbols[0].start_line == 4
    assert file.symbols[0].signature.startswith("CREATE ALGORITHM=UNDEFINED DEFINER=")


def test_what_is_dropped_in_the_end_stands_in_a_migration(read: Read) -> None:
    assert names(read("-- up\nCREATE TABLE t (a int);\n-- down\nDROP TABLE t;\n")) == ["t"]


def test_brackets_of_sql_server_are_no_part_of_names(read: Read) -> None:
    file = read(
        "CREATE TABLE [dbo].[t] ([a] [int] NOT NULL, [b] [nvarchar](max) NULL)\nGO\n"
        "CREATE INDEX [i] ON [dbo].[t] ([a] ASC, [b]) INCLUDE ([c])\n"
    )
    table, index = file.symbols

    assert [column.type for column in table.columns] == ["int", "nvarchar(max)"]
    assert [column.name for column in index.columns] == ["a ASC", "b"]


def test_procedures_of_sql_server_list_their_parameters_without_parentheses(read: Read) -> None:
    file = read(
        "CREATE PROCEDURE dbo.p @id INT, @name NVARCHAR(50) = N'x', @n AS int = 1 OUTPUT\nWITH RECOMPILE AS\n"
        "BEGIN SELECT @id END\nGO\nCREATE PROC q AS SELECT 1\nGO\n"
    )
    with_some, without = file.symbols

    assert [(one.name, one.annotation, one.default) for one in with_some.parameters] == [
        ("@id", "INT", None),
        ("@name", "NVARCHAR(50)", "N'x'"),
        ("OUT @n", "int", "1"),
    ]
    assert with_some.signature.endswith("@n AS int = 1 OUTPUT")
    assert without.parameters == ()


def test_tables_made_by_a_query_have_its_columns_and_sources(read: Read) -> None:
    file = read(
        "CREATE TABLE t AS SELECT a.x, b.y AS z FROM a JOIN b USING (id);\nCREATE TABLE u AS (SELECT q FROM t);"
    )

    assert [[column.name for column in symbol.columns] for symbol in file.symbols] == [["x", "z"], ["q"]]
    assert [(reference.source, reference.name) for reference in file.references] == [("t", "a"), ("t", "b"), ("u", "t")]


def test_partitions_and_heirs_refer_to_their_table(read: Read) -> None:
    file = read(
        "CREATE TABLE p (a int) PARTITION BY RANGE (a);\nCREATE TABLE q PARTITION OF s.p FOR VALUES FROM (1) TO (2);\n"
        "CREATE TABLE r (b int) INHERITS (p, q);\n"
    )

    assert [(reference.source, reference.name) for reference in file.references] == [
        ("q", "s.p"),
        ("r", "p"),
        ("r", "q"),
    ]


def test_sqlite_takes_strings_for_names(read: Read) -> None:
    file = read(
        "CREATE TABLE 'my t' ('a' INTEGER PRIMARY KEY, b int REFERENCES 'u'('id'), FOREIGN KEY ('a') REFERENCES w)"
    )

    (table,) = file.symbols
    assert (table.qualified_name, [column.name for column in table.columns]) == ("my t", ["a", "b"])
    assert [column.references for column in table.columns] == ["w", "u.id"]


def test_tables_for_full_text_have_columns(read: Read) -> None:
    file = read("CREATE VIRTUAL TABLE f USING fts5(title, body UNINDEXED, content='t', tokenize = 'porter');")

    assert columns(file) == ["title", "body"]


@pytest.mark.parametrize(
    "statement",
    [
        "PUBLICATION p FOR TABLE u",
        "OPERATOR + (LEFTARG = int, PROCEDURE = f)",
        "AGGREGATE a (int) (SFUNC = f, FUNCTION = g)",
    ],
)
def test_what_is_no_table_only_names_one(read: Read, statement: str) -> None:
    assert names(read(f"CREATE {statement};\nCREATE TABLE t (a int);")) == ["t"]


def test_what_is_dropped_and_created_again_is_one(read: Read) -> None:
    file = read(
        "CREATE TABLE t (a int);\nCREATE TABLE k (a int REFERENCES t);\nDROP TABLE IF EXISTS x, s.t, t CASCADE;\n"
        "CREATE TABLE t (b int);\nCREATE TABLE t (c int);\nDROP INDEX t_a;\nDROP;\n"
    )

    assert names(file) == ["k", "t", "t#2"]
    assert columns(file) == ["a", "b", "c"]
