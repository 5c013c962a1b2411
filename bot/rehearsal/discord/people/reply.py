"""How the app answered a person: with what, how fast, or not at all."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.rehearsal.discord import problems
from bot.rehearsal.discord.limits import components
from bot.rehearsal.discord.numbers import Answered, Component, Flag
from bot.rehearsal.discord.objects import interactions, messages
from bot.rehearsal.discord.problems import Json
from bot.rehearsal.discord.service import Service

FAILED = "This interaction failed"
_TEXTS = ("content", "label", "title", "description", "placeholder", "name", "value", "text")


class NotPossible(Exception):
    """What a person cannot do in their Discord: it offers no such thing to them."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The first answer; `failure` is what the person reads where none came within 3 seconds."""

    interaction: int
    channel: int
    answered: Answered | None
    milliseconds: float
    message: Json | None = None
    modal: Json | None = None
    choices: tuple[Mapping[str, object], ...] = field(default=())

    @property
    def failure(self) -> str:
        """What Discord shows in place of an answer, "" where there is one."""
        return "" if self.answered else FAILED

    @property
    def is_ephemeral(self) -> bool:
        """Whether only the person sees the answer."""
        return bool(self.message and int(self.message["flags"]) & Flag.EPHEMERAL)

    @property
    def text(self) -> str:
        """Everything that can be read in the answer."""
        return "\n".join(read(self.message)) if self.message else self.failure

    def as_json(self) -> Json:
        """The same for another process."""
        return {
            "interaction": str(self.interaction),
            "channel": str(self.channel),
            "answered": self.answered,
            "milliseconds": self.milliseconds,
            "failure": self.failure,
            "ephemeral": self.is_ephemeral,
            "text": self.text,
            "message": self.message,
            "buttons": buttons(self.message) if self.message else {},
            "modal": self.modal,
            "choices": list(self.choices),
        }


def read(message: Json) -> list[str]:
    """The texts of a message, in the order in which they stand."""
    parts = [message, *(each for _, each in components.walk(message))]
    for embed in message.get("embeds", []):
        below = [embed.get("footer") or {}, embed.get("author") or {}]
        parts += [embed, *below, *embed.get("fields", [])]
    found = [str(part[name]) for part in parts for name in _TEXTS if part.get(name)]
    return [text for text in found if text]


def buttons(message: Json) -> dict[str, str]:
    """The buttons that can be pressed: `custom_id` by label."""
    return {
        str(each.get("label", "")): str(each["custom_id"])
        for _, each in components.walk(message)
        if each.get("type") == Component.BUTTON and "custom_id" in each and not each.get("disabled")
    }


def reply(service: Service, interaction: int) -> Reply:
    """What became of an interaction until now."""
    found = interactions.by_id(service, interaction)
    answered = Answered(found.answered) if found.answered else None
    data = found.answer or {}
    return Reply(
        interaction=interaction,
        channel=found.place.id,
        answered=answered,
        milliseconds=round((time.monotonic() - found.sent) * 1000, 1),
        message=_message(service, found),
        modal=data if answered is Answered.MODAL else None,
        choices=tuple(data.get("choices") or ()) if answered is Answered.CHOICES else (),
    )


def _message(service: Service, found: interactions.Interaction) -> Json | None:
    """The message of the answer, if it is still there."""
    if found.original is None:
        return None
    try:
        return messages.find_any(service, found.place.id, found.original)
    except problems.Problem:
        return None
