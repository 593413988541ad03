"""The closed sets of the domain as the command line offers them; written here as well, for help must not import it."""

import click


class OneOf(click.Argument):
    """An argument with a closed set of values: a complaint names it by its name, and the set once."""

    def get_error_hint(self, ctx: click.Context | None) -> str:
        return f"'{self.human_readable_name.upper()}'"


DECISION_STATUSES = ("accepted", "superseded")
FINDING_TYPES = ("bug", "improvement", "question", "blocker")
MESSAGE_ROLES = ("user", "assistant", "system")
OPEN_OR_RESOLVED = ("open", "resolved")
PROFILE_ROLES = ("manager", "librarian", "qa", "security", "ui_ux", "chat", "analyzer")
PROVIDER_TYPES = ("openai", "anthropic", "xai", "google", "ollama", "cli_bridge")
SUMMARY_KINDS = ("file", "function", "class")
TASK_STATUSES = ("created", "claimed", "in_progress", "blocked", "completed", "cancelled")
