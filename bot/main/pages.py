"""Pages: what the web is given."""

from bot.adapters.chat.chat_log import ChatLog
from bot.adapters.chat.console import Console
from bot.adapters.web import key
from bot.adapters.web.hooks import Hook
from bot.adapters.web.site import History, Site
from bot.main import people
from bot.ports import Reception, Releases
from bot.settings import Settings


def site_of(
    configured: Settings,
    releases: Releases,
    reception: Reception,
    console: Console,
    hooks: tuple[Hook, ...] = (),
) -> Site:
    """What the web is given: the console and its people, as far as there is one."""

    async def ready() -> object:
        return await releases.unfinished()

    return Site(
        console=console,
        reception=reception,
        projects=releases.projects() if configured.console else (),
        people=people.actors(configured),
        person_of=people.person_in_the_console(configured),
        ready=ready,
        key=key.kept_key(configured.bot.data_dir),
        announcements=_announcements(configured),
        hooks=hooks,
        public_url=str(configured.bot.public_url or ""),
    )


def _announcements(configured: Settings) -> dict[str, History]:
    """The channels of the local world's chat, where the console shows what was announced."""
    if configured.chat_log is None or configured.console is None:
        return {}
    chat = ChatLog(str(configured.chat_log.url))
    announced = (bound.announce.chat_log for bound in configured.projects.values())
    return {channel: chat.history for channel in announced if channel}
