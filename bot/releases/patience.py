"""Patience: a look-up that ends in time, with an answer or with why there is none."""

import asyncio
import logging
from collections.abc import Awaitable
from typing import TypeVar

from bot import errors

logger = logging.getLogger(__name__)

T = TypeVar("T")

SECONDS = 20.0  # for one look-up; many are on their way at the same time


async def ask(look: Awaitable[T], what: str) -> T:
    """The answer. Raises `errors.Unknown` for a refusal, a failure, silence and a bug alike."""
    try:
        async with asyncio.timeout(SECONDS):
            return await look
    except errors.ReleasebotError as error:
        why = error.sentence
    except TimeoutError:
        why = f"No answer within {SECONDS:g} seconds."
    except Exception:  # what else is looked up is told, whatever this one met
        logger.exception("look-up of %s", what)
        why = "The look-up met something unexpected; the log has the details."
    raise errors.Unknown(why, "Look again later.")
