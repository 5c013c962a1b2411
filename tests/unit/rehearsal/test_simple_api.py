"""Which form of the simple API a client gets."""

import pytest
from aiohttp import web

from bot.rehearsal.index import simple_api

PIP = f"{simple_api.JSON}, {simple_api.HTML}; q=0.1, text/html; q=0.01"


@pytest.mark.parametrize(
    ("accept", "answer"),
    [
        (PIP, simple_api.JSON),
        ("*/*", "text/html"),
        ("text/html", "text/html"),
        (f"text/html;q=0.5, {simple_api.HTML};q=0.6", simple_api.HTML),
        ("application/vnd.pypi.simple.latest+json", simple_api.JSON),
        (f"{simple_api.JSON};q=wrong, text/html;q=0.2", "text/html"),
    ],
)
def test_the_best_liked_form_is_chosen(accept: str, answer: str) -> None:
    """By the client's own weights."""
    assert simple_api.preferred(accept) == answer


@pytest.mark.parametrize("accept", ["application/xml", "", f"{simple_api.JSON};q=0"])
def test_a_form_that_nobody_has(accept: str) -> None:
    """PEP 691 wants 406 there."""
    with pytest.raises(web.HTTPNotAcceptable):
        simple_api.preferred(accept)
