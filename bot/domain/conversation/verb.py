"""Verb: one way to say something, as every door shows it and the grammar takes it apart."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.approvals import access
from bot.domain.conversation import commands
from bot.domain.conversation.commands import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One way to say something: `makes` is built from the usage's capitals and from `fixed`."""

    name: str
    usage: str = ""
    example: str
    does: str
    makes: type[Command]
    fixed: Mapping[str, object] = field(default_factory=dict)
    right: type[Command] | None = None  # the command whose right counts, where it is another one
    needs_project: bool = True
    terminal_usage: str = ""  # where it is another one
    terminal_example: str = ""

    def line(self) -> str:
        """How it is typed."""
        return f"{self.name} {self.usage}".strip()

    def terminal_line(self) -> str:
        """How it is typed in a terminal."""
        word = "release " if self.makes is commands.Start else ""
        return f"releasebot {word}{self.name} {self.terminal_usage or self.usage}".strip()

    def terminal_words(self) -> str:
        """The example, as it is typed in a terminal."""
        return f"releasebot {self.terminal_example or self.example}"

    def who(self) -> str:
        """Who may say it."""
        return access.RIGHTS[self.right or self.makes]
