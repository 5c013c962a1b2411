"""A command that was typed on one line of the page."""

import pytest

from bot.adapters.chat.discord.hearing import commands
from bot.rehearsal.discord.page import typed_line
from bot.rehearsal.discord.people.reply import NotPossible

DEFINITIONS = [commands.definition()]


@pytest.mark.parametrize(
    ("line", "command", "options"),
    [
        ("/release list", "release list", {}),
        ("/release start minor", "release start", {"bump": "minor"}),
        ("/release start bump:minor title: Spring is here", "release start",
         {"bump": "minor", "title": "Spring is here"}),
        ("/release start minor project:greeter", "release start",
         {"bump": "minor", "project": "greeter"}),
        ("/release hold the docs: late", "release hold", {"reason": "the docs: late"}),
        ("/release skip announce nobody waits", "release more skip",
         {"stage": "announce", "reason": "nobody waits"}),
        ("/release more skip announce late", "release more skip",
         {"stage": "announce", "reason": "late"}),
        ("/release status 1.2.0", "release status", {"release": "1.2.0"}),
    ],
)  # fmt: skip
def test_a_line_is_a_command_with_options(line: str, command: str, options: dict[str, str]) -> None:
    """By name, or without one for what is needed first."""
    typed = typed_line.read(DEFINITIONS, line)

    assert (typed.command, typed.filled()) == (command, options)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("/", "No command / is shown"),
        ("/deploy now", "No command /deploy is shown"),
        ("/release", "Say what /release shall do: start"),
        ("/release dance", "Say what /release shall do: start"),
    ],
)
def test_what_is_no_command_says_so(line: str, why: str) -> None:
    """As Discord would offer nothing for it."""
    with pytest.raises(NotPossible, match=why):
        typed_line.read(DEFINITIONS, line)


def test_a_value_for_nothing_is_refused() -> None:
    """It would be lost."""
    typed = typed_line.read(DEFINITIONS, "/release list greeter")
    bare = typed_line.read([{"name": "x", "options": [{"name": "y", "type": 1}]}], "/x y z")

    assert typed.filled() == {"project": "greeter"}
    with pytest.raises(NotPossible, match="does not take “z”"):
        bare.filled()
