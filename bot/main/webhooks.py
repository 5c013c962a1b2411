"""Webhooks: what the code host says, whom it concerns, and where people read of it."""

from collections.abc import Awaitable, Callable

from bot.adapters.chat.github_comments import GitHubComments
from bot.adapters.clock import SystemClock
from bot.adapters.code_host.connection import Connection
from bot.adapters.code_host.deliveries import GitHubDeliveries
from bot.adapters.code_host.origin import GitHubOrigin
from bot.adapters.web.github_webhooks import GitHubWebhooks
from bot.adapters.web.hooks import Hook
from bot.main import accounts, people, platforms
from bot.ports import Chat, ChatPlatform, Deliveries, Inbox, LiveMessages, Reception, Surface
from bot.releases.service import DurableReleases
from bot.settings import Settings, project
from handlers.github_events.desk import EventDesk, Watched
from handlers.github_events.following import CommentFollower
from handlers.github_events.missed import Watch

Channels = dict[str, tuple[tuple[Chat, str], ...]]  # by project


def hooks(configured: Settings, inbox: Inbox) -> tuple[Hook, ...]:
    """Where the code host may send to: nowhere without a secret that tells it from others."""
    secrets = configured.github.webhook_secret
    if not secrets:
        return ()
    return (GitHubWebhooks(inbox, [secret.read() for secret in secrets]).hook(),)


def event_desk(
    configured: Settings,
    releases: DurableReleases,
    reception: Reception,
    connected: tuple[ChatPlatform, ...],
) -> EventDesk:
    """What the handlers of events work with; the releases have to be open."""
    channels = notice_channels(configured, connected)
    told = deliveries(configured)
    own_login = told.login if told else None
    watched = [
        _watched(name, bound, connection, own_login, channels[name])
        for (name, bound), connection in zip(
            configured.projects.items(), _connections(configured), strict=True
        )
    ]
    return EventDesk(
        releases=releases,
        reception=reception,
        notices=releases.notices,
        bindings=releases.bindings,
        watched=tuple(watched),
        live=releases.live_messages,
        people=people.persons_by_id(configured, "github"),
        own_login=own_login,
    )


def follower(configured: Settings, live: Callable[[], LiveMessages]) -> tuple[Surface, ...]:
    """Who keeps answers in comments up to date; nobody where there are no webhooks."""
    if not configured.github.webhook_secret:
        return ()
    told = deliveries(configured)
    own_login = told.login if told else None
    comments = {
        name: GitHubComments(connection, own_login)
        for name, connection in zip(configured.projects, _connections(configured), strict=True)
    }
    return (CommentFollower(live, comments),)


def _connections(configured: Settings) -> list[Connection]:
    """One for each project; those of one installation share a session."""
    names = [bound.repository for bound in configured.projects.values()]
    sessions = accounts.sessions(configured.github, names) if names else {}
    return [Connection(sessions[name], name) for name in names]


def notice_channels(configured: Settings, connected: tuple[ChatPlatform, ...]) -> Channels:
    """Where each project's people read what they have to know."""
    chats = platforms.chats(configured, connected)
    return {
        name: tuple(
            (chats[platform], str(channel))
            for platform, channel in bound.channels
            if channel and platform in chats
        )
        for name, bound in configured.projects.items()
    }


def deliveries(configured: Settings) -> Deliveries | None:
    """What the code host tried to deliver; only an App can ask that."""
    github = configured.github
    if github.app_id is None or github.private_key is None:
        return None
    return GitHubDeliveries(str(github.api_url), github.app_id, github.private_key)


def watch(configured: Settings, desk: EventDesk) -> Watch | None:
    """Who asks for what was missed."""
    told = deliveries(configured)
    return Watch(told, SystemClock(), desk) if told else None


def _watched(
    name: str,
    bound: project.Project,
    connection: Connection,
    own_login: Callable[[], Awaitable[str]] | None,
    channels: tuple[tuple[Chat, str], ...],
) -> Watched:
    return Watched(
        project=name,
        repository=bound.repository,
        origin=GitHubOrigin(connection),
        comments=GitHubComments(connection, own_login),
        channels=channels,
        apps=frozenset(check.app for check in bound.required),
        hears_tags=bound.tags == "tell",
    )
