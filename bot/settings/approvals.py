"""Approvals: who must say yes to what, as the operator writes it, and whether anybody ever can."""

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, StrictInt, model_validator

from bot.domain.approvals import policy
from bot.domain.approvals.policy import Terms
from bot.settings import people, reading, values
from bot.settings.people import Roles

Where = tuple[str | int, ...]


class Approval(reading.Table):
    """What one question needs: votes of a role, or several such approvals; and for how long."""

    votes: Annotated[StrictInt, Field(ge=1, le=100)] = 1
    """How many must say yes."""
    role: people.RoleName = "approver"
    """Whose votes count."""
    not_requester: StrictBool = True
    """Whether the vote of whoever asked for the release does not count."""
    all: tuple["Approval", ...] = ()
    """Approvals that must all be given, in place of votes."""
    any: tuple["Approval", ...] = ()
    """Approvals of which one is enough, in place of votes."""
    expires: values.Duration = timedelta(hours=24)
    """How long the question stays open."""

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        said = self.model_fields_set - {"expires"}
        if said & {"all", "any"} and len(said) > 1:
            raise reading.wrong(
                "{key} says two things at once.",
                "Write votes, role and not_requester, or all = […], or any = […]; nest to combine.",
            )
        for kind in said & {"all", "any"}:
            _check_parts(kind, getattr(self, kind))
        return self

    def as_policy(self) -> policy.Policy:
        """The same for whoever counts the votes."""
        if self.all:
            return policy.AllOf(tuple(part.as_policy() for part in self.all))
        if self.any:
            return policy.AnyOf(tuple(part.as_policy() for part in self.any))
        votes = policy.MinimumVotes(self.votes, self.role)
        return policy.NotTheRequester(votes) if self.not_requester else votes


def _check_parts(kind: str, parts: tuple[Approval, ...]) -> None:
    if not parts:
        raise reading.wrong(
            "{key} is empty, and that is no approval.",
            'Name at least one, like this: [{ votes = 1, role = "approver" }]',
            kind,
        )
    for number, part in enumerate(parts):
        if "expires" in part.model_fields_set:
            raise reading.wrong(
                "{key} is too deep: a question ends at one time.",
                f"Write expires beside {kind}.",
                *(kind, number, "expires"),
            )


class Questions(reading.Table):
    """What is asked: before anything is public, and perhaps once more before it is announced."""

    publish: Approval | None = None
    """Before anything is public."""
    announce: Approval | None = None
    """Once more before it is announced."""

    def by_kind(self) -> dict[str, Approval]:
        """The approvals that are written here."""
        asked = {"publish": self.publish, "announce": self.announce}
        return {kind: approval for kind, approval in asked.items() if approval}


class Policy(Questions):
    """Who approves, whether the requester alone may, and how the commit lands.

    What is written for a major, minor or patch release stands in place of the general approval.
    """

    publish: Approval = Approval()
    """Before anything is public."""
    major: Questions = Questions()
    """In place of that for a major release."""
    minor: Questions = Questions()
    """The same for a minor release."""
    patch: Questions = Questions()
    """The same for a patch release."""
    solo: StrictBool = False
    """Whether the requester may confirm alone, by typing the version."""
    land: Literal["pull-request", "fast-forward"] = "fast-forward"
    """How the branch gets the release commit."""

    def by_level(self) -> dict[str, Questions]:
        """What is written for one kind of release."""
        return {"major": self.major, "minor": self.minor, "patch": self.patch}

    def terms(self) -> dict[str, Terms]:
        """What every release is asked, by kind of question."""
        return self._terms(self)

    def level_terms(self) -> dict[str, dict[str, Terms]]:
        """What stands in place of that for a kind of release."""
        return {level: self._terms(questions) for level, questions in self.by_level().items()}

    def _terms(self, questions: Questions) -> dict[str, Terms]:
        return {
            kind: Terms(
                policy=self._perhaps_alone(approval.as_policy()),
                expires_hours=approval.expires.total_seconds() / 3600,
            )
            for kind, approval in questions.by_kind().items()
        }

    def _perhaps_alone(self, asked: policy.Policy) -> policy.Policy:
        alone = policy.RequesterAlone("releaser")
        return policy.AnyOf((asked, alone)) if self.solo else asked


def check_policy(written: Policy, roles: Roles, where: Where) -> None:
    """Refuse a policy in which an approval, or a branch of one, can never be met."""
    for level, questions in {"": written, **written.by_level()}.items():
        below = (*where, level) if level else where
        for kind, approval in questions.by_kind().items():
            _requesters(approval, roles, (*below, kind), solo=written.solo)


def _requesters(approval: Approval, roles: Roles, where: Where, *, solo: bool) -> frozenset[str]:
    """The releasers whose release can be approved; refuses where that is nobody."""
    parts = [
        _requesters(part, roles, (*where, kind, number), solo=solo)
        for kind in ("all", "any")
        for number, part in enumerate(getattr(approval, kind))
    ]
    if not parts:
        return _requesters_of_votes(approval, roles, where, solo=solo)
    found = frozenset.union(*parts) if approval.any else frozenset.intersection(*parts)
    if not found:
        raise reading.wrong(
            "{key} can never be met: whoever asks for the release, a part of it lacks voters.",
            "Name more people in [roles] or ask for fewer votes.",
            *where,
        )
    return found


def _requesters_of_votes(
    approval: Approval, roles: Roles, where: Where, *, solo: bool
) -> frozenset[str]:
    voters = roles.members(approval.role)
    if len(voters) < approval.votes:
        raise reading.wrong(
            f"{{key}} needs {approval.votes} votes, but only {len(voters)} hold the role "
            f"{approval.role}.",
            "Name more people in [roles] or ask for fewer votes.",
            *where,
        )
    releasers = frozenset(roles.releaser or ("",))
    if solo or not approval.not_requester:
        return releasers
    most = max(len(voters - {releaser}) for releaser in releasers)
    if most < approval.votes:
        raise reading.wrong(
            f"{{key}} can never be met: without the requester only {most} can vote.",
            f"Name another {approval.role} in [roles], or set solo = true in the policy.",
            *where,
        )
    return frozenset(each for each in releasers if len(voters - {each}) >= approval.votes)
