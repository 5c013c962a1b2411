"""The package indexes through the real clients: twine uploads, pip and uv install."""

import base64
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest
import requests
from twine import package as twine_package
from twine import settings as twine_settings

from bot.rehearsal.sample import packages
from bot.rehearsal.world import World, effects

FILES = {"README.md": "# Demo\n", "src/greeter_acme/__init__.py": "HELLO = 1\n"}
JSON = "application/vnd.pypi.simple.v1+json"


def _wheel(folder: Path, version: str, files: dict[str, str] = FILES) -> Path:
    name, content = packages.build_wheel(version, files)
    path = folder / name
    path.write_bytes(content)
    return path


def _upload(shared_world: World, path: Path, token: str | None = None) -> requests.Response:
    settings = twine_settings.Settings(
        repository_url=f"{shared_world.pypi_url}/legacy/",
        username="__token__",
        password=token or shared_world.pypi_token,
        non_interactive=True,
        disable_progress_bar=True,
    )
    repository = settings.create_repository()
    try:
        return repository.upload(twine_package.PackageFile.from_filename(str(path), None))
    finally:
        repository.close()


async def _listed(shared_world: World, accept: str = JSON) -> str:
    url = f"{shared_world.pypi_url}/simple/greeter-acme/"
    async with (
        aiohttp.ClientSession() as session,
        session.get(url, headers={"Accept": accept}) as answer,
    ):
        assert answer.content_type == accept
        return await answer.text()


async def _files(shared_world: World, version: str) -> list[dict[str, object]]:
    url = f"{shared_world.pypi_url}/simple/greeter-acme/"
    async with (
        aiohttp.ClientSession() as session,
        session.get(url, headers={"Accept": JSON}) as answer,
    ):
        content = await answer.json()
    return [file for file in content["files"] if f"-{version}" in file["filename"]]


async def test_an_upload_is_listed_at_once(shared_world: World, tmp_path: Path) -> None:
    """PEP 691 and 700: hash, size, time, and the list of versions."""
    path = _wheel(tmp_path, "2.0.0")

    answer = _upload(shared_world, path)

    (file,) = await _files(shared_world, "2.0.0")
    assert answer.status_code == 200
    assert (file["filename"], file["size"]) == (path.name, path.stat().st_size)
    assert file["requires-python"] == ">=3.11"
    assert not file["yanked"]
    assert "2.0.0" in await _listed(shared_world)
    assert path.name in await _listed(shared_world, "text/html")


def test_identical_bytes_are_taken_again(shared_world: World, tmp_path: Path) -> None:
    """As PyPI: 200, and nothing has changed by it."""
    path = _wheel(tmp_path, "2.1.0")

    answers = [_upload(shared_world, path).status_code for _ in range(2)]

    assert answers == [200, 200]
    assert [row["kind"] for row in effects(shared_world) if row["key"] == path.name] == ["upload"]


def test_other_bytes_of_the_same_name_are_refused(shared_world: World, tmp_path: Path) -> None:
    """As PyPI: 400, with the sentence in the reason line."""
    _upload(shared_world, _wheel(tmp_path, "2.2.0"))

    answer = _upload(
        shared_world, _wheel(tmp_path, "2.2.0", FILES | {"src/greeter_acme/b.py": "\n"})
    )

    assert answer.status_code == 400
    assert answer.reason.startswith("File already exists ('greeter_acme-2.2.0-py3-none-any.whl'")


def test_a_wrong_token_is_refused(shared_world: World, tmp_path: Path) -> None:
    """As PyPI: 403; a token of the other index is a wrong one."""
    answer = _upload(shared_world, _wheel(tmp_path, "2.3.0"), shared_world.testpypi_token)

    assert (answer.status_code, answer.reason) == (
        403,
        "Invalid or non-existent authentication information.",
    )


@pytest.mark.parametrize(
    ("fields", "filename", "sentence"),
    [
        ({"sha256_digest": "0" * 64}, "", "The digest supplied does not match"),
        ({"sha256_digest": ""}, "", "Include at least one message digest."),
        ({"name": "other"}, "", "Start filename for 'other'"),
        ({"version": "9.9.9"}, "", "Version in filename should be '9.9.9' not '2.4.0'."),
        ({"version": "x y"}, "", "'x y' is an invalid value for Version."),
        ({}, "greeter_acme-2.5.0-py3-none-any.whl", "Version in filename should be"),
        ({}, "../evil.whl", "Invalid distribution file"),
        ({}, "greeter.exe", "Invalid distribution file"),
        ({":action": "submit"}, "", "Invalid value for :action."),
    ],
)
async def test_a_bad_form_is_refused(
    shared_world: World, tmp_path: Path, fields: dict[str, str], filename: str, sentence: str
) -> None:
    """What twine would never send, and a broken client might."""
    path = _wheel(tmp_path, "2.4.0")
    good = twine_package.PackageFile.from_filename(str(path), None).metadata_dictionary()
    form = aiohttp.FormData()
    for name in ("name", "version", "sha256_digest", "filetype"):
        form.add_field(name, fields.get(name, str(good[name])))
    form.add_field(":action", fields.get(":action", "file_upload"))
    form.add_field("content", path.read_bytes(), filename=filename or path.name)
    login = base64.b64encode(f"__token__:{shared_world.pypi_token}".encode()).decode()
    async with (
        aiohttp.ClientSession(headers={"Authorization": f"Basic {login}"}) as session,
        session.post(f"{shared_world.pypi_url}/legacy/", data=form) as answer,
    ):
        assert (answer.status, sentence in str(answer.reason)) == (400, True)

    assert await _files(shared_world, "2.4.0") == []
    assert list((shared_world.folder / "incoming").iterdir()) == []


def _run(*command: str) -> str:
    done = subprocess.run(
        command,
        env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"},
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("index", ["pypi", "testpypi"])
def test_the_earlier_releases_can_be_installed(
    shared_world: World, tmp_path: Path, index: str
) -> None:
    """Uv takes the newest one of the sample's from either index, and it works."""
    url = shared_world.pypi_url if index == "pypi" else shared_world.testpypi_url
    uv = [sys.executable, "-m", "uv", "--no-config", "pip", "install", "--quiet", "--no-cache"]
    target = str(tmp_path / "site")

    _run(*uv, f"--index-url={url}/simple/", f"--target={target}", "greeter-acme<2")

    hello = _run(
        sys.executable,
        "-P",
        "-c",
        f"import sys; sys.path.insert(0, {target!r});"
        "import greeter_acme as g; print(g.__version__, g.greet('Ada', 'es'))",
    )
    assert hello == "1.1.1 ¡Hola, Ada!\n"


def test_pip_reads_the_index(shared_world: World, tmp_path: Path) -> None:
    """Pip asks for JSON and checks the hash; an sdist is found beside the wheel."""
    pip = [sys.executable, "-m", "pip", "--isolated", "--disable-pip-version-check", "download"]
    address = [f"--index-url={shared_world.pypi_url}/simple/", "--no-deps", "--no-cache-dir"]

    _run(*pip, "--quiet", *address, f"--dest={tmp_path}", "greeter-acme==1.1.0")

    (path,) = tmp_path.iterdir()
    assert path.name == "greeter_acme-1.1.0-py3-none-any.whl"


async def test_a_yank_shows_its_reason(shared_world: World, tmp_path: Path) -> None:
    """Only the world can yank, as only a person can on PyPI; it can be taken back."""
    _upload(shared_world, _wheel(tmp_path, "2.6.0"))
    asked = {"index": "pypi", "package": "Greeter_Acme", "version": "2.6.0", "reason": "a <bug>"}
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{shared_world.pypi_url}/_world/yank", json=asked) as answer:
            assert answer.status == 200
        (yanked,) = await _files(shared_world, "2.6.0")
        page = await _listed(shared_world, "text/html")
        async with session.post(f"{shared_world.pypi_url}/_world/unyank", json=asked) as answer:
            assert answer.status == 200
    (back,) = await _files(shared_world, "2.6.0")

    assert (yanked["yanked"], back["yanked"]) == ("a <bug>", False)
    assert 'data-yanked="a &lt;bug&gt;"' in page


async def test_names_are_normalised_and_unknown_ones_are_not_found(shared_world: World) -> None:
    """PEP 503: any spelling leads to the one page; an unknown project is 404."""
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{shared_world.pypi_url}/simple/Greeter_ACME/") as answer:
            assert (answer.status, answer.url.path) == (200, "/simple/greeter-acme/")
        async with session.get(f"{shared_world.pypi_url}/simple/nothing/") as answer:
            assert answer.status == 404
