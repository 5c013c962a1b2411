"""Git copy: one branch and all tags of a repository, in a new one that shares nothing with it."""

from pathlib import Path

from bot.adapters.git_command import GitCommand

LIMIT = 16 * 1024**3  # bytes
SECONDS = 600.0


def copy(source: GitCommand, branch: str, folder: Path) -> None:
    """Make the bare repository `folder`, whose HEAD is the branch. Raises `GitFailed`."""
    folder.mkdir(mode=0o700)
    made = GitCommand(folder=folder, protocols=("file",))
    made.run("init", "--quiet", "--bare", "--template=", f"--initial-branch={branch}", ".")
    made.run(
        "fetch",
        "--quiet",
        "--no-tags",
        "--no-write-fetch-head",
        "--no-recurse-submodules",
        "--end-of-options",
        f"file://{source.folder}",
        f"+refs/heads/{branch}:refs/heads/{branch}",
        "+refs/tags/*:refs/tags/*",
        timeout=SECONDS,
        limit=LIMIT,
    )
