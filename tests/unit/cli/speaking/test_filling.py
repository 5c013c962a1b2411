"""Filling in a dialog: an editor, a pipe, or the prompt."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from bot import errors
from bot.cli.speaking import filling
from bot.domain.conversation.messages import Action, Dialog, Field

NOTES = Field(name="text", label="Notes", kind="text", value="### Added\n")
REASON = Field(name="reason", label="Why")


class Terminal(io.StringIO):
    """Somebody sits there and types."""

    def isatty(self) -> bool:
        """Yes."""
        return True


def dialog(*fields: Field) -> Dialog:
    """A form with these inputs."""
    action: Action = "edit_notes" if NOTES in fields else "hold"
    return Dialog(action=action, title="Edit", release="r1", fields=fields, submit="Save")


async def filled(
    monkeypatch: pytest.MonkeyPatch, stdin: io.StringIO, *fields: Field
) -> dict[str, str]:
    """What comes of the form with that on stdin."""
    monkeypatch.setattr("sys.stdin", stdin)
    return await filling.fill_in(dialog(*fields), Console(file=io.StringIO()))


def editor(folder: Path, monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
    """An editor that adds a line and ends like this."""
    script = folder / "editor"
    script.write_text(f"#!/bin/sh\necho '- A greeting.' >> \"$2\"\n{ending}\n")
    script.chmod(0o700)
    monkeypatch.setenv("EDITOR", f"{script} --wait")
    monkeypatch.delenv("VISUAL", raising=False)


async def test_a_pipe_is_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it comes."""
    assert await filled(monkeypatch, io.StringIO("### Fixed\n"), NOTES) == {"text": "### Fixed\n"}


async def test_an_editor_is_given_the_text(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With the arguments that belong to it, and what it leaves is taken."""
    editor(tmp_path, monkeypatch, "exit 0")

    assert await filled(monkeypatch, Terminal(), NOTES) == {"text": "### Added\n- A greeting.\n"}


async def test_an_editor_that_fails_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`:cq` is a way to say no."""
    editor(tmp_path, monkeypatch, "exit 1")

    with pytest.raises(errors.Refused, match="nothing was changed") as refused:
        await filled(monkeypatch, Terminal(), NOTES)

    assert refused.value.next_step == "Save and quit it normally, then try again."


async def test_without_an_editor_one_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """None is guessed: who does not know it could not leave it."""
    for name in filling.EDITORS:
        monkeypatch.delenv(name, raising=False)

    with pytest.raises(errors.BadInput, match="No editor is named"):
        await filled(monkeypatch, Terminal(), NOTES)


async def test_a_line_is_asked_for_at_the_prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    """And only where somebody can answer."""
    assert await filled(monkeypatch, Terminal("because\n"), REASON) == {"reason": "because"}
    with pytest.raises(errors.BadInput, match="Why"):
        await filled(monkeypatch, io.StringIO("because\n"), REASON)


async def test_the_end_of_input_is_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-D leaves nobody waiting."""
    assert await filled(monkeypatch, Terminal(""), REASON) == {"reason": ""}


async def test_an_empty_text_is_typed_at_the_prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reason needs no editor."""
    monkeypatch.delenv("EDITOR", raising=False)
    reason = Field(name="reason", label="Why [red]?", kind="text")

    assert await filled(monkeypatch, Terminal("because\n"), reason) == {"reason": "because"}


async def test_a_dialog_without_inputs_is_confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a terminal, by a yes."""
    assert await filled(monkeypatch, Terminal("Yes\n")) == {}
    with pytest.raises(errors.Refused, match="did not say yes"):
        await filled(monkeypatch, Terminal("\n"))
    with pytest.raises(errors.BadInput, match="This asks for something: Save"):
        await filled(monkeypatch, io.StringIO("y\n"))


async def test_notes_that_are_too_long_are_refused_before_they_are_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With how long they are and may be, and what to do."""
    with pytest.raises(errors.BadInput) as refused:
        await filled(monkeypatch, io.StringIO("é" * 150_000), NOTES)

    assert refused.value.sentence == "The notes are too long (300,000 bytes of at most 100,000)."
    assert refused.value.next_step == "Nothing was changed. Shorten them, and link to the rest."
    assert refused.value.reason == "notes_too_long"
