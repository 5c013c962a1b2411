"""The earlier releases as an index holds them: a real wheel and sdist, the same bytes each time."""

import base64
import gzip
import hashlib
import io
import tarfile
import zipfile
from collections.abc import Mapping

from bot.rehearsal.sample import project

LONG_AGO = (1980, 1, 1, 0, 0, 0)


def metadata(version: str, files: Mapping[str, str]) -> str:
    """The package's core metadata."""
    return (
        f"Metadata-Version: 2.4\nName: {project.PACKAGE}\nVersion: {version}\n"
        f"Summary: {project.SUMMARY}\nLicense-Expression: MIT\nRequires-Python: >=3.11\n"
        f"Description-Content-Type: text/markdown\n\n{files['README.md']}"
    )


def build_wheel(version: str, files: Mapping[str, str]) -> tuple[str, bytes]:
    """The wheel's name and bytes."""
    info = f"{project.MODULE}-{version}.dist-info"
    members = {
        path.removeprefix("src/"): text for path, text in files.items() if path.startswith("src/")
    }
    members |= {
        f"{info}/METADATA": metadata(version, files),
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": f"[console_scripts]\ngreet = {project.MODULE}.__main__:main\n",
    }
    lines = [f"{path},{_record(text)}" for path, text in members.items()]
    members[f"{info}/RECORD"] = "\n".join([*lines, f"{info}/RECORD,,", ""])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in members.items():
            entry = zipfile.ZipInfo(path, LONG_AGO)
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, text)
    return f"{project.MODULE}-{version}-py3-none-any.whl", packed.getvalue()


def build_sdist(version: str, files: Mapping[str, str]) -> tuple[str, bytes]:
    """The sdist's name and bytes."""
    stem = f"{project.MODULE}-{version}"
    packed = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as squeezed,
        tarfile.open(fileobj=squeezed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for path, text in {**files, "PKG-INFO": metadata(version, files)}.items():
            content = text.encode()
            entry = tarfile.TarInfo(f"{stem}/{path}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return f"{stem}.tar.gz", packed.getvalue()


def _record(text: str) -> str:
    content = text.encode()
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"sha256={digest},{len(content)}"
