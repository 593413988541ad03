"""What a client makes of answers, and of those that never come. No server: each test says what it would answer."""

import logging
import socket
from collections.abc import Callable, Iterator

import httpx
import pytest
from docrunch.config.settings import LightragSettings
from docrunch.domain.errors import TargetUnavailable
from docrunch.projections.lightrag import client as lightrag_client
from docrunch.projections.lightrag import texts
from docrunch.projections.lightrag.client import LightRagClient
from docrunch.projections.lightrag.errors import RequestFailed, RequestRefused, ServerAbsent, ServerBusy
from docrunch.projections.lightrag.target import LightRagTarget
from pydantic import SecretStr

Answer = httpx.Response | Exception
DONE = httpx.Response(200, json={"status": "success"})
BUSY = {"status": "busy", "message": "An upload/insert is in flight"}


def client_of(*answers: Answer, patience: float = 5.0) -> LightRagClient:
    """A client whose server gives these answers, the last one for ever."""
    waiting: Iterator[Answer] = iter(answers)
    last = answers[-1]

    def answer(_request: httpx.Request) -> httpx.Response:
        given = next(waiting, last)
        if isinstance(given, Exception):
            raise given
        return given

    return LightRagClient(
        "http://u:p@server", SecretStr("sesame"), transport=httpx.MockTransport(answer), patience=patience
    )


@pytest.mark.parametrize(
    "first",
    [
        httpx.Response(200, json=BUSY),
        httpx.Response(409, json={"detail": "Pipeline is busy with another operation"}),
        httpx.Response(409, json={"detail": "Pipeline is clearing or deleting documents."}),
        httpx.Response(429, json={"detail": "too many"}),
        httpx.Response(503, json={"detail": "recovery"}),
        httpx.Response(500, json={"detail": "Internal server error"}),
        httpx.ReadError("the answer got lost"),
        httpx.WriteError("never sent"),
        httpx.ReadTimeout("too slow"),
    ],
    ids=str,
)
def test_what_may_pass_is_asked_again(first: Answer) -> None:
    with client_of(first, first, DONE) as client:
        assert client.post("/x", {}) == {"status": "success"}


@pytest.mark.parametrize(
    ("status", "detail"),
    [
        (400, "Entity 'x' already exists"),
        (400, "Entity 'x' does not exist"),
        (404, "Entity 'x' not found."),
        (409, "Document storage already contains 'x' (Status: processed)."),
        (422, "Field required"),
    ],
)
def test_what_will_never_be_done_is_refused(status: int, detail: str) -> None:
    refusing = httpx.Response(status, json={"detail": detail})

    with client_of(refusing) as client, pytest.raises(RequestRefused, match=detail[:6]) as refusal:
        client.post("/x", {})

    assert refusal.value.status == status


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (httpx.Response(500, json={"detail": "broken"}), RequestFailed, "broken"),
        (httpx.Response(200, json=BUSY), ServerBusy, "not ready: An upload/insert is in flight"),
        (httpx.ReadError("lost"), ServerBusy, "answers do not arrive"),
        (httpx.ConnectError("refused"), ServerAbsent, "no LightRAG server answers at http://server"),
        (
            httpx.Response(403, json={"detail": "API Key required"}),
            TargetUnavailable,
            "denies access: API Key required",
        ),
        (httpx.Response(401, json={"detail": "no"}), TargetUnavailable, "denies access"),
        (httpx.Response(200, text="<html>"), TargetUnavailable, "no LightRAG server"),
    ],
)
def test_what_does_not_pass_says_what_is_wrong(answer: Answer, error: type[Exception], words: str) -> None:
    with client_of(answer, patience=0.2) as client, pytest.raises(error, match=words) as raised:
        client.get("/x")

    told = f"{raised.value} {getattr(raised.value, 'hint', '')}"
    assert "sesame" not in told
    assert "u:p" not in told


def test_a_server_that_accepts_and_never_answers_does_not_hold_anybody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lightrag_client, "ANSWER_SECONDS", 0.1)

    with socket.create_server(("127.0.0.1", 0)) as silent:
        target = LightRagTarget(LightragSettings(base_url=f"http://127.0.0.1:{silent.getsockname()[1]}"))
        with pytest.raises(ServerBusy, match="does not answer"):
            target.place()
        target.close()


def test_user_and_password_are_sent_and_never_logged(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["Authorization"])
        return DONE

    url, transport = "http://me:secret@server", httpx.MockTransport(answer)
    with caplog.at_level(logging.DEBUG), LightRagClient(url, transport=transport) as client:
        client.get("/x")

    assert seen == ["Basic bWU6c2VjcmV0"]
    assert "secret" not in caplog.text


def test_the_key_goes_with_every_request() -> None:
    seen: list[str | None] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("X-API-Key"))
        return DONE

    with LightRagClient("http://server", SecretStr("sesame"), transport=httpx.MockTransport(answer)) as client:
        ask: list[Callable[[], object]] = [
            lambda: client.get("/x"),
            lambda: client.post("/x", {}),
            lambda: client.delete("/x", {}),
            lambda: client.upload("a.txt", b"a"),
        ]
        for one in ask:
            one()

    assert seen == ["sesame"] * 4


def working(message: str) -> httpx.Response:
    idle = {"pending_enqueues": 0, "destructive_busy": False, "scanning": False}
    return httpx.Response(200, json={"busy": True, "latest_message": message, **idle})


@pytest.fixture
def an_hour_between_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    hours = iter(range(0, 360_000, 3_600))
    monkeypatch.setattr(texts, "monotonic", lambda: next(hours))
    monkeypatch.setattr(texts, "sleep", lambda _seconds: None)


@pytest.mark.usefixtures("an_hour_between_questions")
def test_a_pipeline_may_take_its_time_while_it_moves_on() -> None:
    idle = httpx.Response(200, json=working("3 of 3").json() | {"busy": False})
    with client_of(working("1 of 3"), working("2 of 3"), working("3 of 3"), idle) as client:
        texts.wait_until_idle(client)


@pytest.mark.usefixtures("an_hour_between_questions")
def test_a_pipeline_that_stands_still_is_given_up() -> None:
    with client_of(working("1 of 3")) as client, pytest.raises(ServerBusy, match=r"has not moved on .*: 1 of 3"):
        texts.wait_until_idle(client)
