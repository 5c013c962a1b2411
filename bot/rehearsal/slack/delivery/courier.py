"""The courier: takes a payload to the app by the road it has chosen, and says how that went."""

import asyncio
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

import aiohttp

from bot.rehearsal.slack.delivery import signed_http
from bot.rehearsal.slack.delivery.sockets import NobodyThere, Sockets
from bot.rehearsal.slack.desk import MOST_EXCHANGES, Desk, identifier
from bot.rehearsal.slack.faults import Fault

Road = Literal["slash_commands", "interactive", "events_api"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What came of something that a person did.

    `answer` is what the app sent along with its acknowledgement; `problem` says why there is
    none: "timeout", "no_connection", "http_500", or why Slack did not even ask the app.
    """

    payload: Mapping[str, Any]
    acknowledged: bool
    milliseconds: float = 0.0
    answer: Any = None
    problem: str = ""

    def as_json(self) -> dict[str, Any]:
        """The same for another process."""
        return asdict(self)


def not_sent(problem: str) -> Delivery:
    """What Slack itself did not let a person do."""
    return Delivery(payload={}, acknowledged=False, problem=problem)


class Courier:
    """Takes payloads to the app. A click or command is sent once, an event up to four times."""

    def __init__(self, desk: Desk, sockets: Sockets, session: aiohttp.ClientSession) -> None:
        """Deliver for this desk."""
        self.desk = desk
        self.sockets = sockets
        self.deliveries: deque[Delivery] = deque(maxlen=MOST_EXCHANGES)
        self._session = session
        self._retrying: set[asyncio.Task[None]] = set()

    async def send(self, road: Road, payload: Mapping[str, Any], url: str = "") -> Delivery:
        """Take a command or an interaction to the app, once."""
        return await self._attempt(road, payload, url, {})

    async def send_event(self, payload: Mapping[str, Any]) -> Delivery:
        """Take an event to the app; where it is not acknowledged, go on in the background."""
        first = await self._attempt("events_api", payload, self.desk.app.events_url, {})
        if not first.acknowledged:
            task = asyncio.create_task(self._try_again(payload, first.problem))
            self._retrying.add(task)
            task.add_done_callback(self._retrying.discard)
        return first

    async def settle(self) -> None:
        """Wait until no event is being tried again."""
        while self._retrying:
            await asyncio.wait(self._retrying)

    def close(self) -> None:
        """Try nothing again."""
        for task in self._retrying:
            task.cancel()

    async def _try_again(self, payload: Mapping[str, Any], problem: str) -> None:
        for number, pause in enumerate(self.desk.timing.event_retries, start=1):
            await asyncio.sleep(pause)
            reason = "timeout" if problem == "timeout" else "http_error"
            retry = {"retry_attempt": number, "retry_reason": reason}
            tried = await self._attempt("events_api", payload, self.desk.app.events_url, retry)
            if tried.acknowledged:
                return
            problem = tried.problem

    async def _attempt(
        self, road: Road, payload: Mapping[str, Any], url: str, retry: Mapping[str, Any]
    ) -> Delivery:
        desk = self.desk
        if fault := desk.faults.take(road, "late"):
            await asyncio.sleep(fault.seconds)
        fault = desk.faults.take(road, "socket_dropped", "sent_twice", "acknowledgement_lost")
        kind = str(payload.get("type", "slash_command"))
        desk.note("delivery", kind, payload)
        started = time.perf_counter()
        answer, problem = None, ""
        try:
            async with asyncio.timeout(desk.timing.acknowledgement):
                answer = await self._ask(road, payload, url, retry, fault)
        except TimeoutError:
            problem = "timeout"
        except NobodyThere:
            problem = "no_connection"
        except signed_http.Unanswered as refusal:
            problem = str(refusal)
        if fault and fault.kind == "acknowledgement_lost" and not problem:
            answer, problem = None, "timeout"
        spent = (time.perf_counter() - started) * 1000
        if not problem:
            desk.note("ack", kind, answer)
        done = Delivery(
            payload=payload, acknowledged=not problem, milliseconds=spent, answer=answer,
            problem=problem,
        )  # fmt: skip
        self.deliveries.append(done)
        return done

    async def _ask(
        self,
        road: Road,
        payload: Mapping[str, Any],
        url: str,
        retry: Mapping[str, Any],
        fault: Fault | None,
    ) -> Any:  # noqa: ANN401  # any JSON
        times = 2 if fault and fault.kind == "sent_twice" else 1
        if not self.desk.app.is_socket:
            for _ in range(times):
                answer = await self._post(road, payload, url, retry)
            return answer
        envelope = {
            "type": road,
            "envelope_id": identifier("E"),
            "payload": payload,
            "accepts_response_payload": road != "events_api",
        }
        if road == "events_api":
            envelope |= {"retry_attempt": 0, "retry_reason": ""} | dict(retry)
        if fault and fault.kind == "socket_dropped":
            await self.sockets.send_and_drop(envelope)
            raise NobodyThere
        return await self.sockets.ask(envelope, times)

    async def _post(
        self, road: Road, payload: Mapping[str, Any], url: str, retry: Mapping[str, Any]
    ) -> Any:  # noqa: ANN401  # any JSON, or text
        body, content_type = signed_http.body_of(road, payload)
        moment = str(int(self.desk.clock()))
        secret = self.desk.secrets.signing_secret
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": moment,
            "X-Slack-Signature": signed_http.signature(secret, moment, body),
        }
        if retry:
            headers["X-Slack-Retry-Num"] = str(retry["retry_attempt"])
            headers["X-Slack-Retry-Reason"] = retry["retry_reason"]
        return await signed_http.send(self._session, url, body, headers)
