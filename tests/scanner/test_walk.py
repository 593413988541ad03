"""Walking a project: what is found, what is left out, and what is reported."""

import os
import socket
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from docrunch.domain.errors import Invalid, Misconfigured
from docrunch.domain.scans import ScanProblem
from docrunch.scanner.walk import walk

AsNobody = Callable[[str, str], str]


def make(root: Path, files: Iterable[str]) -> None:
    for name in files:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("")


def found(root: Path, output_folder: str | None = None) -> list[str]:
    return [path for path in walk(str(root), output_folder=output_folder) if isinstance(path, str)]


def problems(root: Path) -> list[tuple[str, str]]:
    return [(item.code, item.path) for item in walk(str(root)) if isinstance(item, ScanProblem)]


def test_source_files_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    make(tmp_path, ["b/x.py", "a/z.py", "a/b/c.py", "z.py", "a.py", "README.md", "a/README.md", "no_extension"])

    assert found(tmp_path) == ["README.md", "a.py", "z.py", "a/z.py", "a/b/c.py", "b/x.py"]


def test_environments_build_results_and_the_output_are_left_out(tmp_path: Path) -> None:
    skipped = [".git", ".docrunch", ".venv", "node_modules", "__pycache__", "build", "a.egg-info", "docs/out"]
    make(tmp_path, [f"{folder}/x.py" for folder in skipped])
    make(tmp_path, ["venv/pyvenv.cfg", "venv/lib/x.py", "kept/build.py", "docs/kept.py", "kept/venv/x.py"])

    assert found(tmp_path, "docs/out") == ["docs/kept.py", "kept/build.py", "kept/venv/x.py"]
    assert found(tmp_path, str(tmp_path / "docs" / "out")) == ["docs/kept.py", "kept/build.py", "kept/venv/x.py"]


def test_a_project_that_is_itself_an_environment_is_still_scanned(tmp_path: Path) -> None:
    make(tmp_path, ["pyvenv.cfg", "x.py"])

    assert found(tmp_path) == ["x.py"]


def test_ignored_files_are_left_out_and_a_nested_file_can_bring_some_back(tmp_path: Path) -> None:
    make(tmp_path, ["a.py", "gen/b.py", "pkg/gen_a.py", "pkg/gen_b.py", "pkg/deep/gen_a.py"])
    (tmp_path / ".gitignore").write_bytes(b"\xef\xbb\xbf# comment\r\n/gen/\r\ngen_*.py\r\n!\n")
    (tmp_path / "pkg" / ".gitignore").write_text("!/gen_a.py\n")

    assert found(tmp_path) == ["a.py", "pkg/gen_a.py"]


def test_an_ignore_file_that_is_a_link_or_a_folder_is_reported_and_hides_nothing(tmp_path: Path) -> None:
    make(tmp_path, ["a/x.py", "b/x.py", "rules"])
    (tmp_path / "rules").write_text("*.py\n")
    (tmp_path / "a" / ".gitignore").symlink_to("../rules")
    (tmp_path / "b" / ".gitignore").mkdir()

    assert found(tmp_path) == ["a/x.py", "b/x.py"]
    assert problems(tmp_path) == [("SCAN_READ_FAILED", "a/.gitignore"), ("SCAN_READ_FAILED", "b/.gitignore")]


def test_a_folder_that_became_a_link_since_it_was_seen_is_not_entered(tmp_path: Path) -> None:
    make(tmp_path / "outside", ["secret.py"])
    make(tmp_path / "root", ["a.py", "b/x.py"])
    walked = walk(str(tmp_path / "root"))
    assert next(walked) == "a.py"

    (tmp_path / "root/b").rename(tmp_path / "root/.git")
    (tmp_path / "root/b").symlink_to(tmp_path / "outside")

    assert list(walked) == []


def test_links_pipes_and_sockets_are_no_source_files(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    root = tmp_path / "root"
    make(outside, ["secret.py"])
    make(root, ["real.py"])
    (root / "link.py").symlink_to(outside / "secret.py")
    (root / "folder").symlink_to(outside)
    (root / "loop").symlink_to(root)
    os.mkfifo(root / "pipe.py")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(root / "socket.py"))

        assert found(root) == ["real.py"]
        assert problems(root) == []


def test_a_name_that_is_not_utf8_is_reported_in_printable_form(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.py")).write_text("")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xff")).mkdir()

    assert found(tmp_path) == []
    assert problems(tmp_path) == [("SCAN_INVALID_ENCODING", "b\\xff"), ("SCAN_INVALID_ENCODING", "caf\\xe9.py")]


def test_a_path_longer_than_the_limit_is_reported_and_not_entered(tmp_path: Path) -> None:
    folder = "/".join(["d" * 200] * 6)
    make(tmp_path, [f"{folder}/x.py", "d" * 200 + "/kept.py"])

    assert found(tmp_path) == ["d" * 200 + "/kept.py"]
    assert problems(tmp_path) == [("SCAN_PATH_TOO_LONG", folder)]


@pytest.mark.parametrize("name", ["missing", "file.py"])
def test_a_root_that_cannot_be_listed_is_refused(tmp_path: Path, name: str) -> None:
    make(tmp_path, ["file.py"])

    with pytest.raises(Invalid, match=name):
        list(walk(str(tmp_path / name)))


def test_a_folder_without_permission_is_reported_and_the_rest_is_found(tmp_path: Path, as_nobody: AsNobody) -> None:
    make(tmp_path, ["closed/x.py", "open/y.py"])
    (tmp_path / "closed").chmod(0)

    output = as_nobody("from docrunch.scanner.walk import walk", "print(*walk(root), sep='\\n')")

    assert "open/y.py" in output
    assert "code='SCAN_PERMISSION_DENIED' path='closed'" in output


def test_a_folder_is_listed_once_however_many_files_are_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, [f"{number % 3}/{number}.py" for number in range(600)])
    calls: list[str] = []
    scandir = os.scandir

    def count(path: str) -> object:
        calls.append(path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", count)

    assert len(found(tmp_path)) == 600
    assert len(calls) == 4


def test_files_in_other_languages_are_counted_once_per_language(tmp_path: Path) -> None:
    make(tmp_path, ["a.go", "b/c.go", "x.c", "x.h", "notes.md", "data.json", "a.py", "hidden/d.go"])
    (tmp_path / ".gitignore").write_text("/hidden/\n")

    assert found(tmp_path) == ["a.py"]
    assert [(item.code, item.path, item.message) for item in walk(str(tmp_path)) if isinstance(item, ScanProblem)] == [
        ("PARSE_UNSUPPORTED_LANGUAGE", "*.c, *.h", "2 files are left out: docrunch does not read C"),
        ("PARSE_UNSUPPORTED_LANGUAGE", "*.go", "2 files are left out: docrunch does not read Go"),
    ]


def test_a_stub_is_read_where_no_source_stands_beside_it(tmp_path: Path) -> None:
    make(tmp_path, ["a.py", "a.pyi", "b/a.pyi", "b/fast.so", "b/fast.pyi"])

    assert found(tmp_path) == ["a.py", "b/a.pyi", "b/fast.pyi"]


def test_minified_scripts_are_left_out_and_named_in_one_line(tmp_path: Path) -> None:
    make(tmp_path, ["a.min.js", "b-min.mjs", "c.min.cjs", "admin.js", "min.js", "small.js", "d/wide.js", "table.py"])
    (tmp_path / "d/wide.js").write_text("f();" * 5_000 + "\n" * 10)
    (tmp_path / "admin.js").write_text("call();\r" * 5_000)
    (tmp_path / "small.js").write_text("f();" * 1_000)
    (tmp_path / "table.py").write_text("f();" * 5_000)

    assert found(tmp_path) == ["admin.js", "min.js", "small.js", "table.py"]
    (told,) = [item for item in walk(str(tmp_path)) if isinstance(item, ScanProblem)]
    assert (told.code, told.path) == ("SCAN_MINIFIED", "a.min.js")
    assert told.message.startswith("4 files are left out as minified: a.min.js, b-min.mjs, c.min.cjs and 1 more; ")


def test_ignore_yaml_brings_minified_scripts_back_or_passes_them_over(tmp_path: Path) -> None:
    make(tmp_path, ["kept.min.js", "silent.min.js", "wide.js"])
    (tmp_path / "wide.js").write_text("f();" * 5_000)
    project_rules(tmp_path, "ignore: ['!kept.min.js', silent.min.js, '!wide.js']")

    assert found(tmp_path) == ["kept.min.js", "wide.js"]
    assert problems(tmp_path) == []


def project_rules(root: Path, text: str) -> None:
    (root / ".docrunch").mkdir(exist_ok=True)
    (root / ".docrunch" / "ignore.yaml").write_text(text)


def test_what_ignore_yaml_names_is_left_out_and_outweighs_gitignore(tmp_path: Path) -> None:
    make(tmp_path, ["a.min.js", "a.js", "legacy/x.py", "legacy/kept.py", "pkg/generated.py", "pkg/b.min.js"])
    (tmp_path / "pkg" / ".gitignore").write_text("generated.py\n!b.min.js\n")
    project_rules(tmp_path, "ignore:\n  - '*.min.js'\n  - /legacy/*\n  - '!/legacy/kept.py'\n  - '!generated.py'\n")

    assert found(tmp_path) == ["a.js", "legacy/kept.py", "pkg/generated.py"]


@pytest.mark.parametrize("text", ["", "# nothing\n", "ignore:\n", "ignore: []\n"])
def test_an_ignore_yaml_that_says_nothing_leaves_nothing_out(tmp_path: Path, text: str) -> None:
    make(tmp_path, ["a.py"])
    project_rules(tmp_path, text)

    assert found(tmp_path) == ["a.py"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ignore: [", "line 1"),
        ("ignore:\n  - *.py\n", "line 2"),
        ("- a\n", "ignore"),
        ("ignore: a\n", "'a'"),
        ("ignore: [1]\n", "1"),
        ("exclude: [a]\n", "'exclude'"),
        ("ignore: ['!']\n", "'!'"),
        ("ignore: [a]\nignore: [b]\n", "twice"),
    ],
)
def test_an_ignore_yaml_that_makes_no_sense_is_refused_in_one_line(tmp_path: Path, text: str, told: str) -> None:
    make(tmp_path, ["a.py"])
    project_rules(tmp_path, text)

    with pytest.raises(Misconfigured) as refused:
        list(walk(str(tmp_path)))

    assert told in str(refused.value)
    assert "ignore.yaml" in str(refused.value)
    assert "\n" not in str(refused.value)
