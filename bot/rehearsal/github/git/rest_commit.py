"""GitHub's commit object, as lists, comparisons and branches show it."""

from collections.abc import Iterable

from bot.rehearsal.github import asking, people
from bot.rehearsal.github.git import commit_object, git_history

_STATUS = {"A": "added", "D": "removed", "M": "modified", "T": "changed"}
MOST_FILES = 300


def commits(hosted: asking.Hosted, shas: Iterable[str]) -> list[dict[str, object]]:
    """These commits, in this order."""
    return [
        _commit(hosted, commit_object.parse_commit(sha, raw))
        for sha, raw in hosted.git.read_commits(shas)
    ]


def simple_commits(hosted: asking.Hosted, shas: Iterable[str]) -> list[dict[str, object]]:
    """The same in the short form, as it stands in suites and runs."""
    parsed = [commit_object.parse_commit(*each) for each in hosted.git.read_commits(shas)]
    return [
        {
            "id": commit.sha,
            "tree_id": commit.tree,
            "message": commit.message,
            "timestamp": commit.committer.to_json()["date"],
            "author": _named(commit.author),
            "committer": _named(commit.committer),
        }
        for commit in parsed
    ]


def _named(signature: commit_object.Signature) -> dict[str, str]:
    return {"name": signature.name, "email": signature.email}


def _commit(hosted: asking.Hosted, commit: commit_object.CommitObject) -> dict[str, object]:
    url = hosted.api("commits", commit.sha)
    return {
        "sha": commit.sha,
        "node_id": f"C_{commit.sha}",
        "commit": {
            "author": commit.author.to_json(),
            "committer": commit.committer.to_json(),
            "message": commit.message,
            "tree": {"sha": commit.tree, "url": hosted.api("git/trees", commit.tree)},
            "url": hosted.api("git/commits", commit.sha),
            "comment_count": 0,
            "verification": git_history.UNSIGNED,
        },
        "url": url,
        "html_url": hosted.page("commit", commit.sha),
        "comments_url": f"{url}/comments",
        "author": _account(hosted, commit.author),
        "committer": _account(hosted, commit.committer),
        "parents": [
            {
                "sha": parent,
                "url": hosted.api("commits", parent),
                "html_url": hosted.page("commit", parent),
            }
            for parent in commit.parents
        ],
    }


def _account(hosted: asking.Hosted, signature: commit_object.Signature) -> dict[str, object] | None:
    login = people.login_of(signature.email)
    return people.user(hosted.base, login) if login else None


def changed_files(hosted: asking.Hosted, old: str, new: str) -> list[dict[str, object]]:
    """The files that differ between two trees, without their patches."""
    listing = hosted.git.run(
        "diff-tree", "-r", "-z", "--raw", "--numstat", "--no-renames", old, new
    )
    fields = listing.decode(errors="replace").split("\0")
    statuses: dict[str, tuple[str, str]] = {}
    files: list[dict[str, object]] = []
    while len(fields) > 1:
        head = fields.pop(0)
        if head.startswith(":"):
            _, _, _, sha, letter = head.split(" ")
            statuses[fields.pop(0)] = (_STATUS.get(letter, "modified"), sha)
            continue
        added, removed, path = head.split("\t")
        status, sha = statuses[path]
        counts = {"additions": _lines(added), "deletions": _lines(removed)}
        counts["changes"] = sum(counts.values())
        file = {"sha": sha, "filename": path, "status": status}
        files.append(file | counts | _links(hosted, new, path))
    return files[:MOST_FILES]


def _lines(text: str) -> int:
    return int(text) if text.isdigit() else 0  # "-" stands for a binary file


def _links(hosted: asking.Hosted, new: str, path: str) -> dict[str, object]:
    return {
        "blob_url": hosted.page("blob", new, path),
        "raw_url": hosted.page("raw", new, path),
        "contents_url": f"{hosted.api('contents', path)}?ref={new}",
    }
