"""The sample project's history: who did what on which day, and which of it was released."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.rehearsal.sample import project

GREETING, TESTS = project.path("greeting.py"), "tests/test_greeting.py"
EN = {"en": "Hello, {name}!"}
ES = EN | {"es": "¡Hola, {name}!"}
FR = ES | {"fr": "Bonjour, {name} !"}
PLAIN, STRIPPED = 'name or "world"', 'name.strip() or "world"'
WORLD = ("nobody", "greet()", "Hello, world!")
SPANISH = ("spanish", 'greet("Ada", "es")', "¡Hola, Ada!")
BLANK = ("blank", 'greet("  ")', "Hello, world!")
FRENCH = ("french", 'greet("Ada", "fr")', "Bonjour, Ada !")
EVENING = ("evening", 'good_evening("Ada")', "Good evening, Ada!")

FIRST = "\n## [1.0.0] - 2025-01-15\n\n### Added\n\n- A greeting, and a command line for it."
SECOND = "\n## [1.1.0] - 2025-03-10\n\n### Added\n\n- Greetings in Spanish, by `--language es`."
THIRD = "\n## [1.1.1] - 2025-04-02\n\n### Fixed\n\n- A blank name greets the world."
RELEASED_SECTIONS = (THIRD, SECOND, FIRST)
ADDED = "\n### Added\n\n- Greetings in French, by `--language fr`."
ADDED_MORE = ADDED + "\n- `good_evening`, for late hours."
FIXED = "\n### Fixed\n\n- Names keep the spaces inside them."

LATE = """

def good_evening(name: str = "") -> str:
    \"\"\"Greet somebody in the evening.\"\"\"
    return f"Good evening, {' '.join(name.split()) or 'world'}!"
"""
SPOKEN = project.greeting(FR, name=STRIPPED)
CASES = project.tests(WORLD, SPANISH, BLANK, FRENCH, EVENING)
INIT = 'from greeter_acme.greeting import greet\n\n__all__ = ["greet"]\n'
INIT_LATE = """\
from greeter_acme.greeting import good_evening, greet

__all__ = ["good_evening", "greet"]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A commit on the main branch. `branch` says that a pull request came as a merge commit."""

    day: str
    author: str
    subject: str
    files: Mapping[str, str]
    tag: str = ""
    pull: int = 0
    branch: str = ""
    labels: tuple[str, ...] = field(default=())


def release(version: str, day: str, *sections: str) -> Step:
    """The commit that set a version, tagged."""
    return Step(
        day=day,
        author="alice",
        subject=f"chore: release {version}",
        tag=f"v{version}",
        files={
            "CHANGELOG.md": project.changelog(*sections),
            "pyproject.toml": project.pyproject(version),
            project.path("__init__.py"): project.package(version),
        },
    )


RELEASED = (
    Step(
        day="2025-01-13",
        author="alice",
        subject="feat: say hello",
        files={
            ".gitignore": "__pycache__/\ndist/\n",
            ".releasebot.toml": project.REPOSITORY_RULES,
            "README.md": project.README,
            project.path("__main__.py"): project.MAIN,
            GREETING: project.greeting(EN, name=PLAIN),
            TESTS: project.tests(WORLD),
        },
    ),
    release("1.0.0", "2025-01-15", FIRST),
    Step(
        day="2025-02-20",
        author="bob",
        subject="feat(cli): greet in Spanish",
        pull=3,
        labels=("enhancement",),
        files={
            GREETING: project.greeting(ES, name=PLAIN),
            TESTS: project.tests(WORLD, SPANISH),
        },
    ),
    Step(
        day="2025-03-03",
        author="carol",
        subject="docs: explain languages",
        pull=4,
        labels=("documentation",),
        files={"README.md": project.README_LANGUAGES},
    ),
    release("1.1.0", "2025-03-10", SECOND, FIRST),
    Step(
        day="2025-03-28",
        author="bob",
        subject="fix: greet a blank name as the world",
        pull=6,
        labels=("bug",),
        files={
            GREETING: project.greeting(ES, name=STRIPPED),
            TESTS: project.tests(WORLD, SPANISH, BLANK),
        },
    ),
    release("1.1.1", "2025-04-02", THIRD, SECOND, FIRST),
)
UNRELEASED = (
    Step(
        day="2025-04-22",
        author="dave",
        subject="feat: greet in French",
        pull=8,
        branch="french",
        labels=("enhancement", "good first issue"),
        files={
            GREETING: SPOKEN,
            TESTS: project.tests(WORLD, SPANISH, BLANK, FRENCH),
            "CHANGELOG.md": project.changelog(ADDED, *RELEASED_SECTIONS),
        },
    ),
    Step(
        day="2025-05-06",
        author="alice",
        subject="feat(api): add good_evening",
        pull=9,
        labels=("enhancement",),
        files={
            GREETING: SPOKEN + LATE,
            project.path("__init__.py"): project.package("1.1.1").replace(INIT, INIT_LATE),
            TESTS: CASES.replace("import greet\n", "import good_evening, greet\n"),
            "CHANGELOG.md": project.changelog(ADDED_MORE, *RELEASED_SECTIONS),
        },
    ),
    Step(
        day="2025-05-14",
        author="bob",
        subject="fix: keep the spaces inside a name",
        pull=10,
        labels=("bug",),
        files={
            GREETING: SPOKEN + LATE.replace("' '.join(name.split())", "name.strip()"),
            "CHANGELOG.md": project.changelog(ADDED_MORE, FIXED, *RELEASED_SECTIONS),
        },
    ),
    Step(
        day="2025-05-20",
        author="carol",
        subject="docs: show how to add a language",
        pull=11,
        labels=("documentation",),
        files={"README.md": project.README_ADDING},
    ),
    Step(
        day="2025-05-27",
        author="dave",
        subject="build: declare Python 3.13",
        pull=12,
        labels=("dependencies",),
        files={"pyproject.toml": project.pyproject("1.1.1", "3.13")},
    ),
)
STEPS = RELEASED + UNRELEASED
