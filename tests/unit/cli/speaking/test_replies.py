"""Replies in a terminal and in a pipe: the same words, and no life in them."""

import io

import pytest
from rich.console import Console

from bot.cli.speaking import replies
from bot.domain.conversation.messages import (
    Block,
    Facts,
    Line,
    Link,
    Links,
    Log,
    Prose,
    Reply,
    Table,
)

TABLE = Table(
    title="Releases",
    columns=("version", "state"),
    rows=(("1.2.0", "done"), ("2.0.0rc1", "failed " + "x" * 200)),
    tones=("good", "bad"),
)


def shown(*blocks: Block, terminal: bool = False) -> str:
    """What is printed, in a narrow terminal or into a pipe."""
    out = io.StringIO()
    console = Console(file=out, width=60, force_terminal=terminal, color_system=None)
    replies.show(console, Reply(blocks=blocks))
    return out.getvalue()


def test_a_pipe_gets_aligned_lines_that_are_never_broken() -> None:
    """So that grep, cut and people with a log find what they look for."""
    assert shown(Line(text="Two releases."), TABLE).splitlines() == [
        "Two releases.",
        "",
        "Releases",
        "version   state",
        "1.2.0     done",
        f"2.0.0rc1  failed {'x' * 200}",
    ]


def test_facts_are_aligned() -> None:
    """Names left, values right."""
    facts = Facts(rows=(("You", "alice"), ("Account", "local:alice")))

    assert shown(facts).splitlines() == ["You      alice", "Account  local:alice"]


def test_a_link_shows_its_whole_address() -> None:
    """In a pipe and in a terminal, where nothing can be hidden behind a label."""
    links = Links(title="Where it is", rows=(Link(label="The post", url="https://a.example/1"),))

    assert shown(links) == "Where it is\nThe post  https://a.example/1\n"
    assert "https://a.example/1" in shown(links, terminal=True)


def test_a_log_keeps_its_lines() -> None:
    """Whatever its signs would mean elsewhere."""
    log = Log(title="The end", text="[bold]1 failed[/bold]\n  **see** above")

    assert shown(log) == "The end\n[bold]1 failed[/bold]\n  **see** above\n"
    assert "  [bold]1 failed[/bold]" in shown(log, terminal=True)


def test_markdown_is_as_written_in_a_pipe() -> None:
    """And rendered in a terminal."""
    notes = Prose(title="Notes", markdown="### Added\n\n- A **greeting**.")

    assert shown(notes) == "Notes\n### Added\n\n- A **greeting**.\n"
    assert "**" not in shown(notes, terminal=True)


@pytest.mark.parametrize("terminal", [True, False])
def test_a_reply_without_a_row_is_no_error(terminal: bool) -> None:  # noqa: FBT001  # a parameter of the test
    """An empty table still has its columns."""
    empty = Table(columns=("version",), rows=())

    assert "version" in shown(empty, Facts(rows=()), terminal=terminal)


@pytest.mark.parametrize("terminal", [True, False])
@pytest.mark.parametrize(
    "block",
    [
        Line(text="[link=https://evil.example]x[/link]\x1b]8;;https://evil.example\x07y"),
        Facts(rows=(("\x1b[2Jname", "a\rb"),)),
        Table(columns=("\x1b[31mred",), rows=(("[red]x[/red]\x07",),)),
        Prose(markdown="text \x1b[2J and \x9b31m", title="\x1b]0;title\x07"),
    ],
)
def test_foreign_text_controls_no_terminal(block: Block, terminal: bool) -> None:  # noqa: FBT001  # a parameter of the test
    """No escape sequence and no markup of a reply is alive."""
    text = shown(block, terminal=terminal)

    ours = ("\x1b[1m", "\x1b[0m", "\x1b[1;4m")
    for style in ours:
        text = text.replace(style, "")
    assert not set(text) & set("\x1b\x07\x9b\r")


def test_a_raw_text_is_as_it_was_written() -> None:
    """Long lines, tabs, Markdown and our zero-width spaces stay; what controls a terminal not."""
    out = io.StringIO()
    text = f"- [a](b) @\u200bbob **{'x' * 100}**\n\n\tcode \x1b[2J\u202e\x9b31m\r\nend\n\n"
    replies.show_raw(Console(file=out, width=60), text)

    assert out.getvalue() == (
        f"- [a](b) @\u200bbob **{'x' * 100}**\n\n\tcode \\x1b[2J\\x9b31m\nend\n"
    )
