"""Console: whether whoever reaches it may act as somebody else."""

from collections.abc import Iterator

from bot.doctor.examination import Installation
from bot.domain import diagnosis
from bot.domain.diagnosis import Finding
from bot.settings.console import Console


def look(installation: Installation) -> Iterator[Finding]:
    """What [console] says."""
    yield judge(installation.settings.console)


def judge(configured: Console | None) -> Finding:
    """An approval that anybody could give proves nothing."""
    if configured is None:
        return diagnosis.ok("There is no web console.")
    if configured.act_as:
        return diagnosis.warning(
            "Whoever reaches the console may act as anybody; that is for rehearsals only.",
            "console.act_as = true",
            "Remove the line before anything is released for real.",
        )
    return diagnosis.ok("Nobody acts as somebody else in the console.")
