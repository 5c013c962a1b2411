"""The links on a card: public pages, each once, and never an address that does something."""

import pytest

from bot.domain import card
from bot.domain.conversation.messages import Link, Links
from tests.fakes import sample_status as sample

PAGE = "https://pypi.example.org/project/greeter/1.2.0/"


def _links(*rows: sample.Json) -> tuple[Link, ...]:
    """What a release with these rows beside those of its preparation leads to."""
    shown = card.make_card(sample.done(ledger=[*sample.PREPARED, *rows]))
    return tuple(link for block in shown.blocks if isinstance(block, Links) for link in block.rows)


def test_a_done_release_leads_to_everything_that_is_public() -> None:
    """The announcement, the release at the code host and the pages of both indexes."""
    assert _links(*sample.PUBLISHED) == (
        Link(label="Announcement in releases", url="https://chat.example.org/1"),
        Link(label="GitHub release v1.2.0", url="https://git.example.org/r"),
        Link(label="greeter on PyPI", url=PAGE),
        Link(label="greeter on TestPyPI", url=PAGE.replace("pypi", "testpypi")),
    )


def test_the_files_of_a_version_have_one_page() -> None:
    """Wheel and sdist are on it."""
    rows = [
        sample.row("publish_pypi", "pypi", name, url=f"https://files.example.org/{name}", page=PAGE)
        for name in (sample.SDIST, sample.WHEEL)
    ]

    assert _links(*rows) == (Link(label="greeter on PyPI", url=PAGE),)


def test_what_is_not_there_has_no_link() -> None:
    """A release that has only begun leads nowhere, nor does what has vanished."""
    gone = sample.row("publish_pypi", "pypi", sample.WHEEL, "missing", page=PAGE)
    draft = sample.row("draft_github_release", "github", "release v1.2.0", url="https://g.example/")

    assert _links(gone, draft) == ()


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "data:text/html,x", "//host/x", "https://", "https://[", "x"]
)
def test_only_the_web_is_linked(url: str) -> None:
    """Whatever a chat says where its post is."""
    assert _links(sample.row("announce", "chat", "releases", url=url)) == ()
