"""A package index that speaks PyPI's language: listings, trial installs, uploads."""

import dataclasses
from pathlib import Path

from bot import errors, ports
from bot.adapters.patience import PATIENT, Patience, repeated
from bot.adapters.registry import downloading, publishing, simple_index, trial_install
from bot.adapters.registry.addresses import Addresses
from bot.adapters.registry.publication import Answer
from bot.adapters.registry.simple_index import Listing
from bot.domain.files.artifacts import Artifact
from bot.settings.secrets import SecretReference


class PyPIPackageIndex:
    """Implements `ports.PackageIndex`, whose docstrings hold here."""

    def __init__(
        self,
        name: str,
        addresses: Addresses,
        token: SecretReference,
        patience: Patience = PATIENT,
    ) -> None:
        """Be the target `name` ("pypi", "testpypi") at these addresses."""
        self.name = name
        self._addresses = addresses
        self._token = token
        self._patience = patience

    async def files(self, package: str, version: str | None = None) -> tuple[ports.IndexFile, ...]:
        """Read the package's page."""
        listing = await self._listing(package)
        files = listing.files_of(version, simple_index.page_of(self._addresses.index, package))
        if version is None:
            return files
        page = self._addresses.page(package, version)
        return tuple(dataclasses.replace(file, page=page) for file in files)

    async def versions(self, package: str) -> tuple[str, ...]:
        """Read the package's page."""
        return (await self._listing(package)).all_versions()

    async def install(self, package: str, version: str, python: str) -> None:
        """Try; where that fails because the index is silent, nobody knows."""
        try:
            await trial_install.install(
                f"{package}=={version}", python, self._addresses.index, self._patience
            )
        except errors.Failed:
            await self._listing(package)
            raise

    async def download(self, file: ports.IndexFile, folder: Path) -> None:
        """Stream it, hashed on the way."""
        await repeated(
            lambda: downloading.download(file, folder, self._patience), self._patience.pauses
        )

    async def upload(self, artifact: Artifact, path: Path) -> None:
        """Let the publisher do it, and say what its answer means."""
        answer = await publishing.publish(
            artifact, path, self._addresses.upload, self._token, self._patience
        )
        if answer.state == "conflict":
            await self._must_be_ours(artifact, answer)
        elif answer.state != "ok":
            raise self._refusal(artifact, answer)

    async def _listing(self, package: str) -> Listing:
        page = simple_index.page_of(self._addresses.index, package)
        return await repeated(
            lambda: simple_index.read(page, self._patience), self._patience.pauses
        )

    async def _must_be_ours(self, artifact: Artifact, answer: Answer) -> None:
        """The name is taken: fine if by the same bytes."""
        package = artifact.name.split("-")[0]
        found = {file.name: file.sha256 for file in await self.files(package)}
        there = found.get(artifact.name)
        if there != artifact.sha256:
            held = f"with sha256 {there}" if there else "or did once, as a deleted file"
            raise errors.Conflict(
                f"{self.name} already holds {artifact.name} {held}; "
                f"ours has sha256 {artifact.sha256} ({answer.text}).",
                "An index never takes a file name twice: release the next version.",
            )

    def _refusal(self, artifact: Artifact, answer: Answer) -> errors.ReleasebotError:
        """The publisher's answer as an error."""
        if answer.state == "credentials":
            return errors.Failed(
                f"{self.name} refused the token for {artifact.name}: {answer.text}",
                f"Store a valid token that is scoped to the project in {self._token}, then retry.",
                reason="credentials",
            )
        if answer.state == "changed":
            return errors.BadArtifact(
                f"{artifact.name} is not the file that was approved. {answer.text}".strip(),
                "Nothing was uploaded; build the release again.",
                reason="artifact_changed",
            )
        if answer.state == "unknown":
            return errors.Unknown(
                f"{self.name} did not confirm the upload of {artifact.name}: {answer.text}",
                "It will be looked up and tried again later.",
            )
        return errors.Failed(
            f"{self.name} rejected {artifact.name}: {answer.text}",
            "Correct what it says and release the next version.",
            reason="refused",
        )
