"""The mark of methods that change the outside world."""

from collections.abc import Callable
from typing import TypeVar

F = TypeVar("F", bound=Callable[..., object])


def effect(method: F) -> F:
    """Mark a port's method as one that changes the outside world."""
    method.__effect__ = True  # type: ignore[attr-defined]  # a mark on a function, read by effects_of
    return method


def effects_of(port: type) -> tuple[str, ...]:
    """The names of a port's methods that change the outside world."""
    return tuple(name for name, member in vars(port).items() if hasattr(member, "__effect__"))
