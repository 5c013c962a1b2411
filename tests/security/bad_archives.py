"""Recipes for archives that must not be published: rows 30, 63 and 64."""

import io
import stat
import tarfile
import zipfile
from pathlib import Path

from tests.fakes.tiny_packages import (
    FIRST_DAY,
    tiny_wheel,
    wheel_files,
    zip_of,
)
from tests.security.recipes import (
    MODULE,
    PACKAGE,
    TOP,
    VERSION,
    WHEEL,
    Recipes,
    member,
    write_good,
    write_sdist,
    write_wheel,
)

RECIPES = Recipes()


@RECIPES.add
def tar_that_climbs(out: Path) -> None:
    """A member that would be unpacked elsewhere."""
    write_sdist(out, member(f"{TOP}/../../etc/cron.d/evil"))


@RECIPES.add
def tar_with_absolute_name(out: Path) -> None:
    """A member with a path of the machine."""
    write_sdist(out, member("/etc/cron.d/evil"))


@RECIPES.add
def tar_with_device(out: Path) -> None:
    """A member that would become a device."""
    write_sdist(out, member(f"{TOP}/device", tarfile.CHRTYPE))


@RECIPES.add
def tar_with_symlink(out: Path) -> None:
    """A member that leads elsewhere."""
    write_sdist(out, member(f"{TOP}/link", tarfile.SYMTYPE, "/etc"))


@RECIPES.add
def tar_with_hard_link(out: Path) -> None:
    """A member that is another file's second name."""
    write_sdist(out, member(f"{TOP}/link", tarfile.LNKTYPE, "/etc/passwd"))


@RECIPES.add
def tar_outside_of_its_folder(out: Path) -> None:
    """A member beside the one folder that an sdist has."""
    write_sdist(out, member("stray"))


@RECIPES.add
def tar_bomb(out: Path) -> None:
    """Zeros that take a thousandth of their size."""
    write_sdist(out, member(f"{TOP}/zeros"), content=bytes(70_000_000))


@RECIPES.add
def zip_bomb(out: Path) -> None:
    """A zip file that says it holds 300 MB."""
    write_good(out)
    with zipfile.ZipFile(out / WHEEL, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", b"0")
        archive.filelist[-1].file_size = 300_000_000


@RECIPES.add
def zip_that_climbs(out: Path) -> None:
    """A member that would be installed elsewhere."""
    files = wheel_files(PACKAGE, VERSION) | {"../evil.py": b"evil"}
    write_wheel(out, files, files)


@RECIPES.add
def zip_with_symlink(out: Path) -> None:
    """A member that leads elsewhere."""
    write_good(out)
    link = zipfile.ZipInfo("tiny_package/link", FIRST_DAY)
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(out / WHEEL, "a") as archive:
        archive.writestr(link, "/etc/passwd")


@RECIPES.add
def record_with_other_hash(out: Path) -> None:
    """RECORD tells of another module."""
    files = wheel_files(PACKAGE, VERSION)
    write_wheel(out, files, files | {MODULE: b"something else"})


@RECIPES.add
def record_lacks_a_file(out: Path) -> None:
    """A module of which RECORD knows nothing."""
    files = wheel_files(PACKAGE, VERSION)
    write_wheel(out, files | {"tiny_package/extra.py": b"1\n"}, files)


@RECIPES.add
def record_names_a_missing_file(out: Path) -> None:
    """RECORD knows of a module that is not there."""
    files = wheel_files(PACKAGE, VERSION)
    write_wheel(out, files, files | {"tiny_package/gone.py": b"1\n"})


@RECIPES.add
def duplicate_zip_name(out: Path) -> None:
    """One name twice, so that readers may see different files."""
    name, content = tiny_wheel(PACKAGE, VERSION)
    write_good(out)
    other = MODULE.replace("__init__", "__jnit__")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    doubled = zip_of([*members, (other, b"evil")]).replace(other.encode(), MODULE.encode())
    (out / name).write_bytes(doubled)


@RECIPES.add
def zip_name_that_is_not_utf_8(out: Path) -> None:
    """A name in some old encoding, which each reader would decode in its own way."""
    files = wheel_files(PACKAGE, VERSION) | {"tiny_package/xx.py": b"1\n"}
    write_wheel(out, files, files)
    content = (out / WHEEL).read_bytes().replace(b"tiny_package/xx", b"tiny_package/\xe9x")
    (out / WHEEL).write_bytes(content)


@RECIPES.add
def zip_with_foreign_data(out: Path) -> None:
    """Bytes before the first member, in which another archive could hide."""
    write_good(out)
    (out / WHEEL).write_bytes(b"#!/bin/sh\n" + (out / WHEEL).read_bytes())


@RECIPES.add
def sdist_with_lfs_pointer(out: Path) -> None:
    """A member that only says where its content is kept."""
    text = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 9\n".encode()
    kept = member(f"{TOP}/data.bin")
    kept.size = len(text)
    write_sdist(out, kept, content=text)
