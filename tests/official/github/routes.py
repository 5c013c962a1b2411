"""Which official operation a request asks for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tests.official.github import description


@dataclass(frozen=True, slots=True)
class Route:
    """A path of the description; `is_used` where the bot has an operation there."""

    path: str
    pattern: re.Pattern[str]
    is_used: bool
    rank: tuple[int, int]


class Routes:
    """All paths of GitHub, so that the closest one is found and not the first."""

    def __init__(self, official: description.Description) -> None:
        """Read the used paths and the others."""
        used = [
            _route(path, _open_names(official, item), is_used=True)
            for path, item in official["paths"].items()
        ]
        others = [_route(p, names, is_used=False) for p, names in official["others"].items()]
        self._routes = sorted((*used, *others), key=lambda route: route.rank)

    def find(self, path: str) -> Route | None:
        """The closest route: the most fixed words, then the fewest open parameters."""
        return next((route for route in self._routes if route.pattern.fullmatch(path)), None)


def _open_names(official: description.Description, item: dict[str, dict[str, object]]) -> set[str]:
    return {
        parameter["name"]
        for operation in item.values()
        for parameter in description.parameters(official, operation)
        if parameter.get("x-multi-segment")
    }


def _route(path: str, open_names: Iterable[str], *, is_used: bool) -> Route:
    names, is_open = set(open_names), 0
    pattern, fixed = "", 0
    for part in re.split(r"(\{[^}]+\})", path):
        if part.startswith("{"):
            is_wide = part[1:-1] in names
            is_open += is_wide
            pattern += ".+" if is_wide else "[^/]+"
        else:
            fixed += len(re.findall(r"[^/]+", part))
            pattern += re.escape(part)
    return Route(path, re.compile(pattern), is_used, (-fixed, is_open))
