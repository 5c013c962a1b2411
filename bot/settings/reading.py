"""Reading: a TOML text becomes a frozen value, or one error that says where and what to write."""

import difflib
import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from bot import errors
from bot.domain import foreign_text
from bot.settings import positions, problems, tokens, upgrade

MAX_CHARACTERS = 256 * 1024
T = TypeVar("T", bound="Table")

_STATED_PLACE = re.compile(
    r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)"
)
_TWICE = ("Cannot overwrite", "Cannot declare", "Cannot mutate", "Duplicate inline table key")
_OTHER_FORMATS = {  # by the first line that says something
    "YAML": re.compile(r"---|%YAML|- |[\w\"'-]+:(?:\s|$)"),
    "JSON": re.compile(r"\{"),
}


class Table(BaseModel):
    """A table of a configuration file: frozen, and unknown keys are errors."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        allow_inf_nan=False,
        use_attribute_docstrings=True,
    )

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
    """The text as a value of `table`. Raises `BadConfiguration` with path, line and key.

    Bytes that are no UTF-8 may stand in the text as surrogates, so that their place can be told.
    """
    given = _parse(text, path)
    try:
        return table.model_validate(upgrade.to_current(given), context={"folder": folder})
    except upgrade.UnknownVersion as error:
        line = positions.line_of(text, (upgrade.KEY,))
        raise _bad(path, line or 0, error.sentence, error.next_step) from None
    except ValidationError as error:
        found = (problems.explain(detail) for detail in error.errors(include_url=False))
        placed = ((positions.line_of(text, each.where) or 0, each) for each in found)
        line, first = min(placed, key=lambda pair: pair[0])
        raise _bad(path, line, first.sentence, first.next_step) from None


def _parse(text: str, path: str) -> dict[str, Any]:
    _check_text(text, path)
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(text, path, str(error)) from None
    except RecursionError:
        raise _bad(path, 0, "The values are nested too deeply.", "Make them flat.") from None
    for where, kind in tokens.written_secrets(given):
        line = positions.line_of(text, where) or 0
        key = problems.dotted(where)
        raise _bad(path, line, f"{key} holds {kind}.", tokens.ADVICE.replace("{key}", key))
    return given


def _check_text(text: str, path: str) -> None:
    if text.startswith("\ufeff"):
        raise _bad(path, 1, "The file starts with a byte order mark.", "Save it as plain UTF-8.")
    if len(text) > MAX_CHARACTERS:
        raise _bad(path, 0, "The file is too large to be a configuration.", "Shorten it.")
    if undecoded := re.search("[\ud800-\udfff]", text):
        line, column = positions.line_and_column(text, undecoded.start())
        step = "Save it as plain UTF-8."
        raise _bad(path, line, "The file is not UTF-8 there.", step, column=column)


def _not_toml(text: str, path: str, said: str) -> errors.BadConfiguration:
    """What the parser said, with its place where all places stand."""
    stated = _STATED_PLACE.search(said)
    line, column = len(text.splitlines()), 0
    if stated and stated["line"]:
        line, column = int(stated["line"]), int(stated["column"])
    fault = said[: stated.start()] if stated else said
    said_first = (row.strip() for row in text.splitlines())
    first = next((row for row in said_first if row and not row.startswith("#")), "")
    for name, pattern in _OTHER_FORMATS.items():
        if pattern.match(first):
            sentence = f"This looks like {name}, but a configuration file is TOML."
            step = "Write key = value below [table]; `releasebot init --print` shows such a file."
            return _bad(path, line, sentence, step, column=column)
    if fault.startswith(_TWICE):
        name = foreign_text.printable(positions.name_on(text, line))
        sentence = f"{name} is there a second time."
        return _bad(path, line, sentence, "Keep one of the two.", column=column)
    sentence = f"This is not TOML: {foreign_text.printable(fault, 200)}."
    return _bad(path, line, sentence, "Correct that line.", column=column)


def _bad(
    path: str, line: int, sentence: str, next_step: str, *, column: int = 0
) -> errors.BadConfiguration:
    place = f"{path} line {line}" if line else path
    place += f", column {column}" if line and column else ""
    return errors.BadConfiguration(f"{place}: {sentence}", next_step)
