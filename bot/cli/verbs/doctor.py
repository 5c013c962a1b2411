"""`releasebot doctor [NAME]`: what stands against a first release, and what to do about it."""

from typing import Annotated

import typer

from bot.cli.options import AsJson, ConfigFile


def doctor(
    name: Annotated[
        str,
        typer.Argument(
            metavar="[NAME]",
            help="One project, or one examination like github; else everything.",
            show_default=False,
        ),
    ] = "",
    *,
    send_test_message: Annotated[
        bool,
        typer.Option("--send-test-message", help="Also write to each project's channel of Slack."),
    ] = False,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Examine machine, configuration and destinations; change nothing without being asked."""
    from bot.cli import diagnosing  # noqa: PLC0415  # the engine is loaded only when it is needed

    asked = diagnosing.Asked(name=name, sends_test_message=send_test_message)
    raise typer.Exit(diagnosing.run(config, asked, as_json=as_json))
