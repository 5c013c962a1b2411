"""The App's own web tokens: signed by one of its keys, and short-lived."""

import time

import jwt

from bot.rehearsal.github.app import registration
from bot.rehearsal.github.problems import Problem
from bot.rehearsal.storage import Storage

LONGEST = 600
DRIFT = 60  # seconds by which two clocks may differ
UNREADABLE = "A JSON web token could not be decoded"


def looks_like_one(token: str) -> bool:
    """Whether this is meant as a web token and not as another kind."""
    return token.startswith("ey") and token.count(".") == 2  # noqa: PLR2004 - header, claims, name


def check(storage: Storage, token: str) -> registration.App:
    """The App that signed the token; refuses a foreign signature and an impossible time."""
    app = registration.registered(storage)
    claims = _claims(token, registration.public_keys(storage)) if app else None
    if app is None or claims is None:
        raise Problem(401, UNREADABLE)
    expires, issued, now = claims.get("exp"), claims.get("iat"), time.time()
    if not isinstance(expires, int | float) or expires <= now:
        raise Problem(
            401,
            "'Expiration time' claim ('exp') must be a numeric value representing the future time"
            " at which the assertion expires",
        )
    if expires > now + LONGEST + DRIFT / 2:
        raise Problem(401, "'Expiration time' claim ('exp') is too far in the future")
    if not isinstance(issued, int) or issued > now + DRIFT / 2:
        raise Problem(
            401,
            "'Issued at' claim ('iat') must be an Integer representing the time that the assertion"
            " was issued",
        )
    if str(claims.get("iss")) not in {str(app.id), f"Iv23li{app.id:014d}"}:
        raise Problem(404, "Integration not found")
    return app


def _claims(token: str, keys: list[str]) -> dict[str, object] | None:
    for key in keys:
        try:
            claims: dict[str, object] = jwt.decode(
                token,
                key,
                ["RS256"],
                options={"verify_exp": False, "verify_iat": False, "verify_iss": False},
            )
        except jwt.InvalidTokenError:
            continue
        return claims
    return None
