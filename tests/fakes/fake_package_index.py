"""A package index in memory that behaves as PyPI does with bytes that it has already."""

import dataclasses
import hashlib
from pathlib import Path

from packaging.utils import canonicalize_name, parse_sdist_filename, parse_wheel_filename

from bot import errors, ports
from bot.domain.files.artifacts import Artifact
from tests.fakes.effect_log import EffectLog, bytes_of, sha256_of

Owner = tuple[str, str]  # package, version


class FakePackageIndex(EffectLog):
    """Implements `ports.PackageIndex`. `lag` look-ups after an upload do not show it yet."""

    def __init__(self, name: str = "pypi", *, lag: int = 0) -> None:
        """Start as an empty index."""
        super().__init__()
        self.name = name
        self.lag = lag
        self.listed: dict[str, tuple[Owner, ports.IndexFile]] = {}
        self.installed: list[Owner] = []
        self.uninstallable: set[Owner] = set()
        self.contents: dict[str, bytes] = {}  # by file name
        self._hidden: dict[str, int] = {}

    def put(self, filename: str, content: bytes) -> None:
        """Let somebody else upload a file."""
        self._list(filename, hashlib.sha256(content).hexdigest())
        self.contents[filename] = content

    async def files(self, package: str, version: str | None = None) -> tuple[ports.IndexFile, ...]:
        """What is listed and visible by now."""
        with self._call("files"):
            page = f"https://index.example/{package}/{version}/" if version else ""
            return tuple(
                dataclasses.replace(file, page=page)
                for (owner, number), file in self._visible()
                if owner == canonicalize_name(package) and version in (None, number)
            )

    async def versions(self, package: str) -> tuple[str, ...]:
        """All versions with at least one visible file, in order of upload."""
        with self._call("versions"):
            name = canonicalize_name(package)
            found = (number for (owner, number), _ in self._visible() if owner == name)
            return tuple(dict.fromkeys(found))

    async def install(self, package: str, version: str, python: str) -> None:
        """Succeed if a file of that version is listed and not marked as uninstallable."""
        del python
        with self._call("install"):
            owner = (str(canonicalize_name(package)), version)
            known = any(listed == owner for listed, _ in self.listed.values())
            if not known or owner in self.uninstallable:
                raise errors.Failed(f"{package} {version} cannot be installed.", "Look at the log.")
            self.installed.append(owner)

    async def download(self, file: ports.IndexFile, folder: Path) -> None:
        """Write what was uploaded, or put there."""
        with self._call("download"):
            (folder / file.name).write_bytes(self.contents[file.name])

    async def upload(self, artifact: Artifact, path: Path) -> None:
        """Take the file; identical bytes again are fine, others a conflict."""
        with self._call("upload"):
            digest = sha256_of(path)
            if digest != artifact.sha256:
                raise errors.BadArtifact(f"{artifact.name} was changed.", "Plan the release anew.")
            there = self.listed.get(artifact.name)
            if there and there[1].sha256 != digest:
                raise errors.Conflict(
                    f"{artifact.name} exists with other bytes.", "Release the next version."
                )
            if not there:
                self._list(artifact.name, digest)
                self.contents[artifact.name] = bytes_of(path)
                self._hidden[artifact.name] = self.lag
                self._record("upload", artifact.name, digest)

    def _list(self, filename: str, digest: str) -> None:
        """Add a file under the package and version that its name states."""
        if filename.endswith(".whl"):
            package, version, _, _ = parse_wheel_filename(filename)
        else:
            package, version = parse_sdist_filename(filename)
        url = f"https://index.example/{filename}"
        file = ports.IndexFile(name=filename, sha256=digest, url=url)
        self.listed[filename] = ((package, str(version)), file)

    def _visible(self) -> list[tuple[Owner, ports.IndexFile]]:
        """Everything listed whose lag is over; each look-up makes the lag shorter."""
        hidden = {name for name, left in self._hidden.items() if left > 0}
        self._hidden = {name: left - 1 for name, left in self._hidden.items()}
        return [entry for name, entry in self.listed.items() if name not in hidden]
