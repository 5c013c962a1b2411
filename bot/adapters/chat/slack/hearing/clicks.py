"""Clicks: buttons and filled-in dialogs, each stored before it is acknowledged, or refused.

Slack waits three seconds for an acknowledgement. Where storing takes longer, it shows an error of
its own, and the person may click again: what was stored late counts once, and is told beside.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Any, get_args

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from bot import errors
from bot.adapters.chat.live.sender import Sender
from bot.adapters.chat.slack.hearing import opening, requests, typing
from bot.adapters.chat.slack.hearing.accounts import Source
from bot.adapters.chat.slack.hearing.room import Room
from bot.adapters.chat.slack.hearing.typing import Typing
from bot.adapters.chat.slack.rendering import cards, dialogs, posts, starting
from bot.domain.conversation.messages import Action, Reply

Json = dict[str, Any]

LATE_SECONDS = 2.5  # after which Slack may have given a dialog up by the time it is answered
UNSETTLED = {errors.Failed.exit_code, errors.Unknown.exit_code}  # neither stored nor refused

DROP = dialogs.DROP.removeprefix(cards.PREFIX)
CHANGED = "notes_changed"  # the reason why a second editor's text was not saved

NOT_OURS = errors.BadInput(
    "This button is not one of ours.", "Look at the release's card and press one there."
)

TOO_LATE = errors.Refused(
    "The notes were changed meanwhile, and the answer took too long for the dialog, so nothing "
    "was saved.",
    "Open it again from the release's card: your text is kept as your draft.",
    reason=CHANGED,
)


class Clicks:
    """Hears what people press and fill in."""

    def __init__(self, room: Room) -> None:
        """Answer in this room."""
        self._room = room
        self._typing = Typing(room)

    async def button(self, ack: AsyncAck, body: Json) -> BoltResponse | None:
        """A button of a card or a dialog, a menu, or a character that was typed.

        One that could neither be stored nor refused is not acknowledged, and told all the same.
        """
        source = requests.of_interaction(body)
        pressed = (body.get("actions") or [{}])[0]
        name = str(pressed.get("action_id", ""))
        if name == starting.CHOSEN:
            await ack()
            view = body.get("view") or {}
            self._room.work.begin(opening.preview(self._room, source, view))
            return None
        if name == dialogs.TYPED:
            await ack()
            if not self._room.work.is_repeated(f"{source.delivery}/{name}"):
                self._typing.hear(source, body.get("view") or {}, str(pressed.get("action_ts", "")))
            return None
        pressing = self._pressed(body, source, pressed)
        reply = await self._room.work.once(f"{source.delivery}/{name}", pressing)
        if reply and reply.error and reply.error["exit_code"] in UNSETTLED:
            self._room.work.forget(f"{source.delivery}/{name}")
            return BoltResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
        await ack()
        return None

    async def submission(self, ack: AsyncAck, body: Json) -> None:
        """A dialog that was filled in; what is wrong with it is told in the dialog."""
        source, view = requests.of_interaction(body), body.get("view") or {}
        does = self._start if view.get("callback_id") == starting.START else self._fill
        submitting = self._submitted(does, source, view)
        reply = await self._room.work.once(source.delivery, submitting)
        if reply is None:
            await ack()
        else:
            await _acknowledge(ack, view, reply)

    async def closing(self, ack: AsyncAck, body: Json) -> None:
        """A dialog was closed: nothing happens."""
        del body
        await ack()

    async def _pressed(self, body: Json, source: Source, pressed: Json) -> Reply:
        """Do what the button says; the answer is told beside, so that nobody waits for it."""
        address, trigger = str(body.get("response_url", "")), str(body.get("trigger_id", ""))
        sender = await self._room.accounts.sender(source)
        try:
            reply = sender.told(await self._press(sender, pressed, body))
        except errors.ReleasebotError as error:
            reply = Reply(error=error.to_json())
        if reply.dialog or reply.error or reply.blocks:
            told = _in(source, body["view"]) if body.get("view") else source
            self._room.work.begin(opening.give(self._room, reply, told, address, trigger))
        return reply

    async def _press(self, sender: Sender, pressed: Json, body: Json) -> Reply:
        name = str(pressed.get("action_id", "")).removeprefix(cards.PREFIX).partition(":")[0]
        try:
            release, question, argument = (str(each) for each in json.loads(pressed["value"]))
        except (KeyError, TypeError, ValueError, RecursionError):
            return Reply(error=NOT_OURS.to_json())
        action = _action(name)
        if action is None:
            return await self._look(name, release, sender, body)
        about = (action, release, question, argument)
        if str(pressed.get("action_id", "")).endswith(cards.ASKS):
            return await self._room.reception.open_dialog(*about, sender.caller)
        return await self._room.reception.press(*about, {}, sender.caller)

    async def _look(self, name: str, release: str, sender: Sender, body: Json) -> Reply:
        """What the buttons do that are no action of a release."""
        if name == cards.LOG:
            return await self._room.reception.say(f"audit {release}", sender.caller)
        if name == cards.PREVIEW:
            return await self._preview(release, body)
        if name == DROP and body.get("view"):
            return await self._drop(release, body["view"], sender)
        return Reply(error=NOT_OURS.to_json())

    async def _preview(self, release: str, body: Json) -> Reply:
        """What every channel gets; from the notes' dialog, of what is typed there, on top of it."""
        trigger, under = str(body.get("trigger_id", "")), body.get("view")
        text = typing.typed_text(under) if under else None
        reply = await self._room.reception.preview_posts(release, text)
        if reply.error:
            return reply
        view = posts.preview(reply.data["posts"], release)
        answers = self._room.answers
        await (answers.push_view(trigger, view) if under else answers.open_view(trigger, view))
        return Reply()

    async def _drop(self, release: str, view: Json, sender: Sender) -> Reply:
        """Forget a draft; the same dialog goes on with the notes themselves."""
        async with self._typing.paused(view):
            reply = sender.told(await self._room.reception.drop_draft(release, sender.caller))
        if reply.dialog is None:
            return reply
        shown = dialogs.view(reply.dialog, _place(view)[0], dialogs.next_number(view))
        await self._room.answers.update_view(str(view["id"]), shown)
        return Reply()

    async def _fill(self, source: Source, view: Json) -> Reply:
        sender = await self._room.accounts.sender(source)
        try:
            asked = dialogs.asked_of(str(view.get("private_metadata", "")))
        except errors.BadInput as error:
            return Reply(error=error.to_json())
        action = _action(asked.action)
        if action is None:
            return Reply(error=NOT_OURS.to_json())
        fields = dialogs.filled((view.get("state") or {}).get("values") or {})
        fields |= {"base": asked.base} if asked.base else {}
        about = (action, asked.release, asked.question, asked.argument)
        async with self._typing.paused(view):
            reply = sender.told(await self._room.reception.press(*about, fields, sender.caller))
            if not reply.error:
                self._typing.end(view)
        return await self._anew(reply, about, fields, sender)

    async def _anew(
        self, reply: Reply, about: tuple[Action, str, str, str], typed: Json, sender: Sender
    ) -> Reply:
        """The dialog once more where somebody was faster, with what was typed and what is there."""
        if reply.error is None or reply.error["code"] != CHANGED:
            return reply
        opened = await self._room.reception.open_dialog(*about, sender.caller)
        if opened.dialog is None:
            return reply
        draft = dialogs.with_typed(opened.dialog, typed, reply.error)
        return Reply(dialog=draft) if dialogs.has_room(draft) else reply

    async def _start(self, source: Source, view: Json) -> Reply:
        choice = starting.choice_of(view)
        sender = await self._room.accounts.sender(_in(source, view))
        line = f"{choice.bump} {choice.project}"
        return sender.told(await self._room.reception.say(line, sender.caller))

    async def _submitted(
        self, does: Callable[[Source, Json], Awaitable[Reply]], source: Source, view: Json
    ) -> Reply:
        """What came of a dialog; it is also told beside, unless the dialog itself tells it."""
        now = asyncio.get_running_loop().time
        begun = now()
        reply = await does(source, view)
        is_late = now() - begun > LATE_SECONDS
        if is_late or not (reply.error or reply.dialog):
            told = Reply(error=TOO_LATE.to_json()) if reply.dialog else reply
            self._room.work.begin(self._room.answers.give(told, _in(source, view)))
        return reply


def _place(view: Json) -> tuple[str, str]:
    """The channel and the thread in which a dialog was opened, "" where it does not say."""
    try:
        known = json.loads(view.get("private_metadata") or "{}")
        return str(known.get("channel", "")), str(known.get("thread", ""))
    except (ValueError, AttributeError, RecursionError):
        return "", ""


def _in(source: Source, view: Json) -> Source:
    """The same person, in the channel and the thread where the dialog was opened."""
    channel, thread = _place(view)
    return replace(source, channel=channel, thread=thread, is_direct=channel.startswith("D"))


async def _acknowledge(ack: AsyncAck, view: Json, reply: Reply) -> None:
    """Close the dialog, or show in it what is wrong; what was typed stays there."""
    if reply.dialog is not None and not reply.error:
        channel = dialogs.asked_of(str(view.get("private_metadata", "{}"))).channel
        shown = dialogs.view(reply.dialog, channel, dialogs.next_number(view))
        await ack(response_action="update", view=shown)
    elif not reply.error:
        await ack()
    elif block := dialogs.first_input(view):
        error = f"{reply.error['sentence']} {reply.error['next']} [{reply.error['code']}]"
        await ack(response_action="errors", errors={block: error[:2000]})
    else:
        shown = dialogs.told_view("Nothing was done", (), error=reply.error)
        await ack(response_action="update", view=shown)


def _action(name: str) -> Action | None:
    """The action of that name, None where no button has it."""
    return next((action for action in get_args(Action) if action == name), None)
