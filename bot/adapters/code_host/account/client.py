"""The client: PyGithub as the bot uses it, which asks once and waits for nothing by itself."""

from urllib.parse import urlsplit

import github
import requests
from github.Consts import DEFAULT_SECONDS_BETWEEN_REQUESTS, DEFAULT_SECONDS_BETWEEN_WRITES

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


def make(api_url: str, login: github.Auth.Auth, answer: int) -> github.Github:
    """A client that gives up after so many seconds without an answer."""
    is_local = urlsplit(api_url).hostname in LOOPBACK
    return github.Github(
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


def silent(why: str) -> errors.Unknown:
    """The error of a call that ended without an answer that can be understood."""
    return errors.Unknown(f"GitHub did not answer ({why}).", "It will be tried again later.")


def unanswered(error: Exception) -> errors.Unknown:
    """A library's complaint about an answer as that error; none of its text, which is foreign."""
    name = type(error).__name__
    if isinstance(error, requests.RequestException):
        return silent(name)
    return silent(f"its answer cannot be read, {name}")
