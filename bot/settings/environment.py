"""The environment: the one place where the bot looks at variables of its process."""

import os


def variable(name: str, default: str = "") -> str:
    """The variable's text, `default` where it is not set."""
    return os.environ.get(name, default)


def variables() -> dict[str, str]:
    """All variables, for those who start a program that the machine's owner has configured."""
    return dict(os.environ)
