"""Preparing a run: a folder with a local world, a project in it, and the operator's file."""

from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from bot import errors
from bot.cli.rehearsals import run_folders
from bot.rehearsal import operator_file, rehearsed_project, world
from bot.rehearsal.discord.own_process import start_discord, stop_discord
from bot.rehearsal.operator_file import ANNOUNCED, APPROVERS, OUTSIDER, REQUESTER
from bot.rehearsal.slack import rehearsed_workspace
from bot.rehearsal.slack.own_process import stop_slack
from bot.rehearsal.slack.rehearsed_workspace import RehearsedWorkspace

LOG = "releasebot.log"
SETTINGS = "releasebot.toml"
WORLD = "world"
SLACK, DISCORD = "slack", "discord"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """How the command was called, and by which words. `source` None is the sample project."""

    command: str
    folder: Path
    bump: str
    source: str | None
    auto: bool
    as_json: bool
    trusted: bool  # whether its code may be run where there is no sandbox
    resume: bool = False
    slack: bool = False  # whether a local Slack belongs to it
    discord: bool = False  # and a local Discord
    land: str = "pull-request"  # how the release commit lands
    lines: bool = False  # whether each change is told as a line of JSON


def unfinished(session: Session) -> Path:
    """The newest run that did not end."""
    return _found(run_folders.unfinished_run(session.folder))


def resumed(session: Session, _console: Console) -> Path:
    """The newest run that did not end, else the newest one."""
    return _found(run_folders.newest_run(session.folder))


def _found(folder: Path | None) -> Path:
    if folder is None:
        raise errors.Refused(
            "There is no unfinished run to resume.", "Start a new one: leave out --resume."
        )
    return folder


def prepare(session: Session, console: Console) -> Path:
    """A new run; a run that did not end is named."""
    if left := run_folders.unfinished_run(session.folder):
        console.print(
            f"The run in {left} did not come to its end; --resume goes on with it. "
            "This one is new.",
            soft_wrap=True,
            highlight=False,
        )
    folder = run_folders.new_run(session.folder)
    console.print("Preparing the local world …")
    try:
        running = world.start_world(folder / WORLD)
        chosen = rehearsed_project.choose(running, session.source)
        slack = _slack(folder, chosen.name) if session.slack else None
        discord = start_discord(folder / DISCORD) if session.discord else None
        operator_file.write_operator_file(
            folder, running, chosen, session.land, slack=slack, discord=discord
        )
    except BaseException:
        world.stop_world(folder / WORLD)
        stop_slack(folder / SLACK)
        stop_discord(folder / DISCORD)
        run_folders.mark_ended(folder)
        raise
    run_folders.mark_ready(folder, {"project": chosen.name, "bump": session.bump})
    return folder


def _slack(folder: Path, project: str) -> RehearsedWorkspace:
    """The workspace with everybody in it, and a channel for the project."""
    people = (REQUESTER, *APPROVERS, OUTSIDER)
    return rehearsed_workspace.furnish(folder / SLACK, people, (project, ANNOUNCED))
