"""The slash command: made of the grammar's verbs, and back into its lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import errors
from bot.adapters.chat.discord.hearing import commands, registering
from bot.domain.conversation import commands as asked
from bot.domain.conversation import grammar, verbs
from bot.domain.conversation.commands import Caller
from bot.rehearsal.discord.limits import commands as limits

CALLER = Caller(account="discord:1/2", person="alice", delivery="1")
NEEDED = {
    "start", "plan", "rehearse", "status", "list", "approve", "reject", "withdraw", "hold",
    "resume", "cancel", "retry", "checklist", "audit", "help",
}  # fmt: skip


def test_discord_takes_the_definition() -> None:
    """Every verb is a subcommand, within Discord's limits."""
    definition = commands.definition()

    assert [str(each) for each in limits.check_all([definition])] == []
    assert {option["name"] for option in definition["options"]} >= NEEDED
    assert len(definition["options"]) == len(verbs.VERBS)


@pytest.mark.parametrize("name", commands.subcommands())
def test_an_example_of_every_subcommand_is_understood(name: str) -> None:
    """What is filled in is the verb's own command again."""
    examples = {"bump": "minor", "branch": "main", "title": "A title", "reason": "a reason",
                "stage": "publish_pypi", "gate": "a gate", "line": "blog", "verb": "hold",
                "evidence": "https://example.org", "release": "1.2.0"}  # fmt: skip
    options = next(o["options"] for o in commands.definition()["options"] if o["name"] == name)
    filled = {option["name"]: examples.get(option["name"], "greeter") for option in options}
    found = grammar.parse(commands.line(name, filled, ["greeter"]), CALLER, ["greeter", "other"])

    assert type(found) is commands.subcommands()[name].makes
    for word in {"reason", "gate", "title", "evidence", "branch"} & filled.keys():
        assert getattr(found, word) == filled[word]


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_bump_and_no_branch_is_another_command(bump: str, branch: str) -> None:
    """Whatever somebody fills in, `start` starts or is refused."""
    try:
        line = commands.line("start", {"bump": bump, "branch": branch}, ["greeter"])
        found = grammar.parse(line, CALLER, ["greeter"])
    except errors.ReleasebotError:
        return

    assert isinstance(found, asked.Start)


@given(st.text(max_size=60))
def test_a_reason_is_only_a_reason(reason: str) -> None:
    """Also one that begins like a release or a project is no other command."""
    try:
        line = commands.line("hold", {"reason": reason}, ["greeter"])
        found = grammar.parse(line, CALLER, ["greeter"])
    except errors.ReleasebotError:
        return

    assert isinstance(found, asked.Hold)


def test_what_discord_adds_changes_nothing() -> None:
    """Its own ids and defaults are no other definition; a missing option is."""
    wanted = [commands.definition()]
    told = [{**commands.definition(), "id": "1", "version": "2", "nsfw": False}]
    fewer = [{**commands.definition(), "options": commands.definition()["options"][1:]}]

    assert registering.covers(told, wanted)
    assert not registering.covers(fewer, wanted)
    assert not registering.covers([], wanted)
    assert not registering.covers([*told, *told], wanted)
