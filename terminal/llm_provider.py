"""The commands about LLM providers."""

from typing import TYPE_CHECKING, Any

import click

from .asking import asking
from .choices import PROVIDER_TYPES
from .discreet import Discreet
from .inputs import flag_of, secret_of, secret_options
from .listing import show_card, show_list, told, when
from .reporting import record, reports

if TYPE_CHECKING:
    from ..application.docrunch import Docrunch
    from ..projections.reports.settings_records import ProviderRecord

SETTINGS = ("api_key", "base_url", "cli_type", "proxy_url", "timeout")
URLS = ("base_url", "proxy_url")


@click.group(short_help="Set up who answers.")
def provider() -> None:
    """LLM providers: where they are, and the secrets that open them, encrypted before they are kept."""


@provider.command(cls=Discreet, short_help="Set up a provider, or change it.")
@click.argument("provider_id", metavar="ID")
@click.option("--name", help="What people call it; a new one needs it.")
@click.option("--type", "provider_type", type=click.Choice(PROVIDER_TYPES), help="What it speaks; a new one needs it.")
@secret_options("api_key", "the API key")
@click.option("--base-url", help="Where it answers; one with a password comes by --base-url-file or --base-url-env.")
@secret_options("base_url", "the URL where it answers")
@click.option("--proxy-url", help="The proxy on the way to it; one with a password comes by file or variable.")
@secret_options("proxy_url", "the URL of the proxy")
@click.option("--cli-type", metavar="PROGRAM", help="The command-line program behind a cli_bridge.")
@click.option("--timeout", type=float, metavar="SECONDS", help="How long to wait for an answer.")
@click.option("--unset", multiple=True, type=click.Choice(SETTINGS), help="Forget this setting; repeat it.")
@reports
def configure(**given: Any) -> None:
    """Set up the provider ID, or change what is given of it and keep the rest.

    Secrets come by prompt, file or environment variable, never by value.
    """
    given["config"] = settings_of(given)
    record("ConfigureProvider", "Provider {provider_id} is configured.", given)


def settings_of(given: dict[str, Any]) -> dict[str, Any]:
    """The provider's config as it was given; takes it out of `given`."""
    unset = given.pop("unset")
    said = {name: given.pop(name) for name in ("base_url", "proxy_url", "cli_type", "timeout")}
    secrets = {name: secret_of(given, name) for name in ("api_key", *URLS)}
    for url in URLS:
        refuse_password(url, said[url])
        if None not in (said[url], secrets[url]):
            raise click.UsageError(f"{url} is given twice")
    config = {name: value for name, value in [*said.items(), *secrets.items()] if value is not None}
    if both := config.keys() & set(unset):
        raise click.UsageError(f"{min(both)} is both set and unset")
    return config | dict.fromkeys(unset)


def refuse_password(name: str, url: str | None) -> None:
    if url is not None and "@" in url:
        flag = flag_of(name)
        raise click.UsageError(f"{flag} holds a user or password, which others can see; use {flag}-file or {flag}-env")


@provider.command(short_help="Let a disabled provider be used again.")
@click.argument("provider_id", metavar="ID")
@reports
def enable(**given: Any) -> None:
    """Let a disabled provider be used again."""
    record("EnableProvider", "Provider {provider_id} is enabled.", given)


@provider.command(short_help="Let a provider not be used for now.")
@click.argument("provider_id", metavar="ID")
@reports
def disable(**given: Any) -> None:
    """Let a provider not be used for now; its settings stay."""
    record("DisableProvider", "Provider {provider_id} is disabled.", given)


@provider.command(short_help="Remove a provider and its secrets.")
@click.argument("provider_id", metavar="ID")
@reports
def remove(**given: Any) -> None:
    """Remove a provider that no profile uses; nobody can open its secrets again."""
    record("RemoveProvider", "Provider {provider_id} is removed, its secrets are destroyed.", given)


def show_providers(providers: "list[ProviderRecord]") -> None:
    rows = [
        (one.id, one.name, one.provider_type, told(one.is_enabled), one.config.get("base_url"), one.updated_at)
        for one in providers
    ]
    show_list("providers", ("id", "name", "type", "enabled", "base URL", "updated"), rows, flexible=4)


@provider.command("list", short_help="List providers.")
@asking(show_providers)
def list_providers(docrunch: "Docrunch") -> "list[ProviderRecord]":
    """List LLM providers by name; no secret is shown; times are UTC."""
    return docrunch.providers()


def show_provider(found: "ProviderRecord") -> None:
    facts = {"name": found.name, "type": found.provider_type, "enabled": found.is_enabled, **found.config}
    show_card(found.id, facts | {"created": when(found.created_at), "updated": when(found.updated_at)})


@provider.command(short_help="Show one provider.")
@click.argument("provider_id", metavar="ID")
@asking(show_provider)
def show(docrunch: "Docrunch", provider_id: str) -> "ProviderRecord":
    """Show one LLM provider; of a long API key the last four characters, of other secrets nothing."""
    return docrunch.provider(provider_id)
