"""Moments: RFC 3339 in UTC as text, all to the millisecond, so they sort as written."""

import datetime as dt


def moment(time: dt.datetime) -> str:
    """The text of an aware time, to the millisecond."""
    text = time.astimezone(dt.UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def at(stated: str) -> str:
    """A time as others write RFC 3339, in our own form."""
    return moment(dt.datetime.fromisoformat(stated))


def later(now: str, seconds: float) -> str:
    """The moment so many seconds after `now`."""
    return moment(dt.datetime.fromisoformat(now) + dt.timedelta(seconds=seconds))


def seconds_between(start: str, end: str) -> float:
    """How many seconds lie between two moments."""
    return (dt.datetime.fromisoformat(end) - dt.datetime.fromisoformat(start)).total_seconds()


def whole_seconds(now: str) -> str:
    """The same moment without its milliseconds, as git and the code host keep it."""
    return dt.datetime.fromisoformat(now).strftime("%Y-%m-%dT%H:%M:%SZ")
