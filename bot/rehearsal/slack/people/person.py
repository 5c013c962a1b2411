"""A person at the local Slack: types, mentions, clicks, fills in, submits, and looks."""

import json
import re
import sqlite3
from collections.abc import Mapping
from typing import Any

from bot.rehearsal.slack import messages, view_rows, view_state, workspace
from bot.rehearsal.slack.delivery import acknowledged, payloads
from bot.rehearsal.slack.delivery.courier import Courier, Delivery, not_sent
from bot.rehearsal.slack.desk import BOT_USER
from bot.rehearsal.slack.people import pressing, screen
from bot.rehearsal.slack.people.screen import NotOnScreen, Shown

MENTION = re.compile(r"([@#])([\w.-]+)")


class Person:
    """Someone of the workspace, or a stranger in a channel that is shared with it."""

    def __init__(self, courier: Courier, user: str) -> None:
        """Act as the person with this id."""
        self.id = user
        self._courier = courier
        self._desk = courier.desk

    async def types(self, line: str, channel: str, *, thread_ts: str = "") -> Delivery:
        """Type a slash command; Slack knows those of the app's manifest, and none in threads."""
        name, _, text = line.partition(" ")
        place, command = self._channel(channel), self._desk.app.command(name)
        if thread_ts:
            return not_sent("not_in_threads")
        if command is None:
            return not_sent("not_a_command")
        text = self._escaped(text) if command.should_escape else text
        payload = payloads.slash_command(self._desk, self._row(), place, name, text.strip())
        done = await self._courier.send("slash_commands", payload, command.url)
        if done.acknowledged:
            acknowledged.of_command(self._desk, place["id"], self.id, done.answer)
        return done

    async def says(self, text: str, channel: str, *, thread_ts: str = "") -> Delivery:
        """Write a message; the app hears of it where it is mentioned and is a member."""
        place = self._channel(channel)
        escaped = self._escaped(text)
        content = {"text": escaped}
        ts = messages.write(self._desk, place["id"], self.id, content, thread_ts=thread_ts)
        row = self._message(place["id"], ts)
        if f"<@{BOT_USER}" not in escaped:
            return not_sent("not_mentioned")
        if "app_mention" not in self._desk.app.events:
            return not_sent("not_subscribed")
        if not workspace.is_member(self._desk, place["id"], BOT_USER):
            return not_sent("not_in_channel")
        plain = re.sub(rf"<@{BOT_USER}\|[^>]*>", f"<@{BOT_USER}>", escaped)
        event = payloads.app_mention(row, self._row(), plain)
        shared = bool(place["is_ext_shared"])
        return await self._courier.send_event(payloads.event(self._desk, event, is_shared=shared))

    async def mentions(self, text: str, channel: str, *, thread_ts: str = "") -> Delivery:
        """Write to the app: `@app` and the text."""
        return await self.says(f"@{self._desk.app.name} {text}", channel, thread_ts=thread_ts)

    async def uses_shortcut(self, callback_id: str) -> Delivery:
        """Choose one of the app's global shortcuts."""
        if not self._has_shortcut(callback_id, "global"):
            return not_sent("not_a_shortcut")
        payload = payloads.global_shortcut(self._desk, self._row(), callback_id)
        return await self._interact(payload)

    async def uses_message_shortcut(self, callback_id: str, on: Mapping[str, Any]) -> Delivery:
        """Choose one of the app's shortcuts from the menu of a message."""
        if not self._has_shortcut(callback_id, "message"):
            return not_sent("not_a_shortcut")
        place, row = self._channel(on["channel"]), self._message(on["channel"], on["ts"])
        payload = payloads.message_shortcut(self._desk, self._row(), place, row, callback_id)
        return await self._interact(payload)

    async def clicks(
        self,
        wanted: str,
        on: Mapping[str, Any],
        *,
        value: object = None,
        stale: bool = False,
        confirms: bool = True,
    ) -> Delivery:
        """Use an element, by its action id or label, of a message or view as it was seen.

        It must still be there, unless `stale`: then it is the one of what was seen. `value`
        chooses an option; a confirm dialog is written down, and `confirms=False` turns it down.
        """
        now = dict(on) if stale else self._now(on)
        block, element = screen.element_in(now.get("blocks") or [], wanted)
        if "confirm" in element:
            self._desk.confirmations.append(
                {"user": self.id, "confirm": element["confirm"], "confirmed": confirms}
            )
            if not confirms:
                return not_sent("not_confirmed")
        if not self._desk.app.is_interactive:
            return not_sent("not_interactive")
        action = pressing.action_of(self._desk, block, element, value)
        if "ts" not in on:
            return await self._click_in_view(on["id"], block, element, action)
        place, row = self._channel(on["channel"]), self._message(on["channel"], on["ts"])
        return await self._interact(
            payloads.click_on_message(self._desk, self._row(), place, row, action)
        )

    def asks(self, wanted: str, on: Mapping[str, Any]) -> Shown | None:
        """The confirm dialog that comes before an element does something, if it has one."""
        _, element = screen.element_in(self._now(on).get("blocks") or [], wanted)
        confirm: Shown | None = element.get("confirm")
        return confirm

    def fills(self, wanted: str, value: object) -> None:
        """Put something into a field of the open dialog: a text, or the value of an option."""
        row = self._top()
        view = view_rows.shown(row)
        block, element = self._field(view, wanted)
        state = view["state"]["values"]
        state.setdefault(block, {})[element["action_id"]] = view_state.filled(element, value)
        view_rows.set_state(self._desk, row, state)

    async def types_into(self, wanted: str, text: str) -> Delivery:
        """Type into a field of the open dialog; the app hears of it where the field wants that."""
        row = self._top()
        block, element = self._field(view_rows.shown(row), wanted)
        if not view_state.tells_typing(json.loads(row["content"])["blocks"], block):
            self.fills(wanted, text)
            return not_sent("not_asked_for")
        action = pressing.action_of(self._desk, block, element, text)
        return await self._click_in_view(row["id"], block, element, action)

    async def submits(self) -> Delivery:
        """Submit the open dialog; Slack itself wants every field filled that is not optional."""
        row = self._top()
        view = json.loads(row["content"])
        empty = view_state.missing(view["blocks"], json.loads(row["state"]))
        if empty:
            words = "Please complete this required field."
            self._desk.view_errors[row["id"]] = dict.fromkeys(empty, words)
            return not_sent("fields_missing")
        self._desk.view_errors.pop(row["id"], None)
        done = await self._interact(payloads.view_submission(self._desk, self._row(), row))
        if done.acknowledged:
            errors, problem = acknowledged.of_submission(self._desk, self.id, row, done.answer)
            if errors:
                self._desk.view_errors[row["id"]] = errors
            if problem:
                self._desk.note("refused_ack", "view_submission", problem)
        return done

    async def closes(self) -> Delivery:
        """Close the open dialog; the app hears of it where it asked for that."""
        row = self._top()
        view = json.loads(row["content"])
        cleared = bool(view.get("clear_on_close"))
        payload = payloads.view_closed(self._desk, self._row(), row, is_cleared=cleared)
        (view_rows.close_all if cleared else view_rows.close_top)(self._desk, self.id)
        if not view.get("notify_on_close"):
            return not_sent("not_asked_for")
        return await self._interact(payload)

    async def opens_home(self) -> Delivery:
        """Open the app's home tab."""
        desk = self._desk
        if not desk.app.has_home:
            return not_sent("no_home")
        if "app_home_opened" not in desk.app.events:
            return not_sent("not_subscribed")
        channel = workspace.direct_channel(desk, self.id)
        event = payloads.app_home_opened(desk, self._row(), channel)
        return await self._courier.send_event(payloads.event(desk, event))

    def sees(self, channel: str) -> list[Shown]:
        """What a channel shows to everybody, oldest first."""
        return screen.channel_messages(self._desk, self.id, channel)

    def sees_thread(self, channel: str, ts: str) -> list[Shown]:
        """A thread with its root, oldest first."""
        return screen.thread_messages(self._desk, self.id, channel, ts)

    def sees_alone(self, channel: str) -> list[Shown]:
        """What nobody else sees in a channel, oldest first."""
        return screen.ephemeral_messages(self._desk, self.id, channel)

    def sees_dialog(self) -> Shown | None:
        """The open dialog, with the errors it shows."""
        return screen.dialog(self._desk, self.id)

    def sees_home(self) -> Shown | None:
        """The home tab."""
        return screen.home(self._desk, self.id)

    async def _click_in_view(
        self, view: str, block: str, element: Mapping[str, Any], action: dict[str, Any]
    ) -> Delivery:
        row = view_rows.find(self._desk, view)
        if row is None or row["user"] != self.id:
            raise NotOnScreen("This view is not open.")
        if element["type"] in view_state.FIELDS:
            state = json.loads(row["state"])
            key = view_state.FIELDS[element["type"]][0]
            entry = {"type": element["type"], key: action[key]}
            state.setdefault(block, {})[element["action_id"]] = entry
            view_rows.set_state(self._desk, row, state)
            row = view_rows.must_find(self._desk, view)
        return await self._interact(payloads.click_on_view(self._desk, self._row(), row, action))

    async def _interact(self, payload: Mapping[str, Any]) -> Delivery:
        return await self._courier.send("interactive", payload, self._desk.app.interactivity_url)

    def _now(self, seen: Mapping[str, Any]) -> Shown:
        """The same message or view as it is at this moment."""
        if "ts" in seen:
            row = self._message(seen["channel"], seen["ts"])
            return messages.shown(self._desk, row)
        view = view_rows.find(self._desk, seen["id"])
        if view is None:
            raise NotOnScreen("This view is not open.")
        return view_rows.shown(view)

    def _message(self, channel: str, ts: str) -> sqlite3.Row:
        row = messages.find(self._desk, self._channel(channel)["id"], ts)
        if row is None or row["visible_to"] not in ("", self.id):
            raise NotOnScreen("This message is not there.")
        return row

    def _field(self, view: Shown, wanted: str) -> tuple[str, dict[str, Any]]:
        for block, element in view_state.elements(view["blocks"]):
            if wanted in (block, element["action_id"]):
                return block, element
        raise NotOnScreen(f"The dialog has no field {wanted!r}.")

    def _top(self) -> sqlite3.Row:
        rows = view_rows.stack(self._desk, self.id)
        if not rows:
            raise NotOnScreen("No dialog is open.")
        return rows[-1]

    def _row(self) -> sqlite3.Row:
        row = workspace.find_user(self._desk, self.id)
        if row is None:
            raise NotOnScreen(f"There is nobody with the id {self.id}.")
        return row

    def _channel(self, name: str) -> sqlite3.Row:
        return screen.channel_of(self._desk, self.id, name)

    def _has_shortcut(self, callback_id: str, kind: str) -> bool:
        known = self._desk.app.shortcuts
        return known is None or known.get(callback_id) == kind

    def _escaped(self, text: str) -> str:
        """The text as Slack sends it: special characters, people and channels made explicit."""
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

        def link(found: re.Match[str]) -> str:
            sign, name = found.groups()
            search = workspace.find_user if sign == "@" else workspace.find_channel
            row = search(self._desk, name)
            return f"<{sign}{row['id']}|{row['name']}>" if row else found.group()

        return MENTION.sub(link, text)
