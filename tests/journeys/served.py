"""A served bot as a process that can be killed, and people who speak to it in every door."""

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

Json = dict[str, Any]

ROOT = Path(__file__).parents[2]
SECONDS = 120
RELEASEBOT = (sys.executable, "-m", "bot")


def eventually(is_so: Callable[[], object], seconds: float = SECONDS) -> Any:  # noqa: ANN401  # whatever is awaited
    """What becomes true, as soon as it does."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := is_so():
            return found
        time.sleep(0.1)
    raise AssertionError(f"it did not come true in {seconds} seconds")


class Twins:
    """People at a terminal."""

    def __init__(self, config: Path) -> None:
        """With this operator's file."""
        self._environment = os.environ | {"RELEASEBOT_CONFIG": str(config), "NO_COLOR": "1"}

    def type(self, *words: str, stdin: str | None = None) -> "subprocess.CompletedProcess[str]":
        """Type this after `releasebot`, and wait for its end."""
        return subprocess.run(
            [*RELEASEBOT, *words],
            cwd=ROOT,
            env=self._environment,
            input=stdin or "",
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    def read(self, *words: str) -> Json:
        """The answer as JSON."""
        done = self.type(*words, "--json")
        assert done.returncode == 0, done.stderr
        told: Json = json.loads(done.stdout)
        return told


class Served:
    """`releasebot serve`, from its ready line on."""

    def __init__(self, config: Path) -> None:
        """Start it and wait until its doors are open."""
        self.told: list[str] = []
        self._config = config
        self._process = subprocess.Popen(
            [*RELEASEBOT, "serve", "--allow-root", "--config", str(config)],
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self.told.append(line)
            if line.startswith("releasebot is ready at "):
                self.address = line.split()[4].rstrip(".")
                return
        raise AssertionError("".join(self.told))

    def end(self, number: int = signal.SIGKILL) -> int:
        """Send this signal, hear the rest, and tell how it ended."""
        self._process.send_signal(number)
        _, rest = self._process.communicate(timeout=SECONDS)
        self.told += rest.splitlines(keepends=True)
        return self._process.returncode

    def close(self) -> None:
        """Leave no process behind, however the test ended."""
        if self._process.returncode is None:
            self.end()

    def post(self, path: str, **form: str) -> Json:
        """Send a form of the console, as its page does."""
        key = (self._config.parent / "data" / "web.key").read_text()
        browser = build_opener(HTTPCookieProcessor(CookieJar()), ProxyHandler({}))
        browser.open(f"{self.address}/console?key={key}", timeout=SECONDS).close()
        body = urlencode({"delivery": uuid.uuid4().hex, "project": "greeter", **form}).encode()
        asked = Request(f"{self.address}{path}", data=body, headers={"Origin": self.address})  # noqa: S310  # the bot's own address
        with browser.open(asked, timeout=SECONDS) as answer:
            told: Json = json.load(answer)
        return told
