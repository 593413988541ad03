"""The project is the nearest folder that says so."""

from pathlib import Path

from docrunch.config import find_project_root


def test_a_docrunch_folder_wins_over_a_nearer_git_folder(tmp_path: Path) -> None:
    (tmp_path / ".docrunch").mkdir()
    inner = tmp_path / "a" / "b"
    (inner / ".git").mkdir(parents=True)

    assert find_project_root(inner) == tmp_path


def test_else_the_git_folder(tmp_path: Path) -> None:
    (tmp_path / "a" / ".git").mkdir(parents=True)
    (tmp_path / "a" / "b").mkdir()

    assert find_project_root(tmp_path / "a" / "b") == tmp_path / "a"


def test_a_worktrees_git_file_counts_too(tmp_path: Path) -> None:
    (tmp_path / ".git").write_text("gitdir: elsewhere\n")

    assert find_project_root(tmp_path) == tmp_path
