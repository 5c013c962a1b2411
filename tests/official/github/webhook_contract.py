"""The contract of webhooks: what the stand-in sends, measured against GitHub's own schemas."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from tests.official import npm
from tests.official.github import description
from tests.official.github.schemas import Schemas

PACKAGE = "@octokit/openapi-webhooks@12.1.0"


class WebhookContract:
    """Finds what GitHub would not have sent."""

    def __init__(self, whole: Mapping[str, Any]) -> None:
        """Get ready to measure."""
        self._webhooks = whole["webhooks"]
        self._schemas = Schemas(whole["components"])

    def violations(self, event: str, payload: Mapping[str, Any]) -> list[str]:
        """One sentence for each violation."""
        action = str(payload.get("action", ""))
        name = "-".join(part.replace("_", "-") for part in (event, action) if part)
        described = self._webhooks.get(name)
        if described is None:
            return [f"event {name}: GitHub sends no such event"]
        schema = described["post"]["requestBody"]["content"]["application/json"]["schema"]
        found = self._schemas.problems(name, schema, payload)
        unknown = self._schemas.unknown_keys(schema, dict.fromkeys(payload))
        found += [f"an unknown key {key!r}" for key in unknown]
        return [f"event {name} ({name}): {each}" for each in found]


@cache
def official() -> WebhookContract:
    """The contract as it is today."""
    place = npm.installed(PACKAGE) / "@octokit/openapi-webhooks/generated/api.github.com.json"
    whole = json.loads(place.read_bytes())
    components = description.reached(whole, whole["webhooks"])
    return WebhookContract({"webhooks": whole["webhooks"], "components": components})
