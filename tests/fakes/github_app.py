"""An App at GitHub: checks the statements of the App, hands out tokens, and forgets them."""

import json
import time
from functools import cache
from pathlib import Path

import jwt
from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.adapters.code_host.account.app import App
from bot.adapters.patience import Patience
from bot.settings.secrets import KeyReference
from tests.fakes.stored_files import secret_file
from tests.fakes.unruly_server import Answer, UnrulyServer, say

APP = 4242
INSTALLATION = 77
HASTY = Patience(answer=1, call=4, pauses=(0.0,))


@cache
def private_key() -> str:
    """A key, made once, that opens nothing."""
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = serialization.PrivateFormat.TraditionalOpenSSL
    return made.private_bytes(
        serialization.Encoding.PEM, form, serialization.NoEncryption()
    ).decode()


class GitHubApp:
    """The App on an unruly server; its attributes are what GitHub knows, and a test may change."""

    def __init__(self, server: UnrulyServer, base: str = "") -> None:
        """Answer there what an App may ask, below `base`."""
        self.server = server
        self.url = f"{server.url}{base}"
        self.lasts = 3600.0
        self.given: list[str] = []
        self.asked: list[dict[str, object]] = []
        self.good: set[str] = set()
        server.rules["GET", f"{base}/repos/acme/greeter/installation"] = self._installation
        server.rules["GET", f"{base}/repos/acme/other/installation"] = self._installation
        server.rules["POST", f"{base}/app/installations/{INSTALLATION}/access_tokens"] = self._token
        for name in ("greeter", "other"):
            address = f"{self.url}/repos/acme/{name}"
            seen = {"full_name": f"acme/{name}", "url": address}
            server.rules["GET", f"{base}/repos/acme/{name}/"] = self.known(
                404, {"message": "Not Found"}
            )
            server.rules["GET", f"{base}/repos/acme/{name}"] = self.known(200, seen)

    def client(self, folder: Path, number: int = APP) -> App:
        """The bot's side of it."""
        key = KeyReference(file=secret_file(folder, private_key()))
        return App(self.url, number, key, HASTY)

    def known(self, status: int, body: object) -> Answer:
        """An answer for those whose token is good."""

        async def answer(request: web.Request) -> web.StreamResponse:
            token = request.headers["Authorization"].partition(" ")[2]
            if token not in self.good:
                return web.json_response({"message": "Bad credentials"}, status=401)
            return await say(status, json.dumps(body))(request)

        return answer

    async def _installation(self, request: web.Request) -> web.StreamResponse:
        self._check(request)
        return web.json_response({"id": INSTALLATION})

    async def _token(self, request: web.Request) -> web.StreamResponse:
        self._check(request)
        self.asked.append(await request.json())
        token = f"ghs_canary{len(self.given):030d}"
        self.given.append(token)
        self.good.add(token)
        ends = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + self.lasts))
        return web.json_response({"token": token, "expires_at": ends}, status=201)

    def _check(self, request: web.Request) -> None:
        """Refuse a statement that the App did not sign, or that is good for too long."""
        kind, _, text = request.headers["Authorization"].partition(" ")
        public = serialization.load_pem_private_key(private_key().encode(), None).public_key()
        try:
            said = jwt.decode(text, public, algorithms=["RS256"])  # type: ignore[arg-type]  # an RSA key
        except jwt.PyJWTError:
            said = {}
        if kind != "Bearer" or said.get("iss") != str(APP) or said["exp"] - said["iat"] > 600:
            raise web.HTTPUnauthorized(
                text='{"message": "A JSON web token could not be decoded"}',
                content_type="application/json",
            )
