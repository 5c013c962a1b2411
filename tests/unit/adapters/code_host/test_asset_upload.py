"""Where an asset may be sent to."""

import pytest

from bot import errors
from bot.adapters.code_host import asset_upload

API = "https://api.github.com"
OWN = {
    "github.com": (API, "https://uploads.github.com/repos/a/b/releases/1/assets"),
    "enterprise": ("https://git.example.org/api/v3", "https://git.example.org/api/uploads/x"),
    "local": ("http://127.0.0.1:8000", "http://127.0.0.1:8000/uploads/x"),
}
FOREIGN = {
    "another host": (API, "https://evil.example.org/"),
    "our name as their user": (API, "https://uploads.github.com@evil.example.org/"),
    "a longer name": (API, "https://uploads.github.com.evil.example.org/"),
    "without TLS": (API, "http://uploads.github.com/"),
    "another port": ("http://127.0.0.1:8000", "http://127.0.0.1:8001/uploads/x"),
    "the metadata service": (API, "http://169.254.169.254/latest"),
    "nothing": (API, ""),
}


@pytest.mark.parametrize(("api", "url"), OWN.values(), ids=OWN)
def test_githubs_own_addresses_are_taken(api: str, url: str) -> None:
    """On github.com uploads have a host of their own."""
    asset_upload.must_be_github(api, url)


@pytest.mark.parametrize(("api", "url"), FOREIGN.values(), ids=FOREIGN)
def test_foreign_addresses_are_refused(api: str, url: str) -> None:
    """The token would go there too."""
    with pytest.raises(errors.Failed) as caught:
        asset_upload.must_be_github(api, url)

    assert caught.value.reason == "foreign_address"
