"""GitHub's own examples of webhook payloads: 329 of them, for whoever reads payloads."""

import json
from collections.abc import Iterator

from tests.official import npm

PACKAGE = "@octokit/webhooks-examples@7.6.1"
COUNT = 329


def payloads() -> Iterator[tuple[str, str, bytes]]:
    """Each example as its event, a name of its own, and the bytes as they would be sent.

    The name is the event, its action where it has one, and a number: `check_run.completed.2`.
    """
    index = npm.installed(PACKAGE) / "@octokit/webhooks-examples/api.github.com/index.json"
    for event in json.loads(index.read_bytes()):
        for number, example in enumerate(event["examples"], start=1):
            parts = (event["name"], example.get("action"), str(number))
            name = ".".join(part for part in parts if part)
            yield event["name"], name, json.dumps(example, separators=(",", ":")).encode()
