"""Which requests a fault of the local GitHub is ordered for."""

import pytest
from aiohttp.test_utils import make_mocked_request

from bot.rehearsal.github import faults


@pytest.mark.parametrize(
    ("method", "pattern", "path", "fits"),
    [
        ("POST", "/repos/*/*/releases", "/repos/acme/greeter/releases", True),
        ("*", "/repos/*/*/releases", "/repos/acme/greeter/releases", True),
        ("GET", "/repos/*/*/releases", "/repos/acme/greeter/releases", False),
        ("POST", "/repos/*/*/releases", "/repos/acme/greeter/releases/1", False),
        ("POST", "/repos/*/releases", "/repos/acme/greeter/releases", False),
        ("POST", "/repos/**", "/repos/acme/greeter/git/refs", True),
        ("POST", "/repos/a.me/*/releases", "/repos/acme/greeter/releases", False),
    ],
)
def test_a_pattern_fits(method: str, pattern: str, path: str, *, fits: bool) -> None:
    """A star is one part of a path, two at the end are the rest, and all else is itself."""
    assert faults.fits(method, pattern, make_mocked_request("POST", path)) is fits
