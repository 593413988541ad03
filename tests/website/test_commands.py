"""`docrunch docs` as a person meets it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docrunch.cli import main


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one page; no database is needed."""
    (tmp_path / ".docrunch").mkdir()
    (tmp_path / "docrunch-docs").mkdir()
    (tmp_path / "docrunch-docs/index.md").write_text("# Home\n\n[here](#home)\n")
    return tmp_path


def run(project: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["docs", *arguments, "--project", str(project)])


def test_the_site_is_built_out_of_the_way(project: Path) -> None:
    before = {path.name for path in project.iterdir()}

    result = run(project, "build")

    site = project / ".docrunch/website/site"
    assert (result.exit_code, result.output) == (0, f"Website: {site / 'index.html'}\n")
    assert {path.name for path in project.iterdir()} == before
    assert (project / ".docrunch/website/.gitignore").read_text() == "*\n"
    assert (site / "assets/mermaid.tiny.js").stat().st_size > 2_000_000


def test_the_site_is_built_where_one_says(project: Path) -> None:
    result = run(project, "build", "--into", str(project / "public"))

    assert result.exit_code == 0
    assert (project / "public/index.html").is_file()


def test_a_site_takes_the_place_of_an_earlier_one_and_of_nothing_else(project: Path) -> None:
    (project / "src").mkdir()
    (project / "src/main.py").write_text("x = 1\n")
    run(project, "build", "--into", str(project / "public"))
    (project / "public/gone.html").write_text("")

    again = run(project, "build", "--into", str(project / "public"))
    refused = run(project, "build", "--into", str(project / "src"))

    assert again.exit_code == 0
    assert not (project / "public/gone.html").exists()
    assert refused.exit_code == 2
    assert "src holds something else than a website" in refused.stderr
    assert (project / "src/main.py").read_text() == "x = 1\n"


@pytest.mark.parametrize("address", ["nonsense", "127.0.0.1:no", "192.0.2.1:8000"])
def test_an_address_that_cannot_be_served_is_said_in_one_line(project: Path, address: str) -> None:
    result = run(project, "serve", "--address", address)

    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert address in result.stderr


@pytest.mark.parametrize("link", ["[a](gone.md)", "[a](#nowhere)", "[a](/index.md)"])
def test_a_dead_link_is_named_and_the_site_is_there_all_the_same(project: Path, link: str) -> None:
    (project / "docrunch-docs/notes.md").write_text(f"# Notes\n\n{link}\n")

    result = run(project, "build")

    assert result.exit_code == 1
    assert "notes.md" in result.stderr
    assert (project / ".docrunch/website/site/notes.html").is_file()


def test_a_program_of_its_own_names_dead_links_too(project: Path) -> None:
    """Here the tests' own handlers of logs are not there, which make every logger speak."""
    (project / "docrunch-docs/notes.md").write_text("# Notes\n\n[a](gone.md)\n")
    program = [sys.executable, "-P", "-c", "from docrunch.cli import main; main()", "docs"]

    built = subprocess.run([*program, "build"], cwd=project, capture_output=True, text=True, check=False)
    served = subprocess.run(
        [*program, "serve", "--address", "127.0.0.1:no"], cwd=project, capture_output=True, check=False
    )

    assert (built.returncode, built.stderr.count("gone.md")) == (1, 1)
    assert (served.returncode, b"not a valid port" in served.stderr) == (2, True)


def test_of_names_that_are_found_equally_well_the_shorter_comes_first(project: Path) -> None:
    for name in ("run", "run#2", "run.inner"):
        (project / f"docrunch-docs/{name.replace('#', '-')}.md").write_text(f'---\ntitle: "{name}"\n---\n# {name}\n')

    run(project, "build")

    index = json.loads((project / ".docrunch/website/site/search/search_index.json").read_text())
    counts = {entry["title"]: entry["boost"] for entry in index["docs"] if entry["title"].startswith("run")}
    assert counts["run"] > counts["run#2"] == counts["run.inner"] > 1


def test_programs_get_the_warnings_as_json(project: Path) -> None:
    (project / "docrunch-docs/notes.md").write_text("[a](gone.md)\n")

    result = run(project, "build", "--json")

    answer = json.loads(result.stdout)
    assert answer["index"] == str(project / ".docrunch/website/site/index.html")
    assert ["gone.md" in warning for warning in answer["warnings"]] == [True]


def test_without_pages_one_is_told_to_scan(project: Path) -> None:
    (project / "docrunch-docs/index.md").unlink()

    result = run(project, "build")

    assert result.exit_code == 2
    assert "there are no pages" in result.output
    assert "docrunch scan" in result.output
    assert "Traceback" not in result.output


def test_without_mkdocs_one_is_told_what_to_install(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docrunch.website.building.find_spec", lambda _name: None)

    result = run(project, "build")

    assert result.exit_code == 2
    assert result.stderr == (
        "docrunch: the website needs mkdocs-material, which is not installed; run: pip install 'docrunch[docs]'\n"
    )


def test_pages_are_served_from_the_generated_configuration(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []
    monkeypatch.setattr(
        "mkdocs.commands.serve.serve", lambda config_file, *, dev_addr: asked.append((config_file, dev_addr))
    )

    result = run(project, "serve", "--address", "127.0.0.1:9000")

    assert result.exit_code == 0
    assert asked == [(str(project / ".docrunch/website/mkdocs.yml"), "127.0.0.1:9000")]
