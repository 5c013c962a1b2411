"""Every error that may reach a person, drawn as one tree.

ReleasebotError            one sentence on what is wrong, one on what to do next
├── BadInput               exit 2: what was typed or configured cannot be understood
│   ├── BadVersion         not a version, or one that no index would take
│   ├── BadReference       not a branch, tag or commit that we accept
│   └── BadConfiguration   a configuration file is wrong; names file and line
├── Refused                exit 3: understood, but not now or not by this person
├── Failed                 exit 1: something was tried and did not work
│   ├── BadRepository      the repository is not in a state that can be released
│   ├── BuildFailed        the repository's own build or test command failed
│   ├── BadArtifact        what the build left behind must not be published
│   └── Conflict           a destination already holds something else under our name
└── Unknown                exit 5: a destination did not answer; may be tried again
"""

from typing import Any, ClassVar


class ReleasebotError(Exception):
    """The root: a stable reason code, one sentence on what is wrong, one on what to do next."""

    reason: str = "failed"
    exit_code: ClassVar[int] = 1

    def __init__(self, sentence: str, next_step: str, *, reason: str | None = None) -> None:
        """Take both sentences; `reason` replaces the class's code where one class has several."""
        super().__init__(sentence)
        self.sentence = sentence
        self.next_step = next_step
        if reason is not None:
            self.reason = reason

    def for_people(self) -> str:
        """Both sentences, as a person reads them."""
        return f"{self.sentence} {self.next_step}".strip()

    def to_json(self) -> dict[str, Any]:
        """The `error` object: code, sentence, next, and the exit code of a command line."""
        return {
            "code": self.reason,
            "sentence": self.sentence,
            "next": self.next_step,
            "exit_code": self.exit_code,
        }


class BadInput(ReleasebotError):
    """What was typed or configured cannot be understood."""

    reason = "not_understood"
    exit_code = 2


class BadVersion(BadInput):
    """The text is no version, or one that no package index would take."""

    reason = "bad_version"


class BadReference(BadInput):
    """The text is no branch, tag or commit that we accept."""

    reason = "bad_reference"


class BadConfiguration(BadInput):
    """A configuration file is wrong; the sentence names file, line and key."""

    reason = "bad_configuration"


class Refused(ReleasebotError):
    """Understood, but not now, or not by this person."""

    reason = "not_allowed"
    exit_code = 3


class Failed(ReleasebotError):
    """Something was tried and did not work."""


class BadRepository(Failed):
    """The repository is not in a state that can be released."""

    reason = "bad_repository"


class BuildFailed(Failed):
    """The repository's own build or test command failed; `log` is the end of its output."""

    reason = "build_failed"

    def __init__(
        self, sentence: str, next_step: str, *, reason: str | None = None, log: str = ""
    ) -> None:
        """Take both sentences and the log."""
        super().__init__(sentence, next_step, reason=reason)
        self.log = log


class BadArtifact(Failed):
    """What the build left behind must not be published."""

    reason = "bad_artifact"


class Conflict(Failed):
    """A destination already holds something else under our name."""

    reason = "conflict"


class Unknown(ReleasebotError):
    """A destination did not answer, so nobody knows whether the thing is there."""

    reason = "unknown"
    exit_code = 5
