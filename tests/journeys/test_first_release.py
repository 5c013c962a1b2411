"""The page about the first release: each of its commands is run, and prints what the page shows."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import tomlkit

from bot.rehearsal import repository_copy, world
from bot.rehearsal.world import World
from tests.fakes.real_git import RealGit, make_repository
from tests.journeys import typist

PAGE = (Path(__file__).parents[2] / "docs" / "first-release.md").read_text("utf-8")
BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SECONDS = 240
QUESTION = "[y/N]"
CHANGES_EACH_TIME = (
    (re.compile(r"\b\d+(?:\.\d+)? s\b"), "N s"),
    (re.compile(r"\b(?:[0-9a-f]{12}|[0-9a-f]{8})\b"), "HASH"),
    (re.compile(r"(?:\d{1,2} [A-Z][a-z]+, )?\d\d:\d\d UTC"), "TIME"),
    (re.compile(r"\bfrom line \d+"), "from line N"),  # each new key moves them
    (re.compile(r"\s+"), " "),
)
PYPROJECT = """\
[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"
[project]
name = "greeter"
version = "0.1.0"
description = "Greets."
readme = "README.md"
requires-python = ">=3.11"
license = "MIT"
classifiers = [
    "Programming Language :: Python :: 3.11",
    "Programming Language :: Python :: 3.12",
    "Programming Language :: Python :: 3.13",
    "Programming Language :: Python :: 3.14",
]
"""


def told(page: str) -> dict[str, str]:
    """What the page shows below each command; below several, below the last one."""
    shown: dict[str, str] = {}
    command = ""
    for kind, text in BLOCK.findall(page):
        if kind == "sh":
            command = text.strip().splitlines()[-1]
            shown[command] = ""
        else:
            shown[command] += text
    return shown


def plain(text: str) -> str:
    """Text without what is another at each run, and without its layout."""
    for pattern, word in CHANGES_EACH_TIME:
        text = pattern.sub(word, text)
    return text.strip()


def missing(shown: str, printed: str) -> list[str]:
    """The parts of the page, between lines of a single …, that were not printed in this order."""
    rest, lost = plain(printed), []
    parts = map(plain, re.split(r"^…$", shown, flags=re.MULTILINE))
    for part in filter(None, parts):
        _, found, after = rest.partition(part)
        if found:
            rest = after
        else:
            lost.append(part)
    return lost


class Reader:
    """Somebody who does what the page says, in a folder beside the clone."""

    def __init__(self, folder: Path) -> None:
        """Without any setting of whoever runs the tests."""
        self.folder = folder
        self._environment = {k: v for k, v in os.environ.items() if not k.startswith("RELEASEBOT")}
        self._environment |= {"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "80"}
        self._shown = told(PAGE)
        self.typed: set[str] = set()

    def type(self, line: str, *more: str, code: int = 0) -> str:
        """Run a command of the page; what the page shows below it, once, must be printed."""
        self.typed.add(line)
        words = [sys.executable, "-m", "bot", *line.split()[1:], *more]
        if line == "releasebot approve":
            ended, printed = typist.type_in_a_terminal(
                words, self.folder, self._environment, QUESTION, "y"
            )
        else:
            done = subprocess.run(
                words,
                cwd=self.folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=SECONDS,
                check=False,
            )
            ended, printed = done.returncode, done.stdout.replace(str(self.folder), "…")
        assert ended == code, printed
        assert missing(self._shown.pop(line, ""), printed) == [], printed
        return printed


@pytest.fixture
def greeter(tmp_path: Path) -> RealGit:
    """The small project of the page: a package with a changelog, and no tests."""
    git = make_repository(tmp_path / "greeter")
    package = git.folder / "src" / "greeter"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text('"""Greets."""\n\n__version__ = "0.1.0"\n')
    git.commit(
        "feat: greet",
        pyproject_dot_toml=PYPROJECT,
        README_dot_md="# greeter\n",
        CHANGELOG_dot_md="# Changelog\n\n## [Unreleased]\n\n### Added\n\n- Greetings.\n",
    )
    return git


@pytest.fixture
def running(tmp_path: Path) -> Iterator[World]:
    """The world that is released to."""
    folder = tmp_path / "world"
    yield world.start_world(folder)
    world.stop_world(folder)


def fill_in(file: Path, running: World) -> None:
    """Everything that the page asks for but who may release: addresses, tokens, people, targets."""
    filled = tomlkit.parse(file.read_text())
    secrets = file.parent / ".releasebot" / "secrets"
    secrets.mkdir(mode=0o700)
    tokens = {"github": running.github_token} | {
        "testpypi": running.testpypi_token,
        "pypi": running.pypi_token,
    }
    for name, token in tokens.items():
        (secrets / name).touch(0o600)
        (secrets / name).write_text(token)
    filled["github"]["api_url"] = running.github_url
    filled["chat_log"] = {"url": running.chat_url}
    filled["console"] = {"act_as": True}
    filled["people"] = {
        "alice": {"email": "alice@example.org"},
        "bob": {"email": "bob@example.org"},
        "carol": {"email": "carol@example.org"},
    }
    project = filled["projects"]["greeter"]
    project["announce"] = {"chat_log": "releases"}
    project["policy"] = {"land": "pull-request"}
    project["targets"] = {
        name: {
            "token": {"file": f".releasebot/secrets/{name}"},
            "upload_url": f"{url}/legacy/",
            "index_url": f"{url}/simple/",
        }
        for name, url in (("testpypi", running.testpypi_url), ("pypi", running.pypi_url))
    }
    file.write_text(tomlkit.dumps(filled))


def name_people(file: Path) -> None:
    """What the doctor says: who may release and who may approve."""
    filled = tomlkit.parse(file.read_text())
    filled["roles"] = {"releaser": ["alice"], "approver": ["bob", "carol"]}
    file.write_text(tomlkit.dumps(filled))


@pytest.mark.timeout(2 * SECONDS)
def test_the_page_is_what_happens(tmp_path: Path, greeter: RealGit, running: World) -> None:
    """From `init` to the second release, word by word."""
    reader, operator = Reader(tmp_path), tmp_path / "releasebot.toml"

    reader.type("releasebot init greeter --github owner/greeter")
    own = greeter.folder / ".releasebot.toml"
    [check] = re.findall(r"^```toml\n\[checks\]\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    own.write_text(own.read_text().replace("[checks]\n", f"[checks]\n{check}"))
    greeter.commit("Say how it is checked")
    reader.type("releasebot rehearse greeter 0.1.0 --auto")

    repository_copy.import_repository(running, str(greeter.folder), "owner/greeter")
    fill_in(operator, running)
    reader.type("releasebot doctor", code=1)
    name_people(operator)
    assert "Nothing stands against a release" in reader.type("releasebot doctor greeter")
    reader.type("releasebot enable greeter")

    reader.type("releasebot release 0.1.0rc1", "--as", "alice", code=4)
    reader.type("releasebot approve", "--as", "bob")
    reader.type("releasebot release 0.1.0", "--as", "alice", code=4)
    reader.type("releasebot approve", "--as", "bob")
    reader.type("releasebot status 0.1.0")

    shown = told(PAGE)
    assert {line for line in shown if line.startswith("releasebot")} <= reader.typed
    assert all(line in reader.typed for line, text in shown.items() if text)
