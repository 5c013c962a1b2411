"""Secrets: where one is to be found, never the secret itself, until somebody asks for it."""

import os
import re
import stat
from pathlib import Path
from typing import Annotated

from pydantic import ConfigDict, ValidationInfo, field_validator, model_validator

from bot import errors
from bot.settings import environment, reading, values

MAX_BYTES = 64 * 1024
CONTAINER_SECRETS = Path("/run/secrets")  # mounted for one container, with a mode of its own
_KEY = re.compile(
    r"-----BEGIN (?P<kind>(?:RSA )?PRIVATE KEY)-----\n[A-Za-z0-9+/=\n]+-----END (?P=kind)-----"
)
_read: set[str] = set()
HOW = 'Put it into a file that only the bot can read and write { file = "…" } for {key}.'


class SecretReference(reading.Table):
    """A secret by its place: a file, an entry "service/name" of the keyring, or a variable."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    file: Path | None = None
    """A file that only the bot can read."""
    keyring: Annotated[str, values.matching(r"[^\s/]+/[^\s/]+", "service/name")] | None = None
    """An entry of the desktop's keyring."""
    env: Annotated[str, values.matching(r"[A-Z_][A-Z0-9_]{0,127}", "BOT_TOKEN")] | None = None
    """A variable; the weakest, for other programs of the user can read it."""

    @model_validator(mode="before")
    @classmethod
    def _refuse_literal(cls, given: object) -> object:
        if not isinstance(given, dict):
            raise reading.wrong("{key} holds the secret itself.", HOW)
        if len(given.keys() & cls.model_fields) != 1:
            raise reading.wrong("{key} must name exactly one place of the secret.", HOW)
        return given

    @field_validator("file")
    @classmethod
    def _from_the_folder_of_the_configuration(
        cls, given: Path | None, info: ValidationInfo
    ) -> Path | None:
        return reading.folder_of(info) / given if given else None

    def __str__(self) -> str:
        """The place, for messages."""
        if self.file is not None:
            return f"the secret file {self.file}"
        if self.keyring is not None:
            return f"the keyring's entry {self.keyring}"
        return f"the variable {self.env}"

    def read(self) -> str:
        """The secret. Raises `BadConfiguration`, which names the place and never the value."""
        text = self._stored().removesuffix("\n").removesuffix("\r")
        if any(c.isspace() or not c.isprintable() for c in text):
            raise errors.BadConfiguration(
                f"What stands in {self} has a space or a line break inside.",
                "Store the secret alone, on one line.",
            )
        remember(text)
        return text

    def _stored(self) -> str:
        """What stands there, which is something."""
        if self.file is not None:
            text = _read_private_file(self.file)
        elif self.keyring is not None:
            text = _read_keyring(*self.keyring.split("/"))
        else:
            text = environment.variable(self.env or "")
        if not text.strip("\r\n"):
            raise errors.BadConfiguration(f"There is no secret in {self}.", "Put it there.")
        return text


class KeyReference(SecretReference):
    """A private key by its place: a text of several lines (PEM), as it was handed out."""

    def read(self) -> str:
        """The key. Raises `BadConfiguration`, which names the place and never the value."""
        text = self._stored().replace("\r\n", "\n").strip()
        if not _KEY.fullmatch(text):
            raise errors.BadConfiguration(
                f"What stands in {self} is no private key.",
                "Store the .pem file there as GitHub gave it, with its first and its last line.",
            )
        remember(text)
        for line in text.splitlines():
            if not line.startswith("-"):
                remember(line)
        return text


def remember(secret: str) -> None:
    """Let the log leave this secret out."""
    _read.add(secret)


def forget(secret: str) -> None:
    """Think no more of a secret that is worth nothing any more."""
    _read.discard(secret)


def known() -> frozenset[str]:
    """Every secret that was read by this process, so that the log can leave it out."""
    return frozenset(_read)


def _read_private_file(path: Path) -> str:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise errors.BadConfiguration(
            f"The secret file {path} cannot be read: {error.strerror}.",
            "Create it, readable for the bot's user only.",
        ) from None
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_size > MAX_BYTES:
            raise errors.BadConfiguration(
                f"{path} is no secret file: not a regular file, or too large.",
                "Name the file that holds the secret and nothing else.",
            )
        if found.st_mode & 0o077 and CONTAINER_SECRETS not in path.parents:
            raise errors.BadConfiguration(
                f"The secret file {path} is open to other users (mode {found.st_mode & 0o777:o}).",
                f"Run: chmod 600 {path}",
            )
        return os.read(descriptor, MAX_BYTES).decode("utf-8", "replace")
    finally:
        os.close(descriptor)


def _read_keyring(service: str, name: str) -> str:
    import keyring  # noqa: PLC0415  # asks the desktop for its back ends as it is imported
    from keyring.errors import KeyringError  # noqa: PLC0415  # the same

    try:
        return keyring.get_password(service, name) or ""
    except KeyringError:
        raise errors.BadConfiguration(
            "This machine has no keyring that answers.", 'Use { file = "…" } instead.'
        ) from None
