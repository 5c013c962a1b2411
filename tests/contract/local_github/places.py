"""Places where something happens, in memory and at the local GitHub, and the role that sees it."""

import dataclasses
from typing import Protocol

from github.Issue import Issue
from github.Repository import Repository

from bot import errors, ports
from bot.adapters.chat.github_comments import GitHubComments
from bot.adapters.code_host.origin import GitHubOrigin
from tests.fakes.fake_origin import FakeComments, FakeOrigin
from tests.fakes.github_owner import GitHubOwner

PULL = "Topic"  # what a pull request is called
HEAD = "c" * 40
FAKE_PERSON = 501
WRITES = {
    "react": ("POST", "/repos/*/*/issues/comments/*/reactions"),
    "write": ("POST", "/repos/*/*/issues/*/comments"),
    "edit": ("PATCH", "/repos/*/*/issues/comments/*"),
}


class OriginPlace(Protocol):
    """A repository, what people do with it, and what the bot sees of it."""

    name: str

    @property
    def origin(self) -> ports.Origin:
        """What the bot sees."""

    def tag(self, tag: str, *, annotated: bool = False) -> None:
        """Make a tag at the head of main."""

    def head(self) -> str:
        """The commit of main."""

    def release(self, tag: str, *, draft: bool) -> None:
        """Write a release, public or not."""

    def open_pull(self, label: str) -> int:
        """Ask for a change, with a label."""

    def merge(self, number: int) -> None:
        """Take it."""

    def open_milestone(self, title: str) -> int:
        """Plan something."""

    def close_milestone(self, number: int) -> None:
        """It is done."""

    def change(self, what: str, name: str = "") -> None:
        """Renamed (to a name), privatized, publicized, removed from the bot's sight, or added."""

    def fall_silent(self) -> None:
        """Answer nothing from now on."""


class FakePlace:
    """The repository in memory."""

    def __init__(self) -> None:
        """Nothing has happened."""
        self.origin = FakeOrigin()
        assert self.origin.seen
        self.name = self.origin.seen.name
        self._seen = self.origin.seen
        self._labels: dict[int, str] = {}
        self._milestones: dict[int, str] = {}

    def tag(self, tag: str, *, annotated: bool = False) -> None:
        """Make a tag; in memory, every kind is known by its commit."""
        del annotated
        self.origin.tags[tag] = HEAD

    def head(self) -> str:
        """The only commit."""
        return HEAD

    def release(self, tag: str, *, draft: bool) -> None:
        """Write a release; a public one has its tag."""
        if not draft:
            self.origin.publish(tag, "Notes")
            self.origin.tags[tag] = HEAD

    def open_pull(self, label: str) -> int:
        """Ask for a change."""
        self._labels[number := len(self._labels) + 1] = label
        return number

    def merge(self, number: int) -> None:
        """Take it."""
        labels = (self._labels[number],)
        self.origin.pulls[number] = ports.MergedPull(number=number, title=PULL, labels=labels)

    def open_milestone(self, title: str) -> int:
        """Plan something."""
        self._milestones[number := len(self._milestones) + 1] = title
        return number

    def close_milestone(self, number: int) -> None:
        """It is done."""
        self.origin.milestones[number] = self._milestones[number]

    def change(self, what: str, name: str = "") -> None:
        """What an owner does."""
        private = {"privatized": True, "publicized": False}.get(what, self._seen.private)
        self._seen = dataclasses.replace(self._seen, private=private, name=name or self._seen.name)
        self.origin.seen = None if what == "removed" else self._seen

    def fall_silent(self) -> None:
        """Answer nothing from now on."""
        self.origin.failure = errors.Unknown("The fake does not answer.", "Try it again.")


class LocalPlace:
    """The sample at the local GitHub, where alice does what the owner does not."""

    def __init__(self, origin: GitHubOrigin, owner: GitHubOwner, alice: Repository) -> None:
        """Nothing has happened."""
        self.origin = origin
        self.name = alice.full_name
        self._owner = owner
        self._alice = alice

    def head(self) -> str:
        """The commit of main."""
        return self._alice.get_git_ref("heads/main").object.sha

    def tag(self, tag: str, *, annotated: bool = False) -> None:
        """Make a tag."""
        made = self.head()
        if annotated:
            made = self._alice.create_git_tag(tag, "Notes", made, "commit").sha
        self._alice.create_git_ref(f"refs/tags/{tag}", made)

    def release(self, tag: str, *, draft: bool) -> None:
        """Write a release."""
        self._alice.create_git_release(tag, tag, "Notes", draft=draft)

    def open_pull(self, label: str) -> int:
        """Ask for a change."""
        main = self._alice.get_git_commit(self.head())
        tree = self._alice.get_git_tree(main.tree.sha)
        commit = self._alice.create_git_commit("feat: nothing new", tree, [main])
        self._alice.create_git_ref("refs/heads/topic", commit.sha)
        pull = self._alice.create_pull("main", "topic", title=PULL, body="")
        pull.add_to_labels(label)
        return pull.number

    def merge(self, number: int) -> None:
        """Take it."""
        self._alice.get_pull(number).merge()

    def open_milestone(self, title: str) -> int:
        """Plan something."""
        return self._alice.create_milestone(title).number

    def close_milestone(self, number: int) -> None:
        """It is done."""
        milestone = self._alice.get_milestone(number)
        milestone.edit(milestone.title, state="closed")

    def change(self, what: str, name: str = "") -> None:
        """What an owner does."""
        if what in {"removed", "added"}:
            self._owner.installation_repositories(self.name, what)
        else:
            self._owner.repository(self.name, what, **({"to": name} if name else {}))

    def fall_silent(self) -> None:
        """Answer nothing from now on."""
        self._owner.fault("GET", "/repos/**", "error_before", times=99)


class CommentPlace(Protocol):
    """An issue, what somebody says there, and what the bot sees and says."""

    issue: int
    other: int  # another issue
    person: int  # the number of who speaks

    @property
    def comments(self) -> ports.Comments:
        """What the bot sees and says."""

    def say(self, text: str) -> int:
        """Write a comment as that person; its number."""

    def say_otherwise(self, comment: int, text: str) -> None:
        """Edit it."""

    def take_back(self, comment: int) -> None:
        """Delete it."""

    def texts(self) -> list[str]:
        """Everything that stands there, the oldest first."""

    def reactions(self, comment: int) -> list[str]:
        """The signs at a comment."""

    def lose_the_answer(self, write: str) -> None:
        """Let the next write of this kind happen without an answer."""


class FakeIssue:
    """The issue in memory."""

    issue = 7
    other = 8
    person = FAKE_PERSON

    def __init__(self) -> None:
        """Nobody has said anything."""
        self.comments = FakeComments()

    def say(self, text: str) -> int:
        """Write a comment."""
        number = 100 + len(self.comments.there)
        self.comments.add(self.issue, number, self.person, text)
        return number

    def say_otherwise(self, comment: int, text: str) -> None:
        """Edit it."""
        self.comments.add(self.issue, comment, self.person, text)

    def take_back(self, comment: int) -> None:
        """Delete it."""
        del self.comments.there[comment]

    def texts(self) -> list[str]:
        """Everything that stands there."""
        return [said.text for issue, said in self.comments.there.values() if issue == self.issue]

    def reactions(self, comment: int) -> list[str]:
        """The signs at a comment."""
        return [sign for where, sign in self.comments.reactions if where == comment]

    def lose_the_answer(self, write: str) -> None:
        """Let the next write of this kind happen without an answer."""
        self.comments.fail_next(write, when="after")


class LocalIssue:
    """An issue at the local GitHub."""

    def __init__(self, comments: GitHubComments, owner: GitHubOwner, issue: Issue) -> None:
        """Nobody has said anything."""
        self.comments = comments
        self.issue = issue.number
        self.other = issue.repository.create_issue("Another").number
        self.person = issue.user.id
        self._owner = owner
        self._issue = issue

    def say(self, text: str) -> int:
        """Write a comment."""
        return self._issue.create_comment(text).id

    def say_otherwise(self, comment: int, text: str) -> None:
        """Edit it."""
        self._issue.get_comment(comment).edit(text)

    def take_back(self, comment: int) -> None:
        """Delete it."""
        self._issue.get_comment(comment).delete()

    def texts(self) -> list[str]:
        """Everything that stands there."""
        return [comment.body for comment in self._issue.get_comments()]

    def reactions(self, comment: int) -> list[str]:
        """The signs at a comment."""
        return [each.content for each in self._issue.get_comment(comment).get_reactions()]

    def lose_the_answer(self, write: str) -> None:
        """Let the next write of this kind happen without an answer."""
        method, path = WRITES[write]
        self._owner.fault(method, path, "drop_after")
