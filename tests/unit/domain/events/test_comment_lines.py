"""Comment lines: only a line that begins with the command is one."""

import pytest

from bot.domain.events import comment_lines


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("/release minor", ("minor",)),
        ("/release", ("",)),
        ("Fine.\r\n/release  approve \r\nThanks", ("approve",)),
        ("/release hold docs are late\n/release status", ("hold docs are late", "status")),
        ("/releases minor", ()),
        ("please /release minor", ()),
        (" /release minor", ()),
        ("> /release minor", ()),
        ("`/release minor`", ()),
        ("```\n/release minor\n```\n/release status", ("status",)),
        ("~~~~\n```\n/release minor\n~~~~", ()),
        ("```\n/release minor", ()),
        ("", ()),
        ("/release 1\n" * 9, ("1", "1", "1")),
    ],
)
def test_commands_stand_at_the_start_of_a_line(text: str, commands: tuple[str, ...]) -> None:
    """Outside of quotes and code, and not more of them than anybody means."""
    assert comment_lines.commands(text) == commands
