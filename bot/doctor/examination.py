"""An examination: what is looked at, by which function, and for how long at most."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from bot.adapters.builder.sandbox.commands import Runner
from bot.domain.diagnosis import Finding
from bot.settings import SecretReference, Settings
from bot.settings.project import Project

Subject = TypeVar("Subject")
Found = Iterable[Finding]


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """The machine: who works on it, and with what."""

    user: int
    environment: Mapping[str, str]
    temporary: Path
    runner: Runner


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """A configured bot: the operator's file as it was read, and the projects that are meant."""

    machine: Machine
    file: Path
    settings: Settings
    projects: Mapping[str, Project]
    sends_test_message: bool = False  # whether somebody asked for one

    def secrets(self) -> Iterator[tuple[str, SecretReference]]:
        """Every secret of these projects: its key in the operator's file, and its place."""
        yield from self.settings.references().items()
        for name, bound in self.projects.items():
            for target, index in bound.targets:
                if index:
                    yield f"projects.{name}.targets.{target}.token", index.token


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination(Generic[Subject]):
    """`look` may block or be awaited; it is left behind after so many `seconds`."""

    name: str
    look: Callable[[Subject], Found | Awaitable[Found]]
    seconds: float = 10.0
