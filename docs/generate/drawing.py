"""The pipeline as a picture: stages as boxes, questions between the segments, in their order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from bot.domain.plans.plan import PlannedStage, Segment

WIDTH, HEIGHT, ACROSS, DOWN = 210, 32, 250, 56  # of a box, and from one to the next
MARGIN = 20
QUESTIONS = {
    "publish": "people approve what was built",
    "announce": "people approve the announcement, if configured",
}
STYLE = (
    "text{font:13px ui-monospace,monospace;fill:#1f2933;"
    "text-anchor:middle;dominant-baseline:central}"
    ".stage{fill:#eef3fb;stroke:#5b7db1}.question{fill:#fff4d6;stroke:#b7831f}"
    ".arrow{stroke:#66727f;fill:none;marker-end:url(#tip)}"
)
TIP = (
    '<marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
    'orient="auto"><path d="M0 0L8 4L0 8z" fill="#66727f"/></marker>'
)


@dataclass(frozen=True, slots=True)
class Box:
    """A box in the picture: where it stands, and what it says."""

    words: str
    column: int
    row: int
    kind: str = "stage"

    @property
    def left(self) -> int:
        """Where it begins."""
        return MARGIN + self.column * ACROSS

    @property
    def top(self) -> int:
        """Where it begins, from above."""
        return MARGIN + self.row * DOWN

    @property
    def width(self) -> int:
        """A question is as wide as two stages."""
        return WIDTH if self.kind == "stage" else ACROSS + WIDTH

    @property
    def middle(self) -> int:
        """Where arrows begin and end."""
        return self.left + self.width // 2


def drawn(pipeline: Sequence[Segment]) -> str:
    """The picture as SVG, readable in text too: its title names the stages in order."""
    boxes: list[Box] = []
    arrows: list[tuple[Box, Box]] = []
    ends: list[Box] = []
    for segment in pipeline:
        placed = _placed(segment.stages, 1 + max((box.row for box in boxes), default=-1))
        arrows += [(end, placed[s.name]) for end in ends for s in segment.stages if not s.after]
        arrows += [(placed[b], placed[s.name]) for s in segment.stages for b in s.after]
        boxes += placed.values()
        ends = _last(segment.stages, placed)
        if segment.question:
            row = 1 + max(box.row for box in boxes)
            asked = Box(QUESTIONS[segment.question], 0, row, kind="question")
            arrows += [(end, asked) for end in ends]
            boxes.append(asked)
            ends = [asked]
    return "\n".join(_svg(boxes, arrows))


def _placed(stages: Sequence[PlannedStage], row: int) -> Mapping[str, Box]:
    """Each stage below those that it waits for, in the column of the first if that is free."""
    placed: dict[str, Box] = {}
    for stage in stages:
        before = [placed[name] for name in stage.after]
        level = 1 + max((box.row for box in before), default=row - 1)
        taken = {box.column for box in placed.values() if box.row == level}
        column = before[0].column if before else 0
        while column in taken:
            column += 1
        placed[stage.name] = Box(stage.name, column, level)
    return placed


def _last(stages: Sequence[PlannedStage], placed: Mapping[str, Box]) -> list[Box]:
    """The boxes that nothing in their segment waits for."""
    awaited = {name for stage in stages for name in stage.after}
    return [box for name, box in placed.items() if name not in awaited]


def _svg(boxes: Sequence[Box], arrows: Sequence[tuple[Box, Box]]) -> Iterator[str]:
    width = max(box.left + box.width for box in boxes) + MARGIN
    height = max(box.top for box in boxes) + HEIGHT + MARGIN
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img">'
    )
    yield f"<title>{escape(', then '.join(box.words for box in boxes))}</title>"
    yield f"<defs><style>{STYLE}</style>{TIP}</defs>"
    yield f'<rect width="{width}" height="{height}" rx="8" fill="#ffffff"/>'
    yield from (_arrow(start, end) for start, end in arrows)
    for box in boxes:
        corner = 4 if box.kind == "stage" else HEIGHT // 2
        yield (
            f'<rect class="{box.kind}" x="{box.left}" y="{box.top}" width="{box.width}" '
            f'height="{HEIGHT}" rx="{corner}"/>'
        )
        yield f'<text x="{box.middle}" y="{box.top + HEIGHT // 2}">{escape(box.words)}</text>'
    yield "</svg>\n"


def _arrow(start: Box, end: Box) -> str:
    """Straight down where a stage meets a wide box, else with a bend between the two."""
    from_x = start.middle if start.kind == "stage" else end.middle
    to_x = end.middle if end.kind == "stage" else start.middle
    bend = f"V{start.top + HEIGHT + (DOWN - HEIGHT) // 2}H{to_x}" if from_x != to_x else ""
    down = f"M{from_x} {start.top + HEIGHT}{bend}V{end.top - 1}"
    return f'<path class="arrow" d="{down}"/>'
