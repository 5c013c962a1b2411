"""Lines: another program is told what changed, and nothing twice."""

import json

import pytest

from bot.cli.rehearsals import child, lines, rehearsing
from bot.cli.rehearsals.preparing import Session
from bot.errors import BadRepository
from tests.fakes import sample_status as sample


def test_a_line_is_told_when_something_changed(capsys: pytest.CaptureFixture[str]) -> None:
    """Without the long texts."""
    told = lines.Lines()
    for status in (sample.planned(), sample.planned(), sample.done()):
        told.tell(status)

    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["state"] for each in found] == ["running", "done"]
    assert "notes" not in found[0]


def test_a_child_rehearses_what_its_words_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """With scripted people; only a machine without a sandbox needs the last word."""
    heard: list[Session] = []

    def hear(session: Session) -> int:
        heard.append(session)
        return 0

    monkeypatch.setattr(rehearsing, "run", hear)

    assert child.run(["/x/greeter.git", "minor", "fast-forward"]) == 0
    assert child.run(["/x/greeter.git", "1.2.0", "pull-request", "trusted"]) == 0
    assert [(s.source, s.bump, s.land, s.trusted) for s in heard] == [
        ("/x/greeter.git", "minor", "fast-forward", False),
        ("/x/greeter.git", "1.2.0", "pull-request", True),
    ]
    assert all(s.auto and s.lines and not s.as_json for s in heard)


def test_an_error_is_the_last_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """For the program, and in words for the log."""

    async def refuse(_session: Session) -> int:
        raise BadRepository("Nothing is there.", "Commit something.")

    monkeypatch.setattr(rehearsing, "_run", refuse)
    code = child.run(["/x/greeter.git", "minor", "fast-forward"])

    said = capsys.readouterr()
    assert (code, json.loads(said.out)["error"]["sentence"]) == (1, "Nothing is there.")
    assert said.err == "Nothing is there. Commit something.\n"
