"""Reading: a TOML text becomes a frozen value, or one error that says where and what to write."""

import difflib
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from bot import errors
from bot.settings import positions

MAX_CHARACTERS = 256 * 1024
T = TypeVar("T", bound="Table")


class Table(BaseModel):
    """A table of a configuration file: frozen, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _refuse_unknown_keys(cls, given: object) -> object:
        for key in given if isinstance(given, dict) else ():
            if key not in cls.model_fields:
                known = list(cls.model_fields)
                near = difflib.get_close_matches(key, known, n=1)
                advice = f"Write {near[0]} if you meant that." if near else "Remove the line."
                raise wrong("{key} is not a known key.", f"{advice} {_known(known)}", key)
        return given


def _known(keys: list[str]) -> str:
    return f"Known here: {', '.join(keys)}."


def wrong(sentence: str, next_step: str, *below: str | int) -> PydanticCustomError:
    """An error to raise in a validator; `{key}` stands for the dotted name of the place.

    The place is that of the validated value, or what lies `below` it. The sentences must not
    hold what was configured at the place of a secret.
    """
    context = {"sentence": sentence, "next_step": next_step, "below": list(below)}
    return PydanticCustomError("wrong", "see the context", context)


def folder_of(info: ValidationInfo) -> Path:
    """The folder of the file that is being read; relative paths in it start there."""
    return Path((info.context or {}).get("folder", "."))


def read(text: str, path: str, table: type[T], folder: Path = Path()) -> T:
    """The text as a value of `table`. Raises `BadConfiguration` with path, line and key."""
    try:
        return table.model_validate(_parse(text, path), context={"folder": folder})
    except ValidationError as error:
        first = min(
            (_explain(detail, text) for detail in error.errors(include_url=False)),
            key=lambda problem: problem[0],
        )
        raise _bad(path, *first) from None


def _parse(text: str, path: str) -> dict[str, Any]:
    if text.startswith("\ufeff"):
        raise _bad(path, 1, "The file starts with a byte order mark.", "Save it as plain UTF-8.")
    if len(text) > MAX_CHARACTERS:
        raise _bad(path, 0, "The file is too large to be a configuration.", "Shorten it.")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _bad(path, 0, f"This is not TOML: {error}.", "Correct that line.") from None
    except RecursionError:
        raise _bad(path, 0, "The values are nested too deeply.", "Make them flat.") from None


def _explain(detail: ErrorDetails, text: str) -> tuple[int, str, str]:
    context = detail.get("ctx", {})
    where = tuple(part for part in detail["loc"] if part != "[key]")
    where += tuple(context.get("below", ()))
    key = ".".join(map(str, where)) or "the file"
    if detail["type"] == "wrong":
        sentence, step = context["sentence"], context["next_step"]
        sentence, step = sentence.replace("{key}", key), step.replace("{key}", key)
    elif detail["type"] == "missing":
        sentence, step = f"{key} is missing.", f"Add a line: {where[-1]} = …"
    else:
        reason = detail["msg"][0].lower() + detail["msg"][1:]
        sentence, step = (
            f"{key} is wrong: {reason}.",
            "Correct the value; see docs/configuration.md.",
        )
    return positions.line_of(text, where) or 0, sentence, step


def _bad(path: str, line: int, sentence: str, next_step: str) -> errors.BadConfiguration:
    place = f"{path} line {line}" if line else path
    return errors.BadConfiguration(f"{place}: {sentence}", next_step)
