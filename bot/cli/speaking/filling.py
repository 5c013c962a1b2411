"""Filling in a dialog: with an editor, from a pipe, or by answering at the prompt."""

import asyncio
import contextlib
import shlex
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.prompt import Prompt
from rich.text import Text

from bot import errors
from bot.cli.speaking import replies
from bot.domain import foreign_text
from bot.domain.conversation.messages import Dialog, Field
from bot.domain.notes import edited_notes
from bot.settings import environment

EDITORS = ("VISUAL", "EDITOR")
YES = ("y", "yes")
LARGEST_PIPE = 16 * 2**20  # characters that are read, many more than are ever taken


async def fill_in(dialog: Dialog, console: Console) -> dict[str, str]:
    """What the person says to each field; a pipe fills the one long text."""
    if sys.stdin.isatty():
        replies.show_blocks(console, dialog.blocks)
    if not dialog.fields:
        await _confirm(dialog, console)
    fields = {field.name: await _value(field, dialog, console) for field in dialog.fields}
    if dialog.action == "edit_notes":
        edited_notes.check_length(fields["text"])  # a longer text would not get through the socket
    return fields


async def _confirm(dialog: Dialog, console: Console) -> None:
    """A dialog without inputs asks for a yes. Raises `errors.Refused` for anything else."""
    if not sys.stdin.isatty():
        raise _no_terminal(dialog, dialog.submit)
    label = foreign_text.printable(f"{dialog.title} {dialog.submit}? [y/N]", 200)
    answer = await typed(
        lambda: Prompt.ask(Text(label), console=console, default="", show_default=False)
    )
    if answer.strip().lower() not in YES:
        raise errors.Refused(
            "You did not say yes, so nothing was done.",
            "Type the same again to be asked again.",
            reason="not_confirmed",
        )


async def _value(field: Field, dialog: Dialog, console: Console) -> str:
    if field.kind == "text" and (field.value or not sys.stdin.isatty()):
        return await asyncio.to_thread(_edited if sys.stdin.isatty() else _piped, field)
    if not sys.stdin.isatty():
        raise _no_terminal(dialog, field.label)
    hint = f" ({field.hint})" if field.hint else ""
    label = foreign_text.printable(f"{field.label}{hint}", 200)
    shown = bool(field.value)
    return await typed(
        lambda: Prompt.ask(Text(label), console=console, default=field.value, show_default=shown)
    )


def _no_terminal(dialog: Dialog, label: str) -> errors.BadInput:
    return errors.BadInput(
        f"This asks for something: {label}.",
        f"Do it in a terminal or in the console ({dialog.title}).",
    )


def _piped(_field: Field) -> str:
    return sys.stdin.read(LARGEST_PIPE)


def _edited(field: Field) -> str:
    """The text as the person's editor leaves it."""
    chosen = next((found for name in EDITORS if (found := environment.variable(name))), "")
    if not chosen:
        raise errors.BadInput(
            "No editor is named.", "Set EDITOR, or pipe the text: releasebot notes --edit < FILE"
        )
    with tempfile.TemporaryDirectory(prefix="releasebot-") as folder:
        path = Path(folder) / f"{field.name}.md"
        path.write_text(field.value, encoding="utf-8")
        command = [*shlex.split(chosen), str(path)]
        ended = subprocess.run(command, env=environment.variables(), check=False)
        if ended.returncode:
            raise errors.Refused(
                "The editor ended with an error, so nothing was changed.",
                "Save and quit it normally, then try again.",
            )
        return path.read_text(encoding="utf-8")


async def typed(ask: Callable[[], str]) -> str:
    """What a person types ("" at the end of input), in a thread that Ctrl-C need not wait for."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[str] = loop.create_future()

    def read() -> None:
        try:
            text = ask()
        except EOFError:
            text = ""
        with contextlib.suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(answer.set_result, text)

    threading.Thread(target=read, name="prompt", daemon=True).start()
    return await answer
