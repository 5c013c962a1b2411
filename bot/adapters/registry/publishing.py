"""Starting the publisher for one file; the bot itself never sees the secret."""

import os
import sys
import tempfile
from pathlib import Path

import pydantic

import bot
from bot import errors
from bot.adapters.patience import Patience
from bot.adapters.registry import child_process
from bot.adapters.registry.publication import Answer, Request
from bot.domain.files.artifacts import Artifact
from bot.settings import environment
from bot.settings.secrets import SecretReference

# -P keeps the current folder off the import path, -s the user's packages: only ours are seen.
COMMAND = (sys.executable, "-P", "-s", "-m", "bot.adapters.registry.publisher")
SLOWEST = 50_000  # bytes per second
KEYRING_NEEDS = ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")


async def publish(
    artifact: Artifact, path: Path, upload_url: str, secret: SecretReference, patience: Patience
) -> Answer:
    """Let a publisher upload the file. Raises `errors.Unknown` if it ends without an answer."""
    request = _request(artifact, path, upload_url, secret, patience)
    with tempfile.TemporaryDirectory(prefix="releasebot-publisher-") as name:
        around = child_process.Surroundings(
            folder=Path(name),
            environment=_environment(Path(name), secret),
            seconds=patience.call + artifact.size / SLOWEST,
        )
        ended = await child_process.run(COMMAND, around, said=request.model_dump_json().encode())
    return _understood(ended, artifact)


def _request(
    artifact: Artifact, path: Path, upload_url: str, secret: SecretReference, patience: Patience
) -> Request:
    """Everything the publisher needs to know, with absolute paths: it runs in another folder."""
    return Request(
        parent=os.getpid(),
        path=str(path.absolute()),
        name=artifact.name,
        sha256=artifact.sha256,
        size=artifact.size,
        repository_url=upload_url,
        secret=_by_name(secret),
        seconds_without_answer=2 * patience.answer,
    )


def _understood(ended: child_process.Ended, artifact: Artifact) -> Answer:
    """The publisher's last line; twine may have talked before it."""
    if ended.code == 0:
        try:
            return Answer.model_validate_json(ended.output.splitlines()[-1])
        except (pydantic.ValidationError, IndexError):
            pass
    how = "was stopped at its time limit" if ended.code is None else f"ended with {ended.code}"
    raise errors.Unknown(
        f"The publisher of {artifact.name} {how} and told nothing.",
        "The index will be looked at before anything is uploaded again.",
    )


def _by_name(secret: SecretReference) -> dict[str, str]:
    """Where the secret is, never what it is."""
    place = secret.model_dump(mode="json", exclude_none=True)
    return place | ({"file": str(secret.file.absolute())} if secret.file else {})


def _environment(folder: Path, secret: SecretReference) -> dict[str, str]:
    """No home, our own packages, and only for a secret outside of files what leads to it."""
    wanted = (secret.env,) if secret.env else KEYRING_NEEDS if secret.keyring else ()
    return {
        **child_process.environment_in(folder),
        "HOME": "/nonexistent",
        "PYTHONPATH": str(Path(bot.__file__).parents[1]),
        **{name: environment.variable(name) for name in wanted},
    }
