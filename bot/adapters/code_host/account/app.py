"""The bot's App at GitHub: proves itself by a signed statement, and gets tokens that expire."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any, cast

import github
import jwt

from bot import errors
from bot.adapters.code_host import refusals
from bot.adapters.code_host.account import client
from bot.adapters.code_host.account.limits import Limits
from bot.adapters.code_host.account.permissions import OPTIONAL, PERMISSIONS
from bot.adapters.patience import PATIENT, Patience
from bot.adapters.tokens import Secret

Facts = Mapping[str, Any]  # GitHub's answer


class NotThereError(errors.Failed):
    """GitHub says that the App has no such thing."""


class NotGrantedError(errors.Failed):
    """The App's installation lacks a right that was asked for."""


class App:
    """Asks as the App itself. Blocks; every call has a client of its own, so any thread may."""

    def __init__(
        self, api_url: str, number: int, key: Secret, patience: Patience = PATIENT
    ) -> None:
        """Remember who the App is; the key is read for each question."""
        self.api_url = api_url.rstrip("/")
        self._number = number
        self._key = key
        self._patience = patience
        self._limits = Limits(patience.limit)

    def described(self) -> Facts:
        """What GitHub knows of the App: its permissions and events."""
        return self.ask("GET", "/app")

    def hook(self) -> Facts:
        """Where GitHub sends the App's events; a secret is shown as stars."""
        return self.ask("GET", "/app/hook/config")

    def installation(self, repository: str) -> Facts:
        """The App's installation that has the repository."""
        try:
            return self.ask("GET", f"/repos/{repository}/installation")
        except NotThereError as error:
            raise errors.Failed(
                f"The bot's App is not installed for {repository}.",
                "Install it there, on the App's page at GitHub, or correct the repository's name.",
                reason="credentials",
            ) from error

    def token(self, installation: int) -> tuple[str, float]:
        """A new token of the installation with the rights that the bot uses, and when it ends.

        Where an owner has not granted all of them it has those that a release needs.
        """
        path = f"/app/installations/{installation}/access_tokens"
        needed = {name: PERMISSIONS[name] for name in PERMISSIONS if name not in OPTIONAL}
        try:
            made = self.ask("POST", path, {"permissions": dict(PERMISSIONS)})
        except NotGrantedError:
            made = self.ask("POST", path, {"permissions": needed})
        try:
            return str(made["token"]), datetime.fromisoformat(made["expires_at"]).timestamp()
        except client.UNREADABLE as error:
            raise client.unanswered(error) from error

    def ask(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Facts:
        """One request as the App, and GitHub's answer."""
        self._limits.check()
        try:
            login = github.Auth.AppAuth(self._number, self._key.read())
            asking = client.make(self.api_url, login, self._patience.answer)
        except client.UNREADABLE as error:
            raise _bad_key(str(self._key)) from error
        try:
            _, answer = asking.requester.requestJsonAndCheck(method, path, input=body)
        except jwt.PyJWTError as error:
            raise _bad_key(str(self._key)) from error
        except github.GithubException as error:
            raise self._refused(error) from error
        except client.WITHOUT_ANSWER as error:
            raise client.unanswered(error) from error
        finally:
            asking.close()
        self._limits.passed()
        return cast("Facts", answer)

    def _refused(self, error: github.GithubException) -> errors.ReleasebotError:
        if refusals.is_limited(error):
            self._limits.met(error.headers or {})
            return self._limits.error(f"{error.status}: {refusals.quote(error.data)}")
        return _refused(error, self._number)


def _refused(error: github.GithubException, number: int) -> errors.ReleasebotError:
    said = refusals.quote(error.data)
    if error.status == HTTPStatus.UNAUTHORIZED:
        return errors.Failed(
            f"GitHub does not know the bot's App {number} by its key ({said}).",
            "Compare app_id and private_key in [github] with the App's page at GitHub.",
            reason="credentials",
        )
    if error.status == HTTPStatus.NOT_FOUND:
        return NotThereError(
            f"GitHub shows the bot's App {number} no such thing ({said}).",
            "Look where the App is installed.",
            reason="credentials",
        )
    if error.status == HTTPStatus.UNPROCESSABLE_ENTITY:
        return NotGrantedError(
            f"GitHub gives the bot's App {number} no token with the rights it needs ({said}).",
            "Run releasebot doctor github, which names each missing right, and accept them at "
            "the App's installation.",
            reason="credentials",
        )
    return refusals.from_exception(error)


def _bad_key(place: str) -> errors.BadConfiguration:
    return errors.BadConfiguration(
        f"The App's key in {place} cannot be used.",
        "Make a new private key on the App's page at GitHub and store it there.",
    )
