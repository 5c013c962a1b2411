"""Finding the merged pull requests that a history tells of in its subjects."""

import re

from bot.rehearsal.bare_repository import BareRepository
from bot.rehearsal.github import people
from bot.rehearsal.hosting import MergedPull

MOST_PULLS = 500  # more than one release tells of; each merge costs a look at its branch
_MERGED = re.compile(r"Merge pull request #([0-9]{1,9}) from ([A-Za-z0-9-]+)/(\S+)")
_SQUASHED = re.compile(r"(.+) \(#([0-9]{1,9})\)")
_FORM = "%H%x00%P%x00%cI%x00%an%x00%ae%x00%s%x00%b%x00%x01"


def find_merged_pulls(repository: BareRepository, branch: str) -> list[MergedPull]:
    """The newest pull requests of the branch, newest first; each number once."""
    log = repository.run(
        *("log", f"--max-count={MOST_PULLS}", f"--format={_FORM}"),
        *("--extended-regexp", r"--grep=^Merge pull request #[0-9]", r"--grep=\(#[0-9]+\)$"),
        f"refs/heads/{branch}",
    )
    found: dict[int, MergedPull] = {}
    for record in log.decode(errors="replace").split("\x01"):
        pull = _read(repository, branch, record.lstrip("\n").split("\0"))
        if pull is not None:
            found.setdefault(pull.number, pull)
    return list(found.values())


def _read(repository: BareRepository, branch: str, fields: list[str]) -> MergedPull | None:
    if len(fields) < 7:  # noqa: PLR2004 - the record after the last one is empty
        return None
    sha, parents, merged, name, email, subject, body = fields[:7]
    base_sha, *others = parents.split(" ")
    merge = _MERGED.match(subject)
    if merge and others:
        brought = repository.text("rev-list", "--reverse", f"{base_sha}..{others[0]}").splitlines()
        number, author, head = int(merge[1]), merge[2], merge[3]
        title, _, text = body.strip().partition("\n")
    elif squash := _SQUASHED.fullmatch(subject):
        title, number = squash[1], int(squash[2])
        brought, author, head, text = [sha], _login(name, email), f"pull-{number}", body
    else:
        return None
    return MergedPull(
        number=number,
        title=title or subject,
        body=text.strip(),
        author=author,
        labels=(),
        base=branch,
        head=head,
        base_sha=base_sha,
        merge_commit=sha,
        merged=merged,
        commits=tuple(brought) or (sha,),
    )


def _login(name: str, email: str) -> str:
    """The account that wrote a commit, else one made of the person's name."""
    spelled = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return people.login_of(email) or spelled or "ghost"
