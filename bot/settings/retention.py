"""Retention: how long the bot keeps what has ended, as the operator writes it."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import Field, StrictInt

from bot.domain.records import retention
from bot.settings import reading
from bot.settings.forms import matching

_DAYS = {"d": 1, "w": 7, "y": 365}
_BYTES = {"MB": 1000**2, "GB": 1000**3, "TB": 1000**4}

Age = Annotated[str, matching(r"[1-9][0-9]{0,3}[dwy]", "180d")]
Size = Annotated[str, matching(r"[1-9][0-9]{0,5}(MB|GB|TB)", "10GB")]


class Retention(reading.Table):
    """`[retention]`: how long what has ended is kept; what an open release needs always is."""

    artifacts: Age = "180d"
    """How long built files are kept after they were last needed."""
    artifacts_size: Size = "10GB"
    """How much all built files may take together; beyond that the oldest go earlier."""
    logs: Age = "30d"
    """How long the engine's record of each step is kept after a release has ended."""
    releases: Age = "2y"
    """How long ended releases can be shown; the audit is kept for ever."""
    newest: Annotated[StrictInt, Field(ge=1, le=1000)] = 5
    """How many ended releases of each project stay whole, whatever their age."""

    def limits(self) -> retention.Limits:
        """The same for whoever decides what goes."""
        return retention.Limits(
            artifacts=_age(self.artifacts),
            artifacts_bytes=_size(self.artifacts_size),
            logs=_age(self.logs),
            releases=_age(self.releases),
            newest=self.newest,
        )


def _age(text: str) -> timedelta:
    return timedelta(days=int(text[:-1]) * _DAYS[text[-1]])


def _size(text: str) -> int:
    number, unit = re.findall(r"[0-9]+|[A-Z]+", text)
    return int(number) * _BYTES[unit]
