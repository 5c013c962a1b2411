"""`releasebot whoami`: say who the bot takes you for, and what you may do."""

from bot.cli.options import Asking, twin


@twin
def whoami() -> Asking:
    """Say who the bot takes you for, and what you may do."""
    return Asking(verb="whoami", acts=False)
