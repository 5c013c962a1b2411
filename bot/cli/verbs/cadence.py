"""`releasebot cadence`: say when the next releases are due."""

from bot.cli.options import Asking, twin


@twin
def cadence() -> Asking:
    """Say when the next releases are due by the project's cadence, or those of all projects."""
    return Asking(verb="cadence", acts=False)
