"""The templates, compiled once; every filter they may use makes untrusted text harmless."""

from collections.abc import MutableMapping
from functools import cache
from typing import Any

import jinja2
from jinja2 import PackageLoader, StrictUndefined, Template

from .escaping import code, code_cell, fenced, mermaid_label, plain
from .overloads import undefined_again
from .running import running_cell
from .signatures import laid_out


class Environment(jinja2.Environment):
    """The library's, whose global names are copied for every page and every part of it: from a plain mapping."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


@cache
def environment() -> Environment:
    # Escaping is Markdown's, by filters, and not HTML's.
    made = Environment(
        loader=PackageLoader("docrunch.projections"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    for filter_ in (plain, undefined_again, running_cell, code, code_cell, fenced, mermaid_label, laid_out):
        made.filters[filter_.__name__] = filter_
    return made


@cache
def template(name: str) -> Template:
    """The template `templates/<name>.md.j2`."""
    return environment().get_template(f"{name}.md.j2")
