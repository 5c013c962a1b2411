"""The contract notices what it is there for, and lets pass what GitHub really does."""

from typing import Any

import pytest

from tests.official import npm
from tests.official.github import contract, description
from tests.official.github.contract import Exchange

pytestmark = pytest.mark.skipif(not npm.is_here(), reason="npm is not installed")
HOME = "/repos/acme/greeter"
REFUSAL = {"message": "Not Found", "documentation_url": "https://docs.github.com", "status": "404"}


def _violations(method: str, path: str, **facts: Any) -> str:  # noqa: ANN401  # any JSON
    facts.setdefault("status", 404)
    facts.setdefault("answer", REFUSAL)
    exchange = Exchange(method=method, path=path, **facts)
    return "\n".join(contract.official().violations(exchange))


@pytest.mark.parametrize(
    ("exchange", "sentence"),
    [
        (
            {"method": "GET", "path": f"{HOME}/releases", "query": (("per_pge", "3"),)},
            "an unknown parameter 'per_pge'",
        ),
        (
            {"method": "GET", "path": f"{HOME}/releases", "query": (("per_page", "x"),)},
            'parameter per_page: it: "x" is not of type "integer"',
        ),
        (
            {
                "method": "POST",
                "path": f"{HOME}/releases",
                "body": {"tag_name": "v1", "draftt": True},
            },
            "the body has an unknown key 'draftt'",
        ),
        (
            {
                "method": "POST",
                "path": f"{HOME}/git/trees",
                "body": {"tree": [{"path": "a", "contents": "x"}]},
            },
            "the body has an unknown key 'tree.[].contents'",
        ),
        ({"method": "POST", "path": f"{HOME}/releases", "body": {}}, '"tag_name" is a required'),
        ({"method": "POST", "path": f"{HOME}/releases"}, "no body"),
        ({"method": "GET", "path": f"{HOME}/teams"}, "no operation of the bot's"),
        (
            {"method": "GET", "path": f"{HOME}/branches/main/protection/restrictions"},
            "no operation of the bot's",
        ),
    ],
)
def test_a_bad_request_is_found(exchange: dict[str, Any], sentence: str) -> None:
    """Misspelled keys, values of another type, and addresses that GitHub gives another meaning."""
    assert sentence in _violations(**exchange)


@pytest.mark.parametrize(
    "path",
    [
        f"{HOME}/branches/release/1.2",
        f"{HOME}/git/ref/heads/release/1.2",
        f"{HOME}/compare/main...release/1.2",
        f"{HOME}/commits/release/1.2/check-runs",
        "/repositories/7",
    ],
)
def test_a_name_with_slashes_finds_its_operation(path: str) -> None:
    """A branch may be called like a folder."""
    assert _violations("GET", path) == ""


@pytest.mark.parametrize("status", [401, 403, 404, 422, 429, 500, 502])
def test_a_refusal_is_always_possible(status: int) -> None:
    """GitHub refuses everywhere, although its description lists that for some operations only."""
    assert _violations("GET", f"{HOME}/branches", status=status) == ""


def test_another_status_is_not_possible() -> None:
    """A success has the status that is described."""
    found = _violations("GET", f"{HOME}/branches", status=202, answer=[])

    assert "GitHub does not answer with this status" in found


def test_an_answer_is_measured() -> None:
    """A field that is missing, null where it may not be, or of another type."""
    label = {
        "id": 1,
        "node_id": "LA_1",
        "url": "http://127.0.0.1:1/label",
        "name": "fix",
        "description": None,
        "color": "ededed",
        "default": False,
    }

    def found(answer: dict[str, object]) -> str:
        return _violations("GET", f"{HOME}/labels/fix", status=200, answer=answer)

    assert found(label) == ""
    assert 'name: null is not of type "string"' in found(label | {"name": None})
    assert '"color" is a required property' in found({k: label[k] for k in label if k != "color"})


def test_a_fault_on_purpose_is_measured_as_a_request_only() -> None:
    """What a test does to an answer is no word of GitHub's."""
    path = f"{HOME}/labels/fix"

    assert _violations("GET", path, status=200, answer=1, fault="truncated") == ""
    assert "xyz" in _violations("GET", path, query=(("xyz", "1"),), fault="truncated")


def test_the_bot_pins_the_version() -> None:
    """Without one GitHub answers with the oldest that it still has; others may leave it out."""
    path = f"{HOME}/branches"

    assert "did not ask for the version" in _violations("GET", path, agent="releasebot/1.0")
    assert _violations("GET", path, agent="releasebot", version="2022-11-28") == ""
    assert _violations("GET", path, agent="curl/8") == ""


def test_labels_may_be_a_bare_list() -> None:
    """GitHub's prose allows what its schema does not, and PyGithub does it."""
    path = f"{HOME}/issues/1/labels"

    assert _violations("POST", path, body=["fix"], status=403) == ""


def test_an_installation_is_not_a_user() -> None:
    """Some operations take no token of an installation."""
    found = _violations("GET", "/user", status=200, answer={}, caller="installation")

    assert "an installation's token was taken" in found


def test_an_unknown_operation_is_refused() -> None:
    """A misspelled operationId must not shrink the contract in silence."""
    with pytest.raises(LookupError, match="repos/get-realease"):
        description.trim({"paths": {}, "components": {}}, ["repos/get-realease"])


def test_the_description_is_cut_down_and_has_no_examples() -> None:
    """Official examples break their own schemas, so nothing may answer with them."""
    official = description.trimmed()

    assert len(official["paths"]) < 120
    assert len(official["others"]) > 600
    assert "examples" not in official["components"]
