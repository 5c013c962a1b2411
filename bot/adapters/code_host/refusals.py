"""What GitHub's refusals mean for a release, whichever library met them."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TypeVar

import github

from bot import errors

T = TypeVar("T")
LONGEST_QUOTE = 300
TAKEN = (HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY)


def or_none(find: Callable[[], T], absent: tuple[int, ...] = (HTTPStatus.NOT_FOUND,)) -> T | None:
    """What `find` returns; None where GitHub answers that there is no such thing."""
    try:
        return find()
    except github.GithubException as error:
        if error.status in absent:
            return None
        raise


def from_exception(error: github.GithubException) -> errors.ReleasebotError:
    """PyGithub's exception as one of ours."""
    return from_answer(error.status, error.data, error.headers or {})


def from_answer(
    status: int, answer: object, headers: Mapping[str, object]
) -> errors.ReleasebotError:
    """An HTTP answer that is no success as one of our errors."""
    said = quote(answer)
    if _is_rate_limit(status, said, headers):
        return errors.Unknown(
            f"GitHub wants fewer requests ({status}: {said}).",
            "It will be tried again later.",
            reason="rate_limited",
        )
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return errors.Failed(
            f"GitHub refused the bot's token ({status}: {said}).",
            "Give the token the right to write contents and releases, or replace it, then retry.",
            reason="credentials",
        )
    if status in TAKEN:
        return errors.Conflict(
            f"GitHub refused because something else is there ({status}: {said}).",
            "Look at the repository, then plan the release again.",
        )
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return errors.Unknown(f"GitHub had a problem ({status}).", "It will be tried again later.")
    return errors.Failed(
        f"GitHub did not accept the request ({status}: {said}).",
        "Check the repository's name and address in the configuration.",
        reason="refused",
    )


def quote(answer: object) -> str:
    """GitHub's own sentence in an answer, as short plain text."""
    if not isinstance(answer, Mapping):
        return "no reason given"
    details = [str(d.get("message") or d.get("code")) for d in _details(answer)]
    text = " ".join("; ".join([str(answer.get("message", "no reason given")), *details]).split())
    return text[:LONGEST_QUOTE]


def _details(answer: Mapping[str, object]) -> list[Mapping[str, object]]:
    """The list of what is wrong with which field, where there is one."""
    listed = answer.get("errors")
    return [d for d in listed if isinstance(d, Mapping)] if isinstance(listed, list) else []


def _is_rate_limit(status: int, said: str, headers: Mapping[str, object]) -> bool:
    """Whether the answer only says "later": 403 means that too, with a header or in words."""
    waits = any(name.lower() == "retry-after" for name in headers)
    return status == HTTPStatus.TOO_MANY_REQUESTS or (
        status == HTTPStatus.FORBIDDEN and (waits or "rate limit" in said.lower())
    )
