"""A world's own file."""

from pathlib import Path

import pytest

from bot import errors
from bot.rehearsal.running import state

STATE = state.State(instance="i", pid=1, ports={"chat": 2}, tokens={"pypi": "t"})


def test_it_is_read_back(tmp_path: Path) -> None:
    """What one process writes, the next one finds."""
    assert state.read_state(tmp_path) is None

    state.write_state(tmp_path, STATE)

    assert state.read_state(tmp_path) == STATE
    assert [path.name for path in tmp_path.iterdir()] == [state.FILE]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"instance": 1}', "\xff"])
def test_a_foreign_file_is_explained(tmp_path: Path, text: str) -> None:
    """A folder that holds something else is named, not taken over."""
    (tmp_path / state.FILE).write_text(text, encoding="latin-1")

    with pytest.raises(errors.BadConfiguration, match=r"world\.json is not the file of"):
        state.read_state(tmp_path)
