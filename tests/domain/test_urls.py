"""URLs are parted into what may be shown and what may not; a URL that hides a secret elsewhere is refused unseen."""

from contextlib import suppress

import pytest
from docrunch.domain.urls import HTTP, PROXY, Url, parted
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import SecretStr
from pydantic_core import PydanticCustomError

PLANTED = "planted"
# What URLs are made of comes first, then anything.
PASSWORDS = st.text("a1:/@?#%[]\\ ", max_size=5) | st.text()


@pytest.mark.parametrize(
    ("text", "url", "credentials"),
    [
        ("https://host", "https://host", None),
        ("http://host:8080/v1/", "http://host:8080/v1/", None),
        ("https://@host/", "https://host/", None),
        ("https://u:p@host/v1", "https://host/v1", "u:p"),
        ("https://token@host", "https://host", "token"),
        ("https://u:p@ss@host:1", "https://host:1", "u:p@ss"),
        ("https://u:%2F%40@[::1]:443/a-b_c.d~e", "https://[::1]:443/a-b_c.d~e", "u:%2F%40"),
        ("socks5h://u:p@10.0.0.1:1080", "socks5h://10.0.0.1:1080", "u:p"),
    ],
)
def test_user_and_password_are_parted_from_the_rest(text: str, url: str, credentials: str | None) -> None:
    found = parted(text, PROXY)

    assert found.url == url
    assert (found.credentials and found.credentials.get_secret_value()) == credentials
    assert parted(SecretStr(text), PROXY) == found
    assert parted(found, PROXY) is found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "host",
        "//host",
        "ftp://host",
        "HTTPS://host",
        "socks5://host",
        "https://",
        "https://u:planted@",
        "https://host?key=planted",
        "https://host/v1#planted",
        "https://u:plan/ted@host",
        "https://u:plan?ted@host",
        "https://u:plan ted@host",
        "https://host/@planted",
        "https://host:port",
        "https://host:65536",
        "https://ho st",
        "https://host\n",
        "https://host/\x00",
        "https://hóst",
        "https://host\\planted",
        "https://" + "a" * 2_000,
        7,
        None,
        b"https://host",
        ["https://host"],
    ],
)
def test_what_is_no_plain_url_is_refused_and_not_repeated(text: object) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        parted(text, HTTP)

    assert "plan" not in f"{caught.value}{caught.value!r}"


@given(user=PASSWORDS, password=PASSWORDS)
@example("u", "/x")
def test_no_part_of_a_password_is_left_in_what_is_shown(user: str, password: str) -> None:
    """Whatever people type as a password, it is sealed whole, or the URL is refused."""
    with suppress(PydanticCustomError):
        assert parted(f"https://{user}:{PLANTED}{password}@host/v1", HTTP) == Url(
            "https://host/v1", SecretStr(f"{user}:{PLANTED}{password}")
        )


def test_what_is_printed_of_a_url_hides_its_credentials() -> None:
    assert "secret" not in repr(parted("https://u:secret@host", HTTP))
