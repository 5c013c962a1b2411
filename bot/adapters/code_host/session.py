"""A session at GitHub: one thread and one client for all repositories of an account."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import TypeVar

import github
from github.Repository import Repository

from bot import errors
from bot.adapters.code_host import refusals
from bot.adapters.code_host.account import client
from bot.adapters.code_host.account.limits import Limits
from bot.adapters.patience import PATIENT, Patience, repeated
from bot.adapters.tokens import Token

T = TypeVar("T")


class Login(github.Auth.Auth):
    """A token that a call loses when nobody waits for it any more, so that it cannot act late."""

    is_over = False

    def __init__(self, source: Token) -> None:
        """Take the token from there."""
        self._source = source

    @property
    def token_type(self) -> str:
        """The word before it in the header."""
        return "token"

    @property
    def token(self) -> str:
        """The token, asked for before each request."""
        if self.is_over:
            raise client.silent("this call was given up")
        return self._source.read()


class Session:
    """Runs calls one after the other; PyGithub is neither async nor thread-safe."""

    def __init__(self, api_url: str, token: Token, patience: Patience = PATIENT) -> None:
        """Remember where to connect; the token is read at the first call."""
        self.api_url = api_url.rstrip("/")
        self.token = token
        self.patience = patience
        self.limits = Limits(patience.limit)
        self._turn = asyncio.Lock()
        self._worker = _worker()
        self._login: Login | None = None
        self._client: github.Github | None = None
        self._seen: dict[str, Repository] = {}

    async def ask(self, repository: str, call: Callable[[Repository], T]) -> T:
        """Run a call that only reads; it is repeated while GitHub gives no answer."""
        return await repeated(lambda: self.tell(repository, call), self.patience.pauses)

    async def tell(self, repository: str, call: Callable[[Repository], T]) -> T:
        """Run a call that may write, once."""
        try:
            async with asyncio.timeout(self.patience.call):
                await self._turn.acquire()
        except TimeoutError as error:
            raise client.silent("other calls take too long") from error
        try:
            return await self._in_thread(repository, call)
        finally:
            self._turn.release()

    async def _in_thread(self, repository: str, call: Callable[[Repository], T]) -> T:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self.patience.call):
                return await loop.run_in_executor(self._worker, self._run, repository, call)
        except TimeoutError as error:
            self.close()  # the thread may hang for ever: leave it its client and start a new one
            raise client.silent("its answer never ended") from error

    def close(self) -> None:
        """Let the worker thread end without another request, and let go of its client."""
        if self._login is not None:
            self._login.is_over = True
        if self._client is not None:
            self._worker.submit(self._client.close)
        self._worker.shutdown(wait=False)
        self._worker = _worker()
        self._login = self._client = None
        self._seen = {}

    def _run(self, repository: str, call: Callable[[Repository], T]) -> T:
        """In the worker thread: call, and translate whatever goes wrong."""
        self.limits.check()
        try:
            answer = self._with_a_good_token(repository, call)
        except github.GithubException as error:
            raise self._refused(error) from error
        except client.WITHOUT_ANSWER as error:
            raise client.unanswered(error) from error
        self.limits.passed()
        return answer

    def _with_a_good_token(self, repository: str, call: Callable[[Repository], T]) -> T:
        """Call; once more where the token was refused, which did nothing, and there is another."""
        try:
            return call(self._repository(repository))
        except github.GithubException as error:
            if error.status != HTTPStatus.UNAUTHORIZED or not self.token.renew():
                raise
        return call(self._repository(repository))

    def _refused(self, error: github.GithubException) -> errors.ReleasebotError:
        if refusals.is_limited(error):
            return self.limited(error.status, error.data, error.headers or {})
        self.limits.passed()
        return refusals.from_exception(error)

    def limited(self, status: int, answer: object, headers: refusals.Headers) -> errors.Unknown:
        """Ask nothing for as long as the answer says, and tell people until when."""
        self.limits.met(headers)
        return self.limits.error(f"{status}: {refusals.quote(answer)}")

    def _repository(self, name: str) -> Repository:
        """The repository, seen once, so that a later 404 means "not there"."""
        if name in self._seen:
            return self._seen[name]
        if self._client is None:
            self._login = Login(self.token)
            self._client = client.make(self.api_url, self._login, self.patience.answer)
        login, seen = self._login, self._seen
        found = refusals.or_none(self._client.get_repo(name).complete)
        if found is None:
            raise errors.Failed(
                f"GitHub shows no repository {name} to the bot.",
                "Correct the name, or give the bot's App or token access to the repository.",
                reason="credentials",
            )
        if login is not None and not login.is_over:
            seen[name] = found
        return found


def _worker() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="github")
