"""URLs that may carry a user and a password: parted, so that the rest can be shown."""

import re
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from pydantic import BeforeValidator, SecretStr

from .text import unfit

URL_CHARACTERS = 2_000
LARGEST_PORT = 65_535
HTTP = ("http", "https")
PROXY = (*HTTP, "socks5", "socks5h")
URL = re.compile(
    r"""(?P<scheme>[a-z0-9]+)://
        (?:(?P<credentials>[^/?#\s]*)@)?
        (?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>[0-9]{1,5}))?
        (?P<path>/[^?#@\s\\]*)?""",
    re.VERBOSE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Url:
    """A URL without user and password, which are the `credentials`, as they were written."""

    url: str
    credentials: SecretStr | None = None


def parted(value: Any, schemes: tuple[str, ...]) -> Url:
    """Part a URL. Raises PydanticCustomError, which never repeats it.

    A query is refused because keys are put there, an `@` behind the host because it ends a password with a `/` in it.
    """
    if isinstance(value, Url):
        return value
    text = value.get_secret_value() if isinstance(value, SecretStr) else value
    found = URL.fullmatch(text) if isinstance(text, str) and text.isprintable() else None
    if found is None or found["scheme"] not in schemes or int(found["port"] or 0) > LARGEST_PORT:
        raise unfit(
            f"a {' or '.join(f'{scheme}://' for scheme in schemes)} URL of a host, without a query and a fragment, "
            "with @, / and spaces of its user and password written as %40, %2F and %20"
        )
    if len(text) > URL_CHARACTERS:
        raise unfit(f"a URL of at most {URL_CHARACTERS:,} characters")
    port = f":{found['port']}" if found["port"] else ""
    url = f"{found['scheme']}://{found['host']}{port}{found['path'] or ''}"
    return Url(url, SecretStr(found["credentials"]) if found["credentials"] else None)


BaseUrl = Annotated[Url, BeforeValidator(partial(parted, schemes=HTTP))]
ProxyUrl = Annotated[Url, BeforeValidator(partial(parted, schemes=PROXY))]
