"""Where the settings of a repository do not agree on the model of users, nobody knows which is meant."""

from pathlib import Path

import pytest

from ..relational.repository import Repository
from .test_sample import scanned

MODELS = (
    "from django.conf import settings\nfrom django.db import models\n\n\nclass User(models.Model):\n"
    "    name = models.TextField()\n    boss = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)\n"
)
LEADS = {("users/models.py", 7, "schema:users/models.py::User#schema")}


@pytest.mark.parametrize(
    ("settings", "lines"),
    [
        ('"users.User"', LEADS),
        ('"auth.User"', set()),
        ('"users.User"\nAUTH_USER_MODEL = env("USER")', set()),
        ("OTHER", set()),
    ],
)
def test_what_settings_agree_on_is_meant(settings: str, lines: set[tuple[str, int, str]], tmp_path: Path) -> None:
    files = {
        "users/models.py": MODELS,
        "a/settings.py": 'AUTH_USER_MODEL = "users.user"\n',
        "b/settings.py": f"AUTH_USER_MODEL = {settings}\n",
    }

    assert Repository(scanned(files, tmp_path)).lines() == lines
