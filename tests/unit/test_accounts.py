"""As whom the bot speaks to GitHub, and which projects share a session."""

from pathlib import Path

import pytest

from bot import errors
from bot.adapters.code_host.account.installation import InstallationToken
from bot.adapters.tokens import StoredToken
from bot.main import accounts
from bot.settings.github import GitHub
from bot.settings.secrets import SecretReference

NAMES = ("acme/greeter", "Acme/other", "umbrella/greeter")
TOKEN = GitHub(token=SecretReference(file=Path("token")))
APP = GitHub.model_validate(
    {"app_id": 1, "private_key": {"file": "key"}, "webhook_secret": {"file": "hook"}}
)


def test_an_app_has_a_session_for_each_owner() -> None:
    """An owner is one installation, however its name is written."""
    found = accounts.sessions(APP, NAMES)

    assert found["acme/greeter"] is found["Acme/other"]
    assert found["umbrella/greeter"] is not found["acme/greeter"]
    assert all(isinstance(each.token, InstallationToken) for each in found.values())


def test_a_token_has_one_session() -> None:
    """GitHub counts its requests together."""
    found = accounts.sessions(TOKEN, NAMES)

    assert len(set(map(id, found.values()))) == 1
    assert isinstance(found["acme/greeter"].token, StoredToken)


def test_without_either_there_is_no_way_in() -> None:
    """The sentence says what to write."""
    with pytest.raises(errors.BadConfiguration, match="no way into GitHub") as caught:
        accounts.sessions(GitHub(), NAMES)

    assert "app_id and private_key" in caught.value.next_step
