"""The wiring: the only folder that knows everyone; nothing happens at import."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.adapters.chat.console import Console
from bot.adapters.clock import SystemClock
from bot.adapters.rehearsals.processes import RehearsalProcesses
from bot.domain.approvals import rules_words
from bot.main import accounts, platforms, rehearsing, webhooks
from bot.main.accounts import Accounts
from bot.main.destinations import build_projects, rules_of
from bot.main.pages import site_of
from bot.main.people import local_people
from bot.ports import ChatPlatform, LiveMessages, Notice, Reception
from bot.releases.project import Project
from bot.releases.service import DurableReleases
from bot.settings import Settings
from handlers.desk import Desk
from handlers.herald import Herald
from handlers.reception import Receptionist

__all__ = ["Bot", "assemble", "build_bot", "build_projects", "local_people", "rules_of", "site_of"]


@dataclass(frozen=True, slots=True)
class Bot:
    """A wired bot: the engine to enter, who answers people, and who shows them what happens."""

    releases: DurableReleases
    reception: Reception
    herald: Herald
    console: Console
    ours: Accounts  # at the code host
    desk: Desk
    live: LiveMessages
    rehearsals: RehearsalProcesses | None = None  # of a bot that works
    platforms: tuple[ChatPlatform, ...] = ()


async def build_bot(
    configured: Settings, *, trust_this_repository: bool = False, works: bool = True
) -> Bot:
    """Wire a bot from its settings; it touches nothing before its releases are entered.

    Without `works` it looks and records, no release goes on, and no chat is connected.
    """
    chosen = platforms.platforms(configured)
    ours = accounts.of_projects(configured)
    projects = await build_projects(
        configured, chosen, ours, trust_this_repository=trust_this_repository
    )
    rehearsals = rehearsing.processes(configured, projects, trusted=trust_this_repository)
    return assemble(
        configured,
        projects,
        chosen if works else (),
        ours,
        rehearsals=rehearsals if works else None,
        works=works,
    )


def assemble(
    configured: Settings,
    projects: Mapping[str, Project],
    connected: tuple[ChatPlatform, ...] = (),
    ours: Accounts | None = None,
    *,
    rehearsals: RehearsalProcesses | None = None,
    works: bool = True,
) -> Bot:
    """The engine around these projects, and the desk that handlers work at."""
    ours = ours or accounts.of_projects(configured)

    def roles() -> dict[str, frozenset[str]]:
        return {role: frozenset(members) for role, members in configured.roles}

    def configuration(name: str) -> tuple[tuple[str, str], ...]:
        return rules_words.in_words(projects[name].rules, roles())

    async def notices(project: str, limit: int) -> tuple[Notice, ...]:
        return await releases.notices.newest(project, limit)

    folder = configured.bot.data_dir
    releases = DurableReleases(folder, projects, roles, SystemClock(), works=works)
    console = Console()
    live = rehearsing.live(configured, lambda: releases.live_messages)
    followers = webhooks.follower(configured, ours, live) if works else ()
    surfaces = (console, *(platform.surface for platform in connected), *followers)
    desk = Desk(
        releases=releases,
        roles=roles,
        surfaces=surfaces,
        configuration=configuration,
        notices=notices,
        rehearsals=rehearsals,
    )
    return Bot(
        releases=releases,
        reception=Receptionist(desk),
        herald=Herald(desk),
        console=console,
        ours=ours,
        desk=desk,
        live=live,
        rehearsals=rehearsals,
        platforms=connected,
    )
