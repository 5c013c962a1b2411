"""The pictures of the documentation: they can be taken anew, and are small enough to be shown."""

from pathlib import Path

import pytest

from tests.journeys import pictures


@pytest.mark.parametrize("name", pictures.PICTURES)
async def test_a_picture_can_be_taken_anew(tmp_path: Path, name: str) -> None:
    """As wide as that in the documentation, which is small too."""
    taken = (await pictures.take(name, tmp_path)).read_bytes()
    kept = (pictures.IMAGES / name).read_bytes()

    assert _size(taken) == _size(kept) == (pictures.WIDTH, pictures.PICTURES[name][1])
    assert len(kept) <= pictures.LARGEST


def _size(png: bytes) -> tuple[int, int]:
    """Width and height, as a PNG's header tells them."""
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
