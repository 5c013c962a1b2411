"""A history as one stream for `git fast-import`, and the ids that git gave its commits."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from bot.rehearsal.bare_repository import BareRepository
from bot.rehearsal.sample.history import Step

MAIN = "refs/heads/main"


def import_history(repository: BareRepository, steps: Sequence[Step]) -> list[str]:
    """Write the history; the id of each step's commit on the main branch."""
    marks = repository.folder / "marks"
    stream = b"".join(_stream(steps))
    repository.run("fast-import", "--quiet", f"--export-marks={marks}", stdin=stream)
    return _read_marks(marks)


def _stream(steps: Sequence[Step]) -> Iterator[bytes]:
    """A step's mark is its number; the commit of its branch, where it has one, has no mark."""
    for number, step in enumerate(steps, start=1):
        parent = f"from :{number - 1}\n".encode() if number > 1 else b""
        files = b"".join(_file(path, text) for path, text in sorted(step.files.items()))
        if step.branch:
            head = f"refs/pull/{step.pull}/head"
            yield _commit(head, step, step.author, step.subject) + parent + files + b"\n"
            subject = f"Merge pull request #{step.pull} from {step.author}/{step.branch}"
            merge = _commit(MAIN, step, "alice", f"{subject}\n\n{step.subject}", number)
            yield merge + parent + f"merge {head}\n".encode() + files + b"\n"
        else:
            number_of_pull = f" (#{step.pull})" if step.pull else ""
            subject = step.subject + number_of_pull
            yield _commit(MAIN, step, step.author, subject, number) + parent + files + b"\n"
        if step.tag:
            tagger = f"tag {step.tag}\nfrom :{number}\ntagger {_person('alice', step.day)}\n"
            yield tagger.encode() + _data(f"Release {step.tag}\n")


def _commit(ref: str, step: Step, committer: str, message: str, mark: int = 0) -> bytes:
    lines = [
        f"commit {ref}",
        *([f"mark :{mark}"] if mark else []),
        f"author {_person(step.author if mark == 0 or not step.branch else committer, step.day)}",
        f"committer {_person(committer, step.day)}",
    ]
    return "\n".join(lines).encode() + b"\n" + _data(message + "\n")


def _person(login: str, day: str) -> str:
    noon = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    return f"{login.title()} <{login}@example.org> {int(noon.timestamp())} +0000"


def _file(path: str, text: str) -> bytes:
    return f"M 100644 inline {path}\n".encode() + _data(text)


def _data(text: str) -> bytes:
    content = text.encode()
    return f"data {len(content)}\n".encode() + content + b"\n"


def _read_marks(path: Path) -> list[str]:
    pairs = (line.split(" ") for line in path.read_text(encoding="ascii").splitlines())
    by_number = {int(mark.removeprefix(":")): sha for mark, sha in pairs}
    path.unlink()
    return [by_number[number] for number in sorted(by_number)]
