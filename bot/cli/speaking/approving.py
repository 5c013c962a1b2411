"""Approving from a terminal: a yes is for what was read, and for nothing that came after it."""

import dataclasses
import sys
from typing import Any

from rich.console import Console

from bot import errors
from bot.adapters.control.client import ControlClient
from bot.cli.options import Asking
from bot.cli.speaking import replies
from bot.domain import card, phrases
from bot.domain.conversation import reply_json
from bot.domain.conversation.messages import Dialog, Prose, Reply
from bot.domain.records import standing

Json = dict[str, Any]

SHORTEST = 8  # digits of a digest that name one


async def by_digest(bot: ControlClient, asking: Asking) -> Reply:
    """Say yes to the question with the digest that was read, also where that ships.

    Raises `errors.Refused` where another question waits.
    """
    words = asking.words or ()
    question = await _open_question(bot, Asking(verb="who", words=words))
    _check(question, asking.digest)
    reply = await bot.say(asking.line())
    while reply.dialog:  # it asks whether this is meant: the digest says so
        if reply.dialog.question != question["id"]:
            raise _changed("something else", asking.digest)
        reply = await bot.submit(reply.dialog, {"typed": words[0] if words else ""})
    return reply


async def _open_question(bot: ControlClient, who: Asking) -> Json:
    named = await bot.say(who.line())
    if named.error:
        raise reply_json.error_from_json(named.error)
    status = await bot.status(named.release)
    question = standing.open_question(status)
    if question is None:
        raise errors.Refused(
            f"{standing.name(status)} waits for nobody's approval: "
            f"it {standing.became(status['state'])}.",
            "Look at its status.",
            reason="question_closed",
        )
    return question


def _check(question: Json, digest: str) -> None:
    wanted = digest.lower().removeprefix("sha256:")
    if len(wanted) < SHORTEST:
        raise errors.BadInput(
            f"A digest is named by at least {SHORTEST} of its digits.",
            "Read it first: releasebot status tells the digest.",
        )
    asked = question["digest"].removeprefix("sha256:")
    if not asked.startswith(wanted):
        raise _changed(phrases.short_digest(asked), wanted)


def _changed(waits: str, digest: str) -> errors.Refused:
    return errors.Refused(
        f"What waits for approval is {waits}, not {phrases.short_digest(digest)}.",
        "Nothing was counted. Read it again: releasebot status",
        reason="digest_changed",
    )


async def with_what_ships(dialog: Dialog, bot: ControlClient, console: Console) -> Dialog:
    """The dialog after everything was shown that its yes is about.

    Where nobody can read it, the yes has to name it instead: raises `errors.Refused`.
    """
    status = await bot.status(dialog.release)
    if not sys.stdin.isatty():
        raise _unread(dialog, status)
    shown = [each for each in card.make_card(status).blocks if each not in dialog.blocks]
    texts = [each for each in dialog.blocks if isinstance(each, Prose)]
    follows = [each for each in dialog.blocks if each not in texts]  # last: beside the prompt
    replies.show_blocks(console, [*shown, *texts, *follows])
    return dataclasses.replace(dialog, blocks=())


def _unread(dialog: Dialog, status: Json) -> errors.Refused:
    question = standing.open_question(status)
    digest = phrases.short_digest(question["digest"]) if question else "DIGEST"
    return errors.Refused(
        f"{dialog.title} Nobody can read here what that is about: this is no terminal.",
        "Nothing was counted. Read it with releasebot status, then name what you read: "
        f"releasebot approve --digest {digest}",
        reason="not_confirmed",
    )
