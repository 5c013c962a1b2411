"""Git history: tags and commits as git prints them, read into our values."""

from bot.adapters.git_command import GitCommand
from bot.domain import foreign_text, moments
from bot.domain.notes.changes import Commit
from bot.domain.plans.facts import TagFact
from bot.domain.versions import references

MOST_COMMITS = 5000
MOST_LOOKS = 500  # tags that are looked at, newest first, for one that the branch contains

_TAG_FIELDS = (
    *("refname:lstrip=2", "objectname", "*objectname", "objecttype", "*objecttype"),
    "creatordate:iso-strict",
)
_FIELDS = ("%H", "%P", "%an", "%cI", "%s", "%b")


def read_tags(git: GitCommand, pattern: str) -> tuple[TagFact, ...]:
    """Every tag that names a version, newest version first."""
    form = "%00".join(f"%({field})" for field in _TAG_FIELDS)
    rows = git.run("for-each-ref", f"--format={form}", "refs/tags").decode("utf-8", "replace")
    found = []
    for row in rows.splitlines():
        name, own, peeled, kind, peeled_kind, time = row.split("\0")
        version = references.tag_version(name, pattern)
        if version and "commit" in (kind, peeled_kind):
            fact = TagFact(name=name, commit=peeled or own, time=_moment(time))
            found.append((version, fact))
    return tuple(tag for _, tag in sorted(found, key=lambda pair: pair[0], reverse=True))


def contained_tags(
    git: GitCommand, tags: tuple[TagFact, ...], head: str, pattern: str
) -> tuple[str, ...]:
    """The tags that `head` contains, newest version first, down to the first final one."""
    contained = []
    for tag in tags[:MOST_LOOKS]:
        if not is_ancestor(git, tag.commit, head):
            continue
        contained.append(tag.name)
        version = references.tag_version(tag.name, pattern)
        if version and not version.is_prerelease:
            break
    return tuple(contained)


def is_ancestor(git: GitCommand, older: str, newer: str) -> bool:
    """Whether `newer` contains `older`."""
    return git.succeeds("merge-base", "--is-ancestor", older, newer)


def read_commits(git: GitCommand, older: str, newer: str) -> tuple[Commit, ...]:
    """The commits that `newer` has and `older` ("" = nothing) has not, newest first, bounded."""
    wanted = [newer, *([f"^{older}"] if older else [])]
    text = git.run(
        "log",
        "-z",
        f"--max-count={MOST_COMMITS}",
        f"--format={'%x00'.join(_FIELDS)}",
        "--no-color",
        "--no-decorate",
        "--no-mailmap",
        *wanted,
        "--",
    ).decode("utf-8", "replace")
    values = text.split("\0")
    size = len(_FIELDS)
    return tuple(_commit(*values[n : n + size]) for n in range(0, len(values) - size + 1, size))


def _moment(stated: str) -> str:
    """A time as git tells it, in our own form; "" for what is none that a calendar has."""
    try:
        return moments.at(stated)
    except (ValueError, OverflowError):
        return ""


def _commit(sha: str, parents: str, author: str, time: str, *message: str) -> Commit:
    subject, body = (foreign_text.visible(part).strip() for part in message)
    return Commit(
        sha=sha,
        subject=subject,
        body=body,
        author=foreign_text.printable(author),
        time=time,
        parents=tuple(parents.split()),
    )
