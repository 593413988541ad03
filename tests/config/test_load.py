"""The settings are read once, from the file and the environment, and never half-understood."""

import os
from pathlib import Path

import pytest
from docrunch.config import Settings, load, write_default
from docrunch.config.keys import keys
from docrunch.domain.errors import Misconfigured


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for key in keys():
        monkeypatch.delenv(key.variable, raising=False)


def project(root: Path, text: str | bytes) -> Path:
    (root / ".docrunch").mkdir(exist_ok=True)
    (root / ".docrunch" / "config.yaml").write_bytes(text.encode() if isinstance(text, str) else text)
    return root


def refusal(root: Path) -> str:
    with pytest.raises(Misconfigured) as caught:
        load(root)
    message = f"{caught.value} | {caught.value.hint}"
    assert "\n" not in message
    return message


def test_without_a_file_every_key_has_the_seeds_default(tmp_path: Path) -> None:
    storage = load(tmp_path).storage

    assert (storage.postgres_url, storage.postgres_schema, storage.vector_db) == (None, "docrunch", "lightrag")
    assert (storage.lightrag.chunk_size, storage.lightrag.chunk_overlap) == (1000, 200)
    assert storage.sync.targets == ("lightrag", "markdown")
    assert (storage.sync.max_retries, storage.sync.backoff_seconds, storage.sync.max_backoff_seconds) == (5, 2, 120)
    assert (storage.sync.report_sla_seconds, storage.sync.scan_sla_seconds) == (60, 300)
    assert storage.markdown.output_dir == Path("docrunch-docs")


@pytest.mark.parametrize(
    "text", ["", "# nothing\n", "storage:\n", "storage:\n  sync:\n  lightrag: ~\n", "\ufeffstorage: {}\n"]
)
def test_an_empty_file_or_section_means_the_defaults(tmp_path: Path, text: str) -> None:
    assert load(project(tmp_path, text)) == Settings()


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project(tmp_path, "storage: {sync: {enabled: true, max_retries: 7, targets: [lightrag]}}")
    monkeypatch.setenv("DOCRUNCH_STORAGE__SYNC__ENABLED", "false")
    monkeypatch.setenv("DOCRUNCH_STORAGE__SYNC__TARGETS", "markdown, lightrag")
    monkeypatch.setenv("DOCRUNCH_STORAGE__LIGHTRAG__BASE_URL", "")

    storage = load(tmp_path).storage

    assert (storage.sync.enabled, storage.sync.max_retries) == (False, 7)
    assert storage.sync.targets == ("markdown", "lightrag")
    assert storage.lightrag.base_url == "http://localhost:9621"


def test_every_key_listens_to_its_environment_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    defaults = load(tmp_path)
    for key in keys():
        if not key.is_secret:
            monkeypatch.setenv(key.variable, "[]")

            assert outcome(tmp_path) not in {repr(defaults.storage), "no error"}, key.name

            monkeypatch.delenv(key.variable)


def outcome(root: Path) -> str:
    """What `[]` in a variable leads to: other settings, or an error that names the variable."""
    try:
        return repr(load(root).storage)
    except Misconfigured as error:
        return str(error) if "in the environment (DOCRUNCH_STORAGE__" in str(error) else "no error"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "storage: {sync: {max_retrys: 3}}",
            ["storage.sync.max_retrys", "3", "did you mean storage.sync.max_retries?"],
        ),
        ("storage: {chunk_size: 9}", ["storage.chunk_size", "did you mean storage.lightrag.chunk_size?"]),
        ("sync: {enabled: true}", ["sync is no setting"]),
        ("storage: {sync: {max_retries: many}}", ["storage.sync.max_retries", "'many'", "a whole number"]),
        ("storage: {sync: {max_retries: true}}", ["storage.sync.max_retries", "True", "a number"]),
        ("storage: {sync: {max_retries: 1.5}}", ["1.5", "a whole number"]),
        ("storage: {sync: {max_retries: -1}}", ["-1", "greater than or equal to 0"]),
        ("storage: {sync: {enabled: 2}}", ["storage.sync.enabled", "2", "true or false"]),
        ("storage: {sync: {enabled: maybe}}", ["'maybe'", "true or false"]),
        ("storage: {sync: {backoff_seconds: .nan}}", ["storage.sync.backoff_seconds", "nan"]),
        ("storage: {sync: {backoff_seconds: .inf}}", ["storage.sync.backoff_seconds", "inf"]),
        ("storage: {sync: {poll_interval_seconds: 0}}", ["0", "greater than 0"]),
        ("storage: {sync: {backoff_seconds: 9, max_backoff_seconds: 3}}", ["max_backoff_seconds", "at least", "(9)"]),
        ("storage: {sync: {targets: [a, a]}}", ["storage.sync.targets", "different"]),
        ("storage: {sync: {targets: {a: 1}}}", ["storage.sync.targets", "a list"]),
        ("storage: {sync: {broker: kafka}}", ["'kafka'", "'none' or 'redis'"]),
        ("storage: {sync: {redis_url: 'http://x'}}", ["storage.sync.redis_url", "redis://"]),
        ("storage: {vector_db: qdrant}", ["storage.vector_db", "'qdrant'", "'lightrag'"]),
        (
            "storage: {lightrag: {chunk_size: 100, chunk_overlap: 100}}",
            ["chunk_overlap", "100", "less than chunk_size"],
        ),
        ("storage: {lightrag: {base_url: localhost}}", ["'localhost'", "http://"]),
        ("storage: {lightrag: {embedding_model: ''}}", ["embedding_model", "not empty"]),
        ("storage: {lightrag: 5}", ["storage.lightrag", "5", "a group of keys"]),
        ("storage: {postgres_schema: Über}", ["storage.postgres_schema", "lower-case"]),
        ("storage: {postgres_schema: pg_x}", ["'pg_x'"]),
        ("storage: {postgres_schema: app_r1}", ["'app_r1'", "not ending in _r1"]),
        (f"storage: {{postgres_schema: {'s' * 56}}}", ["55 bytes"]),
        ("storage: {markdown: {output_dir: ../out}}", ["'../out'", "below the project"]),
        ("storage: {markdown: {output_dir: .}}", ["not the project itself"]),
        ("storage: {markdown: {output_dir: a/../.git/x}}", ["below the project"]),
        ("storage: {markdown: {output_dir: ~/x}}", ["'~/x'", "without ~"]),
        ("storage: [1, 2]", ["storage is [1, 2]", "a group of keys"]),
        ("- 1", ["holds no settings"]),
        ("1: 2", ["holds no settings"]),
        ("storage: {a: [}", ["line 1, column 15"]),
        ("storage:\n  sync: {}\n  sync: {}\n", ["line 3, column 3", "the key sync stands twice"]),
        ("? [a, b]\n: 1\n", ["line 1, column 3"]),
        ("a: \x00", ["not valid YAML"]),
        ("[" * 5000, ["not valid YAML"]),
        ("!!python/object/apply:os.system ['true']", ["line 1, column 1"]),
        (b"storage: \xff\xfe", ["not UTF-8 (byte 9)"]),
    ],
)
def test_what_is_wrong_is_one_line_that_names_it(tmp_path: Path, text: str | bytes, parts: list[str]) -> None:
    project(tmp_path, text)

    message = refusal(tmp_path)

    assert [part for part in parts if part not in message] == []


def test_several_problems_are_counted(tmp_path: Path) -> None:
    project(tmp_path, "storage: {sync: {max_retries: x, enabled: maybe, nothing: 1}}")

    assert "(and 2 more)" in refusal(tmp_path)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:hunter2@[broken/database",
        "postgresql//me:hunter2@host/database",
        "postgresql://me:hun@hunter2@host:notaport/x?y=%zz",
        "host=h password=hunter2 x",
        "postgresql://me@host/database?password=hunter2&unknown=1",
        "hunter2@host",
    ],
)
def test_a_password_is_never_shown(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    project(tmp_path, f"storage: {{postgres_url: '{url}'}}")

    message = refusal(tmp_path)
    monkeypatch.setenv("DOCRUNCH_STORAGE__POSTGRES_URL", url)

    assert "storage.postgres_url" in message
    assert "hunter2" not in message + refusal(tmp_path)


def test_a_password_in_an_unknown_key_or_a_whole_section_is_not_shown(tmp_path: Path) -> None:
    assert "hunter2" not in refusal(project(tmp_path, "storage: {lightrag: {api_key: hunter2}}"))
    assert "hunter2" not in refusal(project(tmp_path, "storage: {postgres: {password: hunter2}}"))
    assert "hunter2" not in refusal(project(tmp_path, "storage: {url: 'postgres://a:hunter2@b'}"))
    assert "hunter2" not in refusal(project(tmp_path, "storage: {urls: ['postgres://a:hunter2@b']}"))


def test_no_secret_is_in_the_settings_repr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCRUNCH_STORAGE__POSTGRES_URL", "postgresql://me:hunter2@host/database")
    monkeypatch.setenv("DOCRUNCH_STORAGE__SYNC__REDIS_URL", "redis://:hunter2@host")
    monkeypatch.setenv("DOCRUNCH_STORAGE__LIGHTRAG__BASE_URL", "http://me:hunter2@host")
    monkeypatch.setenv("DOCRUNCH_LIGHTRAG_API_KEY", "hunter2")
    monkeypatch.setenv("DOCRUNCH_ENCRYPTION_KEY", "hunter2")

    settings = load(tmp_path)

    assert settings.lightrag_api_key is not None
    assert settings.lightrag_api_key.get_secret_value() == "hunter2"
    assert "hunter2" not in repr(settings) + str(settings)


def test_a_secret_in_the_file_is_refused_without_showing_it(tmp_path: Path) -> None:
    message = refusal(project(tmp_path, "lightrag_api_key: hunter2"))

    assert "set DOCRUNCH_LIGHTRAG_API_KEY" in message
    assert "hunter2" not in message


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("DOCRUNCH_STORAGE__SYNC__ENABELD", "DOCRUNCH_STORAGE__SYNC__ENABLED"),
        ("DOCRUNCH_STORAGE_SYNC_ENABLED", "DOCRUNCH_STORAGE__SYNC__ENABLED"),
        ("DOCRUNCH_STORAGE__SYNC__TARGETS__X", "DOCRUNCH_STORAGE__SYNC__TARGETS"),
        ("DOCRUNCH_POSTGRES_URL", "DOCRUNCH_STORAGE__POSTGRES_URL"),
        ("DOCRUNCH_LIGHTRAG_APIKEY", "DOCRUNCH_LIGHTRAG_API_KEY"),
        ("DOCRUNCH_STORAGE", "docs/reference/configuration.md"),
    ],
)
def test_a_misspelt_variable_is_refused(tmp_path: Path, name: str, meant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "1")

    message = refusal(tmp_path)

    assert f"environment variable {name} " in message
    assert meant in message


def test_variables_of_others_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCRUNCH_PORT_5432_TCP_ADDR", "10.0.0.1")
    monkeypatch.setenv("DOCRUNCH_SERVICE_HOST", "10.0.0.1")

    assert load(tmp_path) == Settings()


def test_a_folder_in_the_files_place_is_one_line(tmp_path: Path) -> None:
    (tmp_path / ".docrunch" / "config.yaml").mkdir(parents=True)

    assert "cannot be read" in refusal(tmp_path)


def test_a_file_in_the_folders_place_is_one_line(tmp_path: Path) -> None:
    (tmp_path / ".docrunch").write_text("")

    assert "cannot be read" in refusal(tmp_path)
    with pytest.raises(Misconfigured, match="cannot be written"):
        write_default(tmp_path)


def test_an_output_folder_that_links_out_of_the_project_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    (root / "pages").symlink_to(tmp_path)

    assert "leads out of" in refusal(project(root, "storage: {markdown: {output_dir: pages/here}}"))


def test_settings_are_frozen(tmp_path: Path) -> None:
    settings = load(tmp_path)

    with pytest.raises(ValueError, match="frozen"):
        settings.storage.sync.max_retries = 3  # type: ignore[misc]


def test_this_runs_own_variables_are_no_settings() -> None:
    assert "DOCRUNCH_TEST_SERVERS" in os.environ
