"""The operator's file, `releasebot.toml`: the bot itself, its people, and its projects."""

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from bot import errors
from bot.settings import reading, secrets, values
from bot.settings.people import Person, Roles
from bot.settings.project import Policy, Project


class Bot(reading.Table):
    """`[bot]`: where the bot keeps its state and where it listens."""

    data_dir: Path
    database: Literal["sqlite"] = "sqlite"
    listen: Annotated[str, values.matching(r"[\w.:\[\]-]+:[0-9]{1,5}", "127.0.0.1:8080")] = (
        "127.0.0.1:8080"
    )
    public_url: values.Address | None = None

    @field_validator("data_dir")
    @classmethod
    def _from_the_folder_of_the_configuration(cls, given: Path, info: ValidationInfo) -> Path:
        return reading.folder_of(info) / given


class GitHub(reading.Table):
    """`[github]`: one address moves everything; the token is the bot's there."""

    api_url: values.Address = "https://api.github.com"
    token: secrets.SecretReference | None = None


class ChatLog(reading.Table):
    """`[chat_log]`: the chat of the local world, which only writes down what it is told."""

    url: values.Address


class Settings(reading.Table):
    """The whole file, checked: every name in it is known and every policy can be met."""

    config_version: Literal[1]
    bot: Bot
    github: GitHub = GitHub()
    chat_log: ChatLog | None = None
    people: values.Frozen[values.Name, Person] = Field(default_factory=dict)
    roles: Roles = Roles()
    projects: values.Frozen[values.Name, Project] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_and_policies_fit(self) -> Self:
        _check_accounts(self.people)
        _check_roles(self.roles, list(self.people))
        for name, bound in self.projects.items():
            _check_approval(bound.policy, self.roles, ("projects", name, "policy", "publish"))
        _check_packages(self.projects)
        return self


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


def _check_approval(policy: Policy, roles: Roles, where: tuple[str, ...]) -> None:
    approval = policy.publish
    voters = roles.members(approval.role)
    if len(voters) < approval.votes:
        raise reading.wrong(
            f"{{key}} needs {approval.votes} votes, but only {len(voters)} hold the role "
            f"{approval.role}.",
            "Name more people in [roles] or ask for fewer votes.",
            *where,
        )
    requesters = roles.releaser or ("",)
    if approval.not_requester and not policy.solo:
        most = max(len(voters - {requester}) for requester in requesters)
        if most < approval.votes:
            raise reading.wrong(
                f"{{key}} can never be met: without the requester only {most} can vote.",
                "Name another approver in [roles], or set solo = true in the policy.",
                *where,
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
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise errors.BadConfiguration(
            f"{path} cannot be read: {error.strerror}.",
            "Name the operator's file, releasebot.toml.",
        ) from None
    except UnicodeDecodeError as error:
        raise errors.BadConfiguration(
            f"{path} is not UTF-8 at byte {error.start + 1}.", "Save it as plain UTF-8."
        ) from None
    return reading.read(text, str(path), Settings, path.absolute().parent)
