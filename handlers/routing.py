"""Routing: each type of command has exactly one handler, behind one check of its caller."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.domain.approvals import access
from bot.domain.conversation import commands
from bot.domain.conversation.commands import Command
from bot.domain.conversation.messages import Reply
from handlers import (
    adopting,
    approval_buttons,
    checklists,
    dialogs,
    guiding,
    looking,
    rehearsing,
    rhythms,
    starting,
    steering,
)
from handlers.desk import Desk

Handler = Callable[[Any, Desk], Awaitable[Reply]]  # takes its own type of command

HANDLERS: Mapping[type[Command], Handler] = {
    commands.Start: starting.on_start,
    commands.Rehearse: rehearsing.on_rehearse,
    commands.Adopt: adopting.on_adopt,
    commands.Preview: looking.on_preview,
    commands.ShowStatus: looking.on_show_status,
    commands.ListReleases: looking.on_list_releases,
    commands.ShowNext: looking.on_show_next,
    commands.ShowCadence: rhythms.on_show_cadence,
    commands.ShowWho: looking.on_show_who,
    commands.ShowNotes: looking.on_show_notes,
    commands.ShowAudit: looking.on_show_audit,
    commands.ShowChecklist: checklists.on_show_checklist,
    commands.TickLine: checklists.on_tick_line,
    commands.Vote: approval_buttons.on_vote,
    commands.Withdraw: approval_buttons.on_withdraw,
    commands.Hold: steering.on_hold,
    commands.Resume: steering.on_resume,
    commands.Cancel: steering.on_cancel,
    commands.Retry: steering.on_retry,
    commands.Skip: steering.on_skip,
    commands.Override: steering.on_override,
    commands.EditNotes: steering.on_edit_notes,
    commands.DecideBranch: steering.on_decide_branch,
    commands.WhoAmI: guiding.on_who_am_i,
    commands.Help: guiding.on_help,
    commands.OpenDialog: dialogs.on_open_dialog,
}


async def handle(command: Command, desk: Desk) -> Reply:
    """Do what the command asks, if its caller may. Raises `errors.ReleasebotError`."""
    wanted = type(command)
    access.check_rights(command.caller, wanted, desk.roles())
    return await HANDLERS[wanted](command, desk)
