"""A project as the operator binds it: repository, channels, who must approve, where it goes."""

from typing import Annotated, Literal

from pydantic import Field, StrictBool

from bot.settings import reading, secrets, values
from bot.settings.approvals import Policy
from bot.settings.cadence import Cadence

RepositoryName = Annotated[
    str, values.matching(r"[A-Za-z0-9_][\w.-]*/[A-Za-z0-9_][\w.-]*", "owner/name")
]


class Channels(reading.Table):
    """A channel for each chat, by id."""

    slack: values.ChannelId | None = None
    """Its id at Slack."""
    discord: values.ChannelId | None = None
    """Its number at Discord."""
    chat_log: values.ChannelId | None = None
    """Its name in the local world."""


class Gates(reading.Table):
    """Automatic conditions; one that is unset is not asked."""

    coverage: Annotated[float, Field(ge=0, le=100, strict=True)] | None = None
    """Percent of the code that tests must reach."""
    security: Literal["low", "medium", "high", "critical"] | None = None
    """The weakness that stops a release, and those above it."""


class RequiredCheck(reading.Table):
    """A check that must be green before a release, made by exactly this GitHub App."""

    check: values.Text
    """Its name."""
    app: values.AccountNumber
    """The number of the GitHub App that makes it."""


class Index(reading.Table):
    """A package index; an address that is left out is the public one of that name."""

    token: secrets.SecretReference
    """The token of the index, for this project alone."""
    upload_url: values.Address | None = None
    """Where files are sent."""
    index_url: values.Address | None = None
    """Where files are listed."""


class Targets(reading.Table):
    """Where the packages go."""

    testpypi: Index | None = None
    """Tried first."""
    pypi: Index | None = None
    """Where people install from."""


class Project(reading.Table):
    """`[projects.NAME]`: a project by the name that commands use; its repository and rules."""

    title: values.Text | None = None
    """What people call it."""
    repository: RepositoryName
    """Its repository on GitHub."""
    package: values.PackageName
    """Its name on the index; one project for each."""
    channels: Channels = Channels()
    """Where it is talked about and approved."""
    announce: Channels = Channels()
    """Where its releases are announced."""
    policy: Policy = Policy()
    """Who must say yes."""
    required: tuple[RequiredCheck, ...] = ()
    """Checks that must be green on the commit that is released from; else all that report."""
    github_notes: StrictBool = False
    """Whether GitHub's list of new contributors and all changes ends the release there."""
    gates: Gates = Gates()
    """Conditions without which nothing is released."""
    tags: Literal["ignore", "tell", "release"] = "ignore"
    """What follows a tag that somebody pushes by hand: nothing, people are told, or the bot \
releases the version that it names."""
    releases: Literal["adopt", "tell", "ignore"] = "adopt"
    """What follows a release that somebody publishes by hand: the bot completes it, people are \
told, or nothing."""
    cadence: Cadence = Cadence()
    """How often it is to be released."""
    enabled: StrictBool = False
    """Whether it may be released for real; else it is only rehearsed."""
    targets: Targets = Targets()
    """Where it goes."""
