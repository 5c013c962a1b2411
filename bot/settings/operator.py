"""The operator's file, `releasebot.toml`: the bot itself, its people, and its projects."""

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Self

from pydantic import (
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from bot import errors
from bot.settings import approvals, console, reading, secrets, values
from bot.settings.console import Console
from bot.settings.discord import Discord
from bot.settings.github import GitHub
from bot.settings.people import Person, Roles
from bot.settings.project import Project
from bot.settings.retention import Retention
from bot.settings.slack import Slack


class Bot(reading.Table):
    """`[bot]`: where the bot keeps its state and where it listens."""

    data_dir: Path
    """State, artifacts and git mirrors; only the bot's user may read it."""
    database: Literal["sqlite"] = "sqlite"
    """Where the state is kept."""
    listen: values.Listening = "127.0.0.1:8080"
    """Where web pages and webhooks are served."""
    public_url: values.Address | None = None
    """Where people reach that from outside."""

    @field_validator("data_dir")
    @classmethod
    def _from_the_folder_of_the_configuration(cls, given: Path, info: ValidationInfo) -> Path:
        return reading.folder_of(info) / given


class ChatLog(reading.Table):
    """`[chat_log]`: the chat of the local world, which only writes down what it is told."""

    url: values.Address
    """Where it is."""


class Settings(reading.Table):
    """The whole file, checked: every name in it is known and every policy can be met."""

    config_version: Literal[1]
    """The version of this file's form."""
    bot: Bot
    """The bot itself."""
    github: GitHub = GitHub()
    """Where the repositories are."""
    slack: Slack | None = None
    """A workspace of Slack."""
    discord: Discord | None = None
    """A server of Discord."""
    chat_log: ChatLog | None = None
    """The chat of the local world."""
    console: Console | None = None
    """The web console."""
    retention: Retention = Retention()
    """How long what has ended is kept."""
    people: values.Frozen[values.Name, Person] = Field(default_factory=dict)
    """Who there is."""
    roles: Roles = Roles()
    """Who may do what."""
    projects: values.Frozen[values.Name, Project] = Field(default_factory=dict)
    """What is released."""

    @model_validator(mode="after")
    def _names_and_policies_fit(self) -> Self:
        _check_accounts(self.people)
        _check_roles(self.roles, list(self.people))
        has_people = any(members for _, members in self.roles)
        for name, bound in self.projects.items():
            if has_people or bound.enabled:  # a file that was just begun is for rehearsals only
                approvals.check_policy(bound.policy, self.roles, ("projects", name, "policy"))
        _check_packages(self.projects)
        if self.console and self.console.act_as:
            chats = (self.chat_log and self.chat_log.url, self.slack and self.slack.api_url)
            others = (self.bot.public_url, *chats, self.discord and self.discord.api_url)
            places = [each for each in others if each] + [self.github.api_url]
            places += console.written_to(self.projects)
            console.check_acting(self.bot.listen, places)
        return self

    def references(self) -> dict[str, secrets.SecretReference]:
        """The secrets of the bot itself, by key."""
        tables = {"github": self.github, "slack": self.slack, "discord": self.discord}
        return {
            f"{name}.{key}": reference
            for name, table in tables.items()
            if table
            for key, reference in table.references().items()
        }


def _check_accounts(known: Mapping[str, Person]) -> None:
    owners: dict[tuple[str, str], str] = {}
    for name, person in known.items():
        for account in person.accounts():
            owner = owners.setdefault(account, name)
            if owner != name:
                raise reading.wrong(
                    f"{{key}} has the same {account[0]} account as {owner}.",
                    "One account is one person; remove one of the two.",
                    *("people", name),
                )


def _check_roles(roles: Roles, known: list[str]) -> None:
    for role, members in roles:
        for name in members:
            if name not in known:
                near = difflib.get_close_matches(name, known, n=1)
                meant = f"Did you mean {near[0]}? Else a" if near else "A"
                raise reading.wrong(
                    f"{{key}} names {name}, who is not in [people].",
                    f"{meant}dd a line: {name} = {{ github = … }} under [people].",
                    *("roles", role),
                )


def _check_packages(projects: Mapping[str, Project]) -> None:
    owners: dict[str, str] = {}
    for name, bound in projects.items():
        owner = owners.setdefault(values.same_name(bound.package), name)
        if owner != name:
            raise reading.wrong(
                f"{{key}} is the package of {owner} too.",
                "One project for each package; remove one of the two.",
                *("projects", name, "package"),
            )


def read_settings(path: Path) -> Settings:
    """The settings in the file; relative paths in it start at its folder.

    Raises `BadConfiguration`, which names file, line and key and never a configured value.
    """
    try:
        text = path.read_bytes().decode("utf-8", "surrogateescape")
    except OSError as error:
        raise errors.BadConfiguration(
            f"{path} cannot be read: {error.strerror}.",
            "Name the operator's file, releasebot.toml; `releasebot init` writes one.",
        ) from None
    return parse_settings(text, path)


def parse_settings(text: str, path: Path) -> Settings:
    """The settings in a text that stands, or is to stand, in the file."""
    return reading.read(text, str(path), Settings, path.absolute().parent)
