"""What GitHub's refusals mean for a release, whichever library met them."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TypeVar

import github

from bot import errors

T = TypeVar("T")
Headers = Mapping[str, object]
LONGEST_QUOTE = 300
TAKEN = (HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY)


def or_none(find: Callable[[], T], absent: tuple[int, ...] = (HTTPStatus.NOT_FOUND,)) -> T | None:
    """What `find` returns; None where GitHub answers that there is no such thing.

    A 403 that only asks for fewer requests is never such an answer.
    """
    try:
        return find()
    except github.GithubException as error:
        if error.status not in absent or is_limited(error):
            raise
        return None


def from_exception(error: github.GithubException) -> errors.ReleasebotError:
    """PyGithub's exception as one of ours."""
    return from_answer(error.status, error.data, error.headers or {})


def from_answer(status: int, answer: object, headers: Headers) -> errors.ReleasebotError:
    """An HTTP answer that is no success as one of our errors."""
    said = quote(answer)
    if is_rate_limit(status, answer, headers):
        return errors.Unknown(
            f"GitHub wants fewer requests ({status}: {said}).",
            "It will be tried again later.",
            reason="rate_limited",
        )
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return errors.Failed(
            f"GitHub refused the bot ({status}: {said}).",
            "Run releasebot doctor github: it names each right that the bot lacks there.",
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


def is_limited(error: github.GithubException) -> bool:
    """Whether PyGithub's exception only says "later"."""
    return is_rate_limit(error.status, error.data, error.headers or {})


def is_rate_limit(status: int, answer: object, headers: Headers) -> bool:
    """Whether the answer only says "later": 403 means that too, with a header or in words."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return True
    named = {name.lower(): str(value) for name, value in headers.items()}
    is_spent = named.get("x-ratelimit-remaining") == "0"
    told = "retry-after" in named or is_spent or "rate limit" in quote(answer).lower()
    return status == HTTPStatus.FORBIDDEN and told
