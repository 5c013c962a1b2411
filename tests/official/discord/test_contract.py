"""The contract itself: it knows every payload that there is, and refuses a wrong one."""

from typing import Any

import pytest

from bot.rehearsal.discord import server
from bot.rehearsal.discord.record import Sent
from tests.official import npm
from tests.official.discord import contract, payloads

pytestmark = pytest.mark.skipif(not npm.is_here(), reason="npm is not here")
USER: dict[str, Any] = {
    "id": "12",
    "username": "alice",
    "discriminator": "0",
    "global_name": None,
    "avatar": None,
}
WITHOUT_CONTENT = (
    "POST /channels/{channel}/typing",
    "PUT /channels/{channel}/thread-members/@me",
    "DELETE /channels/{channel}/messages/{message}",
    "DELETE /webhooks/{hook}/{token}/messages/{message}",
    "DELETE /applications/{app}/commands/{command}",
    "DELETE /applications/{app}/guilds/{guild}/commands/{command}",
    *(
        f"{method} /channels/{{channel}}/{path}/{{message}}"
        for method in ("PUT", "DELETE")
        for path in ("pins", "messages/pins")
    ),
)


def test_every_route_has_its_type() -> None:
    """A new route needs a line in the table, or it answers with nothing."""
    routes = {
        f"{route.method} {route.path}"
        for resource in server.RESOURCES
        for route in resource.routes
        if hasattr(route, "method") and hasattr(route, "path")
    }

    assert routes == {*payloads.ANSWERS, *WITHOUT_CONTENT}


@pytest.mark.parametrize(
    ("user", "told"),
    [
        pytest.param(USER, [], id="right"),
        pytest.param(USER | {"id": 12}, ["/id: 12 is not of type"], id="a number as id"),
        pytest.param(USER | {"id": "alice"}, ['/id: "alice" does not match'], id="no snowflake"),
        pytest.param(USER | {"nickname": "al"}, ["/: Additional properties"], id="unknown field"),
        pytest.param({"id": "12"}, ['/: "username" is a required'] + ["/:"] * 3, id="missing"),
    ],
)
def test_a_wrong_answer_is_told(user: dict[str, Any], told: list[str]) -> None:
    """With its place."""
    found = contract.problems([Sent("GET /users/@me 200", user)])

    assert len(found) == len(told)
    for line, beginning in zip(found, told, strict=True):
        assert line.startswith(f"GET /users/@me 200: {beginning}")


@pytest.mark.parametrize(
    ("what", "payload"),
    [
        pytest.param("GET /users/@me 404", {"message": "gone"}, id="refusal without code"),
        pytest.param("GET /nowhere 200", {}, id="unknown route"),
        pytest.param("gateway", {"op": 99, "s": None, "t": None}, id="unknown operation"),
        pytest.param("X", {"op": 0, "t": "X", "s": 1, "d": {}}, id="unknown event"),
        pytest.param("RESUMED", {"op": 0, "t": "RESUMED", "s": 0, "d": {}}, id="no sequence"),
        pytest.param("RESUMED", {"op": 0, "t": "RESUMED", "s": 1, "d": {"a": 1}}, id="data"),
        pytest.param("gateway", {"op": 10, "s": None, "t": None, "d": {}}, id="no heartbeat"),
    ],
)
def test_a_wrong_payload_is_told(what: str, payload: dict[str, Any]) -> None:
    """Whatever kind it is of."""
    assert len(contract.problems([Sent(what, payload)])) == 1
