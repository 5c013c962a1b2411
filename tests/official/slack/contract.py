"""Everything that went over the wire, held to Slack's own description of it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bot.rehearsal.slack.desk import Exchange
from tests.official.slack import checking, rules, schemas

NO_DEFINITION = frozenset({"apps.connections.open", "auth.test"})  # they take nothing but a token
ADDED_BY_SDK = frozenset({"team_id"})  # bolt adds it to each call; Slack takes it everywhere
MESSAGES = frozenset({"chat.postEphemeral", "chat.postMessage", "chat.update"})
TEXT_BEST, TEXT_EDITED = 40_000, 4_000
BOOLEANS: Mapping[object, bool] = {"1": True, "true": True, "0": False, "false": False}
DELIVERIES = {
    "slash_command": "SlashCommand",
    "block_actions": "BlockAction",
    "view_submission": "ViewSubmitAction",
    "view_closed": "ViewClosedAction",
    "shortcut": "GlobalShortcut",
    "message_action": "MessageShortcut",
    "event_callback": "EventCallback",
}
ACTIONS = {
    "errors": "ViewErrorsResponseAction",
    "update": "ViewUpdateResponseAction",
    "push": "ViewPushResponseAction",
    "clear": "ViewClearResponseAction",
}


def violations(exchanges: Iterable[Exchange]) -> list[str]:
    """What breaks the contract, each with the method or payload that did it."""
    return [
        f"{exchange.kind} {exchange.name}: {problem}"
        for exchange in exchanges
        for problem in CHECKS.get(exchange.kind, _nothing)(exchange.name, exchange.content)
    ]


def call_problems(method: str, args: Mapping[str, Any]) -> list[str]:
    """What is wrong with the arguments of a call of the Web API."""
    args = {name: value for name, value in args.items() if name not in ADDED_BY_SDK}
    if method in NO_DEFINITION:
        return [f"{method} takes no {name}" for name in args]
    definition = _definition(method)
    if definition is None:
        return [f"the contract does not know {method}: add its arguments to entry.ts"]
    args = _typed(definition, args)
    found = checking.problems(definition, args)
    if "blocks" in args:
        found += rules.block_problems(args["blocks"], "message")
    if "view" in args:
        found += rules.view_problems(args["view"])
    if method in MESSAGES:
        found += _message_problems(method, args)
    return found


def delivery_problems(kind: str, payload: Mapping[str, Any]) -> list[str]:
    """What is wrong with a payload that the local Slack sent."""
    if kind == "url_verification":
        return []
    found = checking.problems(DELIVERIES[kind], payload)
    for shown, surface in ((payload.get("message"), "message"), (payload.get("view"), None)):
        if shown and shown.get("blocks"):
            found += rules.block_problems(shown["blocks"], surface or shown["type"])
    return found


def ack_problems(kind: str, answer: object) -> list[str]:
    """What is wrong with what the app sent along with its acknowledgement."""
    if not answer or kind == "url_verification":
        return []
    if kind == "slash_command":
        return response_problems("", {"text": answer} if isinstance(answer, str) else answer)
    if kind != "view_submission" or not isinstance(answer, Mapping):
        return [f"an acknowledgement of {kind} says nothing more, not {str(answer)[:80]}"]
    action = str(answer.get("response_action"))
    if action not in ACTIONS:
        return [f"there is no response_action {action!r}"]
    found = checking.problems(ACTIONS[action], answer)
    return found + (rules.view_problems(answer["view"]) if answer.get("view") else [])


def response_problems(_name: str, content: object) -> list[str]:
    """What is wrong with a message for a `response_url`, or with the answer to a command."""
    if not isinstance(content, Mapping):
        return ["a response is a JSON object"]
    found = checking.problems("RespondArguments", content)
    if content.get("blocks"):
        found += rules.block_problems(content["blocks"], "message")
    if not content.get("delete_original") and not content.get("text"):
        found.append("the fallback `text` is missing")
    return found


def _refused_ack(name: str, problem: object) -> list[str]:
    return [f"Slack could make nothing of the answer to {name}: {problem}"]


def _nothing(_name: str, _content: object) -> list[str]:
    return []


CHECKS: Mapping[str, Callable[[str, Any], list[str]]] = {
    "call": call_problems,
    "delivery": delivery_problems,
    "ack": ack_problems,
    "response_url": response_problems,
    "refused_ack": _refused_ack,
}


def _definition(method: str) -> str | None:
    """The definition of a method's arguments, whatever its capitals."""
    wanted = method.replace(".", "").casefold() + "arguments"
    return next((name for name in schemas.definitions() if name.casefold() == wanted), None)


def _message_problems(method: str, args: Mapping[str, Any]) -> list[str]:
    text, found = args.get("text"), []
    if not text and not args.get("markdown_text"):
        found.append("the fallback `text` is missing: notifications and screen readers need it")
    most = TEXT_EDITED if method == "chat.update" else TEXT_BEST
    if text and len(text) > most:
        found.append(f"a text of {len(text)} characters is longer than {most}")
    return found


def _typed(definition: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments with the types that they lost in a form or in an address."""
    kinds = _kinds(schemas.definitions()[definition])
    return {name: _restored(kinds.get(name, frozenset()), value) for name, value in args.items()}


def _restored(kinds: frozenset[str], value: object) -> object:
    if "boolean" in kinds and not isinstance(value, bool):
        return BOOLEANS.get(str(value), value)
    if "number" in kinds and isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return value
    return value


def _kinds(schema: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """The JSON types of each argument, over all the shapes that a method takes."""
    if "$ref" in schema:
        return _kinds(schemas.definitions()[schema["$ref"].rpartition("/")[2]])
    found: dict[str, frozenset[str]] = {}
    for shape in (*schema.get("anyOf", ()), *schema.get("allOf", ())):
        for name, kinds in _kinds(shape).items():
            found[name] = found.get(name, frozenset()) | kinds
    for name, each in schema.get("properties", {}).items():
        kinds = each.get("type", ())
        listed = frozenset([kinds] if isinstance(kinds, str) else kinds)
        found[name] = found.get(name, frozenset()) | listed
    return found
