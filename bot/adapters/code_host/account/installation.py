"""An installation's token: made when it is needed, replaced before it ends or once refused."""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.adapters.code_host.account.app import App, NotThereError
from bot.settings import secrets

EARLY = 300.0  # seconds before its end a token is replaced


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """A token and when it ends."""

    text: str = ""
    ends: float = 0.0


class InstallationToken:
    """Implements `tokens.Token`. Without a lock: two threads at once make two tokens, both good."""

    def __init__(self, app: App, repository: str, now: Callable[[], float] = time.time) -> None:
        """`repository` is one of those that the installation has."""
        self._app = app
        self._repository = repository
        self._now = now
        self._number: int | None = None
        self._made = _Made()

    def __str__(self) -> str:
        """Whose token it is, for messages."""
        return f"the App's token for {self._repository}"

    def read(self) -> str:
        """A token that is valid for some more minutes."""
        made = self._made
        if made.ends - EARLY > self._now():
            return made.text
        text, ends = self._fresh()
        secrets.remember(text)
        secrets.forget(made.text)
        self._made = _Made(text=text, ends=ends)
        return text

    def renew(self) -> bool:
        """Forget a token that was refused before its time; the next one is made anew."""
        self._made = _Made()
        return True

    def _fresh(self) -> tuple[str, float]:
        """A new token; an App that was installed anew has another installation."""
        if self._number is not None:
            with contextlib.suppress(NotThereError):
                return self._app.token(self._number)
        self._number = int(self._app.installation(self._repository)["id"])
        return self._app.token(self._number)
