"""The contract: requests and answers, measured against GitHub's official description."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.official.github import description
from tests.official.github.routes import Routes
from tests.official.github.schemas import Schemas

# What GitHub answers everywhere, although only some operations list it.
REFUSED_AS_IT_IS = {400, 401, 422}  # a request that was refused may be a bad one
ALWAYS_ALLOWED = {304, 401, 403, 404, 422, 429}
# GitHub takes a bare list of labels too: its prose says so, its schema does not.
BARE_LISTS = {"issues/add-labels", "issues/set-labels"}
# GitHub answers here as well, but does not describe it: the same repository by its number.
BOT, VERSION = "releasebot", "2022-11-28"
LEFT_OUT = object()  # stands for a body that was too large to keep
UNDESCRIBED = {"/repositories/{id}": "/repos/{owner}/{repo}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request and its answer; `None` stands for a body that is no JSON."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    body: Any = None
    status: int
    answer: Any = None
    caller: str = "token"  # or "app", "installation", "nobody"
    fault: str = ""  # the answer is wrong on purpose
    agent: str = ""
    version: str = ""  # of the API, as it was asked for

    def __str__(self) -> str:
        """As a line of a report."""
        return f"{self.method} {self.path} → {self.status}"


class Contract:
    """Finds what GitHub would not have taken, and what GitHub would not have said."""

    def __init__(self, official: description.Description) -> None:
        """Get ready to measure."""
        self._official = official
        self._routes = Routes(official)
        self._schemas = Schemas(official["components"])

    def violations(self, exchange: Exchange) -> list[str]:
        """One sentence for each violation, with the request that it is about."""
        operation = self._operation(exchange)
        if operation is None:
            if exchange.status in (404, 405) and not exchange.fault:
                return [f"{exchange}: no operation of the bot's is described there"]
            return [f"{exchange}: GitHub describes no such operation, or it is not in OPERATIONS"]
        found = self._of_request(exchange, operation)
        if exchange.agent.startswith(BOT) and exchange.version != VERSION:
            found.append("the bot did not ask for the version of the API that it knows")
        if not exchange.fault:
            found += self._of_answer(exchange, operation)
        return [f"{exchange} ({operation['operationId']}): {each}" for each in found]

    def _operation(self, exchange: Exchange) -> dict[str, Any] | None:
        first, _, rest = exchange.path[1:].partition("/")
        if first == "repositories" and rest.isdigit():
            path = UNDESCRIBED["/repositories/{id}"]
        else:
            route = self._routes.find(exchange.path)
            if route is None or not route.is_used:
                return None
            path = route.path
        operation: dict[str, Any] | None = self._official["paths"][path].get(
            exchange.method.lower().replace("head", "get")
        )
        return operation

    def _of_request(self, exchange: Exchange, operation: Mapping[str, Any]) -> list[str]:
        found = self._of_query(exchange, operation)
        described = description.resolve(self._official, operation.get("requestBody", {}))
        content = described.get("content", {})
        if "application/json" not in content:
            if exchange.body is not None and not content:
                found.append("a body, where GitHub reads none")
            return found
        schema, name = content["application/json"]["schema"], operation["operationId"]
        if exchange.body is LEFT_OUT:
            return found
        if exchange.body is None:
            is_missing = described.get("required") and exchange.status not in REFUSED_AS_IT_IS
            return [*found, "no body"] if is_missing else found
        if name in BARE_LISTS and isinstance(exchange.body, list):
            return found
        if exchange.status not in REFUSED_AS_IT_IS:
            found += self._schemas.problems(f"{name} asked", schema, exchange.body)
        unknown = self._schemas.unknown_keys(schema, exchange.body)
        return [*found, *(f"the body has an unknown key {key!r}" for key in unknown)]

    def _of_query(self, exchange: Exchange, operation: Mapping[str, Any]) -> list[str]:
        known = {
            p["name"]: p
            for p in description.parameters(self._official, operation)
            if p["in"] == "query"
        }
        found = [f"an unknown parameter {n!r}" for n, _ in exchange.query if n not in known]
        for name, text in exchange.query:
            if name in known:
                schema = known[name]["schema"]
                value = _as_typed(description.resolve(self._official, schema).get("type"), text)
                label = f"{operation['operationId']} ?{name}"
                found += [
                    f"parameter {name}: {each}"
                    for each in self._schemas.problems(label, schema, value)
                ]
        given = {name for name, _ in exchange.query}
        missing = [n for n, p in known.items() if p.get("required") and n not in given]
        if exchange.status not in REFUSED_AS_IT_IS:
            found += [f"parameter {name} is missing" for name in missing]
        return found

    def _of_answer(self, exchange: Exchange, operation: Mapping[str, Any]) -> list[str]:
        status = exchange.status
        for_apps = operation.get("x-github", {}).get("enabledForGitHubApps", True)
        if exchange.caller == "installation" and not for_apps and status < 400:
            return ["an installation's token was taken, where GitHub takes none"]
        described = operation["responses"].get(str(status))
        if described is None and status not in ALWAYS_ALLOWED and status < 500:
            return ["GitHub does not answer with this status"]
        content = description.resolve(self._official, described or {}).get("content", {})
        if exchange.method == "HEAD" or exchange.answer is None:
            return []
        if "application/json" in content:
            schema = content["application/json"].get("schema", {})
            name = f"{operation['operationId']} {status}"
            return self._schemas.problems(name, schema, exchange.answer)
        if status >= 400:
            return self._of_refusal(exchange)
        return [] if content else ["a body, where GitHub sends none"]

    def _of_refusal(self, exchange: Exchange) -> list[str]:
        said = exchange.answer
        if isinstance(said, dict) and not isinstance(said.get("message"), str):
            return ["a refusal without a message"]
        return []


def _as_typed(kind: object, text: str) -> object:
    """A parameter's text as the value that it stands for."""
    if kind == "integer" and text.lstrip("-").isdecimal():
        return int(text)
    if kind == "boolean" and text in {"true", "false"}:
        return text == "true"
    return text


@cache
def official() -> Contract:
    """The contract with GitHub as it is today."""
    return Contract(description.trimmed())
