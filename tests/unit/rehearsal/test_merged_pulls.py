"""Pull requests that a history tells of."""

from pathlib import Path

from bot.rehearsal import git_process
from bot.rehearsal.bare_repository import BareRepository
from bot.rehearsal.merged_pulls import find_merged_pulls

STREAM = """\
commit refs/heads/main
mark :1
author A <a@nowhere.test> 1 +0000
committer A <a@nowhere.test> 1 +0000
data 5
begin

commit refs/heads/topic
mark :2
author B <7+bob@users.noreply.github.com> 2 +0000
committer B <7+bob@users.noreply.github.com> 2 +0000
data 4
work
from :1

commit refs/heads/main
mark :3
author A <a@nowhere.test> 3 +0000
committer A <a@nowhere.test> 3 +0000
data 61
Merge pull request #7 from bob/topic

Add the topic

Because.
from :1
merge :2

commit refs/heads/main
mark :4
author Jane Doe <jane@nowhere.test> 4 +0000
committer A <a@nowhere.test> 4 +0000
data 17
fix: a thing (#8)

commit refs/heads/main
mark :5
author B <7+bob@users.noreply.github.com> 5 +0000
committer A <a@nowhere.test> 5 +0000
data 29
Merge pull request #9 as text
"""


def test_both_ways_of_merging_are_found(tmp_path: Path) -> None:
    """A merge commit brings its branch's commits, a squashed one itself."""
    git_process.init_bare(tmp_path, "main")
    repository = BareRepository(tmp_path)
    repository.run("fast-import", "--quiet", stdin=STREAM.encode())

    squashed, merged = find_merged_pulls(repository, "main")

    work = repository.resolve("refs/heads/topic")
    assert (merged.number, merged.title, merged.author) == (7, "Add the topic", "bob")
    assert (merged.body, merged.commits) == ("Because.", (work,))
    assert (squashed.number, squashed.title, squashed.author) == (8, "fix: a thing", "jane-doe")
    assert squashed.commits == (squashed.merge_commit,)


def test_no_pull_requests(tmp_path: Path) -> None:
    """A history without any is fine."""
    git_process.init_bare(tmp_path, "main")
    repository = BareRepository(tmp_path)
    first = STREAM.split("commit refs/heads/topic", maxsplit=1)[0]
    repository.run("fast-import", "--quiet", stdin=first.encode())

    assert find_merged_pulls(repository, "main") == []
