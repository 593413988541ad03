"""Documents on a real server."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from docrunch.config.settings import LightragSettings
from docrunch.domain.errors import TargetUnavailable
from docrunch.domain.targets import Delivery, Target
from docrunch.projections.lightrag import edges, texts
from docrunch.projections.lightrag import round as rounds
from docrunch.projections.lightrag.client import LightRagClient
from docrunch.projections.lightrag.graph import read_graph
from docrunch.projections.lightrag.listing import rows
from docrunch.projections.lightrag.marker import Marker, read_marker
from docrunch.projections.lightrag.names import text_id
from docrunch.projections.lightrag.reading import search_texts
from docrunch.projections.lightrag.target import LightRagTarget

from .faults import Network
from .library import Library, document
from .models import Models
from .server import Server

NONE: frozenset[str] = frozenset()


def write(library: Library, **contents: str) -> None:
    for name, content in contents.items():
        library.written[f"function:a.py::{name}"] = (content, NONE)


def f(name: str) -> str:
    return f"function:a.py::{name}"


def test_the_target_fulfils_the_protocol(target: LightRagTarget) -> None:
    checked: Target = target

    assert checked.name == "lightrag"
    assert "class" in checked.document_types
    assert "index" not in checked.document_types


def test_documents_become_nodes_relations_and_texts(library: Library, client: LightRagClient, models: Models) -> None:
    chats = models.chats
    library.written = {f("run"): ("starts everything", frozenset({f("stop")})), f("stop"): ("ends everything", NONE)}

    outcomes = library.bring()

    assert [outcome.error for outcome in outcomes] == [None, None]
    library.require_on(client)
    assert models.chats == chats


def test_a_change_reaches_node_and_text(library: Library, client: LightRagClient) -> None:
    write(library, run="reads a file", stop="ends")
    library.bring()
    write(library, run="draws a zebra")

    library.bring(f("run"))

    library.require_on(client)
    assert search_texts(client, "zebra")[0].excerpt == "# a.py::run\n\ndraws a zebra"


def test_a_deleted_document_takes_node_edges_and_text_with_it(library: Library, client: LightRagClient) -> None:
    library.written = {f("run"): ("starts", frozenset({f("stop")})), f("stop"): ("ends", NONE)}
    library.bring()
    del library.written[f("stop")]

    library.bring(f("run"), f("stop"))

    library.require_on(client)


def test_an_edge_appears_when_its_other_end_does(library: Library, client: LightRagClient) -> None:
    library.written = {f("run"): ("starts", frozenset({f("stop")})), f("stop"): ("ends", NONE)}

    library.bring(f("run"))
    library.bring(f("stop"))

    library.require_on(client)


def test_the_edges_of_a_returning_document_return_with_it(library: Library, client: LightRagClient) -> None:
    library.written = {f("run"): ("starts", frozenset({f("stop")})), f("stop"): ("ends", NONE)}
    library.bring()
    stop = library.written.pop(f("stop"))
    library.bring(f("stop"))
    library.written[f("stop")] = stop

    library.bring(f("stop"))

    library.require_on(client)


def test_both_directions_between_two_documents_share_a_relation(library: Library, client: LightRagClient) -> None:
    library.written = {f("run"): ("starts", frozenset({f("stop")})), f("stop"): ("ends", frozenset({f("run")}))}
    library.bring()
    library.written[f("run")] = ("starts", NONE)

    library.bring(f("run"))

    library.require_on(client)
    assert [(edge.source, edge.target) for edge in read_graph(client).edges] == [(f("stop"), f("run"))]


def test_what_is_there_is_not_written_again(library: Library, client: LightRagClient, models: Models) -> None:
    library.written = {f("run"): ("starts", frozenset({f("stop")})), f("stop"): ("ends", NONE)}
    library.bring()
    embedded = models.embedded

    library.bring()

    assert models.embedded == embedded
    library.require_on(client)


def test_a_node_whose_text_is_gone_is_not_believed(library: Library, client: LightRagClient) -> None:
    write(library, run="starts", stop="ends")
    library.bring()
    texts.delete(client, [text_id(f("run"))])

    assert library.target.holdings()[f("run")] == "unfinished"
    assert library.reconcile() == 1
    library.require_on(client)


def test_edges_of_an_unfinished_document_are_written_again(
    library: Library, server: Server, client: LightRagClient
) -> None:
    library.written = {f("run"): ("starts", frozenset({f("stop")})), f("stop"): ("ends", NONE)}
    library.bring()
    texts.delete(client, [text_id(f("run"))])
    network = Network(lambda: None)

    with LightRagClient(server.url, transport=network) as recorded:
        library.target.close()
        vars(library.target)["client"] = recorded
        library.reconcile()

    assert ("POST", "/graph/relation/edit") in network.sent


def test_an_edge_that_somebody_removed_is_noticed(library: Library, client: LightRagClient) -> None:
    library.written = {f("run"): ("starts", frozenset({f("stop")})), f("stop"): ("ends", NONE)}
    library.bring()
    edges.remove(client, (f("run"), f("stop")))

    assert library.reconcile() == 1
    library.require_on(client)


@pytest.mark.parametrize(
    "document_id", ["function:a b/ü.py::f[1]", "class:'q'", "pattern:<p>中 文", "function:" + "x/" * 200]
)
def test_every_id_can_be_written(library: Library, client: LightRagClient, document_id: str) -> None:
    library.written = {document_id: ("about a walrus", NONE), f("run"): ("starts", frozenset({document_id}))}

    library.bring()

    library.require_on(client)
    assert document_id in {found.document_id for found in search_texts(client, "walrus")}


def test_control_characters_do_not_stop_a_document(library: Library, client: LightRagClient) -> None:
    write(library, run="a form\x0cfeed and a \x1b[31mcolour")

    library.bring()

    library.require_on(client)


def test_a_document_that_cannot_be_embedded_fails_alone(
    library: Library, client: LightRagClient, models: Models
) -> None:
    write(library, run="fine", bad="unspeakable")
    models.refuses = "unspeakable"

    outcomes = {outcome.document_id: outcome.error for outcome in library.bring()}

    assert outcomes[f("run")] is None
    assert outcomes[f("bad")] is not None
    models.refuses = None
    assert library.reconcile() == 1
    library.require_on(client)


def test_a_server_that_cannot_embed_at_all_is_unavailable(library: Library, models: Models) -> None:
    write(library, run="fine")
    models.is_down = True

    with pytest.raises(TargetUnavailable, match="cannot embed"):
        library.bring()


def test_what_the_ledger_no_longer_wants_is_left_alone(library: Library, client: LightRagClient) -> None:
    def nothing(_asked: Sequence[Delivery]) -> set[str]:
        return set()

    outcomes = library.target.deliver([Delivery(f("run"), "a" * 64, document(f("run")))], nothing)

    assert outcomes[0].is_stale
    assert read_graph(client).nodes == {}


def test_what_others_keep_on_the_server_stays(library: Library, client: LightRagClient) -> None:
    client.post("/graph/entity/create", {"entity_name": "theirs", "entity_data": {"description": "not ours"}})
    client.upload("notes.[-!F].txt", b"notes of somebody else")
    texts.wait_until_idle(client)
    write(library, run="starts")

    assert library.reconcile() == 1
    library.written.clear()
    assert library.reconcile() == 1

    assert client.get("/graph/entity/exists", name="theirs")["exists"]
    assert [row["file_path"] for row in rows(client)] == ["notes.txt"]


@pytest.fixture
def large_rounds(monkeypatch: pytest.MonkeyPatch, target: LightRagTarget) -> None:
    """Already two documents make a round large."""
    monkeypatch.setattr(rounds, "LARGE", 2)
    target.create_place()


@pytest.mark.usefixtures("large_rounds")
def test_a_large_round_brings_all_its_texts_before_its_nodes(
    library: Library, server: Server, client: LightRagClient
) -> None:
    library.written = {f("run"): ("starts", frozenset({f("stop")})), f("stop"): ("ends", NONE)}
    network = Network(lambda: None)

    library.target.close()
    with LightRagClient(server.url, transport=network) as recorded:
        vars(library.target)["client"] = recorded
        library.bring()
    del vars(library.target)["client"]

    on_record = ("POST", "/graph/entity/edit")
    made = [("POST", "/documents/upload")] * 2 + [("POST", "/graph/entity/create")] * 2
    assert network.sent == [on_record, *made, ("POST", "/graph/relation/create"), on_record]
    library.require_on(client)


@pytest.mark.usefixtures("large_rounds")
def test_a_large_round_that_was_cut_short_proves_nothing(
    library: Library, client: LightRagClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.written = {f("run"): ("starts", frozenset({f("stop")})), f("stop"): ("ends", NONE)}
    with monkeypatch.context() as cut:
        cut.setattr(edges, "write", then_unavailable(edges.write))
        with pytest.raises(TargetUnavailable):
            library.bring()

    assert set(library.target.holdings().values()) == {"unfinished"}
    assert library.reconcile() == 2
    library.require_on(client)
    assert read_marker(client) == Marker(str(library.target.place()))


def then_unavailable(write: Callable[[LightRagClient, edges.PairChange], None]) -> Any:
    """Half applied, as far as the client knows: it never learned of it."""

    def written(client: LightRagClient, change: edges.PairChange) -> None:
        write(client, change)
        raise TargetUnavailable("cut short")

    return written


@pytest.mark.usefixtures("large_rounds")
def test_what_failed_in_a_large_round_is_not_believed(library: Library, client: LightRagClient, models: Models) -> None:
    library.written = {f("run"): ("starts", frozenset({f("stop")})), f("stop"): ("ends", NONE), f("wait"): ("", NONE)}
    models.refuses = '"calls"'

    outcomes = {outcome.document_id: outcome.error for outcome in library.bring()}

    models.refuses = None
    assert [id_ for id_, error in outcomes.items() if error] == [f("run"), f("stop")]
    assert library.reconcile() == 2
    library.require_on(client)


def test_the_graph_alone_has_no_texts(settings: LightragSettings, client: LightRagClient, models: Models) -> None:
    target = LightRagTarget(settings.model_copy(update={"mode": "graph"}))
    library = Library(target)
    library.written = {f("run"): ("starts", frozenset({f("stop")})), f("stop"): ("ends", NONE)}

    library.bring()

    library.require_on(client)
    embedded = models.embedded
    assert library.reconcile() == 0
    assert models.embedded == embedded
    target.close()


def test_another_mode_removes_the_texts(library: Library, settings: LightragSettings, client: LightRagClient) -> None:
    write(library, run="starts", stop="ends")
    library.bring()
    graph_only = Library(LightRagTarget(settings.model_copy(update={"mode": "graph"})), library.written)

    assert graph_only.reconcile() == 2

    graph_only.require_on(client)
    assert library.reconcile() == 2
    library.require_on(client)
    graph_only.target.close()
