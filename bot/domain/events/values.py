"""The events that mean something for a release; each is a hint to look, never what is acted on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something happened in a repository, or, where `repository` is 0, to the App itself."""

    repository: int  # its number, which no rename changes
    name: str  # "owner/name", as the sender says
    sender: str  # login, "" for a deleted user
    is_bot: bool = False  # whether a program did it


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinged(Event):
    """The code host tries whether anybody is here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed(Event):
    """A branch moved, was made or was deleted."""

    branch: str
    commit: str  # "" where it was deleted


@dataclass(frozen=True, slots=True, kw_only=True)
class TagPushed(Event):
    """A tag was made or moved."""

    tag: str
    pusher: int = 0  # the account's number, 0 for a deleted user


@dataclass(frozen=True, slots=True, kw_only=True)
class PullClosed(Event):
    """A pull request was closed, merged or not."""

    number: int
    is_merged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PullLabelled(Event):
    """A pull request got a label."""

    number: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecksChanged(Event):
    """A check of a commit began, went on or ended."""

    commit: str
    app: int  # the App that made the check; 0 for a plain status
    is_foreign: bool  # it ran for another repository, a fork


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePublished(Event):
    """A release became public."""

    tag: str
    publisher: int = 0  # the account's number, 0 for a deleted user


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentWritten(Event):
    """Somebody wrote a comment at an issue or a pull request."""

    comment: int
    issue: int
    author: int  # the account's number, 0 for a deleted user
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneClosed(Event):
    """A milestone was closed."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryChanged(Event):
    """The repository was renamed, moved, made public, archived or deleted."""

    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessChanged(Event):
    """The App was given repositories, or lost some; which ones is asked of the code host."""

    action: str
