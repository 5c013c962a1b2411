"""Bodies: JSON that arrives from outside, read strictly, and looked into without surprises."""

import json
from typing import Any, NoReturn

from bot import errors

Json = dict[str, Any]
LARGEST = 2**53  # of numbers, as every program reads them


def read(body: bytes) -> Json:
    """The JSON object of a body. Raises `errors.BadInput` for whatever else it is.

    Keys that appear twice, numbers that are none and endless nesting are refused: two programs
    would read two different things from them.
    """
    try:
        found = json.loads(body, object_pairs_hook=_object, parse_constant=_no_number)
    except RecursionError:
        raise _bad("it is nested too deeply") from None
    except (ValueError, UnicodeError) as error:
        raise _bad(f"it is no JSON, {type(error).__name__}") from None
    if not isinstance(found, dict):
        raise _bad("it is no object")
    return found


def _object(pairs: list[tuple[str, object]]) -> Json:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _bad("a key appears twice")
    return found


def _no_number(_text: str) -> NoReturn:
    raise _bad("a number in it is none")


def _bad(why: str) -> errors.BadInput:
    return errors.BadInput(
        f"The body cannot be read: {why}.", "Send what was signed, as it is.", reason="bad_body"
    )


def look(body: object, *path: str) -> object:
    """What stands at that path of keys; None where anything on the way is missing or no object."""
    for key in path:
        body = body.get(key) if isinstance(body, dict) else None
    return body


def text(body: object, *path: str) -> str:
    """The text at that path, "" where there is none; halves of characters are shown by number."""
    found = look(body, *path)
    return found.encode("utf-8", "backslashreplace").decode() if isinstance(found, str) else ""


def number(body: object, *path: str) -> int:
    """The whole number at that path, 0 where there is none that counts something."""
    found = look(body, *path)
    if isinstance(found, int) and not isinstance(found, bool) and 0 < found <= LARGEST:
        return found
    return 0


def flag(body: object, *path: str) -> bool:
    """Whether `true` stands at that path."""
    return look(body, *path) is True


def entries(body: object, *path: str) -> tuple[object, ...]:
    """The entries of the list at that path, none where there is no list."""
    found = look(body, *path)
    return tuple(found) if isinstance(found, list) else ()


def has(body: object, *keys: str) -> bool:
    """Whether each of these keys holds an object."""
    return all(isinstance(look(body, key), dict) for key in keys)
