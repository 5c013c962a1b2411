"""The stand-in answers what the bot may ask for, and nothing that GitHub does not."""

import re
from pathlib import Path

import pytest

from bot.rehearsal.github import server, transcript
from bot.rehearsal.storage import open_storage
from tests.official import npm
from tests.official.github import description, operations

pytestmark = pytest.mark.skipif(not npm.is_here(), reason="npm is not installed")
# GitHub answers here too, without saying so: PyGithub lists and finds refs under `git/refs`, and
# the number of a repository outlives its name.
UNDESCRIBED = {
    "GET /repos/{}/{}/git/refs",
    "GET /repos/{}/{}/git/refs/{}",
    "GET /repositories/{}",
}


def _shape(method: str, path: str) -> str:
    """An operation without the names of its parameters."""
    return f"{method.upper()} {re.sub(r'{[^}]*}', '{}', path.replace('{base}...{head}', '{}'))}"


@pytest.fixture
def answered(tmp_path: Path) -> set[str]:
    """The shapes of all that the stand-in answers as the API."""
    with open_storage(tmp_path) as storage:
        routes = server.make_app(storage, "token").router.routes()
    found = set()
    for route in routes:
        info = route.resource.get_info() if route.resource else {}
        path = str(info.get("formatter") or info.get("path"))
        if route.method != "HEAD" and path.split("/")[1] in transcript.API:
            found.add(_shape(route.method, path))
    return found


def _described() -> set[str]:
    paths = description.trimmed()["paths"]
    return {_shape(method, path) for path, item in paths.items() for method in item}


def test_every_operation_is_answered(answered: set[str]) -> None:
    """A list of operations that nothing answers would be a promise."""
    assert _described() - answered == set()


def test_every_answer_is_of_an_operation(answered: set[str]) -> None:
    """What GitHub does not describe, or the list does not name, is no door of the stand-in."""
    assert answered - _described() == UNDESCRIBED


def test_operations_are_named_once() -> None:
    """The list stays a list of names."""
    assert len(set(operations.OPERATIONS)) == len(operations.OPERATIONS) >= len(_described())
