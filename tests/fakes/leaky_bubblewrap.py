"""A bubblewrap with one hole: the real one, told something else in one place."""

import sys
from pathlib import Path

PROGRAM = """\
#!{python}
import os, sys
given = sys.argv[1:]
ours, theirs = {old!r}, {new!r}
place = given.index(ours)
os.execv("/usr/bin/bwrap", ["bwrap", *given[:place], *theirs, *given[place + 1:]])
"""


def make_leaky(path: Path, old: str, *new: str) -> Path:
    """Write a program that is bubblewrap, but for one argument and what stands in its place."""
    path.write_text(PROGRAM.format(python=sys.executable, old=old, new=list(new)))
    path.chmod(0o700)
    return path
