"""Segments of one plan: those it needs, and the questions that its project has terms for."""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.approvals.policy import Terms
from bot.domain.plans import stage_facts
from bot.domain.plans.plan import Plan, Segment


def planned(segments: tuple[Segment, ...], development: str) -> tuple[Segment, ...]:
    """Leave the last one out where no development version begins after the release."""
    return tuple(
        segment
        for segment in segments
        if development or any(stage.name != stage_facts.DEVELOPMENT for stage in segment.stages)
    )


def questioned(plan: Plan, terms: Mapping[str, Terms]) -> Plan:
    """The plan with the terms of its level; only its first question is asked in any case."""
    later = [segment.question for segment in plan.segments if segment.question][1:]
    unasked = set(later) - set(terms)
    segments = tuple(
        replace(segment, question=None) if segment.question in unasked else segment
        for segment in plan.segments
    )
    return replace(plan, terms=dict(terms), segments=segments)
