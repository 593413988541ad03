import pytest
from docrunch.projections.markdown.links import by_blocks, in_blocks, relative_links
from hypothesis import example, given
from hypothesis import strategies as st

HOSTILE = st.lists(
    st.sampled_from(
        [
            "`",
            "``",
            "```",
            "~~~",
            "\n",
            "\n\n",
            "[a]",
            "[`a`]",
            "(/m/a.md)",
            "](",
            "](/m/a.md)",
            "[",
            "\\",
            "a",
            "|",
            "# ",
            "- ",
            "> ",
            "    ",
        ]
    )
).map("".join)


@pytest.mark.parametrize(
    ("page", "link", "expected"),
    [
        ("index.md", "/modules/x.md", "modules/x.md"),
        ("modules/x.md", "/modules/y.md#class-foo", "y.md#class-foo"),
        ("modules/x.md", "/functions/x.f.md", "../functions/x.f.md"),
        ("modules/x.md", "/index.md", "../index.md"),
        ("a/b/c.md", "/a/d/e.md", "../d/e.md"),
        ("modules/x.md", "/modules/x.md", "x.md"),
    ],
)
def test_a_link_leads_from_the_folder_of_its_page(page: str, link: str, expected: str) -> None:
    assert relative_links(f"see [it]({link}) there", page) == f"see [it]({expected}) there"


@pytest.mark.parametrize(
    "text",
    [
        "[a](/m/x.md 'title')",
        "![a](/m/x.md)",
        "[`code`](/m/x.md)",
        "[a \\] b](/m/x.md)",
        "a lone ` tick, then [a](/m/x.md)",
        "\\`[a](/m/x.md)\\`",
        "- a ` tick\n- [a](/m/x.md) and a ` tick",
        "| ` | [a](/m/x.md) | ` |",
        "# a ` tick\n[a](/m/x.md) `",
        "a ` tick\n\n[a](/m/x.md) `",
        "``` inline ``` [a](/m/x.md)",
        "```\ncode\n```\n[a](/m/x.md)",
        "~~~\n```\n~~~\n[a](/m/x.md)",
        "````\n```\n````\n[a](/m/x.md)",
        "[a](</m/x.md>)",
        "> [a](/m/x.md)",
    ],
)
def test_a_link_of_the_text_is_rewritten(text: str) -> None:
    assert relative_links(text, "modules/y.md") == text.replace("/m/x.md", "../m/x.md")


@pytest.mark.parametrize(
    "text",
    [
        "`[a](/m/x.md)`",
        "``a ` [a](/m/x.md)``",
        "`one\ntwo [a](/m/x.md)`",
        "```\n[a](/m/x.md)\n```",
        "```python\n`\n[a](/m/x.md)\n``\n```\n",
        "~~~\n```\n[a](/m/x.md)\n~~~",
        "````\n```\n[a](/m/x.md)\n````",
        "```\n[a](/m/x.md) never closed",
        "\\[a](/m/x.md)",
        "no bracket](/m/x.md)",
        "[a](//host/x.md)",
        "[a](https://host/m/x.md)",
        "[a](/m/x.py)",
        "[a](x.md)",
        "[a](/../x.md)",
        "/m/x.md",
    ],
)
def test_what_is_no_link_to_a_page_stays_as_it_is(text: str) -> None:
    assert relative_links(text, "modules/y.md") == text


@given(HOSTILE)
@example("- `\n- `[a](/m/a.md)`\n- `")
@example("|`|`[a](/m/a.md)`|`|")
def test_the_quick_way_for_even_text_does_what_the_long_way_does(text: str) -> None:
    assert in_blocks(text, ["modules"]) == by_blocks(text, ["modules"])


@given(HOSTILE)
def test_only_destinations_ever_change(text: str) -> None:
    assert relative_links(text, "modules/y.md").replace("](../m/", "](/m/") == text


@pytest.mark.parametrize("piece", ["`", "](/", "[", "](/a", "``` ", "~~~\n", "\n```", "|", "\\", "[a](/a", "`` ` "])
def test_hostile_text_is_read_in_linear_time(piece: str) -> None:
    # Were it quadratic, this would take minutes.
    text = "[x](/" + piece * (500_000 // len(piece))

    assert relative_links(text, "modules/y.md") == text
