"""Secrets: found by their place when asked for, refused where others could read them."""

import os
from pathlib import Path

import keyring
import pytest
from keyring import errors as keyring_errors

from bot import errors
from bot.settings import SecretReference, secrets

SECRET = "canary-7f3a"  # noqa: S105  # a marker that must not appear anywhere


def stored(folder: Path, content: bytes, mode: int = 0o600) -> SecretReference:
    """A reference to a file with this content."""
    path = folder / "token"
    path.write_bytes(content)
    path.chmod(mode)
    return SecretReference(file=path)


@pytest.mark.parametrize("ending", [b"", b"\n", b"\r\n"])
def test_a_file_may_end_with_a_line_break(tmp_path: Path, ending: bytes) -> None:
    """Editors add one; it is no part of the secret."""
    assert stored(tmp_path, SECRET.encode() + ending).read() == SECRET


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"a b", b"a\nb\n", b"a\n\n", b"\ta", b"a\x00b", b"a\x1b[0m"]
)
def test_a_secret_is_one_word(tmp_path: Path, content: bytes) -> None:
    """Nothing, spaces, further lines and control characters are refused without being shown."""
    with pytest.raises(errors.BadConfiguration) as caught:
        stored(tmp_path, content).read()

    assert "a b" not in caught.value.for_people()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o622, 0o644])
def test_a_file_that_others_may_open_is_refused(tmp_path: Path, mode: int) -> None:
    """Whoever can read the file can publish; the answer says how to close it."""
    with pytest.raises(errors.BadConfiguration, match="open to other users") as caught:
        stored(tmp_path, SECRET.encode(), mode).read()

    assert caught.value.next_step == f"Run: chmod 600 {tmp_path / 'token'}"


def test_a_container_mounts_its_secrets_as_it_likes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The runtime's own folder belongs to one container, so its mode does not matter."""
    monkeypatch.setattr(secrets, "CONTAINER_SECRETS", tmp_path)

    assert stored(tmp_path, SECRET.encode(), 0o444).read() == SECRET


def test_only_a_regular_file_holds_a_secret(tmp_path: Path) -> None:
    """A fifo must not block the start, and a folder is no secret."""
    os.mkfifo(tmp_path / "fifo", 0o600)

    for name, sentence in [("fifo", "no secret file"), ("", "no secret file"), ("x", "read")]:
        with pytest.raises(errors.BadConfiguration, match=sentence):
            SecretReference(file=tmp_path / name).read()


def test_a_variable_is_read_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reference holds the name only; the value is looked up late."""
    reference = SecretReference(env="SAMPLE_TOKEN")
    with pytest.raises(errors.BadConfiguration, match="no secret in the variable SAMPLE_TOKEN"):
        reference.read()

    monkeypatch.setenv("SAMPLE_TOKEN", SECRET)

    assert reference.read() == SECRET
    assert SECRET not in f"{reference!r} {reference} {reference.model_dump()}"


def test_the_keyring_is_asked_by_service_and_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """The entry of the desktop's keyring, or a sentence where there is none."""
    entries = {("releasebot", "pypi"): SECRET}
    monkeypatch.setattr(keyring, "get_password", lambda *entry: entries.get(entry))
    assert SecretReference(keyring="releasebot/pypi").read() == SECRET

    def no_keyring(*_: str) -> str:
        raise keyring_errors.NoKeyringError

    monkeypatch.setattr(keyring, "get_password", no_keyring)
    with pytest.raises(errors.BadConfiguration, match="no keyring"):
        SecretReference(keyring="releasebot/pypi").read()


KEY = "-----BEGIN RSA PRIVATE KEY-----\nY2FuYXJ5\nLWtleQ==\n-----END RSA PRIVATE KEY-----"


@pytest.mark.parametrize("text", [KEY, f"{KEY}\n", KEY.replace("\n", "\r\n") + "\r\n"])
def test_a_key_has_several_lines(tmp_path: Path, text: str) -> None:
    """As it was handed out; the log knows each of them."""
    place = stored(tmp_path, text.encode()).file

    assert secrets.KeyReference(file=place).read() == KEY
    assert {KEY, "Y2FuYXJ5", "LWtleQ=="} <= secrets.known()


@pytest.mark.parametrize(
    "text",
    [SECRET, KEY[:-5], KEY[5:], KEY.replace("RSA ", "", 1), f"{KEY}\n{KEY}", "\n", KEY + "x"],
)
def test_what_is_no_key_is_refused(tmp_path: Path, text: str) -> None:
    """Also a key that was cut off; nothing of it is shown."""
    place = stored(tmp_path, text.encode()).file

    with pytest.raises(errors.BadConfiguration) as caught:
        secrets.KeyReference(file=place).read()

    assert SECRET not in caught.value.for_people()
    assert "Y2FuYXJ5" not in caught.value.for_people()
