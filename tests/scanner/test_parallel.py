"""Scanning many files: the same answer with any number of processes, and none of their deaths loses a file."""

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from docrunch.scanner import parallel, pool
from docrunch.scanner.indexing import ScanContext, Scanned
from docrunch.scanner.parallel import chunked, parse_all
from docrunch.scanner.pool import PoolScan

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def paths(tmp_path: Path) -> list[str]:
    names = [f"m{number:03}.py" for number in range(150)]
    for number, name in enumerate(names):
        (tmp_path / name).write_text(f"def f{number}(): pass\n")
    return names


def scan(root: Path, paths: list[str], known: dict[str, str], workers: int | None = None) -> list[Scanned]:
    return list(parse_all(str(root), paths, known, scan_run_id="run", scanned_at=NOW, workers=workers))


def test_any_number_of_processes_gives_the_same_answer_in_the_same_order(tmp_path: Path, paths: list[str]) -> None:
    alone = scan(tmp_path, paths, {}, workers=1)

    assert [item.path for item in alone] == paths
    assert scan(tmp_path, paths, {}, workers=2) == alone


def test_unchanged_files_are_told_and_not_parsed(tmp_path: Path, paths: list[str]) -> None:
    known = {item.path: item.content_hash or "" for item in scan(tmp_path, paths, {}, workers=1)}
    (tmp_path / paths[3]).write_text("class Changed: pass\n")
    (tmp_path / paths[4]).unlink()
    os.utime(tmp_path / paths[5])

    found = {item.path: item for item in scan(tmp_path, paths, known)}

    changed = {path for path, item in found.items() if item.event is not None or item.problem is not None}
    assert changed == {paths[3], paths[4]}
    assert len(found) == 150
    assert found[paths[3]].classes == 1
    assert found[paths[4]].problem is not None


def test_a_small_scan_starts_no_process(tmp_path: Path, paths: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "PoolScan", None)

    assert len(scan(tmp_path, paths[:127], {}, workers=2)) == 127


def test_chunks_are_small_in_number_and_in_bytes(tmp_path: Path, paths: list[str]) -> None:
    (tmp_path / paths[1]).write_bytes(b"#" * 600_000)

    chunks = list(chunked(str(tmp_path), [*paths[:40], "gone.py"]))

    assert [len(chunk) for chunk in chunks] == [2, 16, 16, 7]
    assert [path for chunk in chunks for path in chunk] == [*paths[:40], "gone.py"]


def test_only_a_few_chunks_are_under_way_at_a_time(tmp_path: Path, paths: list[str]) -> None:
    taken: list[int] = []

    def chunks() -> Iterator[list[str]]:
        for number, path in enumerate(paths):
            taken.append(number)
            yield [path]

    running = PoolScan(ScanContext(str(tmp_path), None, NOW), chunks(), workers=1).run()
    next(running)

    assert len(taken) == pool.CHUNKS_PER_WORKER
    running.close()


def test_a_killed_worker_loses_no_file(tmp_path: Path, paths: list[str]) -> None:
    expected = scan(tmp_path, paths, {}, workers=1)
    running = parse_all(str(tmp_path), paths, {}, scan_run_id="run", scanned_at=NOW, workers=2)
    found = [next(running)]

    workers = workers_of(psutil.Process())
    assert len(workers) == 2
    workers[0].kill()
    found.extend(running)

    assert found == expected


def workers_of(parent: psutil.Process) -> list[psutil.Process]:
    """The processes that a fork server of this one has forked."""
    return [child for server in parent.children() for child in server.children()]


def run_script(tmp_path: Path, code: str) -> subprocess.CompletedProcess[str]:
    script = tmp_path / "script"
    script.write_text(textwrap.dedent(code))
    command = [sys.executable, str(script), str(tmp_path)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_the_file_that_kills_its_process_is_named_and_the_others_are_scanned(tmp_path: Path) -> None:
    finished = run_script(
        tmp_path,
        """
        import os, signal, sys
        from datetime import UTC, datetime
        from docrunch.scanner import worker
        from docrunch.scanner.indexing import ScanContext, Scanned
        from docrunch.scanner.pool import scan_apart

        def die_at_bad_files(context, chunk):
            if chunk == ["bad.py"]:
                os.kill(os.getpid(), signal.SIGKILL)
            return [Scanned(path, "hash") for path in chunk]

        if __name__ == "__main__":
            worker.scan_chunk = die_at_bad_files
            context = ScanContext(sys.argv[1], None, datetime.now(UTC))
            for item in scan_apart(context, ["good.py", "bad.py", "fine.py"]):
                print(item.path, item.content_hash, item.problem and item.problem.code)
        """,
    )

    assert finished.stdout == "good.py hash None\nbad.py None PARSE_FAILED\nfine.py hash None\n"


def test_a_script_without_a_main_guard_is_scanned_in_its_own_process(tmp_path: Path, paths: list[str]) -> None:
    finished = run_script(
        tmp_path,
        """
        import sys
        from datetime import UTC, datetime
        from docrunch.scanner.parallel import parse_all

        paths = [f"m{number:03}.py" for number in range(150)]
        found = parse_all(sys.argv[1], paths, {}, scan_run_id=None, scanned_at=datetime.now(UTC), workers=2)
        print(sum(item.functions for item in found))
        """,
    )

    assert (finished.returncode, finished.stdout) == (0, f"{len(paths)}\n")


ORPHANS = """
import sys
from datetime import UTC, datetime
from docrunch.scanner.parallel import parse_all

if __name__ == "__main__":
    paths = [f"m{number:03}.py" for number in range(150)]
    found = parse_all(sys.argv[1], paths, {}, scan_run_id=None, scanned_at=datetime.now(UTC), workers=2)
    next(found)
    print("started", flush=True)
    sys.stdin.read()
"""


def test_workers_end_when_their_parent_is_killed(tmp_path: Path, paths: list[str]) -> None:
    assert paths
    (tmp_path / "script").write_text(ORPHANS)
    command = [sys.executable, str(tmp_path / "script"), str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"started\n"
        family = psutil.Process(process.pid).children(recursive=True)
        process.kill()

        gone, alive = psutil.wait_procs(family, timeout=20)

    assert len(gone) >= 2
    assert alive == []
