"""Faults on demand, and what a client is told of limits and of answers that it has already."""

import json
import time
from typing import Any

import pytest
import requests

from bot.rehearsal.world import World, effects
from tests.fakes.github_owner import GitHubOwner

SILENT = requests.ConnectionError


class Client:
    """Asks about one repository, and knows which drafts are there."""

    def __init__(self, world: World, name: str) -> None:
        """Ask with the world's own token."""
        self.url = f"{world.github_url}/repos/{name}/releases"
        self.path = f"/repos/{name}/releases"
        self.headers = {"Authorization": f"Bearer {world.github_token}"}

    def draft(self) -> requests.Response:
        """Make a draft."""
        content = json.dumps({"tag_name": "v1.2.0", "draft": True})
        return requests.post(
            self.url, data=content, headers=self.headers, timeout=5, allow_redirects=False
        )

    def look(self, **headers: str) -> requests.Response:
        """List all releases."""
        return requests.get(self.url, headers=self.headers | headers, timeout=5)

    def drafts(self) -> int:
        """How many there are."""
        return len(self.look().json())


@pytest.fixture
def client(shared_world: World, sample_name: str) -> Client:
    """A client of the sample."""
    return Client(shared_world, sample_name)


@pytest.mark.parametrize(
    ("kind", "status", "words", "made"),
    [
        ("error_before", 502, "Server Error", 0),
        ("error_after", 502, "Server Error", 1),
        ("secondary", 403, "secondary rate limit", 0),
        ("secondary_bare", 403, "secondary rate limit", 0),
        ("too_many", 429, "Too many requests", 0),
        ("primary", 403, "API rate limit exceeded", 0),
        ("expired", 401, "Bad credentials", 0),
        ("redirect", 307, "Temporary Redirect", 0),
    ],
)
def test_a_wrong_answer(
    client: Client, owner: GitHubOwner, kind: str, status: int, words: str, made: int
) -> None:
    """It comes once, whether the effect is there or not; the next request is answered as ever."""
    owner.fault("POST", client.path, kind)

    answer = client.draft()

    assert (answer.status_code, words in answer.json()["message"]) == (status, True)
    assert client.drafts() == made
    assert client.draft().status_code == 201


@pytest.mark.parametrize(
    ("kind", "made"), [("drop_before", 0), ("drop_after", 1), ("hang_before", 0), ("hang", 1)]
)
def test_no_answer(
    client: Client, owner: GitHubOwner, shared_world: World, kind: str, made: int
) -> None:
    """The connection ends without a word, before the effect or after it."""
    owner.fault("POST", client.path, kind, seconds=0.05)
    before = len(effects(shared_world))

    with pytest.raises(SILENT):
        client.draft()

    assert client.drafts() == made
    assert len(effects(shared_world)) == before + made


def test_the_headers_of_limits(client: Client, owner: GitHubOwner) -> None:
    """How long to wait is said by some refusals only."""
    answers: dict[str, Any] = {}
    for kind in ("secondary", "secondary_bare", "too_many", "primary"):
        owner.fault("GET", client.path, kind)
        answers[kind] = client.look().headers

    assert answers["secondary"]["Retry-After"] == "60"
    assert all("Retry-After" not in answers[kind] for kind in answers if kind != "secondary")
    assert answers["primary"]["X-RateLimit-Remaining"] == "0"
    assert int(answers["primary"]["X-RateLimit-Reset"]) > time.time() + 3500


def test_a_redirect_leads_elsewhere(client: Client, owner: GitHubOwner) -> None:
    """To the host that was ordered, with the path that was asked for."""
    owner.fault("POST", client.path, "redirect", target="http://192.0.2.1")

    assert client.draft().headers["Location"] == f"http://192.0.2.1{client.path}"


def test_an_answer_ends_in_the_middle(client: Client, owner: GitHubOwner) -> None:
    """The status is fine, and the text is no JSON."""
    owner.fault("POST", client.path, "truncated")

    answer = client.draft()

    assert answer.status_code == 201
    with pytest.raises(requests.exceptions.JSONDecodeError):
        answer.json()


def test_a_read_lags_behind_the_write(client: Client, owner: GitHubOwner) -> None:
    """For a while it answers what it did before; what was never read is not there."""
    owner.fault("GET", client.path, "lag")
    assert client.draft().status_code == 201
    assert client.look().json() == []
    assert client.drafts() == 1

    client.draft()
    owner.fault("GET", client.path, "lag", times=2)
    assert [client.drafts() for _ in range(3)] == [1, 1, 2]
    owner.fault("GET", f"{client.path}/*", "lag")
    number = client.look().json()[0]["id"]
    answer = requests.get(f"{client.url}/{number}", headers=client.headers, timeout=5)
    assert answer.status_code == 404


def test_faults_are_counted_and_end(client: Client, owner: GitHubOwner) -> None:
    """One is skipped, two are hit, and what is left over is forgotten."""
    owner.fault("*", "/repos/*/*/releases", "error_before", times=3, skip=1)

    assert [client.look().status_code for _ in range(3)] == [200, 502, 502]
    assert [fault["times"] for fault in owner.faults_to_come()] == [1]
    owner.end_faults()
    assert client.look().status_code == 200


@pytest.mark.parametrize(
    ("what", "order", "sentence"),
    [
        ("fault", {"method": "GET", "path": "/"}, "The order lacks 'kind'."),
        (
            "fault",
            {"method": "GET", "path": "/", "kind": "flood", "times": 1},
            "Kinds of faults are drop_before",
        ),
        ("check_run", {"repository": "acme/none"}, "Not Found"),
        ("repository", {"repository": "acme/greeter"}, "The order lacks 'action'."),
    ],
)
def test_a_bad_order_is_explained(
    shared_world: World, what: str, order: dict[str, object], sentence: str
) -> None:
    """A test that asks for what is not there fails where it asks."""
    url = f"{shared_world.github_url}/_world/github/{what}"

    answer = requests.post(url, data=json.dumps(order), timeout=5)

    assert answer.status_code in {404, 422}
    assert answer.json()["message"].startswith(sentence)


def test_what_has_not_changed_is_not_sent_again(client: Client) -> None:
    """With the tag of the answer that it has, a client gets 304, which costs nothing."""
    first = client.look()
    left = int(first.headers["X-RateLimit-Remaining"])

    same = client.look(**{"If-None-Match": first.headers["ETag"]})

    assert (same.status_code, same.content) == (304, b"")
    assert int(same.headers["X-RateLimit-Remaining"]) == left
    client.draft()
    assert client.look(**{"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_the_limit_is_told(client: Client, shared_world: World) -> None:
    """Asking for it costs nothing."""
    url = f"{shared_world.github_url}/rate_limit"
    first, again = (
        requests.get(url, headers=client.headers, timeout=5).json()["rate"] for _ in range(2)
    )

    assert first == again
    assert first["limit"] == 5000
