"""Every package index: lists what was uploaded, takes identical bytes again and no others."""

import secrets
from pathlib import Path

import pytest

from bot import errors, ports
from bot.adapters.registry import addresses
from bot.adapters.registry.pypi import PyPIPackageIndex
from bot.settings.secrets import SecretReference
from tests.fakes.fake_package_index import FakePackageIndex
from tests.fakes.stored_files import secret_file, store
from tests.fakes.tiny_packages import tiny_sdist, tiny_wheel


@pytest.fixture(params=["fake", "local world"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> ports.PackageIndex:
    """An index in memory, and the local world's by HTTP, twine and uv."""
    if request.param == "fake":
        return FakePackageIndex("testpypi")
    world = request.getfixturevalue("world")
    where = addresses.of(
        "testpypi", f"{world.testpypi_url}/legacy/", f"{world.testpypi_url}/simple"
    )
    secret = SecretReference(file=secret_file(tmp_path, world.testpypi_token))
    return PyPIPackageIndex("testpypi", where, secret)


@pytest.fixture
def package() -> str:
    """A name that nobody has used yet."""
    return f"tiny-{secrets.token_hex(4)}"


async def test_an_unknown_package_has_nothing(index: ports.PackageIndex, package: str) -> None:
    """A first release is no error."""
    assert await index.files(package, "1.0.0") == ()
    assert await index.versions(package) == ()


async def test_what_is_listed_can_be_downloaded(
    index: ports.PackageIndex, package: str, tmp_path: Path
) -> None:
    """Byte for byte, under its name."""
    sdist, path = store(tmp_path, "sdist", tiny_sdist(package, "1.0.0"))
    await index.upload(sdist, path)
    folder = tmp_path / "downloaded"
    folder.mkdir()
    for file in await index.files(package, "1.0.0"):
        await index.download(file, folder)

    assert [(each.name, each.read_bytes()) for each in folder.iterdir()] == [
        (sdist.name, path.read_bytes())
    ]


async def test_an_upload_is_listed_with_its_hash(
    index: ports.PackageIndex, package: str, tmp_path: Path
) -> None:
    """Sdist and wheel of a version are found by any spelling of name and version."""
    sdist, sdist_path = store(tmp_path, "sdist", tiny_sdist(package, "1.0.0"))
    wheel, wheel_path = store(tmp_path, "wheel", tiny_wheel(package, "1.0.0"))
    await index.upload(sdist, sdist_path)
    await index.upload(wheel, wheel_path)

    listed = await index.files(package.upper().replace("-", "_"), "1.0.0")

    assert {file.name: file.sha256 for file in listed} == {
        sdist.name: sdist.sha256,
        wheel.name: wheel.sha256,
    }
    assert all(file.url.startswith("http") and not file.yanked for file in listed)
    assert {file.page.partition(":")[0] for file in listed} <= {"http", "https"}
    assert all(package in file.page.lower().replace("_", "-") for file in listed)


async def test_versions_are_kept_apart(
    index: ports.PackageIndex, package: str, tmp_path: Path
) -> None:
    """A look at one version does not show another's files."""
    for version in ("1.0.0", "1.1.0rc1"):
        await index.upload(*store(tmp_path, "wheel", tiny_wheel(package, version)))

    assert set(await index.versions(package)) == {"1.0.0", "1.1.0rc1"}
    assert [file.name for file in await index.files(package, "1.1.0rc1")] == [
        tiny_wheel(package, "1.1.0rc1")[0]
    ]
    assert len(await index.files(package)) == 2
    assert await index.files(package, "1.1.0") == ()


async def test_identical_bytes_again_are_fine(
    index: ports.PackageIndex, package: str, tmp_path: Path
) -> None:
    """An upload whose answer was lost may be repeated."""
    wheel, path = store(tmp_path, "wheel", tiny_wheel(package, "1.0.0"))
    await index.upload(wheel, path)
    await index.upload(wheel, path)

    assert len(await index.files(package, "1.0.0")) == 1


async def test_other_bytes_are_a_conflict(
    index: ports.PackageIndex, package: str, tmp_path: Path
) -> None:
    """The first bytes stay; the way on is the next version."""
    name, content = tiny_wheel(package, "1.0.0")
    first, path = store(tmp_path, "wheel", (name, content))
    await index.upload(first, path)
    other = store(tmp_path, "wheel", (name, content + b"\0"))

    with pytest.raises(errors.Conflict) as caught:
        await index.upload(*other)

    assert "next version" in caught.value.next_step
    assert [file.sha256 for file in await index.files(package, "1.0.0")] == [first.sha256]


async def test_a_file_that_changed_is_never_sent(
    index: ports.PackageIndex, package: str, tmp_path: Path
) -> None:
    """What is uploaded is what was approved, or nothing."""
    wheel, path = store(tmp_path, "wheel", tiny_wheel(package, "1.0.0"))
    path.write_bytes(path.read_bytes() + b"\0")

    with pytest.raises(errors.BadArtifact):
        await index.upload(wheel, path)

    assert await index.files(package) == ()


async def test_what_is_listed_can_be_installed(
    index: ports.PackageIndex, package: str, tmp_path: Path
) -> None:
    """The trial install succeeds for what is there."""
    await index.upload(*store(tmp_path, "wheel", tiny_wheel(package, "1.0.0")))

    await index.install(package, "1.0.0", "3.12")


async def test_what_is_not_listed_cannot_be_installed(
    index: ports.PackageIndex, package: str
) -> None:
    """The trial install fails for what is not there."""
    with pytest.raises(errors.Failed):
        await index.install(package, "1.0.0", "3.12")
