"""A site whose reception, people and announcements are made up, to be served in tests."""

from bot import ports
from bot.adapters.chat.console import Console
from bot.adapters.web.hooks import Hook
from bot.adapters.web.site import Site
from tests.fakes.fake_reception import FakeReception

KEY = "a-key-that-nobody-guesses-0123456789"
PEOPLE = ("alice", "bob", "carol")
ANNOUNCEMENT = """# Acme Greeter v1.2.0 is out

- **New Feature**: Greetings in French, by `--language fr`.

Documentation: https://greeter.example.org/docs"""


def sample_site(
    reception: FakeReception,
    console: Console,
    public_url: str = "",
    hooks: tuple[Hook, ...] = (),
) -> Site:
    """Everything that the web is given."""
    return Site(
        console=console,
        reception=reception,
        projects=("greeter", "parser"),
        people=PEOPLE,
        person_of=lambda account: (
            account.removeprefix("console:") if "outsider" not in account else ""
        ),
        ready=_ready,
        key=KEY,
        announcements={"releases": _history},
        public_url=public_url,
        hooks=hooks,
    )


def _person_of(account: str) -> str:
    name = account.removeprefix("console:")
    return name if name in PEOPLE else ""


async def _ready() -> object:
    return ()


async def _history(channel: str, limit: int) -> tuple[ports.Post, ...]:
    post = ports.Post(
        id="1", channel=channel, key="k", text=ANNOUNCEMENT, url="", time="2026-03-04T14:12:00Z"
    )
    return (post,)[:limit]
