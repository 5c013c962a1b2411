"""The client: PyGithub as the bot uses it, which asks once and waits for nothing by itself."""

from http import HTTPStatus
from urllib.parse import urlsplit

import github
import requests
from github.Consts import DEFAULT_SECONDS_BETWEEN_REQUESTS, DEFAULT_SECONDS_BETWEEN_WRITES
from github.Requester import (
    HTTPRequestsConnectionClass,
    HTTPSRequestsConnectionClass,
    RequestsResponse,
)

from bot import errors

API_VERSION = "2022-11-28"
PAGE = 100
LOOPBACK = ("127.0.0.1", "::1", "localhost")
UNREADABLE = (
    github.BadAttributeException,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
WITHOUT_ANSWER = (requests.RequestException, *UNREADABLE)


class Straight(HTTPRequestsConnectionClass):
    """A connection on which a write that is sent elsewhere is refused, and not taken for done."""

    def getresponse(self) -> RequestsResponse:
        """The answer. Raises `github.GithubException` for a redirected write."""
        return _must_be_straight(self.verb, super().getresponse())


class StraightTLS(HTTPSRequestsConnectionClass):
    """The same with TLS."""

    def getresponse(self) -> RequestsResponse:
        """The answer. Raises `github.GithubException` for a redirected write."""
        return _must_be_straight(self.verb, super().getresponse())


def _must_be_straight(verb: str, answer: RequestsResponse) -> RequestsResponse:
    """PyGithub takes every status below 400 for a success, a redirect too; nothing was done then.

    That is how GitHub answers a write to a repository that was renamed.
    """
    status = answer.status
    is_redirect = HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST
    if verb != "GET" and is_redirect:
        said = {"message": "it sends the bot to another address"}
        raise github.GithubException(status, said, dict(answer.getheaders()))
    return answer


def make(api_url: str, login: github.Auth.Auth, answer: int) -> github.Github:
    """A client that gives up after so many seconds without an answer."""
    is_local = urlsplit(api_url).hostname in LOOPBACK
    made = github.Github(
        auth=login,
        base_url=api_url,
        api_version=API_VERSION,
        timeout=answer,
        retry=None,
        lazy=True,
        per_page=PAGE,
        user_agent="releasebot",
        seconds_between_requests=0 if is_local else DEFAULT_SECONDS_BETWEEN_REQUESTS,
        seconds_between_writes=0 if is_local else DEFAULT_SECONDS_BETWEEN_WRITES,
    )
    kind = StraightTLS if urlsplit(api_url).scheme == "https" else Straight
    made.requester._Requester__connectionClass = kind  # type: ignore[attr-defined]  # noqa: SLF001  # no other way keeps connections
    return made


def silent(why: str) -> errors.Unknown:
    """The error of a call that ended without an answer that can be understood."""
    return errors.Unknown(f"GitHub did not answer ({why}).", "It will be tried again later.")


def unanswered(error: Exception) -> errors.Unknown:
    """A library's complaint about an answer as that error; none of its text, which is foreign."""
    name = type(error).__name__
    if isinstance(error, requests.RequestException):
        return silent(name)
    return silent(f"its answer cannot be read, {name}")
