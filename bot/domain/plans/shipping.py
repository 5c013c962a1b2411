"""Shipping: which file goes where, so that whoever says yes knows exactly that."""

from typing import Any

from bot.domain import channels, phrases
from bot.domain.plans import stage_facts
from bot.domain.records import standing

Json = dict[str, Any]

_PACKAGES = ("sdist", "wheel")
_NOT_TAKEN_BACK = " PyPI never takes it back."


def destinations(status: Json, file: Json) -> str:
    """Where one of the files that were built goes: "TestPyPI, PyPI and GitHub"."""
    takers = [*(_takers(status, "packages") if _is_package(file) else ())]
    takers += _takers(status, "files")
    return _names(takers)


def sentences(status: Json, longest: int = 0) -> str:
    """What a yes to the release ships; with a limit, files are counted where they do not fit."""
    warning = _NOT_TAKEN_BACK if "pypi" in _takers(status, "packages") else ""
    named = _told(status, is_counted=False)
    if not longest or len(named) + len(warning) <= longest:
        return f"{named}{warning}"
    counted, room = _told(status, is_counted=True), longest - len(warning)
    return f"{counted if len(counted) <= room else counted[: room - 1] + '…'}{warning}"


def _told(status: Json, *, is_counted: bool) -> str:
    named = _counted if is_counted else _listed
    files, indexes = standing.files(status), _takers(status, "packages")
    is_taken = standing.is_taken(status)
    first = [file for file in files if _is_package(file)] if indexes or is_taken else files
    ways = [_names(indexes)] if indexes else []
    if _takers(status, "files"):
        rest = [file for file in files if file not in first]
        ways.append(f"{f'together with {named(rest)} ' if rest else ''}to the GitHub release")
    what = named(first) or status["version"]
    commit = phrases.short_commit(standing.release_commit(status) or status["commit"])
    go = "goes" if len(first) <= 1 else "go"
    to = "to " if indexes else ""
    origin = "taken from PyPI as they are" if is_taken else f"built from {commit}"
    sent = f"{what}, {origin}, {go} {to}{', and '.join(ways) or 'nowhere'}."
    announced = status.get("announce", ()) if standing.includes(status, "announce") else ()
    where = phrases.listed(channels.all_in_words(announced))
    return f"{sent} It is announced in {where}." if where else sent


def _listed(files: list[Json]) -> str:
    return phrases.listed([file["key"] for file in files])


def _counted(files: list[Json]) -> str:
    kinds = {_is_package(file) for file in files}
    noun = "file" if len(kinds) > 1 else "package" if True in kinds else "other file"
    return phrases.counted(len(files), noun) if files else ""


def _takers(status: Json, takes: str) -> list[str]:
    """The targets of the stages that publish this; what is taken from an index goes to none."""
    if takes == "packages" and standing.is_taken(status):
        return []
    return [
        facts.target
        for name, facts in stage_facts.STAGES.items()
        if facts.takes == takes and standing.includes(status, name)
    ]


def _names(targets: list[str]) -> str:
    return phrases.listed([stage_facts.place(target).name for target in targets])


def _is_package(file: Json) -> bool:
    return file["evidence"].get("kind") in _PACKAGES
