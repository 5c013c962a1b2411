"""The operator's file of a rehearsal: real settings, whose addresses are those of the world."""

import contextlib
import os
import pwd
from pathlib import Path
from typing import Any

import tomlkit

from bot.rehearsal.discord.own_process import DiscordProcess
from bot.rehearsal.rehearsed_project import RehearsedProject
from bot.rehearsal.running import ports
from bot.rehearsal.slack.rehearsed_workspace import RehearsedWorkspace
from bot.rehearsal.world import World

REQUESTER = "alice"
APPROVERS = ("bob", "carol")
ANNOUNCED = "releases"  # the channel of announcements
OUTSIDER = "dave"  # known, but without any role


def write_operator_file(
    folder: Path,
    world: World,
    chosen: RehearsedProject,
    land: str = "pull-request",
    slack: RehearsedWorkspace | None = None,
    discord: DiscordProcess | None = None,
) -> Path:
    """Write releasebot.toml and the secrets beside it (0600); return the file's path."""
    secrets = folder / "secrets"
    secrets.mkdir(mode=0o700, exist_ok=True)
    document: dict[str, Any] = {
        "config_version": 1,
        "bot": {"data_dir": "data", "listen": f"127.0.0.1:{_free_port()}"},
        "github": {
            "api_url": world.github_url,
            "token": _secret(secrets / "github", world.github_token),
        },
        "chat_log": {"url": world.chat_url},
        "console": {"act_as": True},
        "people": _people(),
        "roles": {"releaser": [REQUESTER], "approver": list(APPROVERS)},
        "projects": {
            chosen.name: _project(secrets, world, chosen, land),
        },
    }
    if slack:
        _add_slack(document, slack, secrets, chosen.name)
    if discord:
        _add_discord(document, discord, secrets, chosen.name)
    path = folder / "releasebot.toml"
    path.write_text(tomlkit.dumps(document), encoding="utf-8")
    return path


def _project(secrets: Path, world: World, chosen: RehearsedProject, land: str) -> dict[str, Any]:
    """The project's table; chats are added to it."""
    return {
        "repository": chosen.repository,
        "package": chosen.package,
        "announce": {"chat_log": ANNOUNCED},
        "enabled": True,
        "policy": {"publish": {"votes": len(APPROVERS), "role": "approver"}, "land": land},
        "targets": {
            "testpypi": _index(secrets / "testpypi", world.testpypi_url, world.testpypi_token),
            "pypi": _index(secrets / "pypi", world.pypi_url, world.pypi_token),
        },
    }


def _add_slack(
    document: dict[str, Any], slack: RehearsedWorkspace, secrets: Path, project: str
) -> None:
    """Show the project in its channel at Slack, and announce it there as well."""
    known = slack.process.secrets
    document["slack"] = {
        "api_url": slack.process.api_url,
        "bot_token": _secret(secrets / "slack-bot", known.bot_token),
        "app_token": _secret(secrets / "slack-app", known.app_token),
        "team": slack.team,
    }
    for name, account in slack.people.items():
        document["people"][name]["slack"] = account
    bound = document["projects"][project]
    bound.setdefault("channels", {})["slack"] = slack.channels[project]
    bound["announce"]["slack"] = slack.channels[ANNOUNCED]


def _add_discord(
    document: dict[str, Any], discord: DiscordProcess, secrets: Path, project: str
) -> None:
    """Show the project in a channel at Discord, and announce it there as well."""
    ids = discord.sample
    document["discord"] = {
        "api_url": discord.api_url,
        "gateway_url": discord.gateway_url,
        "token": _secret(secrets / "discord", discord.token),
        "guild": ids.guild,
    }
    for name in document["people"]:
        document["people"][name]["discord"] = getattr(ids, name)
    bound = document["projects"][project]
    bound.setdefault("channels", {})["discord"] = ids.releases
    bound["announce"]["discord"] = ids.announcements


def _people() -> dict[str, dict[str, Any]]:
    """Whoever rehearses is the requester in their own terminal."""
    people = {name: {"email": f"{name}@example.org"} for name in (REQUESTER, *APPROVERS, OUTSIDER)}
    people[REQUESTER]["local"] = _login()
    return people


def _login() -> str:
    with contextlib.suppress(KeyError):
        return pwd.getpwuid(os.getuid()).pw_name
    return str(os.getuid())


def _free_port() -> int:
    """A port for the console; it stays the same, so that an open page outlives a restart."""
    with ports.listen(None) as server:
        port: int = server.getsockname()[1]
        return port


def _index(secret: Path, url: str, token: str) -> dict[str, object]:
    return {
        "upload_url": f"{url}/legacy/",
        "index_url": f"{url}/simple/",
        "token": _secret(secret, token),
    }


def _secret(path: Path, value: str) -> dict[str, str]:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(value)
    return {"file": str(path.relative_to(path.parent.parent))}
