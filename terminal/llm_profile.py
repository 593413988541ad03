"""The commands about LLM profiles."""

from typing import TYPE_CHECKING, Any

import click

from .asking import asking
from .choices import PROFILE_ROLES
from .inputs import text_option
from .listing import show_card, show_list, told, when
from .reporting import record, reports

if TYPE_CHECKING:
    from ..application.docrunch import Docrunch
    from ..projections.reports.settings_records import ProfileRecord

NULLABLE = ("temperature", "max_tokens")


@click.group(short_help="Set up what models are asked for.")
def profile() -> None:
    """LLM profiles: a role, the provider and model that play it, and how they are asked."""


@profile.command(short_help="Set up a profile, or change it.")
@click.argument("profile_id", metavar="ID")
@click.option("--role", type=click.Choice(PROFILE_ROLES), help="What it is for; a new one needs it.")
@click.option("--name", "display_name", help="What people call it; a new one needs it.")
@text_option("description", "What it is good at.")
@click.option("--provider", "provider_id", metavar="ID", help="The provider; a new one needs it.")
@click.option("--model", help="The model; a new one needs it.")
@click.option("--temperature", type=float, help="From 0, the same each time, to 2.")
@text_option("system_prompt", "What the model is told first.", is_main=True)
@click.option("--max-tokens", type=int, help="The longest answer.")
@click.option("--unset", multiple=True, type=click.Choice(NULLABLE), help="Leave it to the provider; repeat it.")
@reports
def configure(**given: Any) -> None:
    """Set up the profile ID, or change what is given of it and keep the rest."""
    unset = given.pop("unset")
    if both := [name for name in unset if given[name] is not None]:
        raise click.UsageError(f"{both[0]} is both set and unset")
    record("ConfigureProfile", "Profile {profile_id} is configured.", given, null=unset)


@profile.command(short_help="Let a disabled profile be used again.")
@click.argument("profile_id", metavar="ID")
@reports
def enable(**given: Any) -> None:
    """Let a disabled profile be used again."""
    record("EnableProfile", "Profile {profile_id} is enabled.", given)


@profile.command(short_help="Let a profile not be used for now.")
@click.argument("profile_id", metavar="ID")
@reports
def disable(**given: Any) -> None:
    """Let a profile not be used for now; its settings stay."""
    record("DisableProfile", "Profile {profile_id} is disabled.", given)


@profile.command(short_help="Remove a profile.")
@click.argument("profile_id", metavar="ID")
@reports
def remove(**given: Any) -> None:
    """Remove a profile; its provider can be removed then."""
    record("RemoveProfile", "Profile {profile_id} is removed.", given)


def show_profiles(profiles: "list[ProfileRecord]") -> None:
    columns = ("id", "role", "name", "provider", "model", "enabled", "updated")
    rows = [
        (one.id, one.role, one.display_name, one.provider_id, one.model, told(one.enabled), one.updated_at)
        for one in profiles
    ]
    show_list("profiles", columns, rows, flexible=2)


@profile.command("list", short_help="List profiles.")
@click.option("--role", type=click.Choice(PROFILE_ROLES), help="Only those of this role.")
@click.option("--provider", "provider_id", metavar="ID", help="Only those that use this provider.")
@asking(show_profiles)
def list_profiles(docrunch: "Docrunch", **filters: Any) -> "list[ProfileRecord]":
    """List LLM profiles by role and name; times are UTC."""
    return docrunch.profiles(**filters)


def show_profile(found: "ProfileRecord") -> None:
    names = ("role", "provider_id", "model", "temperature", "max_tokens", "enabled")
    facts = {name.removesuffix("_id").replace("_", " "): getattr(found, name) for name in names}
    facts |= {"created": when(found.created_at), "updated": when(found.updated_at)}
    texts = {"Description": found.description, "System prompt": found.system_prompt}
    show_card(f"{found.id}: {found.display_name}", facts, texts)


@profile.command(short_help="Show one profile.")
@click.argument("profile_id", metavar="ID")
@asking(show_profile)
def show(docrunch: "Docrunch", profile_id: str) -> "ProfileRecord":
    """Show one LLM profile."""
    return docrunch.profile(profile_id)
