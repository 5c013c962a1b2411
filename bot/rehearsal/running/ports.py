"""Ports of a world: outside the range that the system gives to others, so they can be kept."""

import contextlib
import random
import socket

from bot import errors

FIRST, LAST = 20_000, 32_000
ATTEMPTS = 200


def listen(port: int | None) -> socket.socket:
    """A listening socket on 127.0.0.1: on this port, or on a free one."""
    if port is not None:
        return _listen(port)
    for _ in range(ATTEMPTS):
        with contextlib.suppress(errors.Failed):
            return _listen(random.randrange(FIRST, LAST))  # noqa: S311 - a port is no secret
    raise errors.Failed(
        "No free port was found for the local world.", "End some of the programs that listen."
    )


def _listen(port: int) -> socket.socket:
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", port))
        server.listen(128)
    except OSError:
        server.close()
        raise errors.Failed(
            f"Port {port}, which belongs to this world, is taken by another program.",
            "End that program, then try again.",
        ) from None
    return server
