"""`.gitignore` means to docrunch what it means to git: both are asked about the same random trees."""

import os
import subprocess
from pathlib import Path

import pytest
from docrunch.scanner.walk import walk
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

FOLDERS = st.sampled_from(["a", "b", "foo", "bar"])
FILES = st.sampled_from(["a.py", "b.py", "foo.py", "x.py"])
SEGMENTS = st.sampled_from(
    ["a", "b", "foo", "*", "**", "*.py", "f*", "[ab]", "?", "a.py", "foo.py", "[!a].py", "fo?.py", "**.py", "x.p[y"]
)


@st.composite
def patterns(draw: st.DrawFn) -> str:
    body = "/".join(draw(st.lists(SEGMENTS, min_size=1, max_size=3)))
    return (
        draw(st.sampled_from(["", "", "!"]))
        + draw(st.sampled_from(["", "", "/"]))
        + body
        + draw(st.sampled_from(["", "", "/", "  "]))
    )


RULES = st.lists(patterns() | st.sampled_from(["", "# a comment", "!", "/", "\\#", "\\!a.py"]), max_size=5)
PATHS = st.lists(st.tuples(st.lists(FOLDERS, max_size=3), FILES), min_size=1, max_size=10)


def by_git(root: Path) -> list[str]:
    command = ["git", "-C", str(root), "ls-files", "-co", "--exclude-standard", "-z"]
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    listed = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
    return sorted(path for path in listed.split("\0") if path.endswith(".py"))


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("trees")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(paths=PATHS, rules=st.dictionaries(st.integers(0, 9), RULES, min_size=1, max_size=3))
@example(paths=[(["a"], "a.py")], rules={0: ["!*", "a"]})
@example(paths=[(["a"], "a.py"), (["a", "b"], "a.py")], rules={0: ["a/**/"]})
@example(paths=[(["a"], "a.py"), (["a"], "b.py")], rules={0: ["a/**", "!a/b.py"]})
def test_docrunch_and_git_leave_out_the_same_files(
    trees: Path, paths: list[tuple[list[str], str]], rules: dict[int, list[str]]
) -> None:
    root = trees / str(len(list(trees.iterdir())))
    folders = [root.joinpath(*folder) for folder, _ in paths]
    for folder, (_, name) in zip(folders, paths, strict=True):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    for place, lines in rules.items():
        chosen = [root, *folders][place % (len(folders) + 1)]
        (chosen / ".gitignore").write_text("\n".join(lines))
    root.mkdir(exist_ok=True)
    subprocess.run(["git", "init", "-q", str(root)], check=True)

    assert sorted(path for path in walk(str(root)) if isinstance(path, str)) == by_git(root)
