"""`views.*`: dialogs and the home tab."""

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from bot.rehearsal.slack import tickets, view_rows, workspace
from bot.rehearsal.slack.desk import Desk
from bot.rehearsal.slack.web_api import block_rules
from bot.rehearsal.slack.web_api.asking import Refused, needed

LARGEST = 250_000
DEEPEST = 3


def open_view(desk: Desk, args: Mapping[str, Any]) -> dict[str, Any]:
    """Open a dialog for the person whose trigger this is."""
    trigger, view = _trigger(args), _checked(args, "modal")
    ticket = tickets.use_trigger(desk, trigger)
    _must_be_new(desk, view)
    return {"view": view_rows.shown(view_rows.open_dialog(desk, ticket["user"], view))}


def push(desk: Desk, args: Mapping[str, Any]) -> dict[str, Any]:
    """Open a dialog on top of the one in which the person acted."""
    trigger, view = _trigger(args), _checked(args, "modal")
    ticket = tickets.use_trigger(desk, trigger)
    _must_be_new(desk, view)
    if len(view_rows.stack(desk, ticket["user"])) >= DEEPEST:
        raise Refused("push_limit_reached")
    return {"view": view_rows.shown(view_rows.push(desk, ticket["user"], view))}


def update(desk: Desk, args: Mapping[str, Any]) -> dict[str, Any]:
    """Show other content in an open view."""
    view = _checked(args, "modal", "home")
    row = view_rows.find(desk, str(args.get("view_id", "")), str(args.get("external_id", "")))
    if row is None:
        raise Refused("not_found")
    _check_hash(args, row)
    return {"view": view_rows.shown(view_rows.replace(desk, row, view))}


def publish(desk: Desk, args: Mapping[str, Any]) -> dict[str, Any]:
    """Show this in a person's home tab."""
    view, user = _checked(args, "home"), needed(args, "user_id")
    if not desk.app.has_home:
        raise Refused("not_enabled")
    found = workspace.find_user(desk, user)
    if found is None or found["id"] != user:
        raise Refused("invalid_arguments")
    row = view_rows.home(desk, user)
    if row is not None:
        _check_hash(args, row)
    return {"view": view_rows.shown(view_rows.publish(desk, user, view))}


def _trigger(args: Mapping[str, Any]) -> str:
    return needed(args, "trigger_id" if args.get("trigger_id") else "interactivity_pointer")


def _checked(args: Mapping[str, Any], *kinds: str) -> dict[str, Any]:
    if len(json.dumps(args.get("view"))) > LARGEST:
        raise Refused("view_too_large")
    return block_rules.check_view(args.get("view"), kinds)


def _check_hash(args: Mapping[str, Any], row: sqlite3.Row) -> None:
    if args.get("hash") and args["hash"] != row["hash"]:
        raise Refused("hash_conflict")


def _must_be_new(desk: Desk, view: Mapping[str, Any]) -> None:
    if view.get("external_id") and view_rows.find(desk, "", view["external_id"]) is not None:
        raise Refused("duplicate_external_id")
