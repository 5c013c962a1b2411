"""Tokens: what the bot shows when it connects; a new one is had when the old one is refused."""

from typing import Protocol

from bot.settings import tokens


class Secret(Protocol):
    """Something that can be asked for a secret when it is needed."""

    def read(self) -> str:
        """The secret."""
        ...


class Token(Secret, Protocol):
    """A secret that may be exchanged for a newer one. It may block, and be asked by any thread."""

    def renew(self) -> bool:
        """Let go of a secret that was refused; whether there is another one now."""
        ...


class StoredToken:
    """A token that a person stored, read once and again when it is refused."""

    def __init__(self, secret: Secret) -> None:
        """Nothing is read yet."""
        self._secret = secret
        self._text = ""

    def read(self) -> str:
        """The token. Raises `BadConfiguration` for what is plainly somebody else's."""
        if not self._text:
            text = self._secret.read()
            tokens.check_github_token(text, str(self._secret))
            self._text = text
        return self._text

    def renew(self) -> bool:
        """Whether somebody stored another one meanwhile; one that comes later is read then."""
        refused, self._text = self._text, ""
        return self._secret.read() != refused
