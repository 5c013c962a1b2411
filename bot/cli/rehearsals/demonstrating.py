"""The demo for people: the world, the sample project and a bot, until Ctrl-C."""

import asyncio
import contextlib
import shutil
import sys
import webbrowser
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from rich.console import Console

from bot import doors, settings
from bot.cli import logs, serving
from bot.cli.rehearsals import preparing, run_folders
from bot.cli.rehearsals.preparing import DISCORD, LOG, SETTINGS, SLACK, WORLD, Session
from bot.cli.speaking import following
from bot.cli.story import Story
from bot.domain.conversation import reply_json
from bot.domain.conversation.commands import Caller
from bot.doors import OpenBot
from bot.rehearsal import world
from bot.rehearsal.discord.own_process import start_discord, stop_discord
from bot.rehearsal.operator_file import APPROVERS, REQUESTER
from bot.rehearsal.slack.own_process import start_slack, stop_slack
from bot.settings import Settings, environment

Json = dict[str, Any]

DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")
WELCOME = """
The demo is ready. Open it in a browser:

  {address}
{chats}
Or from another terminal, in words:

  export RELEASEBOT_CONFIG={settings}
  {command} release minor
  {command} approve --as {approver}

Ctrl-C ends it, and --resume goes on with it. Nothing leaves this machine. When everything is
released, ask once more, and it says how to make a change.
"""

SOMETHING_NEW = """
For something new to release, push a change to the sample project, as to any other:

  git clone {repository} {project}
  cd {project}
  git {identity} commit --allow-empty -m "feat: greet in Spanish"
  git push
"""
IDENTITY = "-c user.name=alice -c user.email=alice@example.org"

CHAT_WELCOME = """
Or as at {chat}, as whom you like, by {example} in the channel of the project:

  {page}
"""
EXAMPLES = {"Slack": "/release minor", "Discord": "/release start minor"}


def run(session: Session) -> int:
    """Demonstrate until Ctrl-C or SIGTERM; returns the exit code."""
    console = Console(highlight=False)
    prepare = preparing.resumed if session.resume else preparing.prepare
    folder = prepare(session, console)
    logs.to_file(folder / LOG)
    asyncio.run(_demonstrate(folder, console))
    return 0


async def _demonstrate(folder: Path, console: Console) -> None:
    configured = settings.read_settings(folder / SETTINGS)
    with serving.ends_by_signal() as over, _living_world(folder), _living_chats(folder) as pages:
        async with (
            doors.open_bot(configured, trust_this_repository=True) as bot,
            doors.open_web(configured, bot) as web,
            _told(bot, console, something_new(folder, configured)),
        ):
            _welcome(console, folder, web.console(), pages)
            await _start(bot, folder)
            await _open_browser(next(iter(pages.values()), web.console()))
            await over.wait()
            if not await bot.releases.unfinished():
                run_folders.mark_ended(folder)
            console.print("Ending; nothing is lost.")


@contextlib.contextmanager
def _living_world(folder: Path) -> Iterator[None]:
    run_folders.mark_resumed(folder)
    world.start_world(folder / WORLD)
    try:
        yield
    finally:
        world.stop_world(folder / WORLD)


@contextlib.contextmanager
def _living_chats(folder: Path) -> Iterator[dict[str, str]]:
    """The local chats that the demo has; yields their pages by name."""
    pages: dict[str, str] = {}
    with contextlib.ExitStack() as stack:
        if (folder / SLACK).is_dir():
            stack.callback(stop_slack, folder / SLACK)
            pages["Slack"] = f"{start_slack(folder / SLACK).url}/"
        if (folder / DISCORD).is_dir():
            stack.callback(stop_discord, folder / DISCORD)
            pages["Discord"] = start_discord(folder / DISCORD).page
        yield pages


def _welcome(console: Console, folder: Path, address: str, pages: dict[str, str]) -> None:
    command = "releasebot"
    if not shutil.which(command):
        command = str(Path(sys.executable).with_name(command))
    text = WELCOME.format(
        address=address,
        settings=(folder / SETTINGS).absolute(),
        command=command,
        approver=APPROVERS[0],
        chats="".join(
            CHAT_WELCOME.format(chat=chat, example=EXAMPLES[chat], page=page)
            for chat, page in pages.items()
        ),
    )
    console.print(text, markup=False, soft_wrap=True)


def something_new(folder: Path, configured: Settings) -> str:
    """How the sample project gets a change, which it needs for a second release."""
    name, bound = next(iter(configured.projects.items()))
    repository = (folder / WORLD / "repositories" / f"{bound.repository}.git").absolute()
    return SOMETHING_NEW.format(repository=repository, project=name, identity=IDENTITY)


async def _open_browser(address: str) -> None:
    """Only where there is a display: elsewhere a browser of the terminal would take it over."""
    if any(environment.variable(name) for name in DISPLAYS):
        await asyncio.to_thread(webbrowser.open, address)


async def _start(bot: OpenBot, folder: Path) -> None:
    """The release that was asked for with the demo, once."""
    request = run_folders.request_of(folder)
    if not request["bump"]:
        return
    caller = Caller(
        account=f"local:{REQUESTER}",
        person=REQUESTER,
        delivery=str(folder),
        project=request["project"],
    )
    reply = await bot.reception.say(request["bump"], caller)
    if reply.error:
        run_folders.mark_ended(folder)  # it would be refused again
        raise reply_json.error_from_json(reply.error)


@contextlib.asynccontextmanager
async def _told(bot: OpenBot, console: Console, how: str) -> AsyncIterator[None]:
    telling = asyncio.create_task(_tell(bot, console, how))
    try:
        yield
    finally:
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)


async def _tell(bot: OpenBot, console: Console, how: str) -> None:
    """A plain line for each thing that happens, whichever door it came through.

    `how` is told once to whoever asks for a release of nothing.
    """
    stories: dict[str, Story] = {}
    async for release in bot.releases.changes():
        status = await bot.releases.status(release)
        story = stories.setdefault(release, Story(console, moves=False))
        story.update(status)
        story.stand(following.standing(status))
        if how and (status["error"] or {}).get("code") == "nothing_to_release":
            console.print(how, markup=False, soft_wrap=True)
            how = ""
