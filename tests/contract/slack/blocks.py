"""A small app for the tests: its messages, its dialog and what it does with each payload."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

Json = dict[str, Any]


def plain(text: str) -> Json:
    """A text without markup."""
    return {"type": "plain_text", "text": text}


def rich(text: str) -> Json:
    """A line of rich text."""
    element = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [element]}


def card(status: str = "in_progress") -> list[Json]:
    """A release as a plan with two tasks, and its buttons."""
    confirm = {
        "title": plain("Ship 1.3.0?"),
        "text": plain("It goes to PyPI."),
        "confirm": plain("Ship it"),
        "deny": plain("Not yet"),
    }
    tasks = [
        {"type": "task_card", "task_id": "build", "title": "Build", "status": status,
         "details": rich("wheel and sdist")},
        {"type": "task_card", "task_id": "publish", "title": "Publish", "status": "pending"},
    ]  # fmt: skip
    buttons = [
        {"type": "button", "action_id": "approve", "text": plain("Approve"), "style": "primary",
         "value": "r1", "confirm": confirm},
        {"type": "button", "action_id": "edit", "text": plain("Edit notes"), "value": "r1"},
    ]  # fmt: skip
    return [
        {"type": "plan", "title": "acme/api 1.3.0", "tasks": tasks},
        {"type": "actions", "elements": buttons},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "started by alice"}]},
    ]


def dialog(title: str = "Notes") -> Json:
    """A dialog with one long and one optional field, and a choice."""
    options = [{"text": plain(each), "value": each} for each in ("low", "high")]
    return {
        "type": "modal", "callback_id": "notes", "title": plain(title), "submit": plain("Save"),
        "private_metadata": "r1", "notify_on_close": True,
        "blocks": [
            {"type": "input", "block_id": "notes", "label": plain("Notes"),
             "element": {"type": "plain_text_input", "action_id": "text", "multiline": True,
                         "initial_value": "Fixed."}},
            {"type": "input", "block_id": "risk", "label": plain("Risk"), "optional": True,
             "element": {"type": "static_select", "action_id": "choice", "options": options}},
        ],
    }  # fmt: skip


def teach(app: AsyncApp) -> None:
    """Let the app answer."""
    app.command("/release")(_on_command)
    app.action("approve")(_on_approve)
    app.action("edit")(_on_edit)
    app.action("more")(_on_closed)
    app.view("notes")(_on_submission)
    app.view_closed("notes")(_on_closed)
    app.shortcut("start_release")(_on_shortcut)
    app.shortcut("add_to_notes")(_on_message_shortcut)
    app.event("app_mention")(_on_mention)
    app.event("app_home_opened")(_on_home)


async def _on_command(
    ack: AsyncAck, command: Json, respond: AsyncRespond, client: AsyncWebClient
) -> None:
    if command["text"] == "help":
        await ack("`/release minor` starts one.")
        return
    if command["text"] == "silence":
        return
    await ack()
    if command["text"] == "respond":
        await respond("Not now.")
    else:
        await client.chat_postMessage(
            channel=command["channel_id"], text="acme/api 1.3.0", blocks=card()
        )


async def _on_approve(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
    await ack()
    channel, ts = body["container"]["channel_id"], body["container"]["message_ts"]
    await client.chat_update(channel=channel, ts=ts, text="approved", blocks=card("complete")[:1])


async def _on_edit(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=dialog())


async def _on_submission(ack: AsyncAck, view: Json) -> None:
    text = view["state"]["values"]["notes"]["text"]["value"]
    answers: dict[str, Json] = {
        "bad": {"response_action": "errors", "errors": {"notes": "Say what changed."}},
        "more": {"response_action": "update", "view": dialog("More")},
        "deeper": {"response_action": "push", "view": dialog("Deeper")},
        "clear": {"response_action": "clear"},
    }
    await ack(**answers.get(text, {}))


async def _on_closed(ack: AsyncAck) -> None:
    await ack()


async def _on_shortcut(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=dialog("Start"))


async def _on_message_shortcut(ack: AsyncAck, respond: AsyncRespond) -> None:
    await ack()
    await respond("Added.", replace_original=False)


async def _on_mention(event: Json, client: AsyncWebClient) -> None:
    thread_ts = event.get("thread_ts", event["ts"])
    await client.chat_postMessage(channel=event["channel"], thread_ts=thread_ts, text="Yes?")


async def _on_home(event: Json, client: AsyncWebClient) -> None:
    home = {"type": "home", "blocks": [{"type": "header", "text": plain("Your releases")}]}
    await client.views_publish(user_id=event["user"], view=home)
