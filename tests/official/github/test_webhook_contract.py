"""The official payloads are all there, and a wrong payload of ours is noticed."""

import json
from typing import Any

import pytest

from tests.official import npm
from tests.official.github import payloads, webhook_contract

pytestmark = pytest.mark.skipif(not npm.is_here(), reason="npm is not installed")


def _payload(name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        json.loads(body) for _, each, body in payloads.payloads() if each == name
    )
    return found


def test_the_examples_are_all_there() -> None:
    """Each has its event and a name of its own."""
    listed = list(payloads.payloads())

    assert len(listed) == payloads.COUNT
    assert len({name for _, name, _ in listed}) == payloads.COUNT
    assert {"push", "release", "check_run", "issue_comment"} <= {event for event, _, _ in listed}


def test_a_payload_of_ours_is_measured() -> None:
    """Another action, a missing part and an unknown key."""
    contract = webhook_contract.official()
    created = _payload("milestone.created.1")

    assert contract.violations("milestone", created) == []
    assert "GitHub sends no such event" in contract.violations("milestone", {"action": "x"})[0]
    assert "unknown key 'extra'" in contract.violations("milestone", created | {"extra": 1})[0]
    del created["milestone"]["title"]
    assert '"title" is a required property' in contract.violations("milestone", created)[0]
