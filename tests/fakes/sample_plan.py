"""A plan written out in full, so that no planner has a hand in it."""

from bot.domain.approvals.policy import MinimumVotes, NotTheRequester, Terms
from bot.domain.plans.plan import Check, Plan, PlannedStage, Segment, Target, VersionFile

SEGMENTS = (
    Segment(
        name="prepare",
        stages=(
            PlannedStage(name="check_ready"),
            PlannedStage(name="prepare_release", after=("check_ready",)),
        ),
        question="publish",
    ),
    Segment(
        name="publish",
        stages=(
            PlannedStage(name="publish_pypi"),
            PlannedStage(name="announce", after=("publish_pypi",)),
        ),
    ),
)


def sample_plan(release: str = "r1") -> Plan:
    """The minor release of a small project, asked for by alice; two others must approve."""
    return Plan(
        release=release,
        project="greeter",
        title="Greeter",
        repository="acme/greeter",
        package="greeter",
        bump="minor",
        version="1.2.0",
        semver="1.2.0",
        tag="v1.2.0",
        previous="1.1.0",
        previous_tag="v1.1.0",
        branch="main",
        commit="1" * 40,
        requester="alice",
        created="2026-03-04T05:06:07Z",
        date="2026-03-04",
        version_files=(VersionFile(path="pyproject.toml", how="pyproject"),),
        changelog="CHANGELOG.md",
        notes="### Added\n\n- A polite greeting.\n",
        notes_source="changelog",
        changes=(),
        contributors=("alice",),
        checks=(Check(name="test", run="make test"),),
        unconfigured_checks=("lint",),
        pythons=("3.11",),
        targets=tuple(
            Target(name=name, kind="package_index", url="") for name in ("testpypi", "pypi")
        ),
        segments=SEGMENTS,
        terms={"publish": Terms(policy=NotTheRequester(MinimumVotes(2, "approver")))},
        announce=("releases",),
        announcement="Greeter 1.2.0 is out.",
    )
