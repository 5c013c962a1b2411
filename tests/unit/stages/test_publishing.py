"""The stages after the question: done, missing and different, as tables."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot import errors, ports
from bot.domain.records.ledger import LedgerRow
from bot.stages import hosted_release, index_upload
from tests.unit.stages.stagehand import Stagehand

SDIST = "greeter-1.2.0.tar.gz"


@pytest.fixture
async def prepared(stagehand: Stagehand) -> Stagehand:
    """Everything is built and tried; nothing is public."""
    await stagehand.run_until("smoke_test")
    return stagehand


async def _only_row(stagehand: Stagehand, name: str) -> LedgerRow:
    [row] = (await stagehand.look(name)).rows
    return row


def _on(stagehand: Stagehand, commit: str) -> str:
    """A new commit after this one."""
    return stagehand.world.history.add({"later.py": b"1\n"}, commit)


@pytest.mark.parametrize(
    ("head", "state"),
    [
        (lambda hand: hand.plan.commit, "missing"),
        (lambda hand: hand.work().release_commit(), "done"),
        (lambda hand: _on(hand, hand.work().release_commit()), "done"),
        (lambda hand: _on(hand, hand.plan.commit), "differs"),
        (lambda hand: hand.world.history.add({}), "differs"),
        (lambda _: None, "differs"),
    ],
    ids=["before", "at", "after", "beside", "unrelated", "gone"],
)
async def test_where_the_branch_is(
    prepared: Stagehand, head: Callable[[Stagehand], str | None], state: str
) -> None:
    """Only from the planned commit is it moved."""
    commit = head(prepared)
    prepared.world.history.branches.pop("main")
    if commit:
        prepared.world.history.branches["main"] = commit
    row = await _only_row(prepared, "land_release_commit")

    assert row.state == state
    assert ("next" in row.evidence) == (state == "differs")


@pytest.mark.parametrize(
    ("there", "annotated", "state", "why"),
    [
        (False, True, "missing", ""),
        ("release", True, "done", ""),
        ("release", False, "differs", "at the right commit, but it is not an annotated tag"),
        ("other", True, "differs", f"and points at {'0' * 40}, not at"),
        ("other", False, "differs", f"and points at {'0' * 40}, not at"),
    ],
)
async def test_where_the_tag_points(
    prepared: Stagehand, there: str, *, annotated: bool, state: str, why: str
) -> None:
    """At the approved commit and annotated, or it is not ours."""
    if there:
        commit = prepared.work().release_commit() if there == "release" else "0" * 40
        prepared.world.code_host.tags["v1.2.0"] = ports.Tag(
            name="v1.2.0", commit=commit, annotated=annotated
        )
    row = await _only_row(prepared, "tag_release")

    assert row.state == state
    assert why in row.evidence.get("why", "")


async def test_files_of_an_index_are_compared_by_hash(prepared: Stagehand) -> None:
    """One is there, one is missing, one is another: each has its own row."""
    index = prepared.world.pypi
    sdist, wheel, *_ = prepared.work().artifacts()
    await index.upload(sdist, prepared.world.artifacts.path(sdist))
    assert await prepared.states("publish_pypi") == ["done", "missing"]
    index.put(wheel.name, b"other")
    differing = (await prepared.look("publish_pypi")).rows[1]

    assert differing.state == "differs"
    assert differing.evidence["found"] != differing.evidence["digest"] == f"sha256:{wheel.sha256}"


async def test_only_distributions_go_to_an_index_and_the_sdist_first(prepared: Stagehand) -> None:
    """SBOM and checksums are for the code host."""
    await prepared.run("publish_pypi")

    assert [name for _, name, _ in prepared.world.pypi.effects] == [
        SDIST,
        "greeter-1.2.0-py3-none-any.whl",
    ]


async def test_a_slow_index_is_looked_at_again(
    prepared: Stagehand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few looks in the stage; then the release waits, and nothing is uploaded twice."""
    monkeypatch.setattr(index_upload, "PAUSE_SECONDS", 0)
    prepared.world.pypi.lag = index_upload.LOOKS - 1
    assert (await prepared.run("publish_pypi")).waiting is None
    prepared.world.testpypi.lag = index_upload.LOOKS + 5
    outcome = await prepared.run("publish_testpypi")

    assert outcome.waiting is not None
    assert outcome.waiting.on == "testpypi to show it"
    assert prepared.world.testpypi.installed == []
    prepared.world.testpypi._hidden.clear()
    assert {row.state for row in (await prepared.run("publish_testpypi")).rows} == {"done"}
    assert prepared.world.testpypi.count("upload") == 2


async def test_the_installation_from_testpypi_is_tried_once(prepared: Stagehand) -> None:
    """It is recorded in the ledger, since an index does not remember who installed."""
    assert await prepared.states("publish_testpypi") == ["missing"] * 3
    await prepared.run("publish_testpypi")
    assert await prepared.states("publish_testpypi") == ["done"] * 3
    del prepared.ledger["publish_testpypi"]

    assert await prepared.states("publish_testpypi") == ["done", "done", "missing"]
    assert prepared.world.testpypi.installed == [("greeter", "1.2.0")]


async def test_what_cannot_be_installed_stops_the_release(prepared: Stagehand) -> None:
    """The files stay; a retry tries the installation again and uploads nothing."""
    prepared.world.testpypi.uninstallable.add(("greeter", "1.2.0"))
    with pytest.raises(errors.Failed, match="cannot be installed"):
        await prepared.run("publish_testpypi")
    prepared.world.testpypi.uninstallable.clear()
    await prepared.run("publish_testpypi")

    assert prepared.world.testpypi.count("upload") == 2


async def test_a_draft_holds_notes_and_every_file(prepared: Stagehand) -> None:
    """With the mark by which it is known again, and as a draft."""
    await prepared.run("draft_github_release")
    [draft] = prepared.world.code_host.hosted.values()

    assert (draft.tag, draft.title, draft.draft) == ("v1.2.0", "Greeter v1.2.0", True)
    assert draft.body.startswith(prepared.plan.notes.strip())
    assert hosted_release.marker(prepared.plan) in draft.body
    assert {asset.name: asset.digest for asset in draft.assets} == {
        artifact.name: f"sha256:{artifact.sha256}" for artifact in prepared.work().artifacts()
    }


@pytest.mark.parametrize(
    ("change", "draft", "state"),
    [
        ({"uploaded": False}, True, "missing"),
        ({"digest": "sha256:other"}, True, "missing"),
        ({"digest": ""}, True, "missing"),
        ({"digest": "sha256:other"}, False, "differs"),
    ],
)
async def test_a_file_of_the_draft_that_is_not_ours(
    prepared: Stagehand, change: dict[str, object], *, draft: bool, state: str
) -> None:
    """In a draft it is attached again; a published release is never changed."""
    await prepared.run("draft_github_release")
    hosted = prepared.world.code_host.hosted
    [found] = hosted.values()
    first, *others = found.assets
    changed = replace(first, **change)  # type: ignore[arg-type]  # names and values of the table
    hosted[found.id] = replace(found, assets=(changed, *others), draft=draft)

    assert await prepared.states("draft_github_release") == ["done", state, *["done"] * 3]
    if draft:
        outcome = await prepared.run("draft_github_release")
        assert outcome.missing() == ()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"body": "hand-written"}, None),
        ({"title": "Evil"}, "its title"),
        ({"prerelease": True}, "its pre-release mark"),
    ],
)
async def test_a_draft_that_somebody_changed_is_not_published(
    prepared: Stagehand, change: dict[str, object], told: str | None
) -> None:
    """What people approved is what is published; without our mark it is not even ours."""
    await prepared.run("draft_github_release")
    hosted = prepared.world.code_host.hosted
    [found] = hosted.values()
    hosted[found.id] = replace(found, **change)  # type: ignore[arg-type]  # names and values of the table
    row = (await prepared.look("draft_github_release")).rows[0]

    assert row.state == ("differs" if told else "missing")
    assert (told or "") in row.evidence.get("why", "")


async def test_a_foreign_file_in_the_draft_stops_the_release(prepared: Stagehand) -> None:
    """It would be published beside ours."""
    await prepared.run("draft_github_release")
    hosted = prepared.world.code_host.hosted
    [found] = hosted.values()
    evil = replace(found.assets[0], name="evil.exe")
    hosted[found.id] = replace(found, assets=(*found.assets, evil))
    row = (await prepared.look("draft_github_release")).rows[0]

    assert row.state == "differs"
    assert "the foreign file evil.exe" in row.evidence["why"]


async def test_the_release_of_somebody_else_is_left_alone(prepared: Stagehand) -> None:
    """Theirs is published: ours differs. Theirs is a draft: ours is made beside it."""
    host = prepared.world.code_host
    theirs = await host.create_draft("v1.2.0", "", "Theirs", "by hand", prerelease=False)
    assert (await prepared.states("draft_github_release"))[0] == "missing"
    await host.publish_release(theirs.id, latest=False)
    row = await _only_row(prepared, "draft_github_release")

    assert (row.state, row.evidence["url"]) == ("differs", theirs.url)
    assert await prepared.states("publish_github_release") == ["missing"]


async def test_a_release_without_its_draft_is_not_published(prepared: Stagehand) -> None:
    """There is nothing that could be published."""
    with pytest.raises(errors.Conflict, match=r"draft release of v1\.2\.0 is gone"):
        await prepared.run("publish_github_release")


@pytest.mark.parametrize("latest", [True, False])
async def test_the_latest_release_moves_only_if_planned(
    prepared: Stagehand, *, latest: bool
) -> None:
    """A backport does not become the latest."""
    prepared.plan = replace(prepared.plan, latest=latest)
    await prepared.run("draft_github_release")
    await prepared.run("publish_github_release")

    assert (prepared.world.code_host.latest is not None) == latest
    assert [release.draft for release in prepared.world.code_host.hosted.values()] == [False]


async def test_each_channel_hears_it_once(prepared: Stagehand) -> None:
    """The channel that has the post already does not get it again."""
    prepared.plan = replace(prepared.plan, announce=("releases", "general"))
    prepared.world.chat.fail_next("post", when="after")
    with pytest.raises(errors.Unknown):
        await prepared.run("announce")
    assert await prepared.states("announce") == ["done", "missing"]
    await prepared.run("announce")

    assert [post.channel for post in prepared.world.chat.posts] == ["releases", "general"]
    assert {post.text for post in prepared.world.chat.posts} == {prepared.plan.announcement}


async def test_a_channel_that_refuses_keeps_no_other_from_it(
    prepared: Stagehand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is posted where a post could not be found again."""
    prepared.plan = replace(prepared.plan, announce=("archived", "general"))
    refusal = errors.Failed("The channel is archived.", "Unarchive it, then retry.")
    chat = prepared.world.chat
    find = chat.find

    async def refuse(channel: str, key: str) -> ports.Post | None:
        if channel == "archived":
            raise refusal
        return await find(channel, key)

    monkeypatch.setattr(chat, "find", refuse)
    with pytest.raises(errors.Failed, match="archived"):
        await prepared.run("announce")

    assert await prepared.states("announce") == ["missing", "done"]
    assert [post.channel for post in chat.posts] == ["general"]


async def test_a_post_that_says_something_else_is_corrected(prepared: Stagehand) -> None:
    """By an edit, which notifies nobody; never by a second post."""
    await prepared.run("announce")
    prepared.plan = replace(prepared.plan, announcement="Corrected.")
    assert await prepared.states("announce") == ["missing"]
    await prepared.run("announce")

    assert await prepared.states("announce") == ["done"]
    assert [post.text for post in prepared.world.chat.posts] == ["Corrected."]


async def test_a_chat_that_is_gone_is_a_sentence(prepared: Stagehand) -> None:
    """A release outlives the configuration that it was planned with."""
    prepared.plan = replace(prepared.plan, announce=("slack:C02",))

    with pytest.raises(errors.BadConfiguration, match="slack, which is not configured any more"):
        await prepared.run("announce")


async def test_what_the_code_host_adds_follows_the_notes(stagehand: Stagehand) -> None:
    """In the release there and nowhere else; somebody's change of it is seen."""
    stagehand.plan = replace(stagehand.plan, hosted_notes="[Full changelog](https://x.example)")
    await stagehand.run_until("draft_github_release")
    [release] = stagehand.world.code_host.hosted.values()
    notes, added, marker = release.body.strip().rsplit("\n\n", 2)

    assert notes == stagehand.plan.notes.strip()
    assert added == "[Full changelog](https://x.example)"
    assert marker.startswith("<!-- releasebot:")
    stagehand.world.code_host.hosted[release.id] = replace(release, body=f"{notes}\n\n{marker}")
    assert "differs" in await stagehand.states("draft_github_release")
