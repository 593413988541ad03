"""A project whose every name and text would like to do harm, with its pages and its website."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple

import pytest
from docrunch import ClaimTask, CreateTask, Docrunch, RecordDecision, RecordPattern, SubmitCompletion
from docrunch.postgres.connection import Database
from docrunch.website.building import Website

EVIL = (
    "<script>document.documentElement.dataset.harmed='script'</script>"
    "<img src=x onerror=\"document.documentElement.dataset.harmed='image'\">"
    "[click](javascript:document.documentElement.dataset.harmed='link') "
    "{{ 7 * 7 }} {% raw %} | `a` ``b`` ```c``` %%{init: {}}%% \u202egnp.exe <!-- docrunch:end --> end graph LR\n---\n"
    "title: broken out\n---\n\n!!! danger\n\n--8<-- '/etc/passwd'\n\n{: onclick=alert(1) }\n"
)
TEXT = EVIL.replace("\\", "\\\\").replace('"""', "'''")
LINE = " ".join(EVIL.split())
NAME = "x|`y`<script>document.documentElement.dataset.harmed='column'</script>\u202e{{ 7 * 7 }} %%{init: {}}%%"
SCHEMA = """
-- A_LINE
CREATE TABLE "A_NAME" (
    "A_NAME" "A_NAME" PRIMARY KEY DEFAULT '</code><script>alert(1)</script>|`', -- A_LINE
    b int REFERENCES "A_NAME" ("A_NAME")
);
CREATE VIEW v AS SELECT "A_NAME" FROM "A_NAME";
COMMENT ON COLUMN "A_NAME".b IS 'A_COMMENT';
"""
FIELD = "<img src=x onerror=document.documentElement.dataset.harmed=1>|`{{ 7 * 7 }}"
CODE = "</code></pre><script>alert(1)</script> ``` <!-- --> \u202e"
FENCES = "```\n````\n~~~\n<script>document.documentElement.dataset.harmed='code'</script>"
TABLE = f"| {LINE} | {FIELD} |\n|---|:-:|\n| {FIELD} | {LINE} | x |\n"
FILES = {
    "README.md": f"# <script>alert(1)</script>\n\nSome words of harm: {LINE}\n",
    "db/schema.sql": SCHEMA.replace("A_NAME", NAME)
    .replace("A_LINE", LINE)
    .replace("A_COMMENT", LINE.replace("'", "''")),
    "__init__.py": f'"""{TEXT}"""\n',
    "<script>alert(1)</script>.py": f'"""{TEXT}"""\nfrom con import f\n\n\ndef g():\n    return f()\n',
    "calls.py": (
        f'from pkg.fields import Fields, tell\n\n\ndef called():\n    tell("{FIELD}")  # {CODE}\n\n\n'
        f'def called_with_lines():\n    return Fields("""\n{FENCES}\n{LINE[:190]}\n""")\n'
    ),
    "con.py": f'def f(x: "<b>|`" = "</script>|`") -> "<i>":\n    """{TEXT}"""\n\n\ndef F():\n    return f()\n',
    "CON.PY.py": "def f(): ...\n",
    "a`|b[c](d).py": "import con\n\n\nclass K:\n    def m(self):\n        return con.f()\n",
    "pkg/A.py": "from pkg.a import f\n\n\nclass Class: ...\n\n\nclass class_: ...\n\n\ndef h():\n    return f()\n",
    "pkg/a.py": "from pkg.A import h\n\n\ndef f():\n    return h()\n\n\nclass Case: ...\n\n\nclass case: ...\n",
    f"pkg/{'x' * 200}.py": f"def {'y' * 300}(): ...\n",
    "pkg/end\u202egnp.py": "import con\n",
    "pkg/fields.py": (
        f'r"""{TABLE}"""\n\n#: {LINE}\nvalue: "{FIELD}" = "{FIELD}"\n\n\n'
        f'class Fields:\n    #: {LINE}\n    field: "{FIELD}" = "{FIELD}"\n\n\ndef tell(text): ...\n'
    ),
    "web/fields.ts": (
        f"/** {LINE} */\nexport const value: '{FIELD}' = \"{FIELD}\"\n"
        f"export interface Fields {{\n  /** {LINE} */\n  '{FIELD}'?: '{FIELD}'\n}}\n"
    ),
    "web/index.ts": "export * from './fields'\nexport { Fields as default, value as there } from './fields'\n",
    'pkg/sp ace\'s "quoted" & more;.py': "import con\n",
    "pkg/%%{init}%%.py": "import con\n",
}


class Site(NamedTuple):
    """Where its pages are, where its website is, and what MkDocs warned of."""

    pages: Path
    html: Path
    warnings: list[str]


@pytest.fixture(scope="session")
def site(
    fresh_database: Callable[[], AbstractContextManager[Database]], tmp_path_factory: pytest.TempPathFactory
) -> Site:
    """The hostile project, scanned, reported on, and built."""
    root = tmp_path_factory.mktemp("<hostile> & \u202e")
    with fresh_database() as database:
        return built(root, FILES, report, database)


def built(root: Path, files: Mapping[str, str], report: Callable[[Docrunch], None], database: Database) -> Site:
    """The website of a project with these files and reports."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOCRUNCH_STORAGE__POSTGRES_URL", database.url)
        patch.setenv("DOCRUNCH_STORAGE__POSTGRES_SCHEMA", database.schema)
        patch.setenv("DOCRUNCH_STORAGE__SYNC__TARGETS", "markdown")
        with Docrunch.open(root, has_worker=False) as docrunch:
            docrunch.scan()
            report(docrunch)
            docrunch.drain()
    website = Website(root.name, root / "docrunch-docs", root / ".docrunch/website")
    warnings = website.build()
    return Site(website.pages, website.workshop / "site", warnings)


def report(docrunch: Docrunch) -> None:
    docrunch.dispatch(CreateTask(task_id="t", type="bug", title=EVIL[:200], description=EVIL, created_by="a<b>"))
    docrunch.dispatch(
        RecordDecision(title=EVIL[:200], context=EVIL, decision=EVIL, rationale=EVIL, created_by="<script>")
    )
    docrunch.dispatch(RecordPattern(name="<b>P", description=EVIL, example=EVIL, files=("con.py",), created_by="x"))
    docrunch.dispatch(ClaimTask(task_id="t", reported_by="<i>"))
    docrunch.dispatch(
        SubmitCompletion(task_id="t", summary=EVIL, changes=["con.py"], tests_passed=True, reported_by="<i>")
    )


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return Path(__file__).resolve().parents[2]
