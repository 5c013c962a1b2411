"""The steps of a release, a module each; PIPELINE is their order, and the question between them.

ENDING is in no plan: with it a release ends that is given up.
"""

from collections.abc import Mapping

from bot.domain.plans.plan import Land, PlannedStage, Segment
from bot.stages import (
    announce,
    attach_files,
    begin_development,
    build_packages,
    check_published,
    check_ready,
    clean_up,
    draft_github_release,
    follow_up,
    land_release_commit,
    merge_release_branch,
    prepare_release,
    publish_github_release,
    publish_pypi,
    publish_testpypi,
    run_checks,
    smoke_test,
    tag_release,
)
from bot.stages.work import Stage

CLEAN_UP = "clean_up"

_PLANNED: Mapping[str, Stage] = {
    "check_ready": check_ready,
    "check_published": check_published,
    "prepare_release": prepare_release,
    "run_checks": run_checks,
    "build_packages": build_packages,
    "smoke_test": smoke_test,
    "publish_testpypi": publish_testpypi,
    "land_release_commit": land_release_commit,
    "tag_release": tag_release,
    "draft_github_release": draft_github_release,
    "publish_pypi": publish_pypi,
    "publish_github_release": publish_github_release,
    "attach_files": attach_files,
    "merge_release_branch": merge_release_branch,
    "follow_up": follow_up,
    "announce": announce,
    "begin_development": begin_development,
}

STAGES: Mapping[str, Stage] = {**_PLANNED, CLEAN_UP: clean_up.CleanUp(_PLANNED)}

_PREPARE = Segment(
    name="prepare",
    stages=(
        PlannedStage(name="check_ready"),
        PlannedStage(name="prepare_release", after=("check_ready",)),
        PlannedStage(name="run_checks", after=("prepare_release",)),
        PlannedStage(name="build_packages", after=("prepare_release",)),
        PlannedStage(name="smoke_test", after=("build_packages",)),
    ),
    question="publish",
)
_ANNOUNCE = Segment(name="announce", stages=(PlannedStage(name="announce"),))
_AFTERWARDS = (
    _ANNOUNCE,
    Segment(name="development", stages=(PlannedStage(name="begin_development"),)),
)

PIPELINE: tuple[Segment, ...] = (
    _PREPARE,
    Segment(
        name="publish",
        stages=(
            PlannedStage(name="publish_testpypi"),
            PlannedStage(name="land_release_commit", after=("publish_testpypi",)),
            PlannedStage(name="tag_release", after=("land_release_commit",)),
            PlannedStage(name="draft_github_release", after=("tag_release",)),
            PlannedStage(name="publish_pypi", after=("draft_github_release",)),
            PlannedStage(name="publish_github_release", after=("publish_pypi",)),
            PlannedStage(name="follow_up", after=("publish_github_release",)),
        ),
        question="announce",
    ),
    *_AFTERWARDS,
)

PIPELINES: Mapping[Land, tuple[Segment, ...]] = {
    "fast-forward": PIPELINE,
    "pull-request": (
        _PREPARE,
        Segment(
            name="publish",
            stages=(
                PlannedStage(name="publish_testpypi"),
                PlannedStage(name="tag_release", after=("publish_testpypi",)),
                PlannedStage(name="draft_github_release", after=("tag_release",)),
                PlannedStage(name="publish_pypi", after=("draft_github_release",)),
                PlannedStage(name="publish_github_release", after=("publish_pypi",)),
                PlannedStage(name="merge_release_branch", after=("publish_github_release",)),
                PlannedStage(name="follow_up", after=("merge_release_branch",)),
            ),
            question="announce",
        ),
        *_AFTERWARDS,
    ),
}

_LOOK = Segment(
    name="prepare",
    stages=(
        PlannedStage(name="check_published"),
        PlannedStage(name="run_checks", after=("check_published",)),
        PlannedStage(name="build_packages", after=("check_published",)),
        PlannedStage(name="smoke_test", after=("build_packages",)),
    ),
    question="publish",
)

ADOPTING: tuple[Segment, ...] = (  # of what somebody published by hand
    _LOOK,
    Segment(
        name="publish",
        stages=(
            PlannedStage(name="publish_testpypi"),
            PlannedStage(name="publish_pypi", after=("publish_testpypi",)),
            PlannedStage(name="attach_files", after=("publish_pypi",)),
            PlannedStage(name="follow_up", after=("attach_files",)),
        ),
        question="announce",
    ),
    _ANNOUNCE,
)

TAGGED: tuple[Segment, ...] = (  # of what somebody only tagged by hand
    _LOOK,
    Segment(
        name="publish",
        stages=(
            PlannedStage(name="publish_testpypi"),
            PlannedStage(name="draft_github_release", after=("publish_testpypi",)),
            PlannedStage(name="publish_pypi", after=("draft_github_release",)),
            PlannedStage(name="publish_github_release", after=("publish_pypi",)),
            PlannedStage(name="follow_up", after=("publish_github_release",)),
        ),
        question="announce",
    ),
    _ANNOUNCE,
)

ENDING = Segment(name="cancel", stages=(PlannedStage(name=CLEAN_UP),))  # of one that is given up
