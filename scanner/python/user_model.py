"""The model of users that the settings of a Django project name: `AUTH_USER_MODEL = "users.User"`."""

from tree_sitter import Node

from .fields import string_of
from .findings import Findings
from .names import DOTTED_NAME
from .tree import RIGHT

SETTING = "AUTH_USER_MODEL"
USER_MODEL = f"setting:{SETTING}"


def visit_user_model(findings: Findings, node: Node) -> None:
    """What is no plain label leads to itself, so that no other file's settings count alone."""
    text = string_of(findings.source, node.child_by_field_id(RIGHT)) or ""
    is_label = "." in text and DOTTED_NAME.fullmatch(text)
    findings.models.append((USER_MODEL, f"django:{text.lower()}" if is_label else USER_MODEL))
