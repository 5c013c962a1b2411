"""`releasebot next`: say what the changes since the last release amount to."""

from bot.cli.options import Asking, twin


@twin
def next_() -> Asking:
    """Say what the changes since the last release amount to."""
    return Asking(verb="next", acts=False)
