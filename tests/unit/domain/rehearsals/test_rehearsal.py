"""A rehearsal as a value: its id, what is told of its release, and its way to another process."""

import json

import pytest

from bot.domain.rehearsals import rehearsal
from bot.domain.rehearsals.rehearsal import Rehearsal
from tests.fakes import sample_rehearsal as sample
from tests.fakes import sample_status


def test_a_delivery_is_one_rehearsal() -> None:
    """A repeat has the same id, and no release can have it."""
    made = rehearsal.id_of("greeter", "1")

    assert made == rehearsal.id_of("greeter", "1") != rehearsal.id_of("greeter", "2")
    assert rehearsal.is_rehearsal(made)
    assert not rehearsal.is_rehearsal(sample_status.RELEASE)


@pytest.mark.parametrize("shown", sample.ALL)
def test_it_is_the_same_after_it_was_written(shown: Rehearsal) -> None:
    """As JSON, in a file or at a socket."""
    assert rehearsal.from_json(json.loads(json.dumps(rehearsal.to_json(shown)))) == shown


@pytest.mark.parametrize("kept", [None, [], {}, {"asked": {}}, {"asked": 1, "begun": ""}])
def test_anything_else_is_no_rehearsal(kept: object) -> None:
    """It raises, whatever it is."""
    with pytest.raises(ValueError, match="Rehearsal"):
        rehearsal.from_json(kept)


def test_long_texts_are_not_told() -> None:
    """A line for every change would be long with them."""
    told = rehearsal.report(sample_status.done())

    assert {"version", "stages", "ledger", "left_out"} <= told.keys()
    assert not {"notes", "announcement", "questions"} & told.keys()


def test_the_log_is_that_of_the_red_gates() -> None:
    """Else that of the error; a release without either has none."""
    red = {"state": "differs", "evidence": {"log": "1 failed"}}
    error = {"error": {"log": "no wheel"}}

    assert rehearsal.log_of({"ledger": [red, red], **error}) == "1 failed\n1 failed"
    assert rehearsal.log_of(error) == "no wheel"
    assert rehearsal.log_of({}) == ""
