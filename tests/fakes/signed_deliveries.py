"""Deliveries as GitHub signs and labels them."""

import hashlib
import hmac
import json
from typing import Any

SECRET = "the secret of the webhook"  # noqa: S105  # of nothing
OLD_SECRET = "the secret before it was replaced"  # noqa: S105  # of nothing
REPOSITORY = {"id": 1001, "full_name": "acme/greeter"}
PERSON = {"id": 501, "login": "alice", "type": "User"}


def signature(body: bytes, secret: str = SECRET) -> str:
    """What stands in the header for this body."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


def headers(body: bytes, event: str = "push", guid: str = "guid-1") -> dict[str, str]:
    """Everything that GitHub writes beside a body."""
    return {
        "Content-Type": "application/json",
        "User-Agent": "GitHub-Hookshot/0123456",
        "X-GitHub-Delivery": guid,
        "X-GitHub-Event": event,
        "X-Hub-Signature-256": signature(body),
    }


def body_of(**members: Any) -> bytes:  # noqa: ANN401  # any JSON
    """A body about the repository, by a person."""
    return json.dumps({"repository": REPOSITORY, "sender": PERSON, **members}).encode()


def push(commit: str = "b" * 40, branch: str = "main") -> bytes:
    """A push to a branch."""
    return body_of(ref=f"refs/heads/{branch}", before="a" * 40, after=commit)
