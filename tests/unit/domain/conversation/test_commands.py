"""Commands: the id of a release follows from project and delivery alone."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.conversation import commands

words = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]))


@given(words, words, words, words)
def test_ids_are_the_same_only_for_the_same_request(
    project: str, delivery: str, other_project: str, other_delivery: str
) -> None:
    """A repeated delivery is the same release; nothing else is."""
    release = commands.release_id(project, delivery)
    other = commands.release_id(other_project, other_delivery)

    assert re.fullmatch(r"[0-9a-f]{12}", release)
    assert (release == other) == ((project, delivery) == (other_project, other_delivery))


def test_the_id_of_this_request_stays() -> None:
    """Another value would start every redelivered request of the past once more."""
    assert commands.release_id("greeter", "1") == "04ae5ddce499"
