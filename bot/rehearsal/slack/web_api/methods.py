"""Every method of the Web API that this Slack knows, with the scope that it needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.rehearsal.slack.desk import Desk
from bot.rehearsal.slack.web_api import chat, conversations, files, identity, marks, views


@dataclass(frozen=True, slots=True)
class Method:
    """What a call does; `scope` is empty where any bot token will do."""

    run: Callable[[Desk, Mapping[str, Any]], dict[str, Any]]
    scope: str = ""


METHODS: Mapping[str, Method] = {
    "auth.test": Method(identity.auth_test),
    "chat.delete": Method(chat.delete, "chat:write"),
    "chat.getPermalink": Method(chat.get_permalink),
    "chat.postEphemeral": Method(chat.post_ephemeral, "chat:write"),
    "chat.postMessage": Method(chat.post_message, "chat:write"),
    "chat.update": Method(chat.update, "chat:write"),
    "conversations.history": Method(conversations.history),
    "conversations.info": Method(conversations.info, "channels:read"),
    "conversations.list": Method(conversations.list_channels, "channels:read"),
    "conversations.members": Method(conversations.members, "channels:read"),
    "conversations.replies": Method(conversations.replies),
    "files.completeUploadExternal": Method(files.complete_upload, "files:write"),
    "files.getUploadURLExternal": Method(files.get_upload_url, "files:write"),
    "pins.add": Method(marks.add_pin, "pins:write"),
    "pins.remove": Method(marks.remove_pin, "pins:write"),
    "reactions.add": Method(marks.add_reaction, "reactions:write"),
    "reactions.remove": Method(marks.remove_reaction, "reactions:write"),
    "team.info": Method(identity.team_info, "team:read"),
    "users.info": Method(identity.users_info, "users:read"),
    "users.lookupByEmail": Method(identity.users_lookup_by_email, "users:read.email"),
    "views.open": Method(views.open_view),
    "views.publish": Method(views.publish),
    "views.push": Method(views.push),
    "views.update": Method(views.update),
}
