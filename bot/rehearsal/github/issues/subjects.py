"""Subjects: an issue or a pull request, which share numbers, labels, comments and milestones."""

import json
import sqlite3
import zlib
from dataclasses import dataclass

from bot.rehearsal.github import asking, people, problems
from bot.rehearsal.storage import now

_ISSUES = "SELECT * FROM issues WHERE repository = ?"
_PULLS = "SELECT * FROM pulls WHERE repository = ?"
_ISSUE, _PULL = f"{_ISSUES} AND number = ?", f"{_PULLS} AND number = ?"
_LABEL_ISSUE = "UPDATE issues SET labels = ? WHERE repository = ? AND number = ?"
_LABEL_PULL = "UPDATE pulls SET labels = ? WHERE repository = ? AND number = ?"
_NOBODY: dict[str, object] = {
    "assignee": None,
    "assignees": [],
    "locked": False,
    "active_lock_reason": None,
}


@dataclass(frozen=True, slots=True)
class Subject:
    """An issue, or a pull request seen as one."""

    row: sqlite3.Row
    is_pull: bool

    @property
    def number(self) -> int:
        """The number that people write behind the `#`."""
        return int(self.row["number"])

    @property
    def labels(self) -> list[str]:
        """The names of its labels."""
        names: list[str] = json.loads(self.row["labels"])
        return names


def find(hosted: asking.Hosted, number: int) -> Subject:
    """The subject with this number, or 404."""
    for statement, is_pull in ((_ISSUE, False), (_PULL, True)):
        row = hosted.storage.db.execute(statement, (hosted.id, number)).fetchone()
        if row is not None:
            return Subject(row, is_pull)
    raise problems.not_found()


def every(hosted: asking.Hosted) -> list[Subject]:
    """All subjects, newest first."""
    found = [
        Subject(row, is_pull)
        for statement, is_pull in ((_ISSUES, False), (_PULLS, True))
        for row in hosted.storage.db.execute(statement, (hosted.id,))
    ]
    return sorted(found, key=lambda subject: subject.number, reverse=True)


def next_number(hosted: asking.Hosted) -> int:
    """The number of the next issue or pull request."""
    return max((subject.number for subject in every(hosted)), default=0) + 1


def set_labels(hosted: asking.Hosted, subject: Subject, names: list[str]) -> Subject:
    """Give it exactly these labels."""
    hosted.storage.db.execute(
        _LABEL_PULL if subject.is_pull else _LABEL_ISSUE,
        (json.dumps(list(dict.fromkeys(names))), hosted.id, subject.number),
    )
    return find(hosted, subject.number)


def label(hosted: asking.Hosted, name: str) -> dict[str, object]:
    """GitHub's label object; a label that nobody has described is grey."""
    row = hosted.storage.db.execute(
        "SELECT * FROM labels WHERE repository = ? AND name = ?", (hosted.id, name)
    ).fetchone()
    return {
        "id": zlib.crc32(name.encode()),
        "node_id": f"LA_{zlib.crc32(name.encode())}",
        "url": hosted.api("labels", people.quoted(name)),
        "name": name,
        "color": row["color"] if row else "ededed",
        "default": False,
        "description": row["description"] if row else "",
    }


def milestone(hosted: asking.Hosted, row: sqlite3.Row) -> dict[str, object]:
    """GitHub's milestone object."""
    number = row["number"]
    members = [subject for subject in every(hosted) if milestone_of(hosted, subject) == number]
    closed = sum(bool(subject.row["closed"]) for subject in members)
    url = hosted.api("milestones", number)
    return {
        "url": url,
        "html_url": hosted.page("milestone", number),
        "labels_url": f"{url}/labels",
        "id": hosted.id * 1000 + number,
        "node_id": f"MI_{hosted.id}_{number}",
        "number": number,
        "title": row["title"],
        "description": row["description"],
        "creator": people.user(hosted.base, row["creator"]),
        "open_issues": len(members) - closed,
        "closed_issues": closed,
        "state": "closed" if row["closed"] else "open",
        "created_at": row["created"],
        "updated_at": row["updated"],
        "due_on": row["due_on"],
        "closed_at": row["closed"] or None,
    }


def milestone_of(hosted: asking.Hosted, subject: Subject) -> int | None:
    """The number of its milestone."""
    row = hosted.storage.db.execute(
        "SELECT milestone FROM milestone_of WHERE repository = ? AND number = ?",
        (hosted.id, subject.number),
    ).fetchone()
    return int(row["milestone"]) if row else None


def milestone_row(hosted: asking.Hosted, number: int) -> sqlite3.Row:
    """The milestone with this number, or 404."""
    row = hosted.storage.db.execute(
        "SELECT * FROM milestones WHERE repository = ? AND number = ?", (hosted.id, number)
    ).fetchone()
    if row is None:
        raise problems.not_found()
    assert isinstance(row, sqlite3.Row)  # noqa: S101 - fetchone is untyped
    return row


def shown_milestone(hosted: asking.Hosted, subject: Subject) -> dict[str, object] | None:
    """Its milestone as an object."""
    number = milestone_of(hosted, subject)
    return None if number is None else milestone(hosted, milestone_row(hosted, number))


def set_milestone(hosted: asking.Hosted, subject: Subject, number: int | None) -> None:
    """Put it into a milestone, or out of any."""
    if number is None:
        hosted.storage.db.execute(
            "DELETE FROM milestone_of WHERE repository = ? AND number = ?",
            (hosted.id, subject.number),
        )
        return
    milestone_row(hosted, number)
    hosted.storage.db.execute(
        "INSERT OR REPLACE INTO milestone_of VALUES (?, ?, ?)", (hosted.id, subject.number, number)
    )


def touch(hosted: asking.Hosted, subject: Subject) -> None:
    """Say that something happened to an issue right now."""
    if not subject.is_pull:
        hosted.storage.db.execute(
            "UPDATE issues SET updated = ? WHERE repository = ? AND number = ?",
            (now(), hosted.id, subject.number),
        )


def issue(hosted: asking.Hosted, subject: Subject) -> dict[str, object]:
    """GitHub's issue object."""
    row, number = subject.row, subject.number
    url = hosted.api("issues", number)
    page = hosted.page("pull" if subject.is_pull else "issues", number)
    updated = (row["closed"] or row["created"]) if subject.is_pull else row["updated"]
    comments = hosted.storage.db.execute(
        "SELECT count(*) AS n FROM comments WHERE repository = ? AND number = ?",
        (hosted.id, number),
    ).fetchone()["n"]
    shown: dict[str, object] = {
        "id": hosted.id * 1_000_000 + number,
        "node_id": f"I_{hosted.id}_{number}",
        "url": url,
        "repository_url": hosted.api(),
        "labels_url": f"{url}/labels{{/name}}",
        "comments_url": f"{url}/comments",
        "events_url": f"{url}/events",
        "timeline_url": f"{url}/timeline",
        "html_url": page,
        "number": number,
        "state": "closed" if row["closed"] else "open",
        "state_reason": "completed" if row["closed"] and not subject.is_pull else None,
        "title": row["title"],
        "body": row["body"],
        "user": people.user(hosted.base, row["author"]),
        "labels": [label(hosted, name) for name in subject.labels],
        **_NOBODY,
        "milestone": shown_milestone(hosted, subject),
        "comments": comments,
        "closed_at": row["closed"] or None,
        "created_at": row["created"],
        "updated_at": updated,
        "author_association": "CONTRIBUTOR",
        "reactions": reactions(hosted, f"issue {number}", url),
        "performed_via_github_app": None,
    }
    if subject.is_pull:
        pull = hosted.api("pulls", number)
        links = {"url": pull, "html_url": page, "diff_url": f"{page}.diff"}
        merged = {"patch_url": f"{page}.patch", "merged_at": row["merged"] or None}
        shown |= {"pull_request": links | merged, "draft": False}
    return shown


REACTIONS = ("+1", "-1", "laugh", "confused", "heart", "hooray", "eyes", "rocket")


def reactions(hosted: asking.Hosted, subject: str, url: str) -> dict[str, object]:
    """How often each reaction was given."""
    rows = hosted.storage.db.execute(
        "SELECT content FROM reactions WHERE repository = ? AND subject = ?", (hosted.id, subject)
    ).fetchall()
    given = [row["content"] for row in rows]
    counts = {name: given.count(name) for name in REACTIONS}
    return {"url": f"{url}/reactions", "total_count": len(given), **counts}
