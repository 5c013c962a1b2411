"""The smallest valid wheel and sdist, as bytes, with room for a test to spoil them."""

import base64
import gzip
import hashlib
import io
import tarfile
import zipfile
from collections.abc import Mapping, Sequence

FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def metadata_text(package: str, version: str, more: str = "") -> str:
    """Core metadata that `twine check --strict` is content with."""
    return (
        f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\nSummary: A tiny package.\n"
        f"Description-Content-Type: text/plain\n{more}\nA tiny package, made for a test.\n"
    )


def record_of(files: Mapping[str, bytes], record: str) -> bytes:
    """The text of a wheel's RECORD for these files."""
    lines = []
    for name, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        lines.append(f"{name},sha256={digest},{len(content)}")
    return "\n".join([*lines, f"{record},,", ""]).encode()


def wheel_files(package: str, version: str) -> dict[str, bytes]:
    """A wheel's members without RECORD: one module that knows its version, and the metadata."""
    module = package.replace("-", "_")
    info = f"{module}-{version}.dist-info"
    tags = "Wheel-Version: 1.0\nGenerator: tiny\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    return {
        f"{module}/__init__.py": f'__version__ = "{version}"\n'.encode(),
        f"{info}/METADATA": metadata_text(package, version).encode(),
        f"{info}/WHEEL": tags.encode(),
    }


def zip_of(members: Sequence[tuple[str, bytes]]) -> bytes:
    """A zip file; the same members give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, FIRST_DAY), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def tiny_wheel(package: str, version: str) -> tuple[str, bytes]:
    """A wheel's file name and bytes."""
    module = package.replace("-", "_")
    files = wheel_files(package, version)
    record = f"{module}-{version}.dist-info/RECORD"
    members = [*files.items(), (record, record_of(files, record))]
    return f"{module}-{version}-py3-none-any.whl", zip_of(members)


def sdist_files(package: str, version: str) -> dict[str, bytes]:
    """The files of an sdist's one folder, of a source tree and PKG-INFO."""
    module = package.replace("-", "_")
    project = f'[project]\nname = "{package}"\nversion = "{version}"\n'
    return {
        "pyproject.toml": project.encode(),
        f"{module}/__init__.py": f'__version__ = "{version}"\n'.encode(),
        "PKG-INFO": metadata_text(package, version).encode(),
    }


def tar_of(members: Sequence[tuple[tarfile.TarInfo, bytes]]) -> bytes:
    """A gzipped tar file; the same members give the same bytes."""
    out = io.BytesIO()
    with (
        gzip.GzipFile("", "wb", fileobj=out, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w") as archive,
    ):
        for member, content in members:
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return out.getvalue()


def tiny_sdist(package: str, version: str) -> tuple[str, bytes]:
    """An sdist's file name and bytes."""
    folder = f"{package.replace('-', '_')}-{version}"
    files = sdist_files(package, version)
    members = [(tarfile.TarInfo(f"{folder}/{name}"), content) for name, content in files.items()]
    return f"{folder}.tar.gz", tar_of(members)
