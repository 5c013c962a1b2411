"""Examining: what hangs or breaks is unknown, and the rest is found all the same."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot import errors
from bot.doctor import examinations
from bot.doctor.examination import Examination, Installation, Machine
from bot.doctor.examining import Doctor
from bot.domain import diagnosis
from bot.domain.diagnosis import Finding
from tests.fakes.examined import make_machine, write_file


@pytest.fixture
def over() -> Iterator[threading.Event]:
    """Lets what hangs end with the test."""
    event = threading.Event()
    yield event
    event.set()


def fine(_subject: object) -> list[Finding]:
    """Find nothing wrong."""
    return [diagnosis.ok("Fine.")]


async def fine_too(_subject: object) -> list[Finding]:
    """Find nothing wrong, after a while."""
    return [diagnosis.ok("Fine too.")]


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of two examinations, one of each kind."""
    machine: Examination[Machine] = Examination(name="machine", look=fine)
    configured: Examination[Installation] = Examination(name="configured", look=fine_too)
    monkeypatch.setattr(examinations, "MACHINE", (machine,))
    monkeypatch.setattr(examinations, "CONFIGURED", (configured,))


async def test_what_hangs_is_unknown_after_its_time(tmp_path: Path, over: threading.Event) -> None:
    """A dead disk answers nobody, and holds nobody up; nobody is named as waited for afterwards."""

    def hang(_machine: Machine) -> list[Finding]:
        over.wait()
        return []

    doctor, machine = Doctor(make_machine(tmp_path)), make_machine(tmp_path)
    (found,) = await doctor.one(Examination(name="disk", look=hang, seconds=0.05), machine)

    assert (found.name, found.severity) == ("disk", "unknown")
    assert "within 0.05 seconds" in found.sentence
    assert doctor.waiting == []


@pytest.mark.parametrize(
    ("error", "severity", "evidence"),
    [
        (errors.Unknown("Silent.", "Later."), "unknown", ""),
        (errors.Failed("Broken.", "Mend it."), "error", ""),
        (PermissionError(13, "Permission denied"), "unknown", "PermissionError: [Errno 13] "),
        (ZeroDivisionError("oh"), "unknown", "ZeroDivisionError: oh"),
    ],
)
async def test_what_breaks_hides_nothing_else(
    tmp_path: Path, error: Exception, severity: str, evidence: str
) -> None:
    """Our own errors speak for themselves, others leave the question open."""

    def broken(_machine: Machine) -> list[Finding]:
        raise error

    machine = make_machine(tmp_path)
    (found,) = await Doctor(machine).one(Examination(name="limits", look=broken), machine)

    assert (found.name, found.severity) == ("limits", severity)
    assert found.evidence.startswith(evidence)


@pytest.mark.usefixtures("short")
async def test_everything_is_examined(tmp_path: Path) -> None:
    """The configuration first, each finding under its examination's name."""
    found = await Doctor(make_machine(tmp_path)).examine(write_file(tmp_path))

    assert [(each.name, each.sentence) for each in found] == [
        ("configured", "Fine too."),
        ("machine", "Fine."),
    ]


@pytest.mark.usefixtures("short")
async def test_a_broken_file_is_the_first_finding(tmp_path: Path) -> None:
    """With the sentence that the bot would say; the machine is examined all the same."""
    file = write_file(tmp_path, "config_version = 1\n[bot]\ndata_dri = 'x'\n")
    first, *rest = await Doctor(make_machine(tmp_path)).examine(file)

    assert (first.name, first.severity) == ("configuration", "error")
    assert "line 3" in first.sentence
    assert [each.name for each in rest] == ["machine"]


@pytest.mark.usefixtures("short")
async def test_one_project_is_examined_if_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another name is told with those that are known."""
    seen: list[tuple[str, ...]] = []

    def look(installation: Installation) -> list[Finding]:
        seen.append(tuple(installation.projects))
        return []

    listed = (replace(examinations.CONFIGURED[0], look=look),)
    monkeypatch.setattr(examinations, "CONFIGURED", listed)
    doctor, file = Doctor(make_machine(tmp_path)), write_file(tmp_path)
    await doctor.examine(file, "greeter")

    assert seen == [("greeter",)]
    with pytest.raises(errors.BadInput, match="no project other") as unknown:
        await doctor.examine(file, "other")
    assert unknown.value.next_step == "Configured are: greeter."


def test_every_examination_has_a_name_of_its_own() -> None:
    """By which its findings are looked up."""
    assert len(set(examinations.NAMES)) == len(examinations.NAMES)
