"""A stagehand: runs stages by hand, one after the other, in a world in memory."""

from dataclasses import dataclass, field

from bot import stages
from bot.domain.approvals.bypass import Bypasses
from bot.domain.plans.plan import Plan
from bot.domain.records.ledger import LedgerRow
from bot.stages.work import Outcome, Work
from tests.fakes.fake_world import FakeWorld


@dataclass(slots=True)
class Stagehand:
    """A plan in a world, and the ledger of what was done so far."""

    world: FakeWorld
    plan: Plan
    ledger: dict[str, tuple[LedgerRow, ...]] = field(default_factory=dict)
    bypasses: Bypasses = ()

    def work(self) -> Work:
        """What a stage gets now."""
        return Work(
            plan=self.plan,
            ledger=self.ledger,
            outside=self.world.outside(),
            bypasses=self.bypasses,
        )

    async def look(self, name: str) -> Outcome:
        """What the stage sees, without acting."""
        return await stages.STAGES[name].already_done(self.work())

    async def states(self, name: str) -> list[str]:
        """The states of the rows that the stage sees."""
        return [row.state for row in (await self.look(name)).rows]

    async def run(self, name: str) -> Outcome:
        """Let the stage act if something is missing; what it then finds is recorded."""
        outcome = await self.look(name)
        if outcome.missing():
            found = await stages.STAGES[name].run(self.work(), outcome.missing())
            outcome = found or await self.look(name)
        self.ledger[name] = outcome.rows
        return outcome

    def planned(self) -> list[str]:
        """The stages of the plan, in order."""
        return [stage.name for segment in self.plan.segments for stage in segment.stages]

    async def run_until(self, last: str) -> None:
        """Run the stages of the pipeline in order, up to and with this one."""
        for name in self.planned():
            await self.run(name)
            if name == last:
                return
