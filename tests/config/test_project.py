"""The project is the nearest folder that says so."""

from pathlib import Path

import pytest
from docrunch.config import find_project_root, is_project, make_project
from docrunch.domain.errors import Invalid, Misconfigured


def test_a_docrunch_folder_wins_over_a_nearer_git_folder(tmp_path: Path) -> None:
    (tmp_path / ".docrunch").mkdir()
    inner = tmp_path / "a" / "b"
    (inner / ".git").mkdir(parents=True)

    assert find_project_root(inner) == tmp_path


def test_else_the_folder_itself_becomes_one_though_it_lies_in_a_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "vendored").mkdir()

    assert find_project_root(tmp_path / "vendored") == tmp_path / "vendored"


def test_a_new_project_keeps_its_data_out_of_version_control(tmp_path: Path) -> None:
    make_project(tmp_path)
    make_project(tmp_path)

    assert is_project(tmp_path)
    assert (tmp_path / ".docrunch/.gitignore").read_text() == "/pg*\n"


def test_a_folder_that_cannot_be_written_cannot_become_a_project(tmp_path: Path) -> None:
    (tmp_path / ".docrunch").write_text("in the way")

    with pytest.raises(Misconfigured, match=r"\.docrunch cannot be written"):
        make_project(tmp_path)


def test_the_whole_file_system_and_the_home_folder_become_no_project_by_accident(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))

    with pytest.raises(Invalid, match=r"is your home folder, hardly one project") as refused:
        make_project(tmp_path)
    with pytest.raises(Invalid, match=r"^/ is the whole file system"):
        make_project(Path("/"))

    assert list(tmp_path.iterdir()) == []
    assert refused.value.hint is not None
    assert f"docrunch init {tmp_path}" in refused.value.hint
    (tmp_path / ".docrunch").mkdir()
    make_project(tmp_path)
