"""The durable workflows: tiny, deterministic, and all they do is call steps in order.

A segment runs its stages in waves; each stage is a child workflow of two steps, perform and
record. Changing the order or the names of steps here needs a new APPLICATION_VERSION and a
recorded history that shows what happens to releases in flight.
"""

from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from dbos import DBOS, SetWorkflowID, StepOptions

APPLICATION_VERSION = "flow-1"
MAX_RECOVERIES = 1000
POLL_SECONDS = 0.25

BEGIN: StepOptions = {"name": "begin"}
PERFORM: StepOptions = {"name": "perform"}
RECORD: StepOptions = {"name": "record"}
CONCLUDE: StepOptions = {"name": "conclude"}

Json = dict[str, Any]


class Steps(Protocol):
    """What the workflows call; every method is safe to run twice with the same arguments."""

    async def begin(self, release: str, segment: str, attempt: int) -> list[list[str]]:
        """Tell the segment's waves of stages."""
        ...

    async def perform(self, release: str, stage: str) -> Json:
        """Check → act → verify."""
        ...

    async def record(self, release: str, stage: str, answer: Json) -> None:
        """Write down a stage's answer."""
        ...

    async def conclude(self, release: str, segment: str, attempt: int, answers: list[Json]) -> None:
        """Decide what follows."""
        ...


def register(steps: Steps) -> Callable[[str, str, int], Coroutine[Any, Any, None]]:
    """Register the workflows with DBOS, before its launch; return the segment workflow."""

    @DBOS.workflow(name="stage", max_recovery_attempts=MAX_RECOVERIES)
    async def run_stage(release: str, stage: str) -> Json:
        answer = await DBOS.run_step_async(PERFORM, steps.perform, release, stage)
        await DBOS.run_step_async(RECORD, steps.record, release, stage, answer)
        return answer

    @DBOS.workflow(name="segment", max_recovery_attempts=MAX_RECOVERIES)
    async def run_segment(release: str, segment: str, attempt: int) -> None:
        answers: list[Json] = []
        waves = await DBOS.run_step_async(BEGIN, steps.begin, release, segment, attempt)
        for wave in waves:
            handles = []
            for stage in wave:
                with SetWorkflowID(f"rel:{release}:{segment}:{attempt}:{stage}"):
                    handles.append(await DBOS.start_workflow_async(run_stage, release, stage))
            answers += [
                await each.get_result(polling_interval_sec=POLL_SECONDS) for each in handles
            ]
            if any(answer["state"] != "done" for answer in answers):
                break
        await DBOS.run_step_async(CONCLUDE, steps.conclude, release, segment, attempt, answers)

    return run_segment
