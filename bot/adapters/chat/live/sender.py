"""Sender: who asked something at a chat, and why an account may only look."""

from dataclasses import dataclass

from bot import errors
from bot.domain.conversation.commands import Caller
from bot.domain.conversation.messages import Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """The caller; `objection` is why an account may only look, where Slack gives a reason."""

    caller: Caller
    objection: errors.ReleasebotError | None = None

    def told(self, reply: Reply) -> Reply:
        """The reply; a refusal of the account says what is wrong with it."""
        code = (reply.error or {}).get("code")
        if self.objection is None or code != "foreign_account":
            return reply
        return Reply(error=self.objection.to_json())
