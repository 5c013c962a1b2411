"""Shipping: packages go to the indexes, every file to the code host, and nothing anywhere else."""

import pytest

from bot.domain.plans import shipping
from tests.fakes import sample_status as sample

BOM = "greeter-1.2.0.cdx.json"
BESIDE = [sample.built(BOM, 1, "c"), sample.built("SHA256SUMS", 1, "d")]
ALL = sample.asked(ledger=[*sample.PREPARED, *BESIDE])
BOTH = f"{sample.SDIST} and {sample.WHEEL}, built from 222222222222,"


def _without(*stages: str) -> sample.Json:
    """The release as another project would plan it."""
    left = [stage for stage in ALL["stages"] if stage["name"] not in stages]
    return ALL | {"stages": left}


def _skipping(*stages: str) -> sample.Json:
    """The release, of which somebody skipped these stages beforehand."""
    flag = {"kind": "skip", "person": "bob", "reason": "", "time": ""}
    return ALL | {"bypasses": [{**flag, "name": stage} for stage in stages]}


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (
            ALL,
            (
                f"{BOTH} go to TestPyPI and PyPI, and together with {BOM} and SHA256SUMS to "
                "the GitHub release. It is announced in releases. PyPI never takes it back."
            ),
        ),
        (
            _skipping("publish_testpypi", "announce"),
            (
                f"{BOTH} go to PyPI, and together with {BOM} and SHA256SUMS to the GitHub "
                "release. PyPI never takes it back."
            ),
        ),
        (
            _without("publish_testpypi", "publish_pypi", "announce"),
            (
                f"{sample.SDIST}, {sample.WHEEL}, {BOM} and SHA256SUMS, built from 222222222222, "
                "go to the GitHub release."
            ),
        ),
        (
            _without("publish_pypi", "publish_github_release", "announce"),
            f"{BOTH} go to TestPyPI.",
        ),
        (
            ALL | {"ledger": [sample.built(sample.WHEEL, 1, "b")]},
            (
                f"{sample.WHEEL}, built from 111111111111, goes to TestPyPI and PyPI, and to the "
                "GitHub release. It is announced in releases. PyPI never takes it back."
            ),
        ),
    ],
)
def test_a_yes_is_about_exactly_these_files_at_exactly_these_places(
    status: sample.Json, told: str
) -> None:
    """In one breath, and only what is planned and not skipped."""
    assert shipping.sentences(status) == told


def test_files_are_counted_where_their_names_do_not_fit() -> None:
    """By what they are, so that the sentence stays true."""
    assert shipping.sentences(ALL, 200) == (
        "2 packages, built from 222222222222, go to TestPyPI and PyPI, and together with 2 other "
        "files to the GitHub release. It is announced in releases. PyPI never takes it back."
    )


@pytest.mark.parametrize(
    ("status", "name", "places"),
    [
        (ALL, sample.WHEEL, "TestPyPI, PyPI and GitHub"),
        (ALL, "SHA256SUMS", "GitHub"),
        (_skipping("publish_testpypi"), sample.SDIST, "PyPI and GitHub"),
        (_without("publish_github_release"), "SHA256SUMS", ""),
    ],
)
def test_each_file_has_its_own_places(status: sample.Json, name: str, places: str) -> None:
    """Checksums and the bill of materials never reach an index."""
    [file] = [row for row in status["ledger"] if row["key"] == name]

    assert shipping.destinations(status, file) == places
