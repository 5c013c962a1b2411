"""Replies as plain JSON values, for doors that lead to another process."""

from collections.abc import Mapping
from typing import Any, cast

from pydantic import TypeAdapter

from bot import errors
from bot.domain.conversation.messages import Reply

_REPLY = TypeAdapter(Reply)
_KINDS = {kind.exit_code: kind for kind in (errors.BadInput, errors.Refused, errors.Unknown)}


def reply_to_json(reply: Reply) -> dict[str, object]:
    """All of the reply as plain JSON values."""
    return cast("dict[str, object]", _REPLY.dump_python(reply, mode="json"))


def reply_from_json(sent: object) -> Reply:
    """The reply that `reply_to_json` wrote. Raises `ValueError` for anything else."""
    return _REPLY.validate_python(sent)


def error_from_json(told: Mapping[str, Any]) -> errors.ReleasebotError:
    """The error that `errors.ReleasebotError.to_json` wrote, of a class with the same exit code."""
    kind = _KINDS.get(told["exit_code"], errors.Failed)
    sentence, advice, code = (told[key] for key in ("sentence", "next", "code"))
    return kind(sentence, advice, reason=code)
