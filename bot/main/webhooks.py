"""Webhooks: what the code host says, whom it concerns, and where people read of it."""

from collections.abc import Awaitable, Callable

from bot.adapters.chat.github_comments import GitHubComments
from bot.adapters.clock import SystemClock
from bot.adapters.code_host.account.token_account import TokenAccount
from bot.adapters.code_host.connection import Connection
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

Login = Callable[[], Awaitable[str]]
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
    own_login = _own_login(ours)
    watched = [
        _watched(name, bound, channels[name], ours.connection(bound.repository), own_login)
        for name, bound in configured.projects.items()
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
        own_login=own_login,
        is_app=ours.deliveries is not None,
    )


def follower(configured: Settings, ours: Accounts, live: LiveMessages) -> tuple[Surface, ...]:
    """Who keeps answers in comments up to date; nobody where there are no webhooks."""
    if not configured.github.webhook_secret or not configured.projects:
        return ()
    own_login = _own_login(ours)
    comments = {
        name: GitHubComments(ours.connection(bound.repository), own_login)
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
    channels: tuple[tuple[Chat, str], ...],
    connection: Connection,
    own_login: Login,
) -> Watched:
    return Watched(
        project=name,
        repository=bound.repository,
        origin=GitHubOrigin(connection),
        comments=GitHubComments(connection, own_login),
        channels=channels,
        apps=frozenset(check.app for check in bound.required),
        tags=bound.tags,
        releases=bound.releases,
    )


def _own_login(ours: Accounts) -> Login:
    """As whom GitHub shows the bot: as its App, or as the account of its token."""
    if ours.deliveries:
        return ours.deliveries.login
    return TokenAccount(ours.connection(next(iter(ours.sessions)))).login
