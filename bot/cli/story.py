"""The story of a release, told line by line while it happens."""

import contextlib
from typing import Any, Self

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

Json = dict[str, Any]

WORDS = {"done": "done", "failed": "FAILED", "waiting": "waits", "skipped": "skipped"}


class Story:
    """Prints what changed since the last look; a terminal also gets lines that move."""

    def __init__(self, console: Console, *, moves: bool = True) -> None:
        """Tell it to this console; lines that move are for one story at a time."""
        self._console = console
        self._moves = moves and console.is_terminal
        self._told: dict[str, str] = {}
        self._progress: Progress | None = None
        self._moving: dict[str, TaskID] = {}

    def title(self, status: Json) -> None:
        """Say once what is being released."""
        if status.get("tag") and "title" not in self._told:
            self._told["title"] = status["tag"]
            before = status["previous"] or "nothing"
            self.say(f"{status['title']}: {before} → {status['version']} from {status['branch']}")
            for warning in status["warnings"]:
                self.say(f"  warning: {warning}")

    def update(self, status: Json) -> None:
        """Tell which stages ended since the last look, and what is running now."""
        self.title(status)
        for stage in status["stages"]:
            if stage["state"] in WORDS and self._told.get(stage["name"]) != stage["state"]:
                self._told[stage["name"]] = stage["state"]
                self.say(
                    f"  {WORDS[stage['state']]:<7} {stage['seconds']:5.1f} s  {stage['describes']}"
                )
        running = [stage["describes"] for stage in status["stages"] if stage["state"] == "running"]
        waits = [] if running else [f"waits: {line}" for line in status["waits_for"].splitlines()]
        for line in waits:
            if self._told.get(line) is None:
                self._told[line] = "waits"
                self.say(f"  {line}")
        self._move(running or waits)

    def pause(self) -> None:
        """Stop what moves, for a question or the end."""
        self._move([])

    def stand(self, lines: str) -> None:
        """Tell how the release stands, unless it stood so before; "" while it is on its way."""
        if lines and self._told.get("stand") != lines:
            self.say(lines)
        self._told["stand"] = lines

    def say(self, line: str) -> None:
        """Tell one line, as plain text."""
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)

    def _move(self, lines: list[str]) -> None:
        """A line with its time for each of these, and for nothing else."""
        if not self._moves:
            return
        if self._progress and not lines:
            self._progress.stop()
            self._progress, self._moving = None, {}
        elif lines:
            self._progress = self._progress or _started(self._console)
            for line in self._moving.keys() - set(lines):
                self._progress.remove_task(self._moving.pop(line))
            for line in [line for line in lines if line not in self._moving]:
                self._moving[line] = self._progress.add_task(line, total=None)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the terminal as it was."""
        with contextlib.suppress(Exception):  # never hide the error that ends the story
            self.pause()


def _started(console: Console) -> Progress:
    columns = (SpinnerColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    progress = Progress(*columns, console=console, transient=True)
    progress.start()
    return progress
