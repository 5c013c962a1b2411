"""The demo with a local Discord: a whole release by a command and clicks, in real processes."""

import signal
from pathlib import Path

from tests.journeys.demonstrated import Demo
from tests.journeys.local_discord import Guild
from tests.journeys.served import eventually


def _started(folder: Path, *words: str) -> tuple[Demo, Guild]:
    demo = Demo(folder, "--discord", *words)
    (known,) = folder.glob(".releasebot/demo/*/discord")
    return demo, Guild(known)


def test_a_release_by_command_and_clicks(tmp_path: Path) -> None:
    """Shown in its channel, published in the other, each once; Ctrl-C ends it in order."""
    demo, guild = _started(tmp_path)
    assert "being planned" in guild.types("alice", "release start", bump="minor")
    assert "1 of 2" in guild.approve("bob")
    guild.card("1 of 2")
    guild.approve("carol")
    guild.card("Released and announced")

    (post,) = guild.messages("announcements")
    assert int(post["flags"]) & 1, "it was not published"
    assert len(guild.messages("releases")) == 1
    guild.check()
    assert demo.end(signal.SIGINT) == 0


def test_a_bot_that_is_killed_after_a_click_goes_on(tmp_path: Path) -> None:
    """The vote counts, the same card goes on, and nothing is told twice."""
    killed, guild = _started(tmp_path)
    guild.types("alice", "release start", bump="minor")
    guild.approve("bob")
    guild.check()
    killed.end(signal.SIGKILL)
    demo, guild = _started(tmp_path, "--resume")
    guild.card("1 of 2")
    guild.approve("carol")
    card = guild.card("Released and announced")

    def lines() -> list[str]:
        thread = guild.act("bob", "sees", channel=card["id"])
        return [part["content"] for each in thread for part in each["components"]]

    eventually(lambda: "is released" in "".join(lines()))
    assert len(set(lines())) == len(lines())
    assert len(guild.messages("releases")) == 1
    assert len(guild.messages("announcements")) == 1
    guild.check()
    assert demo.end(signal.SIGINT) == 0
