"""Stage facts: what everybody has to know of each stage of a release, said once.

A new stage is a module of `bot.stages`, its place in the pipeline there, and an entry here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFacts:
    """One stage; every part says for itself what is false or empty for most."""

    target: str = ""  # where its effect can be looked up at any time, as the ledger calls it
    public: str = ""  # what everybody sees then, in words with the {key} of a row and the {tag}
    takes: Literal["", "packages", "files"] = ""  # what of that which was built it publishes
    is_preparing: bool = False  # it comes before people are asked
    is_gate: bool = False  # its rows are conditions that have to be met
    is_skippable: bool = False  # a release is one without it
    is_landing: bool = False  # the branch has the release commit then
    may_fail: bool = False  # the release is out, so what goes wrong there is only told
    names_commit: bool = False  # its first row tells which commit is released


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A destination as people know it; `name` is "" for one that belongs to the project."""

    where: str
    name: str = ""


STAGES: Mapping[str, StageFacts] = {  # in the order of the pipeline
    "check_ready": StageFacts(is_preparing=True, is_gate=True),
    "check_published": StageFacts(is_preparing=True, is_gate=True, names_commit=True),
    "prepare_release": StageFacts(is_preparing=True, target="git", names_commit=True),
    "run_checks": StageFacts(is_preparing=True, is_gate=True, is_skippable=True),
    "build_packages": StageFacts(is_preparing=True),
    "smoke_test": StageFacts(is_preparing=True, is_gate=True, is_skippable=True),
    "publish_testpypi": StageFacts(
        target="testpypi", public="{key} on TestPyPI", takes="packages", is_skippable=True
    ),
    "land_release_commit": StageFacts(
        target="git", public="the release commit on {key}", is_landing=True
    ),
    "tag_release": StageFacts(target="git", public="the {key}"),
    "draft_github_release": StageFacts(target="github"),
    "publish_pypi": StageFacts(target="pypi", public="{key} on PyPI", takes="packages"),
    "publish_github_release": StageFacts(
        target="github", public="the GitHub release {tag}", takes="files"
    ),
    "attach_files": StageFacts(
        target="github",
        public="{key} at the GitHub release {tag}",
        takes="files",
        is_skippable=True,
    ),
    "merge_release_branch": StageFacts(
        target="git", public="the release commit on {key}", is_landing=True
    ),
    "follow_up": StageFacts(target="github", is_skippable=True),
    "announce": StageFacts(target="chat", public="the announcement in {key}", is_skippable=True),
    "begin_development": StageFacts(target="git", is_skippable=True, may_fail=True),
}

DEVELOPMENT = "begin_development"  # planned only where the repository asks for it
PUBLIC = tuple(name for name, facts in STAGES.items() if facts.public)
PREPARING = tuple(name for name, facts in STAGES.items() if facts.is_preparing)
GATES = tuple(name for name, facts in STAGES.items() if facts.is_gate)
SKIPPABLE = tuple(name for name, facts in STAGES.items() if facts.is_skippable)
LANDINGS = tuple(name for name, facts in STAGES.items() if facts.is_landing)
MAY_FAIL = tuple(name for name, facts in STAGES.items() if facts.may_fail)
COMMITTING = tuple(name for name, facts in STAGES.items() if facts.names_commit)
DESTINATIONS = {name: facts.target for name, facts in STAGES.items() if facts.target}

_PLACES: Mapping[str, Place] = {  # by the target of the ledger's rows
    "testpypi": Place(name="TestPyPI", where="on TestPyPI"),
    "pypi": Place(name="PyPI", where="on PyPI"),
    "github": Place(name="GitHub", where="on GitHub"),
    "git": Place(where="in the repository"),
    "chat": Place(where="in the chat"),
}


def place(target: str) -> Place:
    """The destination in words; one without an entry is called as the ledger calls it."""
    return _PLACES.get(target, Place(name=target, where=f"on {target}"))
