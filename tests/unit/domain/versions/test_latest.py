"""Which release is the latest: by the order of versions, and by nothing else."""

from dataclasses import replace

import pytest

from bot.domain.versions import latest
from tests.fakes.sample_plan import sample_plan


@pytest.mark.parametrize(
    ("published", "becomes"),
    [
        ((), True),
        (("v1.1.0", "v1.10.0.dev1", "v2.0.0rc1"), True),
        (("v1.10.0",), False),
        (("release-3.0.0",), False),
        (("v1.2.0",), True),
        (("nightly", "docs-9.0.0", "v1.2.0-hotfix"), True),
    ],
)
def test_a_release_is_the_latest_unless_a_higher_final_is_out(
    published: tuple[str, ...], *, becomes: bool
) -> None:
    """Numbers are compared as numbers, and what is no version has no say."""
    assert latest.becomes_latest(sample_plan(), published) is becomes


def test_what_the_plan_knew_stays_known() -> None:
    """A higher tag has no release perhaps, and a pre-release is never the latest."""
    backport, candidate = (
        replace(sample_plan(), latest=False),
        replace(sample_plan(), prerelease=True),
    )

    assert not latest.becomes_latest(backport, ())
    assert not latest.becomes_latest(candidate, ())


def test_a_tag_of_ones_own_kind_counts_alone() -> None:
    """In a repository of several packages each has its own tags."""
    plan = replace(sample_plan(), tag="greeter-1.2.0")

    assert latest.highest_above(plan, ("v9.0.0", "other-8.0.0")) is None
    assert (
        latest.highest_above(plan, ("greeter-1.3.0", "greeter-1.10.0", "greeter-1.4.0"))
        == "greeter-1.10.0"
    )
