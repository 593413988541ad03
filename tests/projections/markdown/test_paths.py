import pytest
from docrunch.projections.markdown.errors import PageRefused
from docrunch.projections.markdown.folder import LEADS_OUT
from docrunch.projections.markdown.paths import folders_of, safe_page_path
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    "path",
    [
        "index.md",
        "modules/outbox.log.md",
        "functions/a.b.C.__init__.md",
        "modules/.ci.tool.md",
        "modules/naïve-名.md",
        "a b.md",
    ],
)
def test_a_plain_path_is_taken_as_it_is(path: str) -> None:
    assert safe_page_path(path) == path


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        (None, "names no page"),
        (7, "names no page"),
        ("", "names no page"),
        ("/etc/passwd.md", "plain relative path"),
        ("../x.md", "plain relative path"),
        ("modules/../../x.md", "plain relative path"),
        ("modules//x.md", "plain relative path"),
        ("./x.md", "plain relative path"),
        ("modules/", "plain relative path"),
        ("modules\\x.md", "some file systems refuse"),
        ("C:x.md", "some file systems refuse"),
        ("modules/x\0.md", "some file systems refuse"),
        ("modules/x\n.md", "some file systems refuse"),
        ("modules/x.md#anchor", "some file systems refuse"),
        ("modules./x.md", "dot or a space"),
        ("modules /x.md", "dot or a space"),
        ("CON.md", "device on Windows"),
        ("modules/aux.foo.md", "device on Windows"),
        ("Nul/x.md", "device on Windows"),
        ("modules/com1.md", "device on Windows"),
        ("modules/LPT³.md", "device on Windows"),
        (".docrunch-manifest.json", "reserved"),
        (".DocRunch-tmp/x.md", "reserved"),
        (".git/x.md", "reserved"),
        ("modules/x.txt", r"end in \.md"),
        ("modules/x.md\n", "some file systems refuse"),
        ("x" * 198 + ".md", "longer than 200 bytes"),
        ("é" * 99 + ".md", "longer than 200 bytes"),
        ("abcdefgh/" * 120 + "x.md", "longer than 1000 bytes"),
        ("modules/\ud800.md", "UTF-8"),
    ],
)
def test_an_unsafe_path_is_refused_with_its_reason(path: object, problem: str) -> None:
    with pytest.raises(PageRefused, match=problem):
        safe_page_path(path)


@given(st.text(st.sampled_from("a./ \\:cCoOnN") | st.characters()))
def test_whatever_is_taken_stays_inside_and_is_portable(text: str) -> None:
    try:
        path = safe_page_path(f"{text}.md")
    except PageRefused:
        return

    parts = path.split("/")
    assert not LEADS_OUT.search(path)
    assert all(part.strip(". ") and not part.endswith((".", " ")) and len(part.encode()) <= 200 for part in parts)
    assert not {part.split(".")[0].strip().lower() for part in parts} & {"con", "nul", "aux", "prn"}


def test_the_folders_of_a_page_begin_with_the_output_folder() -> None:
    assert folders_of("a/b/c.md") == ["", "a", "a/b"]
