"""The machine's clock."""

from datetime import UTC, datetime

from bot.domain import moments


class SystemClock:
    """Implements `ports.Clock`."""

    def now(self) -> str:
        """This moment in UTC, to the millisecond."""
        return moments.moment(datetime.now(UTC))
