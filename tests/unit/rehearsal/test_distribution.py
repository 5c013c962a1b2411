"""What an index takes: a file whose name, metadata and declared version agree."""

import io
import tarfile
from pathlib import Path

import pytest

from bot.rehearsal.index import distribution
from bot.rehearsal.sample import packages

FILES = {"README.md": "# Demo\n", "src/greeter_acme/__init__.py": ""}


def _store(folder: Path, built: tuple[str, bytes]) -> tuple[Path, str]:
    path = folder / "received"
    path.write_bytes(built[1])
    return path, built[0]


@pytest.mark.parametrize("build", [packages.build_wheel, packages.build_sdist])
def test_a_good_file(tmp_path: Path, build: object) -> None:
    """Both kinds of distribution, and other spellings of name and version."""
    path, name = _store(tmp_path, build("1.0rc1", FILES))  # type: ignore[operator]  # either of two

    found = distribution.read_distribution(path, name, "Greeter.Acme", "1.0rc1")

    assert (found.package, found.version) == ("greeter-acme", "1.0rc1")
    assert (found.filename, found.requires_python) == (name, ">=3.11")


@pytest.mark.parametrize("build", [packages.build_wheel, packages.build_sdist])
def test_the_same_input_gives_the_same_bytes(build: object) -> None:
    """So the sample's earlier releases have the same hashes in every world."""
    assert build("1.0", FILES) == build("1.0", FILES)  # type: ignore[operator]  # either of two


def test_metadata_of_another_version(tmp_path: Path) -> None:
    """A renamed file does not get through."""
    path, _ = _store(tmp_path, packages.build_wheel("1.0", FILES))

    with pytest.raises(distribution.NotADistribution, match=r"\.dist-info|another version"):
        distribution.read_distribution(
            path, "greeter_acme-2.0-py3-none-any.whl", "greeter-acme", "2.0"
        )


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\5\6" + b"\0" * 18])
@pytest.mark.parametrize("name", ["demo-1.0-py3-none-any.whl", "demo-1.0.tar.gz"])
def test_what_is_no_archive(tmp_path: Path, name: str, content: bytes) -> None:
    """Any bytes under a good name are refused in one sentence."""
    path, _ = _store(tmp_path, (name, content))

    with pytest.raises(distribution.NotADistribution, match="Invalid distribution file"):
        distribution.read_distribution(path, name, "demo", "1.0")


def test_a_folder_instead_of_metadata(tmp_path: Path) -> None:
    """An archive may hold anything under the name of the metadata."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        entry = tarfile.TarInfo("demo-1.0/PKG-INFO")
        entry.type = tarfile.DIRTYPE
        archive.addfile(entry)
    path, name = _store(tmp_path, ("demo-1.0.tar.gz", packed.getvalue()))

    with pytest.raises(distribution.NotADistribution, match="not a file"):
        distribution.read_distribution(path, name, "demo", "1.0")
