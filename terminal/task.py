"""The commands about a task's life."""

from typing import Any

import click

from .choices import FINDING_TYPES, TASK_STATUSES, OneOf
from .inputs import json_file_option, text_option
from .reporting import record, reports

Pairs = tuple[tuple[str, str], ...]


@click.group(short_help="Create, claim, follow and complete tasks.")
def task() -> None:
    """Tasks: created, claimed, in progress, completed; blocked while a blocker is open, cancelled if need be."""


@task.command(short_help="Describe work to be done.")
@click.argument("title")
@click.option("--id", "task_id", help="Its id (default: a new one).")
@text_option("description", "What is to be done, and why.", is_main=True)
@click.option("--type", help="What kind of work it is (default: task).")
@click.option("--priority", help="How urgent it is (default: normal).")
@click.option("--assigned-to", help="Who should do it.")
@click.option("--depends-on", multiple=True, metavar="ID", help="A task that comes first; repeat it for several.")
@click.option("--guardrail", "guardrails", multiple=True, help="What to keep to; repeat it for several.")
@json_file_option("guardrails", "Guardrails of any shape: a JSON list or object, in place of --guardrail.")
@json_file_option("context", "What else to know: a JSON list or object.")
@reports
def create(**given: Any) -> None:
    """Describe work to be done; its id is what every other command calls it by."""
    record("CreateTask", "Created task {task_id}.", given)


@task.command(short_help="Take a task that nobody has.")
@click.argument("task_id", metavar="ID")
@reports
def claim(**given: Any) -> None:
    """Take a task that nobody has; of two who try at once one gets it and the other is told who."""
    record("ClaimTask", "Task {task_id} is yours, {by}.", given)


@task.command(short_help="Say how far a task is.")
@click.argument("task_id", metavar="ID")
@click.argument("percentage", type=int)
@text_option("note", "What was done, or what is next.", is_main=True)
@reports
def progress(**given: Any) -> None:
    """Say how far a claimed task is, in PERCENTAGE from 0 to 100."""
    given["status"] = "in_progress"
    record("UpdateProgress", "Task {task_id} is at {percentage} %.", given)


@task.command(short_help="Change the status of a task.")
@click.argument("task_id", metavar="ID")
@click.argument("status", cls=OneOf, type=click.Choice(TASK_STATUSES))
@text_option("note", "Why.", is_main=True)
@reports
def status(**given: Any) -> None:
    """Claim a task, take it up (in_progress) or cancel it; completing and blocking have commands of their own."""
    record("UpdateTaskStatus", "Task {task_id} is {status}.", given)


@task.command(short_help="Give a task up.")
@click.argument("task_id", metavar="ID")
@text_option("note", "Why.", is_main=True)
@reports
def cancel(**given: Any) -> None:
    """Give a task up that is not completed."""
    given["status"] = "cancelled"
    record("UpdateTaskStatus", "Task {task_id} is cancelled.", given)


@task.command(short_help="Write into the history of a task.")
@click.argument("task_id", metavar="ID")
@click.argument("action")
@click.option("--detail", "details", multiple=True, type=(str, str), metavar="NAME TEXT", help="A detail; repeat it.")
@json_file_option("details", "Details of any shape: a JSON object, in place of --detail.")
@reports
def log(**given: Any) -> None:
    """Write an ACTION of your own, such as "looked at logs", into the history of a task."""
    pairs: Pairs = given["details"]
    given["details"] = dict(pairs) or None
    record("LogTaskAction", "Noted in the history of task {task_id}.", given)


@task.command(short_help="Report a task as done.")
@click.argument("task_id", metavar="ID")
@text_option("summary", "What was done.", is_main=True)
@click.option("--change", "changes", multiple=True, help="A file or thing that changed; repeat it for several.")
@json_file_option("changes", "Changes of any shape: a JSON list or object, in place of --change.")
@click.option("--no-changes", is_flag=True, help="Nothing changed.")
@click.option("--tests-passed/--tests-failed", default=None, help="Whether the tests passed; say it either way.")
@text_option("notes", "What else the next one should know.")
@click.option(
    "--finding",
    "findings",
    multiple=True,
    type=(click.Choice(FINDING_TYPES), str),
    metavar="TYPE TEXT",
    help="Something noticed on the way; repeat it for several.",
)
@json_file_option("findings", "Findings as a JSON list of {type, description, files}, in place of --finding.")
@json_file_option("decisions", "Decisions as a JSON list of {title, context, decision, rationale}.")
@reports
def complete(*, no_changes: bool, **given: Any) -> None:
    """Report a claimed task as done, once; with the findings and decisions it led to, all or nothing."""
    if no_changes and given["changes"]:
        raise click.UsageError("give --change or --no-changes, not both")
    if no_changes:
        given["changes"] = []
    pairs: Pairs = given["findings"]
    given["findings"] = tuple({"type": type_, "description": text} for type_, text in pairs)
    record("SubmitCompletion", "Task {task_id} is completed.", given, page="task:{task_id}")


@task.command(short_help="Publish the report of a task.")
@click.argument("task_id", metavar="ID")
@reports
def publish(**given: Any) -> None:
    """Write the page of a task as it stands, before its completion or again after it."""
    record("PublishTaskReport", "The report of task {task_id} is published.", given, page="task:{task_id}")
