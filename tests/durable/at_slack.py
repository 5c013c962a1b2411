"""A whole bot at the local Slack: the engine, its desk, its herald, and who clicks there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.adapters.chat.slack.platform import SlackPlatform
from bot.rehearsal.slack.delivery.courier import Delivery
from handlers.desk import Desk
from handlers.herald import Herald
from handlers.reception import Receptionist
from tests.durable.driving import Bench, Driver
from tests.fakes.slack_office import Json, Office, eventually, read


@asynccontextmanager
async def at_work(bench: Bench, office: Office) -> AsyncIterator[Driver]:
    """A bot: the engine, its desk, its herald, and the workspace."""
    platform: SlackPlatform = office.platform()
    async with bench.running() as driver:
        desk = Desk(
            releases=driver.releases, roles=lambda: bench.roles, surfaces=(platform.surface,)
        )
        live = driver.releases.live_messages
        async with platform.connected(Receptionist(desk), live):
            await office.slack.connected()
            herald = asyncio.create_task(Herald(desk).follow())
            try:
                yield driver
            finally:
                herald.cancel()
                await asyncio.gather(herald, return_exceptions=True)


async def approve(office: Office, name: str) -> Delivery:
    """Click the button that approves, whatever it says, as soon as the card has it."""

    def button() -> tuple[str, Json] | None:
        for card in office.messages()[:1]:
            for block in card["blocks"]:
                for each in block.get("elements", ()):
                    if str(each.get("action_id", "")).startswith("releasebot:approve"):
                        return each["action_id"], card
        return None

    seen = office.messages
    found: tuple[str, Json] = await eventually(button, lambda: [read(m) for m in seen()])
    action, card = found
    done = await office.people[name].clicks(action, card)
    assert done.acknowledged, done.problem
    return done
