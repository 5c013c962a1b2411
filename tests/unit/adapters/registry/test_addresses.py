"""Where a package index is."""

from urllib.parse import urlsplit

import pytest
from twine import utils

from bot import errors
from bot.adapters.registry import addresses


def test_what_is_configured_counts() -> None:
    """Any index can stand behind a name; the index address gets the slash that paths need."""
    found = addresses.of("pypi", "http://127.0.0.1:1/legacy/", "http://127.0.0.1:1/simple")

    assert found == addresses.Addresses("http://127.0.0.1:1/legacy/", "http://127.0.0.1:1/simple/")


@pytest.mark.parametrize(
    ("name", "upload"), [("pypi", utils.DEFAULT_REPOSITORY), ("testpypi", utils.TEST_REPOSITORY)]
)
def test_the_public_indexes_are_known(name: str, upload: str) -> None:
    """They list on the host that takes uploads, without the word for uploads in it."""
    found = addresses.of(name)

    assert found.upload == upload
    listed = urlsplit(found.index)
    assert (listed.scheme, listed.path) == ("https", "/simple/")
    assert not listed.netloc.startswith("upload.")
    assert urlsplit(upload).netloc.endswith(listed.netloc)


def test_people_are_led_to_a_page_for_people() -> None:
    """At a public index to the project's own page, elsewhere to the listing of its files."""
    public, own = (
        addresses.of("pypi"),
        addresses.of("pypi", "http://a.example/", "http://b.example"),
    )

    assert public.page("Acme_Greeter", "1.2.0").endswith("/project/acme-greeter/1.2.0/")
    assert urlsplit(public.page("a", "1")).netloc == urlsplit(public.index).netloc
    assert own.page("Acme_Greeter", "1.2.0") == "http://b.example/acme-greeter/"


@pytest.mark.parametrize("only", [("http://127.0.0.1/", None), (None, "http://127.0.0.1/")])
def test_half_an_index_is_refused(only: tuple[str | None, str | None]) -> None:
    """Uploading here and looking there would never end well."""
    with pytest.raises(errors.BadConfiguration):
        addresses.of("pypi", *only)


def test_an_unknown_index_needs_addresses() -> None:
    """Nobody guesses where a private index is."""
    with pytest.raises(errors.BadConfiguration):
        addresses.of("company")
