"""Hosted: the ways in which people name a repository."""

import pytest

from bot import errors
from bot.domain.detection.hosted import Hosted, parse_hosted

PUBLIC = Hosted("owner/my.name")
OWN = Hosted("owner/my.name", "https://git.example.org/api/v3")


@pytest.mark.parametrize(
    ("text", "hosted"),
    [
        ("owner/my.name", PUBLIC),
        (" https://github.com/owner/my.name.git ", PUBLIC),
        ("https://www.github.com/owner/my.name/", PUBLIC),
        ("git@github.com:owner/my.name.git", PUBLIC),
        ("ssh://git@github.com/owner/my.name", PUBLIC),
        ("github.com/owner/my.name", PUBLIC),
        ("https://git.example.org/owner/my.name", OWN),
    ],
)
def test_names_and_addresses(text: str, hosted: Hosted) -> None:
    """A server of one's own is told by its API's address."""
    assert parse_hosted(text) == hosted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "owner/",
        "a/b/c",
        "https://github.com/owner",
        "http://github.com/owner/name",
        "https://me:pw@github.com/owner/name",
        "ext::sh -c id/x",
        "--x/y",
        "../x/y",
        "owner/na me",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    """With an example of what is meant."""
    with pytest.raises(errors.BadInput, match="names no repository") as caught:
        parse_hosted(text)

    assert "octocat/hello-world" in caught.value.next_step
