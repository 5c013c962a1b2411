"""GitHub: the App has exactly its rights and events, is signed, and nobody else publishes."""

import asyncio
from collections.abc import Iterable

from bot import errors
from bot.adapters.code_host import inspection
from bot.adapters.code_host.account.app import App, Facts
from bot.adapters.code_host.session import Session
from bot.adapters.patience import QUICK
from bot.doctor.destinations import app_rights, hosting
from bot.doctor.examination import Found, Installation
from bot.domain import diagnosis
from bot.domain.diagnosis import Finding
from bot.main import accounts
from bot.settings.project import Project

TOKEN = diagnosis.note(
    "The bot speaks to GitHub with a token, not as an App.",
    "[github] token",
    "An App has only its own rights, and hears at once what happens: see docs/github.md.",
)


async def look(installation: Installation) -> Found:
    """Ask about the App, and about each repository; nothing is written."""
    github = installation.settings.github
    app = accounts.app(github, QUICK)
    if app is None and github.token is None:
        return ()  # the examination of the code host says so
    names = [bound.repository for bound in installation.projects.values()]
    sessions = accounts.sessions(github, names, QUICK)
    found = [TOKEN] if app is None else [*await _of_app(app, installation, names)]
    try:
        for bound in installation.projects.values():
            found += await _of_repository(sessions[bound.repository], bound)
    finally:
        for session in sessions.values():
            session.close()
    return found


async def _of_app(app: App, installation: Installation, names: Iterable[str]) -> Iterable[Finding]:
    """What the App asks for and is sent, and what its owners granted."""
    public_url = installation.settings.bot.public_url
    try:
        described = await asyncio.to_thread(app.described)
        hook = await asyncio.to_thread(app.hook)
    except errors.ReleasebotError as error:
        return (diagnosis.of_error(error, "[github] app_id"),)
    found = [
        *app_rights.of_app(described),
        *app_rights.of_hook(hook, str(public_url or "")),
    ]
    by_owner = {name.partition("/")[0].lower(): name for name in names}
    for name in by_owner.values():
        found += await _of_installation(app, name, described)
    return found


async def _of_installation(app: App, name: str, described: Facts) -> Iterable[Finding]:
    try:
        granted = await asyncio.to_thread(app.installation, name)
    except errors.ReleasebotError as error:
        return (diagnosis.of_error(error, name),)
    return app_rights.of_installation(granted, described, name)


async def _of_repository(session: Session, bound: Project) -> Iterable[Finding]:
    try:
        found = await session.ask(bound.repository, inspection.look)
    except errors.ReleasebotError as error:
        return (diagnosis.of_error(error, bound.repository),)
    return hosting.judge(bound.repository, bound.policy.land, found)
