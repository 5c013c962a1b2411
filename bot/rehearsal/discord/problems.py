"""Refusals in Discord's form: a status, a code of its own, and nested errors for a bad form."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with one place of a request's body."""

    path: tuple[str, ...]
    code: str
    message: str

    def __str__(self) -> str:
        """The complaint on one line."""
        return f"{'.'.join(self.path) or 'body'}: {self.message} ({self.code})"


@dataclass
class Problem(Exception):
    """A refusal that the server turns into Discord's JSON."""

    status: int
    code: int
    message: str
    complaints: Sequence[Complaint] = ()
    more: Mapping[str, object] = field(default_factory=dict)

    def body(self) -> Json:
        """The JSON of the answer."""
        body: Json = {"message": self.message, "code": self.code, **self.more}
        if self.complaints:
            body["errors"] = _nested(self.complaints)
        return body


def as_json(body: object, status: int = 200) -> web.Response:
    """An answer whose content type is exactly Discord's, without a charset."""
    return web.Response(
        body=json.dumps(body).encode(),
        status=status,
        headers={"Content-Type": "application/json"},
    )


def parsed(raw: bytes) -> Any:  # noqa: ANN401  # JSON of any form
    """The JSON of these bytes, or Discord's refusal."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise Problem(400, 50109, "The request body contains invalid JSON.") from None


def _nested(complaints: Sequence[Complaint]) -> Json:
    tree: Json = {}
    for complaint in complaints:
        place = tree
        for step in complaint.path:
            place = place.setdefault(step, {})
        told = {"code": complaint.code, "message": complaint.message}
        place.setdefault("_errors", []).append(told)
    return tree


def invalid(*complaints: Complaint) -> Problem:
    """The refusal of a form, with everything that is wrong in it."""
    return Problem(400, 50035, "Invalid Form Body", complaints)


def check_form(complaints: Iterable[Complaint]) -> None:
    """Refuse a form with complaints."""
    told = tuple(complaints)
    if told:
        raise invalid(*told)


def limited(seconds: float, code: int = 0, message: str = "You are being rate limited.") -> Problem:
    """Too much of something; `seconds` is when to come again."""
    return Problem(429, code, message, more={"retry_after": seconds, "global": False})


def unauthorized() -> Problem:
    """A wrong token."""
    return Problem(401, 0, "401: Unauthorized")


def unknown_route() -> Problem:
    """An address that is not there."""
    return Problem(404, 0, "404: Not Found")


def unknown_channel() -> Problem:
    """A channel that is not there, or no longer."""
    return Problem(404, 10003, "Unknown Channel")


def unknown_guild() -> Problem:
    """A guild that the app is not in."""
    return Problem(404, 10004, "Unknown Guild")


def unknown_member() -> Problem:
    """A person who is not in the guild."""
    return Problem(404, 10007, "Unknown Member")


def unknown_message() -> Problem:
    """A message that is not there, or no longer."""
    return Problem(404, 10008, "Unknown Message")


def unknown_webhook() -> Problem:
    """A webhook, or an interaction without an answer yet."""
    return Problem(404, 10015, "Unknown Webhook")


def unknown_interaction() -> Problem:
    """An interaction whose three seconds are over."""
    return Problem(404, 10062, "Unknown interaction")


def unknown_command() -> Problem:
    """A command that is not registered."""
    return Problem(404, 10063, "Unknown application command")


def archived_thread() -> Problem:
    """A thread that was put away, and takes nothing."""
    return Problem(400, 50083, "Thread is archived")


def missing_access() -> Problem:
    """A channel that the app may not see."""
    return Problem(403, 50001, "Missing Access")


def missing_permissions() -> Problem:
    """A channel that the app may see, but not use in this way."""
    return Problem(403, 50013, "Missing Permissions")
