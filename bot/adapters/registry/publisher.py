"""The publisher: a short-lived process that reads the secret and uploads one file by twine.

It is the only process that ever sees the publishing secret. It starts in an empty folder with an
empty environment, runs nothing of the package, and dies with the bot.
"""

import base64
import contextlib
import ctypes
import hashlib
import os
import re
import signal
import sys
import tarfile
import tempfile
import zipfile
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from twine.exceptions import TwineException
from twine.package import PackageFile
from twine.settings import Settings
from twine.utils import DEFAULT_REPOSITORY, TEST_REPOSITORY

from bot import errors
from bot.adapters import artifact_store
from bot.adapters.registry.publication import Answer, Request
from bot.settings import tokens
from bot.settings.secrets import SecretReference

USER = "__token__"
CONNECT_SECONDS = 10
LONGEST_TEXT = 500
SET_PARENT_DEATH_SIGNAL, SET_DUMPABLE = 1, 4  # of prctl(2)
NAME_IS_TAKEN = re.compile(r"already exists|already been used|previously used", re.IGNORECASE)


def main() -> None:
    """Read the request from stdin, publish, write the answer to stdout."""
    request = Request.model_validate_json(sys.stdin.buffer.read())
    _die_with(request.parent)
    with contextlib.redirect_stdout(sys.stderr):  # twine talks
        answer = publish(request)
    sys.stdout.write(answer.model_dump_json() + "\n")


def _die_with(parent: int) -> None:
    """Let the kernel kill us when the bot ends, and let nobody look into our memory."""
    prctl = ctypes.CDLL(None).prctl
    prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    prctl(SET_DUMPABLE, 0)
    if os.getppid() != parent:
        sys.exit("the bot is gone")


def publish(request: Request) -> Answer:
    """Upload the requested file, if it is what was asked for."""
    try:
        secret = _checked_secret(request)
    except errors.BadConfiguration as error:
        return Answer(state="credentials", text=error.for_people())
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, request.name)
        try:
            if _copy(Path(request.path), copy) != (request.sha256, request.size):
                return Answer(state="changed")
            answer = _upload(copy, request, secret)
        except errors.BadArtifact as error:
            answer = Answer(state="changed", text=error.sentence)
        except requests.RequestException as error:
            answer = Answer(state="unknown", text=type(error).__name__)
    return Answer(state=answer.state, text=redact(answer.text, secret))


def _checked_secret(request: Request) -> str:
    """The secret, if it is one for this index and does not open more than it should."""
    reference = SecretReference.model_validate(request.secret)
    secret = reference.read()
    host = (urlsplit(request.repository_url).hostname or "").removeprefix("upload.")
    is_public = request.repository_url in (DEFAULT_REPOSITORY, TEST_REPOSITORY)
    tokens.check_index_token(secret, str(reference), host, is_public=is_public)
    return secret


def _copy(source: Path, target: Path) -> tuple[str, int]:
    """Copy the file to where only we write; hash and size are those of what was copied."""
    digest = hashlib.sha256()
    with artifact_store.opened(source) as fd, target.open("xb") as out:
        for chunk in artifact_store.chunks(fd):
            digest.update(chunk)
            out.write(chunk)
    return digest.hexdigest(), target.stat().st_size


class _Impatient(HTTPAdapter):
    """Gives every request a timeout, which twine does not; and repeats none."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self._seconds = seconds

    def send(self, *given: Any, **named: Any) -> requests.Response:  # noqa: ANN401 - theirs
        return super().send(*given, **{**named, "timeout": (CONNECT_SECONDS, self._seconds)})


def _upload(path: Path, request: Request, secret: str) -> Answer:
    """One POST by twine."""
    try:
        package = PackageFile.from_filename(str(path), None)
        settings = Settings(
            non_interactive=True,
            disable_progress_bar=True,
            repository_url=request.repository_url,
            username=USER,
            password=secret,
        )
    except (TwineException, zipfile.BadZipFile, tarfile.TarError, ValueError) as error:
        return Answer(state="rejected", text=str(error))
    with contextlib.closing(settings.create_repository()) as repository:
        repository.session.trust_env = False
        for scheme in ("https://", "http://"):
            repository.session.mount(scheme, _Impatient(request.seconds_without_answer))
        answer = repository.upload(package, max_redirects=1)  # twine's word for attempts
        return judge(answer.status_code, answer.reason or "", answer.text)


def judge(status: int, reason: str, body: str) -> Answer:
    """What an index's answer means; PyPI's own sentence stands in the reason of the status line."""
    plain = " ".join(re.sub(r"<[^>]*>", " ", body).split())
    is_own_sentence = reason.lower() not in {s.phrase.lower() for s in HTTPStatus} | {""}
    text = f"{status} {reason if is_own_sentence else plain}"
    if status in (HTTPStatus.OK, HTTPStatus.CREATED):
        return Answer(state="ok")
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return Answer(state="credentials", text=text)
    if status == HTTPStatus.CONFLICT or NAME_IS_TAKEN.search(f"{reason} {plain}"):
        return Answer(state="conflict", text=text)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
        return Answer(state="unknown", text=text)
    return Answer(state="rejected", text=text)


def redact(text: str, secret: str) -> str:
    """The text on one short line, without the secret in any form in which it travels."""
    login = base64.b64encode(f"{USER}:{secret}".encode()).decode()
    for form in (secret, login):
        text = text.replace(form, "***")
    return "".join(c if c.isprintable() else " " for c in text)[:LONGEST_TEXT].strip()


if __name__ == "__main__":
    main()
