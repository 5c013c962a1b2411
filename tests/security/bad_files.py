"""Recipes for files that a build must not leave behind: rows 59 to 62 and 65."""

import os
import tarfile
from pathlib import Path

from tests.fakes.tiny_packages import (
    metadata_text,
    sdist_files,
    tar_of,
    tiny_sdist,
    tiny_wheel,
)
from tests.security.recipes import (
    MODULE,
    PACKAGE,
    SDIST,
    TOP,
    VERSION,
    WHEEL,
    Recipes,
    write_good,
    write_metadata,
)

RECIPES = Recipes()


@RECIPES.add
def no_files(out: Path) -> None:
    """Nothing at all."""


@RECIPES.add
def wheel_alone(out: Path) -> None:
    """No sdist."""
    write_good(out)
    (out / SDIST).unlink()


@RECIPES.add
def sdist_alone(out: Path) -> None:
    """No wheel."""
    write_good(out)
    (out / WHEEL).unlink()


@RECIPES.add
def wheel_of_another_project(out: Path) -> None:
    """A second wheel, of someone else."""
    write_good(out)
    name, content = tiny_wheel("other", VERSION)
    (out / name).write_bytes(content)


@RECIPES.add
def wheel_of_another_version(out: Path) -> None:
    """A wheel of the last release, left behind."""
    write_good(out)
    name, content = tiny_wheel(PACKAGE, "0.9")
    (out / name).write_bytes(content)


@RECIPES.add
def older_sdist_left_over(out: Path) -> None:
    """An sdist of the last release, left behind."""
    write_good(out)
    name, content = tiny_sdist(PACKAGE, "0.9")
    (out / name).write_bytes(content)


@RECIPES.add
def unexpected_file(out: Path) -> None:
    """A file that is no distribution."""
    write_good(out)
    (out / "notes.txt").write_text("hello")


@RECIPES.add
def bidi_name(out: Path) -> None:
    """A name that packaging takes, with a character that turns the text around."""
    write_good(out)
    (out / SDIST).rename(out / "tiny_package\u202e-1.0.tar.gz")


@RECIPES.add
def wheel_for_this_machine_only(out: Path) -> None:
    """A compiled wheel that was not made for other Linux machines."""
    write_good(out)
    (out / WHEEL).rename(out / "tiny_package-1.0-cp311-cp311-linux_x86_64.whl")


@RECIPES.add
def metadata_of_another_project(out: Path) -> None:
    """The right file name, another name inside."""
    write_metadata(out, metadata_text("other", VERSION))


@RECIPES.add
def metadata_of_another_version(out: Path) -> None:
    """The right file name, another version inside."""
    write_metadata(out, metadata_text(PACKAGE, "0.9"))


@RECIPES.add
def other_bytes_than_the_commit(out: Path) -> None:
    """An sdist whose module is not the one of the commit."""
    write_good(out)
    files = sdist_files(PACKAGE, VERSION) | {MODULE: b"import os\n"}
    members = [(tarfile.TarInfo(f"{TOP}/{name}"), content) for name, content in files.items()]
    (out / SDIST).write_bytes(tar_of(members))


@RECIPES.add
def symlink(out: Path) -> None:
    """A link to a file of the machine."""
    write_good(out)
    (out / WHEEL).unlink()
    (out / WHEEL).symlink_to("/etc/passwd")


@RECIPES.add
def fifo(out: Path) -> None:
    """A pipe that would make a reader wait for ever."""
    write_good(out)
    (out / WHEEL).unlink()
    os.mkfifo(out / WHEEL)


@RECIPES.add
def hard_link(out: Path) -> None:
    """A second name of a file that someone else may still write."""
    write_good(out)
    os.link(out / WHEEL, out.parent / "second-name")


@RECIPES.add
def folder(out: Path) -> None:
    """A folder with the name of a wheel."""
    write_good(out)
    (out / WHEEL).unlink()
    (out / WHEEL).mkdir()


@RECIPES.add
def empty_file(out: Path) -> None:
    """No byte."""
    write_good(out)
    (out / WHEEL).write_bytes(b"")


@RECIPES.add
def wheel_of_101_megabytes(out: Path) -> None:
    """One megabyte too many (a file with a hole, so that it takes no disk)."""
    write_good(out)
    os.truncate(out / WHEEL, 101_000_000)


@RECIPES.add
def invalid_classifier(out: Path) -> None:
    """A classifier that the index does not know."""
    write_metadata(
        out, metadata_text(PACKAGE, VERSION, "Classifier: Programming Language :: Pyhton\n")
    )


@RECIPES.add
def invalid_metadata(out: Path) -> None:
    """A field that cannot be parsed."""
    write_metadata(out, metadata_text(PACKAGE, VERSION, "Requires-Python: three\n"))


@RECIPES.add
def no_readme(out: Path) -> None:
    """No description at all."""
    text = metadata_text(PACKAGE, VERSION)
    write_metadata(out, text.split("\n\n", maxsplit=1)[0] + "\n")


@RECIPES.add
def readme_type_missing(out: Path) -> None:
    """A description that does not say what it is written in."""
    text = metadata_text(PACKAGE, VERSION)
    write_metadata(out, text.replace("Description-Content-Type: text/plain\n", ""))


@RECIPES.add
def readme_that_does_not_render(out: Path) -> None:
    """A description with wrong markup."""
    text = metadata_text(PACKAGE, VERSION).replace("text/plain", "text/x-rst")
    write_metadata(out, text + "\nTitle\n==\n\n.. nonsense::\n\n`a\n")
