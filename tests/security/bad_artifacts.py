"""Recipes for what a build must not leave behind: each fills an output folder with one fault."""

import io
import os
import stat
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.fakes.tiny_packages import (
    FIRST_DAY,
    metadata_text,
    record_of,
    sdist_files,
    tar_of,
    tiny_sdist,
    tiny_wheel,
    wheel_files,
    zip_of,
)

PACKAGE, VERSION = "tiny-package", "1.0"
SDIST, WHEEL = "tiny_package-1.0.tar.gz", "tiny_package-1.0-py3-none-any.whl"
TOP, INFO = "tiny_package-1.0", "tiny_package-1.0.dist-info"
MODULE = "tiny_package/__init__.py"
Recipe = Callable[[Path], None]
RECIPES: dict[str, Recipe] = {}


def recipe(function: Recipe) -> Recipe:
    """Offer a function under its own name."""
    RECIPES[function.__name__] = function
    return function


def write_source(folder: Path) -> None:
    """The commit's tree that the tiny package is built from."""
    for name, content in sdist_files(PACKAGE, VERSION).items():
        if name != "PKG-INFO":
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)


def write_good(out: Path) -> None:
    """Both files, with nothing wrong."""
    for name, content in (tiny_sdist(PACKAGE, VERSION), tiny_wheel(PACKAGE, VERSION)):
        (out / name).write_bytes(content)


def write_wheel(out: Path, files: Mapping[str, bytes], recorded: Mapping[str, bytes]) -> None:
    """A good sdist, and a wheel of these files whose RECORD tells of others."""
    write_good(out)
    record = f"{INFO}/RECORD"
    members = [*files.items(), (record, record_of(recorded, record))]
    (out / WHEEL).write_bytes(zip_of(members))


def write_sdist(out: Path, *extra: tarfile.TarInfo, content: bytes = b"") -> None:
    """A good wheel, and an sdist with one member more."""
    write_good(out)
    files = [(tarfile.TarInfo(f"{TOP}/{n}"), c) for n, c in sdist_files(PACKAGE, VERSION).items()]
    (out / SDIST).write_bytes(tar_of([*files, *((member, content) for member in extra)]))


def member(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    """A member of a tar file."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def write_metadata(out: Path, text: str) -> None:
    """A good sdist, and a wheel with this metadata."""
    files = wheel_files(PACKAGE, VERSION) | {f"{INFO}/METADATA": text.encode()}
    write_wheel(out, files, files)


@recipe
def no_files(out: Path) -> None:
    """Nothing at all."""


@recipe
def wheel_alone(out: Path) -> None:
    """No sdist."""
    write_good(out)
    (out / SDIST).unlink()


@recipe
def sdist_alone(out: Path) -> None:
    """No wheel."""
    write_good(out)
    (out / WHEEL).unlink()


@recipe
def wheel_of_another_project(out: Path) -> None:
    """A second wheel, of someone else."""
    write_good(out)
    name, content = tiny_wheel("other", VERSION)
    (out / name).write_bytes(content)


@recipe
def wheel_of_another_version(out: Path) -> None:
    """A wheel of the last release, left behind."""
    write_good(out)
    name, content = tiny_wheel(PACKAGE, "0.9")
    (out / name).write_bytes(content)


@recipe
def older_sdist_left_over(out: Path) -> None:
    """An sdist of the last release, left behind."""
    write_good(out)
    name, content = tiny_sdist(PACKAGE, "0.9")
    (out / name).write_bytes(content)


@recipe
def unexpected_file(out: Path) -> None:
    """A file that is no distribution."""
    write_good(out)
    (out / "notes.txt").write_text("hello")


@recipe
def bidi_name(out: Path) -> None:
    """A name that packaging takes, with a character that turns the text around."""
    write_good(out)
    (out / SDIST).rename(out / "tiny_package\u202e-1.0.tar.gz")


@recipe
def metadata_of_another_project(out: Path) -> None:
    """The right file name, another name inside."""
    write_metadata(out, metadata_text("other", VERSION))


@recipe
def metadata_of_another_version(out: Path) -> None:
    """The right file name, another version inside."""
    write_metadata(out, metadata_text(PACKAGE, "0.9"))


@recipe
def other_bytes_than_the_commit(out: Path) -> None:
    """An sdist whose module is not the one of the commit."""
    write_good(out)
    files = sdist_files(PACKAGE, VERSION) | {MODULE: b"import os\n"}
    members = [(tarfile.TarInfo(f"{TOP}/{name}"), content) for name, content in files.items()]
    (out / SDIST).write_bytes(tar_of(members))


@recipe
def symlink(out: Path) -> None:
    """A link to a file of the machine."""
    write_good(out)
    (out / WHEEL).unlink()
    (out / WHEEL).symlink_to("/etc/passwd")


@recipe
def fifo(out: Path) -> None:
    """A pipe that would make a reader wait for ever."""
    write_good(out)
    (out / WHEEL).unlink()
    os.mkfifo(out / WHEEL)


@recipe
def hard_link(out: Path) -> None:
    """A second name of a file that someone else may still write."""
    write_good(out)
    os.link(out / WHEEL, out.parent / "second-name")


@recipe
def folder(out: Path) -> None:
    """A folder with the name of a wheel."""
    write_good(out)
    (out / WHEEL).unlink()
    (out / WHEEL).mkdir()


@recipe
def empty_file(out: Path) -> None:
    """No byte."""
    write_good(out)
    (out / WHEEL).write_bytes(b"")


@recipe
def wheel_of_101_megabytes(out: Path) -> None:
    """One megabyte too many (a file with a hole, so that it takes no disk)."""
    write_good(out)
    os.truncate(out / WHEEL, 101_000_000)


@recipe
def tar_that_climbs(out: Path) -> None:
    """A member that would be unpacked elsewhere."""
    write_sdist(out, member(f"{TOP}/../../etc/cron.d/evil"))


@recipe
def tar_with_absolute_name(out: Path) -> None:
    """A member with a path of the machine."""
    write_sdist(out, member("/etc/cron.d/evil"))


@recipe
def tar_with_device(out: Path) -> None:
    """A member that would become a device."""
    write_sdist(out, member(f"{TOP}/device", tarfile.CHRTYPE))


@recipe
def tar_with_symlink(out: Path) -> None:
    """A member that leads elsewhere."""
    write_sdist(out, member(f"{TOP}/link", tarfile.SYMTYPE, "/etc"))


@recipe
def tar_with_hard_link(out: Path) -> None:
    """A member that is another file's second name."""
    write_sdist(out, member(f"{TOP}/link", tarfile.LNKTYPE, "/etc/passwd"))


@recipe
def tar_outside_of_its_folder(out: Path) -> None:
    """A member beside the one folder that an sdist has."""
    write_sdist(out, member("stray"))


@recipe
def tar_bomb(out: Path) -> None:
    """Zeros that take a thousandth of their size."""
    write_sdist(out, member(f"{TOP}/zeros"), content=bytes(70_000_000))


@recipe
def zip_bomb(out: Path) -> None:
    """A zip file that says it holds 300 MB."""
    write_good(out)
    with zipfile.ZipFile(out / WHEEL, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", b"0")
        archive.filelist[-1].file_size = 300_000_000


@recipe
def zip_that_climbs(out: Path) -> None:
    """A member that would be installed elsewhere."""
    files = wheel_files(PACKAGE, VERSION) | {"../evil.py": b"evil"}
    write_wheel(out, files, files)


@recipe
def zip_with_symlink(out: Path) -> None:
    """A member that leads elsewhere."""
    write_good(out)
    link = zipfile.ZipInfo("tiny_package/link", FIRST_DAY)
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(out / WHEEL, "a") as archive:
        archive.writestr(link, "/etc/passwd")


@recipe
def record_with_other_hash(out: Path) -> None:
    """RECORD tells of another module."""
    files = wheel_files(PACKAGE, VERSION)
    write_wheel(out, files, files | {MODULE: b"something else"})


@recipe
def record_lacks_a_file(out: Path) -> None:
    """A module of which RECORD knows nothing."""
    files = wheel_files(PACKAGE, VERSION)
    write_wheel(out, files | {"tiny_package/extra.py": b"1\n"}, files)


@recipe
def record_names_a_missing_file(out: Path) -> None:
    """RECORD knows of a module that is not there."""
    files = wheel_files(PACKAGE, VERSION)
    write_wheel(out, files, files | {"tiny_package/gone.py": b"1\n"})


@recipe
def duplicate_zip_name(out: Path) -> None:
    """One name twice, so that readers may see different files."""
    name, content = tiny_wheel(PACKAGE, VERSION)
    write_good(out)
    other = MODULE.replace("__init__", "__jnit__")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    doubled = zip_of([*members, (other, b"evil")]).replace(other.encode(), MODULE.encode())
    (out / name).write_bytes(doubled)


@recipe
def zip_name_that_is_not_utf_8(out: Path) -> None:
    """A name in some old encoding, which each reader would decode in its own way."""
    files = wheel_files(PACKAGE, VERSION) | {"tiny_package/xx.py": b"1\n"}
    write_wheel(out, files, files)
    content = (out / WHEEL).read_bytes().replace(b"tiny_package/xx", b"tiny_package/\xe9x")
    (out / WHEEL).write_bytes(content)


@recipe
def zip_with_foreign_data(out: Path) -> None:
    """Bytes before the first member, in which another archive could hide."""
    write_good(out)
    (out / WHEEL).write_bytes(b"#!/bin/sh\n" + (out / WHEEL).read_bytes())


@recipe
def invalid_classifier(out: Path) -> None:
    """A classifier that the index does not know."""
    write_metadata(
        out, metadata_text(PACKAGE, VERSION, "Classifier: Programming Language :: Pyhton\n")
    )


@recipe
def invalid_metadata(out: Path) -> None:
    """A field that cannot be parsed."""
    write_metadata(out, metadata_text(PACKAGE, VERSION, "Requires-Python: three\n"))


@recipe
def no_readme(out: Path) -> None:
    """No description at all."""
    text = metadata_text(PACKAGE, VERSION)
    write_metadata(out, text.split("\n\n", maxsplit=1)[0] + "\n")


@recipe
def readme_type_missing(out: Path) -> None:
    """A description that does not say what it is written in."""
    text = metadata_text(PACKAGE, VERSION)
    write_metadata(out, text.replace("Description-Content-Type: text/plain\n", ""))


@recipe
def readme_that_does_not_render(out: Path) -> None:
    """A description with wrong markup."""
    text = metadata_text(PACKAGE, VERSION).replace("text/plain", "text/x-rst")
    write_metadata(out, text + "\nTitle\n==\n\n.. nonsense::\n\n`a\n")
