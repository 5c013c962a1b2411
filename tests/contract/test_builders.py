"""The fake builder and the real one give the same kinds of things for the same project."""

import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from bot import errors, ports
from bot.adapters.artifact_store import DiskArtifactStore
from bot.adapters.builder.python_build import PythonBuilder
from bot.adapters.builder.sandbox.trusted import TrustedRunner
from bot.adapters.builder.workshop import open_workshop
from bot.domain.files.artifacts import Artifact
from bot.domain.plans.plan import Check
from tests.fakes.fake_builder import FakeBuilder

DATE = "2024-05-01T00:00:00Z"


@pytest.fixture
def store(tmp_path: Path) -> DiskArtifactStore:
    """An empty store."""
    return DiskArtifactStore(tmp_path / "store")


@pytest.fixture(params=["fake", "real"])
async def builder(request: pytest.FixtureRequest, store: DiskArtifactStore) -> ports.Builder:
    """Each builder in turn."""
    if request.param == "fake":
        return FakeBuilder(store)
    return PythonBuilder(await open_workshop(dict(os.environ)), store)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A small project in the src layout that asks its own metadata for the version."""
    source = tmp_path / "source"
    (source / "src/tiny_package").mkdir(parents=True)
    (source / "src/tiny_package/__init__.py").write_text(
        '"""Tiny."""\nfrom importlib.metadata import version\n'
        '__version__ = version("tiny-package")\n'
    )
    (source / "README.md").write_text("# Tiny\n")
    (source / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["flit_core"]\nbuild-backend = "flit_core.buildapi"\n'
        '[project]\nname = "tiny-package"\nversion = "1.0"\nreadme = "README.md"\n'
        'description = "Tiny."\n'
        'requires-python = ">=3.11"\n'
        'dependencies = ["idna>=3"]\n[project.optional-dependencies]\ntest = ["iniconfig"]\n'
    )
    return source


async def build(builder: ports.Builder, source: Path) -> tuple[Artifact, ...]:
    """Build the project as 1.0."""
    return await builder.build(source, package="tiny-package", version="1.0", source_date=DATE)


async def test_a_build_gives_packages_sbom_and_checksums(
    builder: ports.Builder, store: DiskArtifactStore, source: Path
) -> None:
    """One file of each kind, stored, with the names that indexes want."""
    made = {artifact.kind: artifact for artifact in await build(builder, source)}
    assert made["sdist"].name == "tiny_package-1.0.tar.gz"
    assert made["wheel"].name == "tiny_package-1.0-py3-none-any.whl"
    assert json.loads(store.path(made["sbom"]).read_text())["bomFormat"] == "CycloneDX"
    sums = store.path(made["checksums"]).read_text()
    assert all(made[kind].name in sums for kind in ("sdist", "wheel"))


async def test_public_packages_are_taken_as_if_they_were_built(
    builder: ports.Builder, store: DiskArtifactStore, source: Path, tmp_path: Path
) -> None:
    """The same bytes, with the same files beside them."""
    built = await build(builder, source)
    public = tmp_path / "public"
    public.mkdir()
    for artifact in built:
        if artifact.kind in ("sdist", "wheel"):
            (public / artifact.name).write_bytes(store.path(artifact).read_bytes())
    taken = await builder.take(
        public, source, package="tiny-package", version="1.0", source_date=DATE
    )

    assert sorted(each.sha256 for each in taken) == sorted(each.sha256 for each in built)


async def test_public_packages_of_another_commit_are_not_taken(
    store: DiskArtifactStore, source: Path, tmp_path: Path
) -> None:
    """Whoever uploaded them built something else than what is tagged."""
    builder = PythonBuilder(await open_workshop(dict(os.environ)), store)
    public = tmp_path / "public"
    public.mkdir()
    for artifact in await build(builder, source):
        if artifact.kind in ("sdist", "wheel"):
            (public / artifact.name).write_bytes(store.path(artifact).read_bytes())
    (source / "README.md").write_text("# Changed\n")

    with pytest.raises(errors.BadArtifact, match=r"other bytes than the commit: README.md"):
        await builder.take(public, source, package="tiny-package", version="1.0", source_date=DATE)


async def test_a_second_build_gives_the_same_bytes(builder: ports.Builder, source: Path) -> None:
    """For a backend that can: nothing of ours is random or tells the time."""
    assert await build(builder, source) == await build(builder, source)


async def test_the_wheel_is_tried_with_each_interpreter(
    builder: ports.Builder, source: Path
) -> None:
    """An answer for each interpreter that was asked for, in that order."""
    made = await build(builder, source)
    results = await builder.smoke_test(
        made, package="tiny-package", version="1.0", pythons=("3.11",)
    )
    assert [(result.python, result.state) for result in results] == [("3.11", "passed")]


async def test_a_check_passes(builder: ports.Builder, source: Path) -> None:
    """The project, its metadata, its dependencies and the check's extras can be imported."""
    run = "python -c 'import tiny_package, idna, iniconfig'"
    result = await builder.check(source, Check(name="test", run=run, extras=("test",)))
    assert (result.name, result.state) == ("test", "passed"), result.tail


class TestTheRealOne:
    """What only a builder that builds can show."""

    @pytest.fixture
    async def real(self, store: DiskArtifactStore) -> PythonBuilder:
        """A real builder."""
        return PythonBuilder(await open_workshop(dict(os.environ)), store)

    async def test_checksums_and_sbom_tell_the_hashes_of_the_files(
        self, real: PythonBuilder, store: DiskArtifactStore, source: Path
    ) -> None:
        """What is written beside the packages is about exactly these packages."""
        made = {artifact.kind: artifact for artifact in await build(real, source)}
        for line in store.path(made["checksums"]).read_text().splitlines():
            digest, name = line.split("  ")
            (artifact,) = [one for one in made.values() if one.name == name]
            assert hashlib.sha256(store.path(artifact).read_bytes()).hexdigest() == digest
        bill = json.loads(store.path(made["sbom"]).read_text())
        assert bill["metadata"]["timestamp"].startswith("2024-05-01")
        assert [part["name"] for part in bill["components"]] == ["idna", "iniconfig"]
        files = {
            part["name"]: part["hashes"][0]["content"]
            for part in bill["metadata"]["component"]["components"]
        }
        assert files == {made[kind].name: made[kind].sha256 for kind in ("sdist", "wheel")}

    async def test_a_version_that_only_git_knows_is_the_planned_one(
        self, real: PythonBuilder, source: Path
    ) -> None:
        """The tree comes without its history, so the backend is told."""
        path = source / "pyproject.toml"
        text = path.read_text().replace('"flit_core"', '"hatchling", "hatch-vcs"')
        text = text.replace("flit_core.buildapi", "hatchling.build")
        text = text.replace('version = "1.0"', 'dynamic = ["version"]')
        path.write_text(text + '[tool.hatch.version]\nsource = "vcs"\n')
        made = await build(real, source)
        assert {"tiny_package-1.0.tar.gz", "tiny_package-1.0-py3-none-any.whl"} < {
            artifact.name for artifact in made
        }

    async def test_a_trusted_repository_is_built_without_a_sandbox(
        self, store: DiskArtifactStore, source: Path
    ) -> None:
        """The same build by the other runner."""
        shop = await open_workshop(dict(os.environ))
        shop = replace(shop, runner=TrustedRunner(trust_this_repository=True))
        made = await build(PythonBuilder(shop, store), source)
        assert [artifact.kind for artifact in made] == ["sdist", "wheel", "sbom", "checksums"]

    async def test_a_failed_check_tells_the_end_of_its_output(
        self, real: PythonBuilder, source: Path
    ) -> None:
        """Plain text, with the command's own words."""
        result = await real.check(source, Check(name="lint", run="echo 'not pretty' && false"))
        assert (result.state, result.tail) == ("failed", "not pretty")

    async def test_an_extra_that_is_not_there_is_named(
        self, real: PythonBuilder, source: Path
    ) -> None:
        """A mistake in .releasebot.toml, not in the code."""
        with pytest.raises(errors.BadRepository, match="asks for the extra docs"):
            await real.check(source, Check(name="docs", run="true", extras=("docs",)))

    async def test_an_interpreter_that_is_not_here_is_a_visible_unknown(
        self, real: PythonBuilder, source: Path
    ) -> None:
        """Neither passed nor failed."""
        made = await build(real, source)
        (result,) = await real.smoke_test(
            made, package="tiny-package", version="1.0", pythons=("3.99",)
        )
        assert (result.state, result.detail) == ("unknown", "not on this machine")

    async def test_a_module_that_tells_another_version_fails(
        self, real: PythonBuilder, source: Path
    ) -> None:
        """`__version__` was forgotten when the version was raised."""
        module = source / "src/tiny_package/__init__.py"
        module.write_text('__version__ = "0.9"\n')
        made = await build(real, source)
        (result,) = await real.smoke_test(
            made, package="tiny-package", version="1.0", pythons=("3.11",)
        )
        assert result.state == "failed"
        assert result.detail == "tiny_package.__version__ is 0.9, not 1.0"

    async def test_a_requirement_without_wheels_is_refused_and_nothing_of_it_runs(
        self, real: PythonBuilder, source: Path
    ) -> None:
        """Building it from source would run its code outside of the sandbox."""
        path = source / "pyproject.toml"
        path.write_text(path.read_text().replace('"flit_core"', '"flit_core==0.0.0.1"'))
        with pytest.raises(errors.BuildFailed, match="cannot be installed from wheels") as caught:
            await build(real, source)
        assert caught.value.reason == "no_wheels"
