"""What accompanies the packages: a CycloneDX bill of materials and the list of hashes."""

import datetime as dt
import uuid
from collections.abc import Iterable
from pathlib import Path

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot.adapters import artifact_store
from bot.adapters.builder.artifacts.examination import Examination

NAMESPACE = uuid.UUID("6f1a6c3e-6f0b-5c0e-9d0a-2d1f4a3b7c58")
CHECKSUMS = "SHA256SUMS"


def write_checksums(folder: Path, files: Iterable[Path]) -> Path:
    """SHA256SUMS of these files, as `sha256sum --check` reads it."""
    lines = [f"{sha256_of(path)}  {path.name}\n" for path in sorted(files)]
    target = folder / CHECKSUMS
    target.write_text("".join(lines), "ascii")
    return target


def write_sbom(
    folder: Path, files: Iterable[Path], found: Examination, source_date: dt.datetime
) -> Path:
    """The package, its files and declared dependencies; the same input gives the same bytes."""
    name, version = found.metadata.name, str(found.metadata.version)
    hashes = {path.name: sha256_of(path) for path in sorted(files)}
    package = Component(
        name=name,
        version=version,
        type=ComponentType.LIBRARY,
        bom_ref=f"{canonicalize_name(name)}@{version}",
        purl=PackageURL("pypi", None, canonicalize_name(name), version),
        description=found.metadata.summary,
        components=[_file(path, digest) for path, digest in hashes.items()],
        properties=[
            Property(name="releasebot:not-in-commit", value=path) for path in found.not_in_commit
        ],
    )
    bom = Bom(
        serial_number=uuid.uuid5(NAMESPACE, "\n".join(hashes.values())),
        metadata=BomMetaData(component=package, timestamp=source_date),
    )
    needed = [_dependency(r) for r in found.metadata.requires_dist or ()]
    bom.components.update(needed)
    bom.register_dependency(package, needed)
    target = folder / f"{canonicalize_name(name)}-{version}.cdx.json"
    target.write_text(JsonV1Dot6(bom).output_as_string(indent=2), "utf-8")
    return target


def _file(name: str, digest: str) -> Component:
    return Component(
        name=name,
        type=ComponentType.FILE,
        bom_ref=name,
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
    )


def _dependency(requirement: Requirement) -> Component:
    """A declared dependency: it has a range, not a version, so that stands in a property."""
    name = canonicalize_name(requirement.name)
    return Component(
        name=name,
        type=ComponentType.LIBRARY,
        bom_ref=str(requirement),
        purl=PackageURL("pypi", None, name),
        properties=[Property(name="releasebot:requirement", value=str(requirement))],
    )


def sha256_of(path: Path) -> str:
    """The hash of a file as lower-case hex."""
    with artifact_store.opened(path) as fd:
        return artifact_store.sha256_of(fd)
