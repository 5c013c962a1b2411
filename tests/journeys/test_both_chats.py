"""One release with Slack, Discord and the console at once, by a served bot that is killed."""

import json
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.rehearsal import operator_file, rehearsed_project, world
from bot.rehearsal.operator_file import ANNOUNCED, APPROVERS, OUTSIDER, REQUESTER
from bot.rehearsal.slack import own_process, rehearsed_workspace
from tests.journeys.local_discord import LocalDiscord
from tests.journeys.served import Served, eventually
from tests.journeys.test_demo_slack import Workspace

Json = dict[str, Any]


class Run:
    """A living world, both chats, and the operator's file that names them."""

    def __init__(self, folder: Path) -> None:
        """Start everything but the bot."""
        self._folder = folder
        running = world.start_world(folder / "world")
        chosen = rehearsed_project.choose(running, None)
        people = (REQUESTER, *APPROVERS, OUTSIDER)
        slack = rehearsed_workspace.furnish(folder / "slack", people, (chosen.name, ANNOUNCED))
        self.file = operator_file.write_operator_file(folder, running, chosen, slack=slack)
        self.channel = chosen.name
        self.slack = Workspace(slack.page)
        self.discord = LocalDiscord(folder / "discord")
        self.discord.is_told_of(self.file, chosen.name)
        self.bots: list[Served] = []

    def serve(self) -> Served:
        """A bot that serves here."""
        self.bots.append(Served(self.file))
        return self.bots[-1]

    def close(self) -> None:
        """Leave no process behind."""
        for bot in self.bots:
            bot.close()
        own_process.stop_slack(self._folder / "slack")
        world.stop_world(self._folder / "world")
        self.discord.close()

    def told_at_slack(self, name: str, words: str) -> str:
        """What only this person was told at Slack, as soon as it says these words."""
        found: str = eventually(
            lambda: next((m for m in map(json.dumps, self._alone(name)) if words in m), None)
        )
        return found

    def _alone(self, name: str) -> list[Json]:
        return list(self.slack.act(name, "sees_alone", channel=self.channel))

    def announced(self) -> tuple[int, int]:
        """How many announcements stand at Slack, and at Discord."""
        at_slack = self.slack.act("bob", "sees", channel=ANNOUNCED)
        return len(at_slack), len(self.discord.messages("announcements"))


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """Everything but the bot, ended with the test."""
    started = Run(tmp_path)
    yield started
    started.close()


def _asked_for(run: Run) -> Served:
    """A bot, and a release that alice has asked it for at Slack."""
    bot = run.serve()
    where = {"line": "/release minor", "channel": run.channel}
    eventually(lambda: run.slack.act("alice", "types", **where)["acknowledged"])
    run.discord.card("Waits for")
    return bot


def _approve_in_the_console(bot: Served, card: Json) -> Json:
    """Carol has read in the console that hers is the last vote."""
    release, question = re.findall(r"rbc:approve:(\w+):(\w+):", json.dumps(card))[0]
    about = {"action": "approve", "release": release, "question": question, "argument": "last"}
    return bot.post("/console/press", **{"as": "carol", **about})


def test_one_vote_for_each_person_and_one_post_in_each_chat(run: Run) -> None:
    """Bob's vote at Discord is his vote at Slack; the bot is killed between post and record."""
    bot = _asked_for(run)
    assert "1 of 2 approvals" in run.discord.approve("bob")
    run.slack.card("1 of 2", run.channel)
    run.slack.approve("bob")
    assert "already_voted" in run.told_at_slack("bob", "reason:")

    channel = run.discord.ids["announcements"]
    path = f"/channels/{channel}/messages$"
    run.discord.ask("faults", kind="withheld", method="POST", path=path, seconds=60)
    told = _approve_in_the_console(bot, run.discord.card("1 of 2"))
    assert "Your approval is counted" in json.dumps(told)
    eventually(lambda: run.announced()[1] == 1)
    bot.end(signal.SIGKILL)
    run.discord.ask("clock", seconds=600)  # the nonce is forgotten: only the history tells
    run.serve()
    run.discord.card("Released")
    run.slack.card("Released", run.channel)

    assert run.announced() == (1, 1)
    (post,) = run.discord.messages("announcements")
    assert int(post["flags"]) & 1, "it was not published"
    assert len(run.discord.messages("releases")) == 1
    assert len(run.slack.act("bob", "sees", channel=run.channel)) == 1
    assert run.bots[-1].end(signal.SIGTERM) == 0
