"""A project: which one may be released, and which one is only rehearsed."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot import errors
from bot.releases import project
from tests.fakes.fake_world import make_world


def test_only_an_enabled_project_is_released(tmp_path: Path) -> None:
    """The refusal names the two commands that change that; an unknown name is another matter."""
    well = make_world(tmp_path).project()
    begun = replace(well, rules=replace(well.rules, enabled=False))

    project.check_enabled({"greeter": well}, "greeter")
    with pytest.raises(errors.Refused) as refused:
        project.check_enabled({"greeter": begun}, "greeter")
    with pytest.raises(errors.BadInput, match="no project other"):
        project.check_enabled({"greeter": begun}, "other")

    assert refused.value.reason == "not_enabled"
    assert refused.value.for_people() == (
        "greeter is not enabled yet, so it is only rehearsed. "
        "Run releasebot doctor, then releasebot enable greeter."
    )
