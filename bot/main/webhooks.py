"""Webhooks: what the code host says, whom it concerns, and where people read of it."""

from collections.abc import Awaitable, Callable

from bot.adapters.chat.github_comments import GitHubComments
from bot.adapters.clock import SystemClock
from bot.adapters.code_host.origin import GitHubOrigin
from bot.adapters.web.github_webhooks import GitHubWebhooks
from bot.adapters.web.hooks import Hook
from bot.main import people, platforms
from bot.main.accounts import Accounts
from bot.ports import Chat, ChatPlatform, Inbox, LiveMessages, Reception, Surface
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
    ours: Accounts,
    releases: DurableReleases,
    live: LiveMessages,
    reception: Reception,
    connected: tuple[ChatPlatform, ...],
) -> EventDesk:
    """What the handlers of events work with; the releases have to be open."""
    channels = notice_channels(configured, connected)
    watched = [
        _watched(name, bound, ours, channels[name]) for name, bound in configured.projects.items()
    ]
    return EventDesk(
        releases=releases,
        reception=reception,
        notices=releases.notices,
        bindings=releases.bindings,
        watched=tuple(watched),
        roles=lambda: {role: frozenset(members) for role, members in configured.roles},
        live=live,
        people=people.persons_by_id(configured, "github"),
        own_login=_own_login(ours),
    )


def follower(configured: Settings, ours: Accounts, live: LiveMessages) -> tuple[Surface, ...]:
    """Who keeps answers in comments up to date; nobody where there are no webhooks."""
    if not configured.github.webhook_secret:
        return ()
    comments = {
        name: GitHubComments(ours.connection(bound.repository), _own_login(ours))
        for name, bound in configured.projects.items()
    }
    return (CommentFollower(live, comments),)


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


def watch(ours: Accounts, desk: EventDesk) -> Watch | None:
    """Who asks for what was missed."""
    return Watch(ours.deliveries, SystemClock(), desk) if ours.deliveries else None


def _watched(
    name: str,
    bound: project.Project,
    ours: Accounts,
    channels: tuple[tuple[Chat, str], ...],
) -> Watched:
    connection = ours.connection(bound.repository)
    return Watched(
        project=name,
        repository=bound.repository,
        origin=GitHubOrigin(connection),
        comments=GitHubComments(connection, _own_login(ours)),
        channels=channels,
        apps=frozenset(check.app for check in bound.required),
        tags=bound.tags,
        releases=bound.releases,
    )


def _own_login(ours: Accounts) -> Callable[[], Awaitable[str]] | None:
    """As whom an App is shown; a token has an account, which is asked for by other means."""
    return ours.deliveries.login if ours.deliveries else None
