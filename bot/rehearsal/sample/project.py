"""The files of the sample project, as they change from release to release."""

from collections.abc import Mapping

FULL_NAME = "acme/greeter"
PACKAGE = "greeter-acme"
MODULE = "greeter_acme"
SUMMARY = "Friendly greetings in several languages."

README = """\
# Acme Greeter

Friendly greetings in several languages.

```
$ greet Ada
Hello, Ada!
```
"""
README_LANGUAGES = (
    README
    + """
`greet --language es Ada` greets in Spanish.
"""
)
README_ADDING = (
    README_LANGUAGES
    + """
To add a language, add one line to `GREETINGS` in `greeting.py`, and a test.
"""
)

REPOSITORY_RULES = """\
config_version = 1

[project]
display_name = "Acme Greeter"
docs_url = "https://greeter.example.org/docs"
feedback_url = "https://greeter.example.org/feedback"

[checks]
test = { run = "python -m unittest discover -s tests" }
"""

MAIN = '''\
"""The command line."""

import argparse

from greeter_acme import greet


def main() -> None:
    """Print a greeting."""
    parser = argparse.ArgumentParser(prog="greet", description="Greet somebody.")
    parser.add_argument("name", nargs="?", default="")
    parser.add_argument("--language", default="en")
    asked = parser.parse_args()
    print(greet(asked.name, asked.language))


if __name__ == "__main__":
    main()
'''

TESTS = '''\
"""Tests of the greetings."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from greeter_acme import greet


class Greetings(unittest.TestCase):
    """What people hear."""
'''


def pyproject(version: str, newest_python: str = "3.12") -> str:
    """The project's metadata."""
    return f"""\
[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"

[project]
name = "{PACKAGE}"
version = "{version}"
description = "{SUMMARY}"
readme = "README.md"
requires-python = ">=3.11"
license = "MIT"
classifiers = [
    "Programming Language :: Python :: 3.11",
    "Programming Language :: Python :: {newest_python}",
]

[project.scripts]
greet = "{MODULE}.__main__:main"
"""


def package(version: str) -> str:
    """The package's `__init__`."""
    return f'''\
"""{SUMMARY}"""

from greeter_acme.greeting import greet

__all__ = ["greet"]
__version__ = "{version}"
'''


def greeting(languages: Mapping[str, str], *, name: str) -> str:
    """The module that greets; `name` is the expression that becomes the greeted name."""
    lines = "".join(f'    "{code}": "{text}",\n' for code, text in languages.items())
    return f'''\
"""The greetings themselves."""

GREETINGS = {{
{lines}}}


def greet(name: str = "", language: str = "en") -> str:
    """Greet somebody in a language."""
    return GREETINGS[language].format(name={name})
'''


def tests(*cases: tuple[str, str, str]) -> str:
    """The tests: a name, a call and the greeting that it gives."""
    methods = "".join(
        f"""
    def test_{name}(self) -> None:
        self.assertEqual({call}, "{greeting}")
"""
        for name, call, greeting in cases
    )
    return TESTS + methods


def changelog(*sections: str) -> str:
    """The changelog: an `[Unreleased]` section and the released ones, newest first."""
    return "\n".join(["# Changelog", "", "## [Unreleased]", *sections, ""])


def path(name: str) -> str:
    """Where a file of the package lies."""
    return f"src/{MODULE}/{name}"
