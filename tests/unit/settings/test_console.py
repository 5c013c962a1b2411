"""Acting as anybody: only where nothing of the bot reaches beyond this machine."""

from pathlib import Path

import pytest

from bot import errors, settings

FILE = """
config_version = 1
[bot]
data_dir = "data"
listen = "{listen}"
[github]
api_url = "{github}"
[chat_log]
url = "{chat}"
[console]
act_as = {act_as}
[people]
alice = {{ local = "alice" }}
bob = {{ local = "CORP\\\\bob.builder" }}
[roles]
releaser = ["alice"]
approver = ["bob"]
[projects.greeter]
repository = "acme/greeter"
package = "greeter"
targets.pypi = {{ token = {{ file = "pypi" }}{index} }}
"""
HERE = {
    "listen": "127.0.0.1:8080",
    "github": "http://127.0.0.1:1",
    "chat": "http://localhost:2",
    "index": ', upload_url = "http://127.0.0.1:3/", index_url = "http://[::1]:3/"',
    "act_as": "true",
}


def read(folder: Path, **changed: str) -> settings.Settings:
    """The settings of a rehearsal with something changed."""
    path = folder / "releasebot.toml"
    path.write_text(FILE.format_map(HERE | changed), encoding="utf-8")
    return settings.read_settings(path)


def test_a_rehearsal_may_act_as_anybody(tmp_path: Path) -> None:
    """Everything is on this machine; a login may look as its system writes it."""
    configured = read(tmp_path)

    assert configured.console is not None
    assert configured.console.act_as
    assert configured.people["bob"].local == "CORP\\bob.builder"


@pytest.mark.parametrize(
    "changed",
    [
        {"listen": "0.0.0.0:8080"},
        {"listen": "192.0.2.1:8080"},
        {"listen": '127.0.0.1:8080"\npublic_url = "https://releases.example.org'},
        {"github": "https://api.github.com"},
        {"chat": "https://chat.example.org"},
        {"index": ""},
        {"index": ', upload_url = "http://127.0.0.1:3/"'},
        {"index": ', upload_url = "https://index.example.org", index_url = "http://127.0.0.1:3/"'},
    ],
)
def test_nothing_else_may(tmp_path: Path, changed: dict[str, str]) -> None:
    """An address that is left out is a public one."""
    with pytest.raises(errors.BadConfiguration) as refused:
        read(tmp_path, **changed)

    assert "so console.act_as is only for rehearsals" in refused.value.sentence
    assert "Remove the line" in refused.value.next_step


def test_without_it_the_bot_may_be_anywhere(tmp_path: Path) -> None:
    """The console itself is served wherever the operator wants it."""
    configured = read(tmp_path, act_as="false", index="", github="https://api.github.com")

    assert configured.console is not None
    assert not configured.console.act_as
