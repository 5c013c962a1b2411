"""The page of the stages: what each is for, from its module, and where it can be looked up."""

import importlib

from bot.domain.plans import stage_facts
from bot.domain.plans.plan import PlannedStage
from bot.stages import ADOPTING, ENDING, PIPELINES, STAGES, TAGGED
from docs.generate import markdown

INTRODUCTION = """# Stages

A stage is a step of a release. It looks first whether it is done already, acts only where something
is missing, and looks again; what it found is a row of the ledger. Stages without an arrow between
them run at the same time. [Concepts](concepts.md) says how they belong together."""

LANDINGS = """## The order

With `land = "fast-forward"`, where the branch is moved before anything is published:

![The stages in their order, with the questions to people between them](pipeline.svg)

With `land = "pull-request"`, where a pull request merges the release commit afterwards:

![The same, with the release branch merged at the end](pipeline-pull-request.svg)

A release that somebody published by hand is [completed](webhooks.md#published-by-hand): nothing is
committed, tagged or published at the code host.

![Check, build, upload what is missing, attach the files, announce](pipeline-by-hand.svg)

A version of which somebody only pushed the tag is [released](webhooks.md#tagged-by-hand) there:

![Check, build, upload, draft the release, publish it, announce](pipeline-by-tag.svg)"""

HEAD = ("stage", "what it is for", "after", "looked up at", "may be skipped")


def page() -> str:
    """The whole page."""
    planned = {
        stage.name: stage
        for pipeline in (TAGGED, ADOPTING, *reversed(list(PIPELINES.values())))
        for segment in (*pipeline, ENDING)
        for stage in segment.stages
    }
    rows = [_row(planned[name]) for name in STAGES]
    table = "## What each is for\n\n" + markdown.table(HEAD, rows)
    return markdown.page(INTRODUCTION, LANDINGS, table)


def _row(stage: PlannedStage) -> tuple[str, ...]:
    module = importlib.import_module(f"bot.stages.{stage.name}")
    said = (module.__doc__ or "").splitlines()[0]
    purpose = said.partition(": ")[2].rstrip(".")
    after = ", ".join(map(markdown.code, stage.after))
    facts = stage_facts.STAGES.get(stage.name, stage_facts.StageFacts())
    skipped = "yes" if facts.is_skippable else "no"
    return (markdown.code(stage.name), purpose, after, facts.target, skipped)
