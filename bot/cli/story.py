"""The story of a release, told line by line while it happens."""

import contextlib
from typing import Any, Self

from rich.console import Console
from rich.status import Status

Json = dict[str, Any]

WORDS = {"done": "done", "failed": "FAILED", "waiting": "waits"}


class Story:
    """Prints what changed since the last look; a terminal also gets a line that moves."""

    def __init__(self, console: Console) -> None:
        """Tell it to this console."""
        self._console = console
        self._told: dict[str, str] = {}
        self._moving: Status | None = None

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
        self._move("; ".join(running) or (status["waits_for"] and f"waits: {status['waits_for']}"))

    def pause(self) -> None:
        """Stop the moving line, for a question or the end."""
        self._move("")

    def say(self, line: str) -> None:
        """Tell one line, as plain text."""
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)

    def _move(self, line: str) -> None:
        if not self._console.is_terminal:
            return
        if self._moving:
            self._moving.stop()
            self._moving = None
        if line:
            self._moving = self._console.status(line)
            self._moving.start()

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the terminal as it was."""
        with contextlib.suppress(Exception):  # never hide the error that ends the story
            self.pause()
