"""What somebody does who releases by hand: commit the version, and publish or tag it."""

import re

from github.GitRelease import GitRelease
from github.InputGitTreeElement import InputGitTreeElement
from github.Repository import Repository

from bot.rehearsal.sample import project

TEXT = "## Greetings\n\n- Now politely, says @everyone.\n"


def commit_version(seen: Repository, version: str) -> str:
    """A commit on main whose files state the version; its id."""
    main = seen.get_git_ref("heads/main")
    parent = seen.get_git_commit(main.object.sha)
    paths = ("pyproject.toml", project.path("__init__.py"))
    before = {path: seen.get_contents(path, ref="main") for path in paths}
    texts = {
        path: re.sub(r'(version.* = )"[^"]+"', rf'\1"{version}"', content.decoded_content.decode())
        for path, content in before.items()
        if not isinstance(content, list)
    }
    tree = seen.create_git_tree(
        [InputGitTreeElement(path, "100644", "blob", text) for path, text in texts.items()],
        parent.tree,
    )
    commit = seen.create_git_commit(f"Release {version}", tree, [parent])
    main.edit(commit.sha)
    return commit.sha


def publish(seen: Repository, version: str) -> GitRelease:
    """The release, at main, as the browser makes it."""
    return seen.create_git_release(f"v{version}", version, TEXT, target_commitish="main")


def tag(seen: Repository, version: str) -> None:
    """A plain tag at main, as git pushes it."""
    seen.create_git_ref(f"refs/tags/v{version}", seen.get_git_ref("heads/main").object.sha)


def digests(release: GitRelease) -> dict[str, str]:
    """What is attached to it, by name."""
    return {asset.name: asset.digest or "" for asset in release.get_assets()}
