"""Retention: what the operator writes is what is kept."""

import datetime as dt

import pytest

from bot import errors
from bot.domain.records.retention import Limits
from bot.settings import reading
from bot.settings.retention import Retention


def read(text: str) -> Limits:
    """The limits of a table."""
    return reading.read(text, "releasebot.toml", Retention).limits()


def test_an_empty_table_has_the_defaults() -> None:
    """The same that hold without a table."""
    assert read("") == Retention().limits() == Limits()


def test_ages_and_sizes_are_read() -> None:
    """Days, weeks, years; MB, GB, TB."""
    text = 'artifacts = "2w"\nartifacts_size = "3TB"\nlogs = "1d"\nreleases = "3y"\nnewest = 1'

    assert read(text) == Limits(
        artifacts=dt.timedelta(weeks=2),
        artifacts_bytes=3 * 10**12,
        logs=dt.timedelta(days=1),
        releases=dt.timedelta(days=3 * 365),
        newest=1,
    )
    assert read('artifacts_size = "500MB"').artifacts_bytes == 500 * 10**6


@pytest.mark.parametrize(
    "text",
    [
        'artifacts = "0d"',
        'artifacts = "180"',
        'logs = "12h"',
        'artifacts_size = "10 GB"',
        "releases = 2",
        "newest = 0",
        'newest = "5"',
        'artefacts = "1d"',
    ],
)
def test_other_values_are_refused_by_name(text: str) -> None:
    """Keeping nothing is no choice; the key is told."""
    with pytest.raises(errors.BadConfiguration, match=text.partition(" ")[0]):
        read(text)
