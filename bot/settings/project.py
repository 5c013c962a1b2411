"""A project as the operator binds it: repository, channels, who must approve, where it goes."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictInt

from bot.settings import people, reading, secrets, values

RepositoryName = Annotated[
    str, values.matching(r"[A-Za-z0-9_][\w.-]*/[A-Za-z0-9_][\w.-]*", "owner/name")
]


class Channels(reading.Table):
    """A channel for each chat, by id."""

    slack: values.ChannelId | None = None
    discord: values.ChannelId | None = None
    chat_log: values.ChannelId | None = None


class Approval(reading.Table):
    """What one question needs: votes of a role, perhaps not the requester's, and for how long."""

    votes: Annotated[StrictInt, Field(ge=1, le=100)] = 1
    role: people.RoleName = "approver"
    not_requester: StrictBool = True
    expires: values.Duration = timedelta(hours=24)


class Policy(reading.Table):
    """Who approves the publishing, whether the requester alone may, and how the commit lands."""

    publish: Approval = Approval()
    solo: StrictBool = False
    land: Literal["pull-request", "fast-forward"] = "fast-forward"


class Gates(reading.Table):
    """Automatic conditions; one that is unset is not asked."""

    coverage: Annotated[float, Field(ge=0, le=100, strict=True)] | None = None
    security: Literal["low", "medium", "high", "critical"] | None = None


class RequiredCheck(reading.Table):
    """A check that must be green on the release commit, made by exactly this GitHub App."""

    check: values.Text
    app: values.AccountNumber


class Index(reading.Table):
    """A package index; an address that is left out is the public one of that name."""

    token: secrets.SecretReference
    upload_url: values.Address | None = None
    index_url: values.Address | None = None


class Targets(reading.Table):
    """Where the packages go."""

    testpypi: Index | None = None
    pypi: Index | None = None


class Project(reading.Table):
    """`[projects.NAME]`; one that is not `enabled` is only rehearsed."""

    title: values.Text | None = None
    repository: RepositoryName
    package: values.PackageName
    channels: Channels = Channels()
    announce: Channels = Channels()
    policy: Policy = Policy()
    required: tuple[RequiredCheck, ...] = ()
    gates: Gates = Gates()
    enabled: StrictBool = False
    targets: Targets = Targets()
