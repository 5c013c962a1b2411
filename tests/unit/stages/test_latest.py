"""The latest release, over every order in which releases can be planned and published."""

from dataclasses import dataclass, replace
from typing import Literal

import pytest
from packaging.version import Version

from bot import errors, ports
from bot.domain.plans.facts import TagFact
from bot.domain.plans.plan import Plan
from bot.domain.versions.version_line import VersionLine
from bot.stages import hosted_release, publish_github_release
from tests.fakes.fake_code_host import FakeCodeHost
from tests.unit.stages.stagehand import Stagehand

VERSIONS = ("1.0.0", "1.0.1", "1.1.0", "2.0.0rc1", "2.0.0")


@dataclass(frozen=True, slots=True)
class Moment:
    """What was planned as the latest or not, what is published, and what the host shows."""

    planned: frozenset[tuple[str, bool]] = frozenset()
    published: frozenset[str] = frozenset()
    latest: str = ""

    def waiting(self) -> list[tuple[str, bool]]:
        """What is planned and not published yet."""
        return [each for each in self.planned if each[0] not in self.published]

    def unplanned(self) -> list[str]:
        """What nobody asked for yet."""
        known = {version for version, _ in self.planned}
        return [version for version in VERSIONS if version not in known]


def _plan(stagehand: Stagehand, version: str, *, latest: bool) -> Plan:
    return replace(
        stagehand.plan,
        release=f"r-{version}",
        version=version,
        tag=f"v{version}",
        latest=latest,
        prerelease=Version(version).is_prerelease,
    )


def _is_latest(moment: Moment, version: str) -> bool:
    """What the planner says with the tags of that moment."""
    tagged = {Version(each): TagFact(name=f"v{each}", commit="1" * 40) for each in moment.published}
    line = VersionLine(
        branch="main",
        commit="1" * 40,
        previous=None,
        previous_tag=None,
        final=None,
        final_tag=None,
        tagged=tagged,
        published={},
    )
    return line.is_latest(Version(version))


def _hosted(plan: Plan, number: int, *, draft: bool) -> ports.HostedRelease:
    return ports.HostedRelease(
        id=number,
        tag=plan.tag,
        title=hosted_release.title(plan),
        body=hosted_release.body(plan),
        draft=draft,
        prerelease=plan.prerelease,
        url=f"https://code.example/{plan.tag}",
        assets=(),
    )


async def _publish(stagehand: Stagehand, moment: Moment, version: str, *, latest: bool) -> Moment:
    """Set the host as it is at that moment, and let the stage publish the draft."""
    host = stagehand.world.code_host
    out = sorted(moment.published)
    plans = [_plan(stagehand, each, latest=False) for each in out]
    host.hosted = {n: _hosted(plan, n, draft=False) for n, plan in enumerate(plans, start=1)}
    host.latest = out.index(moment.latest) + 1 if moment.latest else None
    stagehand.plan = _plan(stagehand, version, latest=latest)
    host.hosted[99] = _hosted(stagehand.plan, 99, draft=True)
    [row] = (await stagehand.run("publish_github_release")).rows
    shown = host.hosted[host.latest].tag if host.latest else "none"
    assert (row.state, row.evidence["latest"]) == ("done", shown)
    after = shown.removeprefix("v") if host.latest else ""
    return replace(moment, published=moment.published | {version}, latest=after)


async def test_in_every_order_the_latest_is_the_highest_final_one(stagehand: Stagehand) -> None:
    """Whatever is planned when and published when: never a step back, not even in between."""
    seen: set[Moment] = set()
    ahead = [Moment()]
    while ahead:
        moment = ahead.pop()
        if moment in seen:
            continue
        seen.add(moment)
        for version in moment.unplanned():
            planned = moment.planned | {(version, _is_latest(moment, version))}
            ahead.append(replace(moment, planned=planned))
        for version, latest in moment.waiting():
            after = await _publish(stagehand, moment, version, latest=latest)
            finals = [each for each in after.published if not Version(each).is_prerelease]
            assert after.latest == max(finals, key=Version, default="")
            ahead.append(after)

    ends = {moment.latest for moment in seen if len(moment.published) == len(VERSIONS)}
    assert ends == {"2.0.0"}
    assert len(seen) > len(VERSIONS) ** 3


async def test_a_higher_release_of_the_same_moment_stays_the_latest(
    stagehand: Stagehand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It came out between the look and the act; the mark goes back to it at once."""
    host = stagehand.world.code_host
    stagehand.plan = _plan(stagehand, "1.0.1", latest=True)
    higher = _plan(stagehand, "1.1.0", latest=True)
    host.hosted = {
        1: _hosted(stagehand.plan, 1, draft=True),
        2: _hosted(higher, 2, draft=True),
    }
    publish = FakeCodeHost.publish_release

    async def late(host: FakeCodeHost, release: int, *, latest: bool) -> None:
        if release == 1:
            await publish(host, 2, latest=True)
        await publish(host, release, latest=latest)

    monkeypatch.setattr(FakeCodeHost, "publish_release", late)
    [row] = (await stagehand.run("publish_github_release")).rows

    assert (host.latest, row.state, row.evidence["latest"]) == (2, "done", "v1.1.0")


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_a_crash_around_publishing_moves_nothing_back(
    stagehand: Stagehand, moment: Literal["before", "after"]
) -> None:
    """While the bot was away a higher one came out; what is recorded then is the truth."""
    host = stagehand.world.code_host
    stagehand.plan = _plan(stagehand, "1.0.1", latest=True)
    host.hosted = {1: _hosted(stagehand.plan, 1, draft=True)}
    host.fail_next("publish_release", when=moment)
    work = stagehand.work()
    with pytest.raises(errors.Unknown, match="publish_release"):
        await publish_github_release.run(work, ())
    host.hosted[2] = _hosted(_plan(stagehand, "1.1.0", latest=True), 2, draft=False)
    host.latest = 2
    [row] = (await stagehand.run("publish_github_release")).rows

    assert (host.latest, row.state, row.evidence["latest"]) == (2, "done", "v1.1.0")
    assert host.count("publish_release") == 1


async def test_a_host_that_does_not_tell_its_releases_gets_none(stagehand: Stagehand) -> None:
    """Unknown is not "none is higher": it is asked again before anything is published."""
    host = stagehand.world.code_host
    stagehand.plan = _plan(stagehand, "1.0.1", latest=True)
    host.hosted = {1: _hosted(stagehand.plan, 1, draft=True)}
    host.fail_next("published_releases", when="before")
    with pytest.raises(errors.Unknown, match="published_releases"):
        await stagehand.run("publish_github_release")

    assert (host.hosted[1].draft, host.latest) == (True, None)
