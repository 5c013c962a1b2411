"""`releasebot list`: list the newest releases."""

from bot.cli.options import Asking, twin


@twin
def list_() -> Asking:
    """List the newest releases."""
    return Asking(verb="list", acts=False)
