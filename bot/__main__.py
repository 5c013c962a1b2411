"""`releasebot …` and `python -m bot …`."""

import sys

import bot


def main() -> None:
    """Run the command line; the version is told without loading anything else."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"releasebot {bot.__version__}\n")
        return
    from bot import cli  # noqa: PLC0415  # after the version, which needs nothing of it

    cli.run()


if __name__ == "__main__":
    main()
