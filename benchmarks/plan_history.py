"""Planning must cost what is new, not what is old: 50,000 commits against 1,000.

Both repositories have 500 commits since their last tag, and a tag for every 500 before. Prints a
table; exits 1 if the plan of the long history takes more than 1.3 times that of the short one.
"""

import asyncio
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bot.adapters.git import GitRepository
from bot.domain.plans import planning
from bot.domain.plans.planning import PlanRequest, ProjectRules

SHORT, LONG, SINCE = 1_000, 50_000, 500
ALLOWED = 1.3
ROUNDS = 9
START = 1_600_000_000
FILES = {
    "pyproject.toml": '[project]\nname = "demo"\nversion = "0.{}.0"\n',
    "src/demo/__init__.py": '__version__ = "0.{}.0"\n',
    "CHANGELOG.md": "# Changelog\n\n## [Unreleased]\n\n## [0.{}.0] - 2026-01-01\n\n- x\n",
}


def history(commits: int) -> Iterator[str]:
    """A `git fast-import` stream of so many commits, released again and again."""
    for number in range(1, commits + 1):
        message = f"feat: change {number} (#{number})"
        yield f"commit refs/heads/main\nmark :{number}\n"
        yield f"committer alice <alice@example.org> {START + number * 60} +0000\n"
        yield f"data {len(message)}\n{message}\n"
        yield f"M 100644 inline src/demo/part{number % 50}.py\n{_data(f'VALUE = {number}')}"
        if number % SINCE == 0 and number < commits:
            release = number // SINCE
            for path, text in FILES.items():
                yield f"M 100644 inline {path}\n{_data(text.format(release))}"
            yield f"reset refs/tags/v0.{release}.0\nfrom :{number}\n\n"
    yield "done\n"


def make_repository(folder: Path, commits: int) -> Path:
    """A bare repository with that history, packed."""
    folder.mkdir()
    git = shutil.which("git") or "git"
    subprocess.run([git, "init", "--quiet", "--bare", "."], cwd=folder, check=True, timeout=60)
    stream = "".join(history(commits)).encode()
    command = [git, "fast-import", "--quiet", "--done"]
    subprocess.run(command, cwd=folder, input=stream, check=True, timeout=600)
    return folder


async def seconds_to_plan(folder: Path) -> float:
    """How long one whole plan takes: reading the repository and deciding."""
    started = time.perf_counter()
    repository = GitRepository.local(folder)
    facts = await repository.facts("main")
    request = PlanRequest(bump="minor", created="2026-02-03T04:05:06Z")
    made = planning.make_plan(request, facts, ProjectRules())
    repository.close()
    if len(made.changes) != SINCE:
        raise SystemExit(f"{len(made.changes)} changes instead of {SINCE}")
    return time.perf_counter() - started


def main() -> int:
    """Make both repositories, plan in turns, compare the medians."""
    with tempfile.TemporaryDirectory() as folder:
        repositories = {n: make_repository(Path(folder, str(n)), n) for n in (SHORT, LONG)}
        taken: dict[int, list[float]] = {n: [] for n in repositories}
        for _ in range(ROUNDS):
            for commits, repository in repositories.items():
                taken[commits].append(asyncio.run(seconds_to_plan(repository)))
    medians = {commits: statistics.median(times) for commits, times in taken.items()}
    ratio = medians[LONG] / medians[SHORT]
    print(f"{'commits':>10} {'since tag':>10} {'median':>10} {'fastest':>10}")
    for commits, median in medians.items():
        print(f"{commits:>10,} {SINCE:>10} {median:>9.3f}s {min(taken[commits]):>9.3f}s")
    print(f"ratio {ratio:.2f}, allowed {ALLOWED}")
    return int(ratio > ALLOWED)


def _data(text: str) -> str:
    return f"data {len(text)}\n{text}\n"


if __name__ == "__main__":
    sys.exit(main())
