"""What to do with deliveries: one after the other, and none stops those behind it."""

import asyncio
import logging

from bot import errors
from bot.domain import foreign_text
from bot.domain.events import bodies, parsing
from bot.ports import Inbox, KeptDelivery
from handlers.github_events import routing
from handlers.github_events.desk import EventDesk

logger = logging.getLogger(__name__)

LONGEST_SECONDS = 120.0  # for one delivery
PAUSES = (1.0, 5.0, 30.0, 120.0, 600.0)  # before it is tried again
AGAIN_SECONDS = 5.0  # after the inbox itself could not be read


async def work(inbox: Inbox, desk: EventDesk) -> None:
    """Work on what arrived until this is cancelled."""
    while True:
        try:
            delivery = await inbox.take()
            await work_on(delivery, inbox, desk)
        except Exception:  # the next one must get its turn, whatever this one met
            logger.exception("inbox")
            await asyncio.sleep(AGAIN_SECONDS)


async def work_on(delivery: KeptDelivery, inbox: Inbox, desk: EventDesk) -> None:
    """Work on one; what fails is tried again later, and set aside after the last time."""
    if delivery.attempts > len(PAUSES) + 1:
        await _set_aside(delivery, "it ended the bot each time it was worked on", inbox)
        return
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            outcome = await outcome_of(delivery, desk)
    except errors.ReleasebotError as error:
        await _later(delivery, error.sentence, inbox)
    except TimeoutError:
        await _later(delivery, f"it took more than {LONGEST_SECONDS:g} seconds", inbox)
    except Exception as error:  # a bug in one kind of event leaves the others alone
        logger.exception("delivery %s", _name(delivery))
        await _later(delivery, f"a bug, {type(error).__name__}", inbox)
    else:
        await inbox.finish(delivery.number, outcome)


async def outcome_of(delivery: KeptDelivery, desk: EventDesk) -> str:
    """What came of it, in a few words."""
    body = await asyncio.to_thread(bodies.read, delivery.body)
    event = parsing.parse(delivery.event, body)
    if isinstance(event, parsing.Nothing):
        if event.is_odd:
            logger.warning("delivery %s: %s", _name(delivery), event.why)
        return event.why
    return await routing.handle(event, desk)


async def _later(delivery: KeptDelivery, why: str, inbox: Inbox) -> None:
    if delivery.attempts > len(PAUSES):
        await _set_aside(delivery, why, inbox)
        return
    logger.info("delivery %s is put off: %s", _name(delivery), why)
    await inbox.put_off(delivery.number, why, PAUSES[delivery.attempts - 1])


async def _set_aside(delivery: KeptDelivery, why: str, inbox: Inbox) -> None:
    logger.error("delivery %s is set aside: %s", _name(delivery), why)
    await inbox.set_aside(delivery.number, why)


def _name(delivery: KeptDelivery) -> str:
    return foreign_text.printable(f"{delivery.event} {delivery.guid}", 100)
