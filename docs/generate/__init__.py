"""Pages of the documentation that are made from the code, so that they cannot tell anything else.

`make docs-pages` writes them; a test compares them with what is committed.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from bot.stages import ADOPTING, PIPELINES, TAGGED
from docs.generate import drawing, keys, stages, terminal

DOCS = Path(__file__).parents[1]

PAGES: Mapping[str, Callable[[], str]] = {
    "configuration-keys.md": keys.page,
    "terminal.md": terminal.page,
    "stages.md": stages.page,
    "pipeline.svg": lambda: drawing.drawn(PIPELINES["fast-forward"]),
    "pipeline-pull-request.svg": lambda: drawing.drawn(PIPELINES["pull-request"]),
    "pipeline-by-hand.svg": lambda: drawing.drawn(ADOPTING),
    "pipeline-by-tag.svg": lambda: drawing.drawn(TAGGED),
}


def write() -> None:
    """Write every page anew."""
    for name, make in PAGES.items():
        (DOCS / name).write_text(make(), encoding="utf-8")
