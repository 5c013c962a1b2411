"""Probing without the bot's records: what is not told is unknown, and is never taken as done."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot import errors, main
from bot.cli.options import Options
from bot.cli.speaking import probing
from bot.ports import IndexFile
from tests.fakes.fake_world import FakeWorld, make_world

FILE = """
config_version = 1
bot = { data_dir = "data", listen = "127.0.0.1:0" }
github = { api_url = "http://127.0.0.1:1" }
[people]
alice = { local = "alice" }
[projects.greeter]
repository = "acme/greeter"
package = "greeter"
"""
WHEEL = "greeter-1.1.0-py3-none-any.whl"


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeWorld:
    """A world in which PyPI lists a file without its hash."""
    (tmp_path / "releasebot.toml").write_text(FILE)
    world = make_world(tmp_path)

    async def build_projects(_configured: object) -> dict[str, Any]:
        return {"greeter": world.project()}

    unhashed = (IndexFile(name=WHEEL, sha256="", url="https://pypi.example/w"),)
    monkeypatch.setattr(main, "build_projects", build_projects)
    monkeypatch.setattr(world.pypi, "files", _always(unhashed))
    return world


def _always(listed: tuple[IndexFile, ...]) -> Any:  # noqa: ANN401  # in place of a method
    async def files(_package: str, _version: str) -> tuple[IndexFile, ...]:
        return listed

    return files


async def probed(folder: Path, version: str = "1.1.0", *, as_json: bool = True) -> int:
    """The exit code."""
    options = Options(config=folder / "releasebot.toml", as_json=as_json)
    return await probing.probe(version, options)


@pytest.mark.usefixtures("world")
async def test_a_file_without_a_hash_is_not_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody can tell whether it is what was released; the exit code says so too."""
    assert await probed(tmp_path) == 5

    rows = {row["key"]: row for row in json.loads(capsys.readouterr().out)["ledger"]}
    assert rows[WHEEL]["state"] == "unknown"
    assert rows[WHEEL]["evidence"]["why"] == "its hash is not told"


async def test_what_only_a_record_could_tell_leaves_the_exit_code_alone(
    world: FakeWorld, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Everything that can be looked up is there; the announcement is named apart."""
    listed = (IndexFile(name=WHEEL, sha256="0" * 64, url="https://pypi.example/w"),)
    for index in (world.pypi, world.testpypi):
        index.files = _always(listed)  # type: ignore[method-assign]  # whatever is asked

    assert await probed(tmp_path) == 0
    [left_out] = json.loads(capsys.readouterr().out)["left_out"]
    assert left_out["target"] == "announcement in releases"


@pytest.mark.usefixtures("world")
async def test_it_does_not_claim_who_released_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The bot's own records were not read."""
    await probed(tmp_path, as_json=False)

    told = capsys.readouterr().out
    assert told.startswith("Greeter 1.1.0 as others hold it")
    assert "was not released by this bot" not in told
    assert "its hash is not told" in told


@pytest.mark.usefixtures("world")
async def test_an_unknown_project_is_refused(tmp_path: Path) -> None:
    """With the names of those that there are."""
    options = Options(config=tmp_path / "releasebot.toml", project="parser")
    with pytest.raises(errors.BadInput, match="no project parser"):
        await probing.probe("1.1.0", options)
