"""A whole bot at the local Discord: the engine, its desk, its herald, and who clicks there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from handlers.desk import Desk
from handlers.herald import Herald
from handlers.reception import Receptionist
from tests.durable.driving import Bench, Driver
from tests.fakes.discord_office import Json, Office, controls, said
from tests.fakes.slack_office import eventually


@asynccontextmanager
async def at_work(bench: Bench, office: Office) -> AsyncIterator[Driver]:
    """A bot: the engine, its desk, its herald, and the server."""
    platform = office.platform()
    async with bench.running() as driver:
        desk = Desk(
            releases=driver.releases, roles=lambda: bench.roles, surfaces=(platform.surface,)
        )
        live = driver.releases.live_messages
        async with platform.connected(Receptionist(desk), live):
            await office.is_heard(platform)
            herald = asyncio.create_task(Herald(desk).follow())
            try:
                yield driver
            finally:
                herald.cancel()
                await asyncio.gather(herald, return_exceptions=True)


async def approve(office: Office, name: str) -> str:
    """Click the button that approves, and the one that confirms it where there is one."""

    def approvable() -> Json | None:
        newest = office.messages()[-1:]
        return next((m for m in newest if any(_approves(c) for c in controls(m))), None)

    card: Json = await eventually(approvable, lambda: [said(m) for m in office.messages()])
    first = await office.clicks(name, ":approve:", card)
    if first.message is not None and controls(first.message):
        first = await office.clicks(name, "rbp:", first.message)
    return await office.told(name, first)


def _approves(control: Json) -> bool:
    return ":approve:" in str(control["custom_id"])
