"""What people and CI say about a repository, in memory: checks, issues, rules, milestones."""

from collections.abc import Sequence
from dataclasses import replace

from bot import ports
from bot.domain.approvals.gates import BranchRules, OpenIssue, ReportedCheck
from tests.fakes.effect_log import EffectLog


class FakeTracker(EffectLog):
    """A part of `ports.CodeHost`. Its attributes are the world; a test may change them."""

    def __init__(self) -> None:
        """Nobody said anything yet."""
        super().__init__()
        self.checks: dict[str, str] = {}
        self.reported: dict[str, tuple[ReportedCheck, ...]] = {}
        self.labelled: dict[str, tuple[OpenIssue, ...]] = {}
        self.rules: dict[str, BranchRules] = {}
        self.generated = ""
        self.milestones: list[ports.HostedMilestone] = []

    async def check_state(self, commit: str) -> str:
        """What the test set, else "none"."""
        with self._call("check_state"):
            return self.checks.get(commit, "none")

    async def reported_checks(self, commit: str) -> tuple[ReportedCheck, ...]:
        """What the test set."""
        with self._call("reported_checks"):
            return self.reported.get(commit, ())

    async def open_issues(self, label: str) -> tuple[OpenIssue, ...]:
        """What the test set."""
        with self._call("open_issues"):
            return self.labelled.get(label, ())

    async def branch_rules(self, branch: str) -> BranchRules:
        """What the test set, else none."""
        with self._call("branch_rules"):
            return self.rules.get(branch, BranchRules())

    async def generated_notes(self, tag: str, commit: str, previous_tag: str | None) -> str:
        """What the test set."""
        del tag, commit, previous_tag
        with self._call("generated_notes"):
            return self.generated

    async def milestone(self, titles: Sequence[str]) -> ports.HostedMilestone | None:
        """The one with the first title that there is."""
        with self._call("milestone"):
            found = [each for title in titles for each in self.milestones if each.title == title]
            return found[0] if found else None

    async def close_milestone(self, number: int) -> None:
        """Close it, if it is open."""
        with self._call("close_milestone"):
            for place, each in enumerate(self.milestones):
                if each.number == number and each.is_open:
                    self.milestones[place] = replace(each, is_open=False)
                    self._record("close_milestone", each.title)
