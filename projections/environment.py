"""The templates, compiled once; every filter they may use makes untrusted text harmless."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from .escaping import code, code_cell, fenced, mermaid_label, plain


@cache
def environment() -> Environment:
    # Escaping is Markdown's, by filters, and not HTML's: S701 asks for the latter.
    made = Environment(  # noqa: S701
        loader=PackageLoader("docrunch.projections"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    for filter_ in (plain, code, code_cell, fenced, mermaid_label):
        made.filters[filter_.__name__] = filter_
    return made


@cache
def template(name: str) -> Template:
    """The template `templates/<name>.md.j2`."""
    return environment().get_template(f"{name}.md.j2")
