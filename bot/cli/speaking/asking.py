"""Asking the bot from a terminal: say a line, show the answer, follow what comes of it."""

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any

from rich.console import Console

from bot import errors
from bot.cli import endings
from bot.cli.door import Door, open_door
from bot.cli.options import Asking, Options
from bot.cli.speaking import approving, filling, following, rehearsals, replies
from bot.domain.conversation import reply_json
from bot.domain.conversation.messages import Reply

Json = dict[str, Any]


def run(asking: Asking, options: Options) -> int:
    """Ask from a terminal; returns the exit code."""
    return started(ask(asking, options), options)


def started(speaking: Coroutine[Any, Any, int], options: Options) -> int:
    """Run it in a terminal, where Ctrl-C is an answer too; returns the exit code.

    With --json an error is an object on stdout as well.
    """
    try:
        return asyncio.run(speaking)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped; nothing is lost. What was begun goes on: releasebot serve\n")
        return endings.STOPPED
    except errors.ReleasebotError as error:
        if options.as_json:
            endings.print_json({"schema": 1, "state": "failed", "error": error.to_json()})
        raise


async def ask(asking: Asking, options: Options) -> int:
    """Say it, show the answer, and follow what comes of it."""
    console = Console(stderr=options.as_json, highlight=False)
    async with open_door(options, works=asking.acts) as door:
        reply = await answered(asking, door, console)
        raw = reply.data.get(asking.raw)
        if raw and not (console.is_terminal or options.as_json):
            replies.show_raw(console, raw)
        else:
            replies.show(console, reply)
        if rehearsal := reply.data.get("rehearsal"):
            return await rehearsals.follow(door.bot, rehearsal, options, console)
        status = await _followed(asking, reply, door, console)
    if options.as_json:
        endings.print_json(status or {"schema": 1, "error": None, **reply.data})
    return _exit_code(asking, reply, status)


async def answered(asking: Asking, door: Door, console: Console) -> Reply:
    """What the bot says, after the dialog that it may answer with was filled in."""
    if asking.digest:
        reply = await approving.by_digest(door.bot, asking)
    else:
        reply = await door.bot.say(asking.line())
    while dialog := reply.dialog:  # a second one, where somebody else was faster
        if dialog.action == "approve":
            dialog = await approving.with_what_ships(dialog, door.bot, console)
        fields = await filling.fill_in(dialog, console)
        reply = await door.bot.submit(dialog, fields)
    if reply.error:
        raise reply_json.error_from_json(reply.error)
    return reply


async def _followed(asking: Asking, reply: Reply, door: Door, console: Console) -> Json | None:
    """The release at rest; a bot of our own has to stay until then, for nobody else goes on."""
    if not reply.release or not (asking.follows or (asking.acts and door.is_own)):
        return None
    status = await following.follow(door.bot, reply.release, console)
    following.show_rest(console, status)
    following.show_words(console, status)
    return status


def _exit_code(asking: Asking, reply: Reply, status: Json | None) -> int:
    """That of the release where its end was asked for; else whether the bot did what was said."""
    if status is None:
        rows = reply.data.get("ledger", ())
        return endings.UNKNOWN if any(row["state"] == "unknown" for row in rows) else 0
    return endings.exit_code(status) if asking.follows else 0
