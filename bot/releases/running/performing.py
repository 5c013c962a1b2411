"""Performing a stage: look, act on what is missing, look again; the answer is plain JSON."""

import asyncio
import dataclasses
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot import errors, stages
from bot.domain import channels
from bot.domain.approvals import bypass
from bot.domain.approvals.policy import Circle
from bot.domain.plans import stage_facts
from bot.domain.records import command_log, ledger
from bot.domain.records.ledger import LedgerRow
from bot.releases import project
from bot.releases.controls import holding
from bot.releases.project import Project
from bot.releases.running import approved
from bot.releases.running.stopwatch import Stopwatch
from bot.releases.storage import release_rows
from bot.releases.storage.database import Database
from bot.stages.work import Outcome, Stage, Waiting, Work

logger = logging.getLogger(__name__)

Json = dict[str, Any]

ANSWER_SECONDS = 10.0  # until a destination that did not answer is asked again


class Performer:
    """Runs one stage of one release; everything that goes wrong becomes part of the answer."""

    def __init__(
        self,
        database: Database,
        projects: Mapping[str, Project],
        stopwatch: Stopwatch,
        plan: Callable[[str], Awaitable[None]],
        roles: Callable[[], dict[str, frozenset[str]]],
    ) -> None:
        """`plan` makes and stores a release's plan; `roles` tells who has which role now."""
        self._database = database
        self._projects = projects
        self._stopwatch = stopwatch
        self._plan = plan
        self._roles = roles

    async def perform(self, release: str, name: str) -> Json:
        """Check → act → verify. The answer tells state, rows, error and what else is recorded."""
        started = time.monotonic()
        with self._stopwatch.working_for(release):
            answer = await self._answer(release, name)
        answer["seconds"] = time.monotonic() - started
        answer["busy"] = self._stopwatch.take(release)
        return answer

    async def _answer(self, release: str, name: str) -> Json:
        answer = await self._tried(release, name)
        return _only_told(answer) if name in stage_facts.MAY_FAIL else answer

    async def _tried(self, release: str, name: str) -> Json:
        try:
            if name == release_rows.PLANNING:
                await self._plan(release)
                return _answer("done", Outcome(rows=()))
            return await self._check_act_verify(release, name)
        except errors.ReleasebotError as error:
            return _broken(error, ())
        except Exception:  # the last border: a bug must end as a sentence, not as a lost release
            logger.exception("stage %s of release %s", name, release)
            return _answer("failed", Outcome(rows=()), _bug(name).to_json())

    async def _check_act_verify(self, release: str, name: str) -> Json:
        work = await project.work_on(self._database, self._projects, release)
        if skip := bypass.find(work.bypasses, "skip", name):
            rows = bypass.left_out(name, work.recorded(name), skip)
            return _answer("done", Outcome(rows=rows), skipped=True)
        stage = stages.STAGES[name]
        before = await stage.already_done(work)
        if _is_settled(before):
            return _judged(before)
        if name != stages.CLEAN_UP:
            await self._check_approval(work, name)
        if stopped := await self._database.run(holding.stopped, release, name):
            return _answer(stopped, Outcome(rows=()))
        try:
            after = await stage.run(work, before.missing()) or await stage.already_done(work)
        except errors.ReleasebotError as error:
            return _broken(error, await _seen_after(stage, work))
        return _judged(after, verified=True)

    async def _check_approval(self, work: Work, stage: str) -> None:
        """Make sure, right before acting, that people approved exactly this and still may."""
        circle = Circle(requester=work.plan.requester, roles=self._roles())
        approved.check_settings(work.plan, project.find(self._projects, work.plan.project).rules)
        await asyncio.to_thread(work.hash_again)
        await self._database.run(approved.check, work.plan, work.ledger, stage, circle)


async def _seen_after(stage: Stage, work: Work) -> tuple[LedgerRow, ...]:
    """What is where after a failure, as far as the destinations still answer."""
    try:
        return (await stage.already_done(work)).rows
    except errors.ReleasebotError:
        return ()


def _broken(error: errors.ReleasebotError, rows: tuple[LedgerRow, ...]) -> Json:
    """A destination that did not answer is asked again; everything else is for a person."""
    if isinstance(error, errors.Unknown):
        waiting = Waiting(on=error.sentence, seconds=ANSWER_SECONDS)
        return _answer("waiting", Outcome(rows=rows, waiting=waiting), error.to_json())
    return _answer("failed", Outcome(rows=rows), _with_log(error))


def _only_told(answer: Json) -> Json:
    """A failure after everything is out: told as left out, and the release is done all the same."""
    if answer["state"] != "failed":
        return answer
    told = dataclasses.asdict(ledger.left_after(answer["error"]))
    return answer | {"state": "done", "error": None, "left_out": [*answer["left_out"], told]}


def _with_log(error: errors.ReleasebotError) -> Json:
    """The error, with the end of the log of a command that failed."""
    log = command_log.end(error.log) if isinstance(error, errors.BuildFailed) else ""
    return error.to_json() | ({"log": log} if log else {})


def _is_settled(outcome: Outcome) -> bool:
    """Nothing to act on: all there, or a state that acting would not mend."""
    return bool(outcome.waiting) or not outcome.missing() or _worst(outcome.rows) is not None


def _worst(rows: tuple[LedgerRow, ...]) -> LedgerRow | None:
    differs = [row for row in rows if row.state == "differs"]
    unknown = [row for row in rows if row.state == "unknown"]
    return next(iter(differs + unknown), None)


def _judged(outcome: Outcome, *, verified: bool = False) -> Json:
    worst = _worst(outcome.rows)
    if worst is not None and worst.state == "unknown":
        return _broken(_no_answer(worst), outcome.rows)
    if worst is not None:
        return _answer("failed", outcome, _with_log(_conflict(worst)))
    if outcome.waiting:
        return _answer("waiting", outcome)
    if verified and outcome.missing():
        return _answer("failed", outcome, _not_there(outcome.missing()[0]).to_json())
    return _answer("done", outcome)


def stopped_answer(state: str) -> Json:
    """The answer of a stage that did not begin: somebody holds the release or gave it up."""
    return _answer(state, Outcome(rows=())) | {"seconds": 0.0, "busy": 0.0}


def _answer(
    state: str, outcome: Outcome, error: Json | None = None, *, skipped: bool = False
) -> Json:
    return {
        "state": state,
        "rows": [dataclasses.asdict(row) for row in outcome.rows],
        "left_out": [dataclasses.asdict(entry) for entry in outcome.left_out],
        "waiting": dataclasses.asdict(outcome.waiting) if outcome.waiting else None,
        "error": error,
        "skipped": skipped,
    }


def _conflict(row: LedgerRow) -> errors.ReleasebotError:
    why = row.evidence.get("why", f"{row.target} holds something else as {_key(row)}")
    sentence = _as_sentence(why)
    following = _as_sentence(row.evidence.get("next", "look at it, then retry"))
    if row.target == "checks":
        log = row.evidence.get("log", "")
        return errors.BuildFailed(sentence, following, reason="gate_red", log=log)
    reason = "gate_red" if row.target == "ready" else "conflict"
    return errors.Conflict(sentence, following, reason=reason)


def _as_sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].removesuffix('.')}."


def _no_answer(row: LedgerRow) -> errors.Unknown:
    why = row.evidence.get("why", f"{row.target} does not tell how {_key(row)} stands")
    return errors.Unknown(
        _as_sentence(why),
        _as_sentence(row.evidence.get("next", "the bot asks again")),
        reason="gate_unknown" if row.target in ("ready", "checks") else None,
    )


def _not_there(row: LedgerRow) -> errors.ReleasebotError:
    return errors.Failed(
        f"{_key(row)} was sent to {row.target}, but it is not there.",
        "Retry: the bot looks first and sends it again only if it is still missing.",
        reason="not_verified",
    )


def _key(row: LedgerRow) -> str:
    return channels.key_in_words(row.target, row.key)


def _bug(stage: str) -> errors.ReleasebotError:
    return errors.Failed(
        f"The stage {stage} met something unexpected; the log has the details.",
        "Retry; if it happens again, report it with the log.",
        reason="bug",
    )
