"""What to do about deliveries that never arrived: ask for them again, and tell of the gap."""

import contextlib
import logging
from collections.abc import Sequence

from bot import errors
from bot.domain import moments
from bot.domain.events import missed, proposals
from bot.domain.events.missed import Attempt, Gap
from bot.ports import Clock, Deliveries
from handlers.github_events import repositories
from handlers.github_events.desk import EventDesk, Watched

logger = logging.getLogger(__name__)

EVERY_SECONDS = 300.0
OVERLAP_SECONDS = 3600.0  # an attempt may be listed late
MOST_ATTEMPTS = 5000  # that are read in one round
MOST_AGAIN = 500  # that are asked for in one round; the next one goes on
MOST_SILENCES = 3  # of the code host in one round


class Watch:
    """Reads what the code host tried to deliver, the first time as far back as that helps."""

    def __init__(self, deliveries: Deliveries, clock: Clock, desk: EventDesk) -> None:
        """Nothing was read yet."""
        self._deliveries = deliveries
        self._clock = clock
        self._desk = desk
        self._open_since = ""  # the oldest moment that is still to be read

    async def look(self) -> Gap:
        """One round. Raises `errors.Unknown` where the code host does not answer."""
        now = self._clock.now()
        furthest = moments.later(now, -missed.WINDOW_SECONDS)
        attempts = await self._read(max(self._open_since, furthest))
        gap = missed.find(attempts, now)
        asked = await self._ask_again(gap.again[:MOST_AGAIN])
        news = [each for each in asked if missed.is_first(each, attempts)]
        if news:
            await self._tell(missed.find(news, now))
        self._open_since = min(gap.start or now, moments.later(now, -OVERLAP_SECONDS))
        return gap

    async def _read(self, since: str) -> list[Attempt]:
        found: list[Attempt] = []
        async with contextlib.aclosing(self._deliveries.since(since)) as attempts:
            async for attempt in attempts:
                found.append(attempt)
                if len(found) == MOST_ATTEMPTS:
                    logger.warning("only the newest %d deliveries are looked at", MOST_ATTEMPTS)
                    break
        return found

    async def _ask_again(self, wanted: Sequence[Attempt]) -> list[Attempt]:
        """Those that the code host took; where it does not answer, the next round goes on."""
        asked, silences = [], 0
        for attempt in wanted:
            try:
                await self._deliveries.ask_again(attempt.id)
            except errors.ReleasebotError as error:
                told = error.for_people()
                logger.warning("delivery %s is not asked for again: %s", attempt.guid, told)
                silences += isinstance(error, errors.Unknown)
                if error.reason == "rate_limited" or silences == MOST_SILENCES:
                    break
            else:
                asked.append(attempt)
        return asked

    async def _tell(self, gap: Gap) -> None:
        """Every project whose repository the gap is about; one of the App itself is about all."""
        for watched in self._desk.watched:
            known = await self._desk.bindings.find(watched.project)
            numbers = {0, known.number} if known else {each.repository for each in gap.again}
            of_it = [each for each in gap.again if each.repository in numbers]
            if of_it:
                await self._tell_one(watched, of_it, gap)

    async def _tell_one(self, watched: Watched, of_it: list[Attempt], gap: Gap) -> None:
        text = proposals.of_gap(of_it[0].time, of_it[-1].time, len(of_it), gap.too_old)
        await self._desk.tell(watched, f"gap {of_it[0].id} {of_it[-1].id}", text)


async def look_around(watch: Watch | None, desk: EventDesk) -> None:
    """What is done at the start and every few minutes: repositories first, then what was missed."""
    for watched in desk.watched:
        try:
            await repositories.look_again(watched, desk)
        except errors.ReleasebotError as error:
            logger.info("repository of %s: %s", watched.project, error)
    if watch:
        try:
            await watch.look()
        except errors.ReleasebotError as error:
            logger.warning("missed deliveries cannot be looked for: %s", error.for_people())
