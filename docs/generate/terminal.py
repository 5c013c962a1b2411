"""The page of the terminal: every command with its arguments and options, as `--help` has them."""

from typing import Any

import typer

from bot import cli
from docs.generate import markdown

INTRODUCTION = """# Commands in a terminal

`releasebot COMMAND --help` shows the same. What can be said to the bot in a chat too is explained
in [Commands](commands.md); the exit codes are in [Reason codes](reason-codes.md)."""


def page() -> str:
    """The whole page."""
    group: Any = typer.main.get_command(cli.application())
    blocks = [INTRODUCTION]
    for panel, verbs in cli.VERBS.items():
        blocks.append(f"## {panel}")
        names = (verb.__name__.rstrip("_") for verb in verbs)
        blocks += [_command(group.commands[name]) for name in names]
    return markdown.page(*blocks)


def _command(command: Any) -> str:  # noqa: ANN401  # typer's own class has no stable name
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    options = [each for each in command.params if each.param_type_name == "option"]
    typed = " ".join(["releasebot", command.name, *map(_placeholder, arguments)])
    rows = [(f"`{_placeholder(each)}`", _help(each)) for each in arguments if each.help]
    rows += [(f"`{_option(each)}`", _help(each)) for each in options]
    said = [f"### {command.name}", f"```text\n{typed}\n```", command.help]
    return "\n\n".join([*said, markdown.table(("", ""), rows)] if rows else said)


def _placeholder(argument: Any) -> str:  # noqa: ANN401  # the same
    word = str(argument.metavar or argument.name.upper())
    return word if argument.required or word.startswith("[") else f"[{word}]"


def _option(option: Any) -> str:  # noqa: ANN401  # the same
    names = " / ".join([*option.opts, *option.secondary_opts])
    return names if option.is_flag else f"{names} {option.metavar or option.name.upper()}"


def _help(parameter: Any) -> str:  # noqa: ANN401  # the same
    default = parameter.default
    is_told = isinstance(default, str) and default
    return f"{parameter.help} Default: `{default}`." if is_told else str(parameter.help or "")
