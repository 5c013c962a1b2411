"""Which workflows would publish beside the bot."""

import pytest

from bot.domain.detection import workflows

JOB = "jobs:\n  x:\n    steps:\n      - "
PYPI = f"{JOB}uses: pypa/gh-action-pypi-publish@release/v1\n"
FOUND = {
    "tags": (f"on:\n  push:\n    tags:\n      - 'v*'\n{PYPI}", "a pushed tag"),
    "tags on a line": (f"on: {{push: 1}}\n  tags: ['v*']\n{JOB}run: uv publish\n", "a pushed tag"),
    "tags in braces": (f"on: {{push: {{tags: ['v*']}}}}\n{PYPI}", "a pushed tag"),
    "a push without branches": (f"on:\n  push:\n  pull_request:\n{PYPI}", "a pushed tag"),
    "a push alone": (f"on:\n  push:\n{PYPI}", "a pushed tag"),
    "an empty push in braces": (f"on: {{push: , pull_request: }}\n{PYPI}", "a pushed tag"),
    "branches in braces": (f"on: {{push: {{branches: [main]}}}}\n{PYPI}", ""),
    "a job that is called push": (
        "on:\n  workflow_dispatch:\njobs:\n  push:\n    steps:\n      - run: twine upload x\n",
        "",
    ),
    "every push": (f"on: push\n{JOB}run: poetry publish\n", "a pushed tag"),
    "a list": (f"on: [push, pull_request]\n{JOB}run: hatch publish\n", "a pushed tag"),
    "a release": (
        f"on:\n  release:\n    types: [published]\n{JOB}run: python -m twine  upload dist/*\n",
        "a published release",
    ),
    "a release in a list": (f"on: [release]\n{PYPI}", "a published release"),
    "a second release": (
        f"on:\n  push:\n    tags: ['*']\n{JOB}run: gh release create v1\n",
        "a pushed tag",
    ),
    "by hand": (f"on:\n  workflow_dispatch:\n{PYPI}", ""),
    "branches only": (f"on:\n  push:\n    branches: [main]\n{PYPI}", ""),
    "tests on tags": (f"on:\n  push:\n    tags: ['v*']\n{JOB}run: pytest\n", ""),
    "a comment": (f"on:\n  push:\n    tags: ['v*']\n{JOB}run: ls # twine upload\n", ""),
    "nothing": ("", ""),
    "no workflow": ("\x00\xff", ""),
}


@pytest.mark.parametrize(("text", "trigger"), FOUND.values(), ids=FOUND)
def test_a_workflow_that_publishes_names_its_trigger(text: str, trigger: str) -> None:
    """Only what the bot's tag or release would start matters."""
    assert workflows.published_by(text) == trigger
