"""What an acknowledgement brings about: an answer in the channel, or another step of a dialog."""

import sqlite3
from collections.abc import Mapping
from typing import Any

from bot.rehearsal.slack import messages, view_rows
from bot.rehearsal.slack.desk import BOT_USER, Desk
from bot.rehearsal.slack.web_api import block_rules, chat
from bot.rehearsal.slack.web_api.asking import Refused


def of_command(desk: Desk, channel: str, user: str, answer: object) -> str:
    """Post what came along with a command's acknowledgement; "" or why it could not be shown."""
    content = {"text": answer} if isinstance(answer, str) else answer
    if not isinstance(content, dict) or not content:
        return ""
    return post(desk, channel, user, content)


def post(
    desk: Desk, channel: str, user: str, content: Mapping[str, Any], thread_ts: str = ""
) -> str:
    """Post an answer, for the person alone unless it says `in_channel`."""
    try:
        checked, _ = chat.checked(content)
    except Refused as refusal:
        return refusal.error
    visible_to = "" if content.get("response_type") == "in_channel" else user
    messages.write(desk, channel, BOT_USER, checked, thread_ts=thread_ts, visible_to=visible_to)
    return ""


def of_submission(
    desk: Desk, user: str, view: sqlite3.Row, answer: object
) -> tuple[dict[str, str], str]:
    """Go on with the dialog; returns the errors that it shows now, or why the answer is wrong."""
    if not isinstance(answer, dict) or not answer:
        view_rows.close_top(desk, user)
        return {}, ""
    action = answer.get("response_action")
    if action == "errors":
        return _errors(view, answer.get("errors"))
    if action == "clear":
        view_rows.close_all(desk, user)
        return {}, ""
    if action not in ("update", "push"):
        return {}, "invalid_response_action"
    try:
        content = block_rules.check_view(answer.get("view"), ("modal",))
    except Refused as refusal:
        return {}, refusal.error
    if action == "update":
        view_rows.replace(desk, view, content)
    else:
        view_rows.push(desk, user, content)
    return {}, ""


def _errors(view: sqlite3.Row, errors: object) -> tuple[dict[str, str], str]:
    """The errors by block; each must name an input block of the view."""
    shown = view_rows.shown(view)["blocks"]
    inputs = {block["block_id"] for block in shown if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        return {}, "invalid_errors"
    return {block: str(text) for block, text in errors.items()}, ""
