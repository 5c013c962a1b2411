"""The site: what the pages show, whom they ask, and who may see them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from aiohttp import web

from bot import ports
from bot.adapters.chat.console import Console
from bot.adapters.web.hooks import Hook

OUTSIDER = "outsider"  # somebody whom the operator does not know
LIMIT = 30  # releases or announcements of a channel that a page shows

History = Callable[[str, int], Awaitable[tuple[ports.Post, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel as the sidebar lists it."""

    kind: str  # "projects" or "announcements"
    name: str

    @property
    def path(self) -> str:
        """Where its page is."""
        return f"/console/{self.kind}/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Everything that the web is given; `person_of` maps an account to a person or to ""."""

    console: Console
    reception: ports.Reception
    projects: tuple[str, ...]
    people: tuple[str, ...]
    person_of: Callable[[str], str]
    ready: Callable[[], Awaitable[object]]  # raises where the database does not answer
    key: str
    announcements: Mapping[str, History] = field(default_factory=dict)  # by channel
    hooks: tuple[Hook, ...] = ()
    public_url: str = ""  # where else than on this machine the pages are reached

    def channels(self) -> tuple[Channel, ...]:
        """Every channel, in the order of the sidebar."""
        projects = (Channel(kind="projects", name=name) for name in self.projects)
        posts = (Channel(kind="announcements", name=name) for name in self.announcements)
        return (*projects, *posts)

    def find(self, kind: str, name: str) -> Channel:
        """The channel of that kind and name, else 404."""
        for channel in self.channels():
            if (channel.kind, channel.name) == (kind, name):
                return channel
        raise web.HTTPNotFound(text="There is no such channel.")


SITE = web.AppKey("SITE", Site)
