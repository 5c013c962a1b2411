"""Checks of single values: texts, numbers, lists."""

import re
from collections.abc import Iterator
from typing import Any

from bot.rehearsal.discord.problems import Complaint, Json

Complaints = Iterator[Complaint]
Path = tuple[str, ...]
_URL = re.compile(r"(https?|attachment|discord)://\S+")


def text(holder: Json, name: str, path: Path, longest: int, *, shortest: int = 0) -> Complaints:
    """A text of so many characters; one that may be empty may be left out, too."""
    value = holder.get(name)
    here = (*path, name)
    if value is None:
        if shortest:
            yield required(here)
    elif not isinstance(value, str):
        yield Complaint(here, "STRING_TYPE_CONVERT", f"Could not interpret {value!r} as string.")
    elif len(value) > longest:
        yield Complaint(here, "BASE_TYPE_MAX_LENGTH", f"Must be {longest} or fewer in length.")
    elif len(value) < shortest:
        said = f"Must be between {shortest} and {longest} in length."
        yield Complaint(here, "BASE_TYPE_BAD_LENGTH", said)


def link(holder: Json, name: str, path: Path, longest: int) -> Complaints:
    """An address with a scheme that Discord opens."""
    value = holder.get(name)
    if value is None:
        return
    yield from text(holder, name, path, longest)
    if not isinstance(value, str) or not _URL.fullmatch(value):
        yield Complaint((*path, name), "URL_TYPE_INVALID_URL", "Not a well formed URL.")


def number(holder: Json, name: str, path: Path, low: int, high: int) -> Complaints:
    """A whole number between two others, where it is given."""
    value = holder.get(name)
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int):
        yield Complaint((*path, name), "NUMBER_TYPE_COERCE", f"Value {value!r} is not int.")
    elif not low <= value <= high:
        said = f"int value should be between {low} and {high}."
        yield Complaint((*path, name), "NUMBER_TYPE_RANGE", said)


def count(values: object, path: Path, low: int, high: int) -> Complaints:
    """A list of so many things."""
    if not isinstance(values, list):
        yield Complaint(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType.")
    elif not low <= len(values) <= high:
        said = f"Must be between {low} and {high} in length."
        yield Complaint(path, "BASE_TYPE_BAD_LENGTH", said)


def objects(holder: Json, name: str) -> list[tuple[str, Json]]:
    """The objects of a list, each with its place; what is no object is not among them."""
    found: Any = holder.get(name)
    if not isinstance(found, list):
        return []
    return [(str(place), each) for place, each in enumerate(found) if isinstance(each, dict)]


def required(path: Path) -> Complaint:
    """Something that is missing."""
    return Complaint(path, "BASE_TYPE_REQUIRED", "This field is required")


def choice(path: Path, value: object, allowed: object) -> Complaint:
    """Something that is none of those that may be."""
    said = f"Value {value!r} must be one of {allowed}."
    return Complaint(path, "BASE_TYPE_CHOICES", said)
