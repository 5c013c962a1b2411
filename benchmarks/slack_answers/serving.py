"""The bot of the measurement, in a process of its own: three projects, each with its channel."""

import asyncio
import json
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.slack_answers.processes import PROJECTS, READY, WORKSPACE
from bot.adapters.chat.live.people import People
from bot.adapters.chat.slack.platform import SlackPlatform
from bot.cli.serving import settle
from bot.domain.files.artifacts import Artifact
from bot.domain.plans.plan import Check
from bot.ports import CheckResult
from bot.rehearsal.slack.desk import TEAM
from bot.releases.project import Project
from bot.releases.service import DurableReleases
from bot.settings.secrets import SecretReference
from bot.settings.slack import Slack
from handlers.desk import Desk
from handlers.herald import Herald
from handlers.reception import Receptionist
from tests.fakes.fake_builder import FakeBuilder
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_world import ROLES, make_world

LASTS = 2.5  # seconds of each check and build: the releases run while people type


class SlowBuilder(FakeBuilder):
    """A builder that takes its time, as real ones do."""

    async def build(
        self, source: Path, *, package: str, version: str, source_date: str
    ) -> tuple[Artifact, ...]:
        """The packages, after a while."""
        await asyncio.sleep(LASTS)
        return await super().build(
            source, package=package, version=version, source_date=source_date
        )

    async def check(self, source: Path, check: Check) -> CheckResult:
        """The result, after a while."""
        await asyncio.sleep(LASTS)
        return await super().check(source, check)


def project(folder: Path, name: str) -> Project:
    """A project with a world of its own, which takes its time."""
    (folder / name).mkdir()
    world = make_world(folder / name)
    outside = replace(world.outside(), builder=SlowBuilder(world.artifacts))
    known = world.project()
    rules = replace(known.rules, name=name, title=name.capitalize(), repository=f"acme/{name}")
    return replace(known, rules=rules, outside=outside)


def platform(folder: Path) -> SlackPlatform:
    """The workspace, as the file tells of it."""
    told = json.loads((folder / WORKSPACE).read_text(encoding="utf-8"))
    configured = Slack(
        api_url=told["api_url"],
        team=TEAM,
        bot_token=SecretReference(file=folder / "bot_token"),
        app_token=SecretReference(file=folder / "app_token"),
    )
    persons = {user: name for name, user in told["people"].items()}
    return SlackPlatform(configured, People(persons=persons, channels=told["channels"]))


async def serve(folder: Path) -> None:
    """Work until the process is asked to end."""
    over = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, over.set)
    projects = {name: project(folder, name) for name in PROJECTS}
    connected = platform(folder)
    async with DurableReleases(
        folder / "data", projects, lambda: dict(ROLES), FakeClock()
    ) as releases:
        desk = Desk(releases=releases, roles=lambda: ROLES, surfaces=(connected.surface,))
        async with connected.connected(Receptionist(desk), releases.live_messages):
            herald = asyncio.create_task(Herald(desk).follow())
            settle()
            print(READY, flush=True)
            await over.wait()
            herald.cancel()
            await asyncio.gather(herald, return_exceptions=True)


def main(arguments: Sequence[str]) -> None:
    """Serve in the folder that is named."""
    asyncio.run(serve(Path(arguments[0])))


if __name__ == "__main__":
    main(sys.argv[1:])
