"""The doctor's journey: what it finds is mended, the project is enabled, and its release starts."""

import json
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.rehearsal import operator_file, rehearsed_project, world
from tests.journeys.served import Served, Twins


@pytest.fixture
def config(tmp_path: Path) -> Iterator[Path]:
    """The operator's file of a living local world, in which nothing is enabled yet."""
    running = world.start_world(tmp_path / "world")
    try:
        chosen = rehearsed_project.choose(running, None)
        file = operator_file.write_operator_file(tmp_path, running, chosen)
        file.write_text(file.read_text().replace("enabled = true", "enabled = false"))
        yield file
    finally:
        world.stop_world(tmp_path / "world")


def doctor(twins: Twins, *words: str) -> tuple[int, dict[str, Any]]:
    """The exit code and the object on stdout."""
    done = twins.type("doctor", *words, "--json")
    return done.returncode, json.loads(done.stdout)


def found(shape: dict[str, Any], severity: str) -> list[str]:
    """The names of the findings of one severity."""
    return [each["name"] for each in shape["findings"] if each["severity"] == severity]


def refusal(done: "subprocess.CompletedProcess[str]") -> tuple[int, str]:
    """Its exit code and its two sentences."""
    return done.returncode, done.stderr


def test_from_a_sick_installation_to_a_release(config: Path) -> None:
    """Every refusal says what to do, and doing that is enough."""
    twins, secret = Twins(config), config.parent / "secrets" / "pypi"
    secret.chmod(0o644)

    code, sick = doctor(twins)
    assert (code, sick["state"], found(sick, "error")) == (1, "unhealthy", ["secrets"])
    (wrong,) = (each for each in sick["findings"] if each["severity"] == "error")
    assert wrong["remedy"] == f"Run: chmod 600 {secret}"
    assert secret.read_text().strip() not in json.dumps(sick)

    code, told = refusal(twins.type("enable", "greeter"))
    assert (code, "secrets: The secret file" in told, "[not_healthy]" in told) == (3, True, True)
    assert "enabled = false" in config.read_text()

    subprocess.run(wrong["remedy"].removeprefix("Run: ").split(), check=True, timeout=20)
    code, well = doctor(twins, "greeter")
    assert (code, well["state"], found(well, "error"), found(well, "unknown")) == (
        *(0, "healthy", [], []),
    )

    code, told = refusal(twins.type("release", "minor"))
    assert (code, "greeter is not enabled yet, so it is only rehearsed." in told) == (3, True)
    assert "releasebot enable greeter. [not_enabled]" in told
    assert twins.type("next").returncode == 0  # looking needs no permission

    before, mode = config.read_text(), stat.S_IMODE(config.stat().st_mode)
    enabled = twins.type("enable", "greeter")
    assert enabled.returncode == 0, enabled.stderr
    assert config.read_text() == before.replace("enabled = false", "enabled = true")
    assert stat.S_IMODE(config.stat().st_mode) == mode
    assert "enabled already" in twins.type("enable", "greeter").stdout

    started = twins.type("release", "minor")
    assert started.returncode == 4, started.stderr
    assert "bob and carol" in started.stdout


def test_it_works_beside_a_bot_that_serves(config: Path) -> None:
    """The bot goes on, and is told to be started anew once the file has changed."""
    bot, twins = Served(config), Twins(config)
    try:
        code, shape = doctor(twins)
        enabled = twins.type("enable", "greeter")
        status = twins.type("list")
    finally:
        bot.end()

    assert (code, found(shape, "error")) == (0, [])
    assert {"database", "data_folder", "clock", "code_host"} <= set(found(shape, "ok"))
    assert "start it anew" in enabled.stdout, enabled.stderr
    assert status.returncode == 0, status.stderr


def test_what_does_not_answer_is_unknown(config: Path) -> None:
    """Exit code 5; enabling waits for an answer."""
    world.stop_world(config.parent / "world")
    twins = Twins(config)

    code, shape = doctor(twins)
    told = refusal(twins.type("enable", "greeter"))

    assert (code, shape["state"]) == (5, "unknown")
    assert set(found(shape, "unknown")) == {"clock", "code_host", "github"}
    assert (told[0], "clock: No server told the time." in told[1]) == (5, True)


def test_a_broken_file_is_one_finding_among_those_of_the_machine(config: Path) -> None:
    """And a name that is unknown is bad input, as everywhere."""
    twins = Twins(config)
    assert twins.type("doctor", "other").returncode == 2
    assert {each["name"] for each in doctor(twins, "github")[1]["findings"]} == {"github"}

    config.write_text(config.read_text().replace("data_dir", "data_dri"))
    code, shape = doctor(twins)
    told = twins.type("doctor").stdout

    assert (code, shape["findings"][0]["name"]) == (1, "configuration")
    assert "sandbox" in found(shape, "ok")
    assert "data_dri is not a known key" in told.splitlines()[1]
