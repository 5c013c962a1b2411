"""People and roles: one person, many accounts, each known by its id and never by a name."""

from typing import Annotated, Literal

from pydantic import ConfigDict, model_validator

from bot.settings import reading, values

RoleName = Literal["releaser", "approver", "security"]


class Person(reading.Table):
    """The accounts of one person; `local` is the login on the bot's own machine."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    github: values.AccountNumber | None = None
    """The account's number at GitHub."""
    discord: values.AccountNumber | None = None
    """The account's number at Discord."""
    slack: Annotated[str, values.matching(r"[UW][A-Z0-9]{1,20}", "U01ABCDEF")] | None = None
    """The member's id at Slack."""
    email: Annotated[str, values.matching(r"[^@\s]+@[^@\s]+", "alice@example.org")] | None = None
    """Where mail goes."""
    local: Annotated[str, values.matching(r"[^\s:/]{1,100}", "alice")] | None = None
    """The login on the bot's own machine."""

    @model_validator(mode="before")
    @classmethod
    def _has_an_account(cls, given: object) -> object:
        if not isinstance(given, dict) or not given:
            raise reading.wrong("{key} has no account.", "Write {key} = { github = 123456 }.")
        return given

    def accounts(self) -> frozenset[tuple[str, str]]:
        """Every account as (where, id)."""
        return frozenset((place, str(known)) for place, known in self if known is not None)


class Roles(reading.Table):
    """`[roles]`: which people hold which role."""

    releaser: tuple[values.Name, ...] = ()
    """May start, hold and cancel releases."""
    approver: tuple[values.Name, ...] = ()
    """May approve, skip and override."""
    security: tuple[values.Name, ...] = ()
    """May work on security releases."""

    def members(self, role: RoleName) -> frozenset[str]:
        """The people who hold the role."""
        return frozenset(getattr(self, role))
