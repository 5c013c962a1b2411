"""Repeating looks: as often as there are pauses, and only for silence."""

import pytest

from bot import errors
from bot.adapters.patience import repeated


class Outside:
    """A destination that answers with these in turn."""

    def __init__(self, *answers: str | errors.ReleasebotError) -> None:
        """Prepare the answers."""
        self.answers = list(answers)

    async def look(self) -> str:
        """The next answer, or the next error."""
        answer = self.answers.pop(0)
        if isinstance(answer, errors.ReleasebotError):
            raise answer
        return answer


SILENCE = errors.Unknown("Nobody answered.", "Wait.")


async def test_a_look_is_repeated_until_there_is_an_answer() -> None:
    """Two silences cost two pauses."""
    outside = Outside(SILENCE, SILENCE, "there", "never asked")

    assert await repeated(outside.look, (0, 0)) == "there"
    assert outside.answers == ["never asked"]


async def test_lasting_silence_is_told() -> None:
    """After the last pause comes the last look."""
    outside = Outside(SILENCE, SILENCE, "too late")

    with pytest.raises(errors.Unknown):
        await repeated(outside.look, (0,))

    assert outside.answers == ["too late"]


async def test_a_refusal_is_not_repeated() -> None:
    """What waiting does not heal is told at once."""
    outside = Outside(errors.Failed("No.", "Stop."), "never asked")

    with pytest.raises(errors.Failed):
        await repeated(outside.look, (0, 0))

    assert outside.answers == ["never asked"]
