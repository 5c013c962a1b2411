"""Development versions: what a branch states between two releases, where a project wants that."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from packaging.version import Version

from bot import errors
from bot.domain.notes import history
from bot.domain.plans.plan import Plan, VersionFile
from bot.domain.versions import version, version_files


def next_development(released: Version) -> Version:
    """The version that sorts after the released one and before whatever may follow it.

    1.2.0 → 1.2.1.dev0, since a patch is the least that follows; 1.2.0rc1 → 1.2.0rc2.dev0.
    """
    if released.dev is not None:
        return released.__replace__(dev=released.dev + 1)
    if released.pre:
        letters, count = released.pre
        return released.__replace__(pre=(letters, count + 1), post=None, dev=0)
    return version.next_level(released, "patch").__replace__(dev=0)


def takes_it(places: Sequence[VersionFile]) -> tuple[VersionFile, ...]:
    """The files that get it: not those in which the version stands everywhere, or as semver.

    The former tell people what to install, which is what was released; semver has no `.dev0`.
    """
    return tuple(
        place for place in places if place.how != "everywhere" and "{semver}" not in place.line
    )


def message(plan: Plan) -> str:
    """The commit's message, with the footer by which it is known again."""
    return (
        f"{history.DEVELOPMENT_SUBJECT}{plan.development}\n\n"
        f"{plan.tag} is released.\n\n{history.DEVELOPMENT_FOOTER}{plan.development}\n"
    )


def paths(plan: Plan) -> tuple[str, ...]:
    """The files that `is_begun` and `render` need the bytes of."""
    return version_files.paths_to_render(_as_released(plan))


def is_begun(plan: Plan, contents: Mapping[str, bytes]) -> bool:
    """Whether the files state a version above the released one by now.

    Raises `BadRepository` where they state neither that nor the released one.
    """
    stated = {place.path: _stated(plan, place, contents) for place in takes_it(plan.version_files)}
    released = Version(plan.version)
    if any(found > released for found in stated.values() if found):
        return True
    for path, found in stated.items():
        if found != released:
            raise errors.BadRepository(
                f"{path} states {found or 'no version'} on {plan.branch}, not {released}.",
                f"Write {plan.development} there by hand, if it is wanted.",
            )
    return False


def render(plan: Plan, contents: Mapping[str, bytes]) -> dict[str, bytes]:
    """The new bytes of every file that states the released version, and of nothing else."""
    return version_files.render_files(_as_released(plan), contents)


def _as_released(plan: Plan) -> Plan:
    """The plan as if the development version were released, without a changelog."""
    return replace(
        plan,
        version=plan.development,
        version_files=takes_it(plan.version_files),
        changelog=None,
    )


def _stated(plan: Plan, place: VersionFile, contents: Mapping[str, bytes]) -> Version | None:
    if place.path not in contents:
        raise errors.BadRepository(
            f"{place.path} is not on {plan.branch} any more.",
            f"Write {plan.development} where the version is stated now, if it is wanted.",
        )
    text = version_files.decode(contents[place.path])
    return version_files.stated_version(place, text, plan.package)
