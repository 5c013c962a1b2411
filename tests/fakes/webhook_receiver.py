"""A place that webhooks are sent to: it keeps what came and answers as a test wants."""

import http.server
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Received:
    """One delivery as it came."""

    headers: Mapping[str, str]
    body: bytes

    @property
    def event(self) -> str:
        """The name of the event."""
        return self.headers["X-GitHub-Event"]

    @property
    def payload(self) -> dict[str, Any]:
        """What is told."""
        content: dict[str, Any] = json.loads(self.body)
        return content

    @property
    def name(self) -> str:
        """The event with its action: `release published`."""
        return " ".join(filter(None, (self.event, self.payload.get("action", ""))))


@dataclass
class WebhookReceiver:
    """Answers every delivery with `status`."""

    url: str = ""
    status: int = 202
    received: list[Received] = field(default_factory=list)

    def names(self) -> list[str]:
        """What came, in its order."""
        return [each.name for each in self.received]

    def last(self, name: str) -> dict[str, Any]:
        """The newest payload of that name."""
        return next(each.payload for each in reversed(self.received) if each.name == name)


@contextmanager
def receiving() -> Iterator[WebhookReceiver]:
    """Listen on a free port."""
    receiver = WebhookReceiver()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.received.append(Received(dict(self.headers), body))
            self.send_response(receiver.status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        receiver.url = f"http://127.0.0.1:{server.server_port}/github/webhooks"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield receiver
        server.shutdown()
        thread.join()
