"""Rows 30 and 59 to 65 of the bad inputs: what a build left is refused in one plain sentence."""

import asyncio
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot import errors
from bot.adapters.builder.artifacts.collection import collect
from bot.adapters.builder.artifacts.examination import examine
from bot.adapters.builder.workshop import Workshop, open_workshop
from tests.security import bad_archives, bad_files, recipes

DATA = tomllib.loads((Path(__file__).parents[1] / "bad_inputs.toml").read_text("utf-8"))
RECIPES = bad_files.RECIPES | bad_archives.RECIPES
ROWS = [row for row in DATA["row"] if row["number"] in {30, *range(59, 66)}]


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """A real workshop: twine reads the files in the sandbox."""
    folder = tmp_path_factory.mktemp("benches")
    return asyncio.run(open_workshop(dict(os.environ), folder=folder))


async def judge(workshop: Workshop, folder: Path, recipe: recipes.Recipe) -> None:
    """Collect and examine what the recipe leaves in an output folder."""
    for name in ("source", "out"):
        (folder / name).mkdir()
    recipes.write_source(folder / "source")
    recipe(folder / "out")
    package, version = recipes.PACKAGE, recipes.VERSION
    files = collect(folder / "out", folder / "collected", package, version)
    found = await examine(workshop, files, folder / "source", package, version)
    assert found.not_in_commit == ()


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['number']}-{row['input']}" for row in ROWS])
async def test_it_is_refused_in_one_sentence(
    workshop: Workshop, tmp_path: Path, row: Mapping[str, str]
) -> None:
    """Code, sentence and next step are those of the table."""
    with pytest.raises(errors.BadArtifact) as caught:
        await judge(workshop, tmp_path, RECIPES[row["input"]])
    assert caught.value.reason == row["code"]
    assert row["sentence"] in caught.value.sentence
    assert row["next"] in caught.value.next_step
    assert "Traceback" not in caught.value.for_people()


async def test_good_files_pass(workshop: Workshop, tmp_path: Path) -> None:
    """The same judgement lets files through that have no fault."""
    await judge(workshop, tmp_path, recipes.write_good)


def test_every_recipe_is_a_row() -> None:
    """No recipe is forgotten in the table."""
    assert {row["input"] for row in ROWS} == set(RECIPES)
