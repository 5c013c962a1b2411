"""The connection to GitHub: one worker thread, one client; reads are repeated, writes never."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

import github
import requests
from github.Consts import DEFAULT_SECONDS_BETWEEN_REQUESTS, DEFAULT_SECONDS_BETWEEN_WRITES
from github.Repository import Repository

from bot import errors
from bot.adapters.code_host import refusals
from bot.adapters.patience import Patience, repeated
from bot.settings import tokens

T = TypeVar("T")
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


class Secret(Protocol):
    """Something that can be asked for a secret when it is needed."""

    def read(self) -> str:
        """The secret."""
        ...


class Login(github.Auth.Token):
    """A token that a call loses when nobody waits for it any more, so that it cannot act late."""

    is_over = False

    @property
    def token(self) -> str:
        """The token, asked for before each request."""
        if self.is_over:
            raise _silent("this call was given up")
        return super().token


class Connection:
    """Runs calls on a repository one after the other; PyGithub is neither async nor thread-safe."""

    def __init__(self, api_url: str, token: Secret, repository: str, patience: Patience) -> None:
        """Remember where to connect; the token is read at the first call."""
        self.api_url = api_url.rstrip("/")
        self.token = token
        self.patience = patience
        self._name = repository
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="github")
        self._login: Login | None = None
        self._client: github.Github | None = None
        self._repository: Repository | None = None

    async def ask(self, call: Callable[[Repository], T]) -> T:
        """Run a call that only reads; it is repeated while GitHub gives no answer."""
        return await repeated(lambda: self.tell(call), self.patience.pauses)

    async def tell(self, call: Callable[[Repository], T]) -> T:
        """Run a call that may write, once."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self.patience.call):
                return await loop.run_in_executor(self._worker, self._run, call)
        except TimeoutError as error:
            self.close()  # the thread may hang for ever: leave it its client and start a new one
            self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="github")
            raise _silent("its answer never ended") from error

    def close(self) -> None:
        """Let the worker thread end without another request, and let go of its client."""
        if self._login is not None:
            self._login.is_over = True
        if self._client is not None:
            self._worker.submit(self._client.close)
        self._worker.shutdown(wait=False)
        self._login = self._client = self._repository = None

    def _run(self, call: Callable[[Repository], T]) -> T:
        """In the worker thread: call, and translate whatever goes wrong."""
        try:
            return call(self._repository or self._connect())
        except github.GithubException as error:
            if error.status == HTTPStatus.UNAUTHORIZED:
                self._repository = None  # the next call reads the token anew
            raise refusals.from_exception(error) from error
        except requests.RequestException as error:
            raise _silent(type(error).__name__) from error
        except UNREADABLE as error:
            raise _silent(f"its answer cannot be read, {type(error).__name__}") from error

    def _connect(self) -> Repository:
        """Make a client and see the repository, so that a later 404 means "not there"."""
        is_local = urlsplit(self.api_url).hostname in LOOPBACK
        secret = self.token.read()
        tokens.check_github_token(secret, str(self.token))
        login = self._login = Login(secret)
        self._client = github.Github(
            auth=login,
            base_url=self.api_url,
            api_version=API_VERSION,
            timeout=self.patience.answer,
            retry=None,
            lazy=True,
            per_page=PAGE,
            user_agent="releasebot",
            seconds_between_requests=0 if is_local else DEFAULT_SECONDS_BETWEEN_REQUESTS,
            seconds_between_writes=0 if is_local else DEFAULT_SECONDS_BETWEEN_WRITES,
        )
        found = refusals.or_none(self._client.get_repo(self._name).complete)
        if found is None:
            raise errors.Failed(
                f"GitHub shows no repository {self._name} to the bot's token.",
                "Correct the name, or give the token access to the repository.",
                reason="credentials",
            )
        if not login.is_over:
            self._repository = found
        return found


def _silent(why: str) -> errors.Unknown:
    """The error of a call that ended without an answer that can be understood."""
    return errors.Unknown(f"GitHub did not answer ({why}).", "It will be tried again later.")
