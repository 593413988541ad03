"""Search knows how names are written in code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from docrunch.domain.hits import SCOPES, Hit
from docrunch.projections.fusion import fused
from docrunch.projections.reading import reader
from docrunch.projections.search import SQL, Narrowing, Ranked
from docrunch.projections.words import words

if TYPE_CHECKING:
    from tests.projections.relational.conftest import Build, History, ReadModel

FUNCTIONS = Narrowing(frozenset({"function"}))


@pytest.fixture
def searchable(model: ReadModel, history: History, build: Build) -> ReadModel:
    history.index(
        build.file(
            "scanner/parse.py",
            [
                build.function("parse_file", docstring="Read one source.", start_line=12),
                build.class_("ParseFileError", docstring="It went wrong."),
                build.function("all"),
                build.function("walk", docstring="Finds sources; what follows is left to parse_file, file by file."),
            ],
            docstring="Parsing files quickly.",
        )
    )
    model.apply(history.batch())
    return model


def titles(model: ReadModel, query: str, **narrowed: Any) -> list[str]:
    with reader(model.database) as read:
        return [hit.title for hit in read.search(query, narrowing=Narrowing(**narrowed))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("parse_file", ["parse", "file"]),
        ("ParseFile", ["parse", "file"]),
        ("parse file", ["parse", "file"]),
        ("outbox.log/append", ["outbox", "log", "append"]),
        ("HTTPServer2", ["http", "server2"]),
        ("SHA256 sha256", ["sha256", "sha256"]),
        ("größteÄnderung", ["größteänderung"]),
        ("_ - . /", []),
    ],
)
def test_names_part_where_people_see_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize("query", ["parsefileerror", "PARSEFILEERROR"])
def test_a_name_is_found_without_what_parts_its_words(searchable: ReadModel, query: str) -> None:
    assert titles(searchable, query) == ["ParseFileError"]
    assert titles(searchable, query, types=frozenset({"function"})) == []


def test_a_name_without_what_parts_its_words_is_looked_up(searchable: ReadModel) -> None:
    with reader(searchable.database) as read:
        read.connection.execute("SET LOCAL enable_seqscan = off")
        values = Narrowing().values() | {"together": "parsefileerror", "limit": 1}
        plan = str(read.connection.execute(f"EXPLAIN {SQL['written_together']}", values).fetchall())

    assert "documents_together" in plan


@pytest.mark.parametrize("query", ["parse_file", "ParseFile", "parse file", "PARSE.FILE", "parse-file"])
def test_one_name_in_every_spelling_finds_the_same(searchable: ReadModel, query: str) -> None:
    assert titles(searchable, query) == titles(searchable, "parse_file")
    assert titles(searchable, query)[0] == "parse_file"


def test_names_weigh_more_than_descriptions(searchable: ReadModel) -> None:
    found = titles(searchable, "parse_file")

    assert found.index("ParseFileError") < found.index("walk")


def test_an_english_word_is_found_by_its_stem(searchable: ReadModel) -> None:
    assert "scanner.parse" in titles(searchable, "parsed file")


def test_a_function_named_like_a_stop_word_is_found(searchable: ReadModel) -> None:
    assert titles(searchable, "all")[0] == "all"


def test_a_stop_word_finds_nothing_in_a_question(searchable: ReadModel) -> None:
    assert "all" not in titles(searchable, "where are all the sources?")


def test_where_no_document_holds_all_words_those_that_hold_any_are_found(searchable: ReadModel) -> None:
    assert "parse_file" in titles(searchable, "parse_file quantum")


@pytest.mark.parametrize("query", ["", "  ", "!!!", "nothing_like_it", "'", "a & b | !c", "\\", "x:*", "<->", "%s"])
def test_any_text_may_be_asked_for(searchable: ReadModel, query: str) -> None:
    assert titles(searchable, query) == []


def test_a_hit_says_where_to_go(searchable: ReadModel) -> None:
    with reader(searchable.database) as read:
        (hit, *_) = read.search("parse_file", limit=1)

    assert hit == Hit(
        document_id="function:scanner/parse.py::parse_file",
        type="function",
        title="parse_file",
        page="functions/scanner.parse.parse_file.md",
        file="scanner/parse.py",
        line=12,
        score=hit.score,
        excerpt="Read one source.",
        matches=(),
    )
    assert hit.score > 1


def test_several_definitions_of_one_symbol_answer_once_with_the_best(
    model: ReadModel, history: History, build: Build
) -> None:
    overloads = [build.method(f"Store#2.load{later}", name="load") for later in ("", "#2")]
    told = build.method("Store#2.load#3", name="load", docstring="Brings back what was kept.")
    history.index(build.file("store#2.py", [build.class_("Store#2", name="Store"), *overloads, told]))
    history.index(build.file("store.py", [build.method("Store.load", name="load")]))
    model.apply(history.batch())

    best = ["function:store#2.py::Store#2.load#3", "function:store.py::Store.load"]
    with reader(model.database) as read:
        for query in ("load kept", "Store.load"):
            assert [hit.document_id for hit in read.search(query, narrowing=FUNCTIONS)] == best
    assert titles(model, "load kept", types=FUNCTIONS.types) == ["Store.load", "Store.load"]


def test_of_overloads_named_just_so_the_one_with_a_docstring_answers(
    model: ReadModel, history: History, build: Build
) -> None:
    told = build.function("open#3", name="open", docstring="Begins.")
    history.index(build.file("a.py", [build.function("open"), build.function("open#2", name="open"), told]))
    model.apply(history.batch())

    with reader(model.database) as read:
        (hit,) = read.search("a.open", narrowing=FUNCTIONS)

    assert (hit.document_id, hit.title, hit.excerpt) == ("function:a.py::open#3", "open", "Begins.")
    assert hit.score > 2


def test_a_name_is_answered_by_the_definition_that_says_what_it_does(
    model: ReadModel, history: History, build: Build
) -> None:
    told = build.method("Store.open#3", name="open", docstring="Begins.")
    others = [build.method("Store.open", name="open"), build.method("Store.open#2", name="open")]
    history.index(build.file("a.py", [build.class_("Store"), *others, told]))
    model.apply(history.batch())

    def named(name: str) -> list[str]:
        with reader(model.database) as read:
            return [one.id for one in read.named(name)]

    for name in ("a.Store.open", "Store.open", "open"):
        assert named(name) == ["function:a.py::Store.open#3"]
    for exact in ("function:a.py::Store.open#2", "Store.open#2", "open#2"):
        assert named(exact) == ["function:a.py::Store.open#2"]
    assert named("function:a.py::Store.open") == ["function:a.py::Store.open"]


def test_what_holds_more_of_the_words_comes_first(model: ReadModel, history: History, build: Build) -> None:
    history.index(
        build.file(
            "queue.py",
            [
                build.function("lease", docstring="Hands work to a worker."),
                build.function("sweep", docstring="Takes back what is expired.\n\nIts lease has run out."),
                build.function("expire", docstring="Says when."),
            ],
        )
    )
    model.apply(history.batch())

    assert titles(model, "where are expired leases taken back?")[0] == "sweep"


def test_a_rare_word_tells_more_than_a_frequent_one(model: ReadModel, history: History, build: Build) -> None:
    often = [build.function(f"f{number}", docstring="Reads a file.") for number in range(9)]
    history.index(build.file("io.py", [*often, build.function("g", docstring="Reads a socket.")]))
    model.apply(history.batch())

    assert titles(model, "file or socket")[0] == "g"


def test_a_word_finds_those_that_begin_with_it(model: ReadModel, history: History, build: Build) -> None:
    history.index(build.file("who.py", [build.function("authorize"), build.function("ask")]))
    model.apply(history.batch())

    assert titles(model, "auth") == ["authorize", "who"]
    assert titles(model, "as") == []


def test_an_exact_title_comes_before_the_same_name_elsewhere(model: ReadModel, history: History, build: Build) -> None:
    members = [build.class_("Zip"), build.method("Zip.read"), build.class_("Ant"), build.method("Ant.read")]
    history.index(build.file("files.py", members))
    model.apply(history.batch())

    assert titles(model, "Zip.read")[0] == "Zip.read"
    assert titles(model, "files.Zip.read")[0] == "Zip.read"
    assert titles(model, "read")[:2] == ["Ant.read", "Zip.read"]


def test_overview_pages_are_no_answers(searchable: ReadModel) -> None:
    assert not {"Modules", "Code documentation"} & set(titles(searchable, "modules code documentation"))


def test_an_answer_is_narrowed_by_type(searchable: ReadModel) -> None:
    assert titles(searchable, "parse", types=frozenset({"class"})) == ["ParseFileError"]
    assert titles(searchable, "parse", types=SCOPES["reports"]) == []


@pytest.mark.parametrize(
    ("path", "is_inside"),
    [
        ("scanner", True),
        ("./scanner/", True),
        ("scanner/parse.py", True),
        (".", True),
        ("*.py", True),
        ("scan*", True),
        ("**/parse.py", True),
        ("scanner/*.p?", True),
        ("scan", False),
        ("parse.py", False),
        ("*", True),
        ("scanner/*/parse.py", False),
        ("*.pyi", False),
        ("scanner.parse*", False),
        ("(", False),
        ("[", False),
        ("\\", False),
    ],
)
def test_an_answer_is_narrowed_by_path(searchable: ReadModel, path: str, is_inside: bool) -> None:
    assert bool(titles(searchable, "parse file", path=path)) is is_inside


def test_the_line_of_a_hit_is_the_one_with_the_words(model: ReadModel, history: History, build: Build) -> None:
    docstring = "Looks after the queue.\n\nAn expired lease goes\nback to the others."
    history.index(build.file("queue.py", [build.function("tend", docstring=docstring)]))
    model.apply(history.batch())

    with reader(model.database) as read:
        by_text, by_gist = (read.search(query, narrowing=FUNCTIONS)[0] for query in ("expired leases", "queues look"))

    assert "An expired lease goes back" in by_text.excerpt
    assert [by_text.excerpt[start:end] for start, end in by_text.matches] == ["expired", "lease"]
    assert by_gist.excerpt == "Looks after the queue."
    assert [by_gist.excerpt[start:end] for start, end in by_gist.matches] == ["Looks", "queue"]


def test_marks_in_a_text_are_not_taken_for_matches(model: ReadModel, history: History, build: Build) -> None:
    history.index(build.file("odd.py", [build.function("odd", docstring="An \x03odd\x02 <b>text</b>.")]))
    model.apply(history.batch())

    with reader(model.database) as read:
        (hit, *_) = read.search("odd text", narrowing=FUNCTIONS)

    assert "\x02" not in hit.excerpt
    assert [hit.excerpt[start:end] for start, end in hit.matches] == ["odd", "text"]


def test_what_both_find_comes_before_what_one_finds_as_well() -> None:
    ranked = [Ranked("words", 0, 0.6), Ranked("twice", 0, 0.6), Ranked("less", 0, 0.3)]

    scores = fused(ranked, ["twice", "meaning"])

    assert list(scores) == ["twice", "words", "less", "meaning"]
    assert list(scores.values()) == pytest.approx([1, 5 / 6, 2.5 / 6, 0.5 / 6])


def test_what_fits_far_better_outweighs_any_order_of_lightrag() -> None:
    ranked = [Ranked("words", 0, 0.9), *(Ranked(name, 0, 0.1) for name in "abcd")]

    assert next(iter(fused(ranked, ["d", "c", "b", "a"]))) == "words"


def test_several_definitions_count_as_one_in_a_fusion() -> None:
    ranked = [Ranked("function:a.py::f#2", 0, 0.9), Ranked("function:a.py::g", 0, 0.0)]

    scores = fused(ranked, ["function:a.py::f", "function:a.py::f#3", "function:a.py::g"])

    assert scores == {
        "function:a.py::f#2": pytest.approx(1),
        "function:a.py::g": pytest.approx(0.5 / 6),
    }


def test_what_is_named_just_so_stays_first_in_a_fusion() -> None:
    ranked = [Ranked("named", 1, 0.2), Ranked("twice", 0, 0.5)]

    assert list(fused(ranked, ["twice", "meaning"])) == ["named", "twice", "meaning"]


def test_a_question_with_just_the_words_of_a_name_finds_that_first(
    model: ReadModel, history: History, build: Build
) -> None:
    cache = build.function("get_send_file_age", docstring="How old a file may be to be sent by :func:`~a.send_file`.")
    history.index(build.file("a.py", [cache, build.function("send_file")]))
    model.apply(history.batch())

    assert titles(model, "How do I send a file?", types=FUNCTIONS.types) == ["send_file", "get_send_file_age"]
    with reader(model.database) as read:
        (_, hit) = read.search("send a file", narrowing=FUNCTIONS)
    assert hit.excerpt == "How old a file may be to be sent by `~a.send_file`."
