"""The repository port on real git: a local clone and our own mirror answer alike."""

import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import errors, ports
from bot.adapters.git import GitRepository
from tests.fakes.real_git import RealGit, make_released, make_repository

WHAT_RUNS = (
    "[core]\n\tfsmonitor = {0}\n\thooksPath = {1}\n\tsshCommand = {0}\n\tpager = {0}\n"
    '[diff]\n\texternal = {0}\n[diff "evil"]\n\ttextconv = {0}\n[filter "evil"]\n'
    "\tsmudge = {0}\n\tclean = {0}\n\tprocess = {0}\n\trequired = true\n"
    "[credential]\n\thelper = !{0}\n[gpg]\n\tprogram = {0}\n[log]\n\tshowSignature = true\n"
)


@pytest.fixture
def origin(tmp_path: Path) -> RealGit:
    """A repository with two releases and something new."""
    return make_released(tmp_path / "origin")


@pytest.fixture(params=["local", "mirror"])
async def repository(
    request: pytest.FixtureRequest, origin: RealGit, tmp_path: Path
) -> AsyncIterator[GitRepository]:
    """The same repository, read both ways."""
    if request.param == "local":
        made = GitRepository.local(origin.folder)
    else:
        address = f"file://{origin.folder}"
        made = GitRepository.mirror(tmp_path / "mirror", address, allow_file=True)
    yield made
    made.close()


async def test_it_is_the_port(repository: GitRepository) -> None:
    """A type checker says the same of this line."""
    port: ports.Repository = repository
    assert (await port.facts(None)).branch == "main"


async def test_facts_at_a_tag_are_those_before_it(
    repository: GitRepository, origin: RealGit
) -> None:
    """Its commit, the tags that it followed, and what was new in it."""
    tag = (await repository.facts(None)).tags[0]
    facts = await repository.facts("main", tag)

    assert (facts.branch, facts.commit) == ("main", origin.run("rev-parse", "v1.1.0^{commit}"))
    assert facts.previous_tags == ("v1.0.0",)
    assert [each.name for each in facts.tags] == ["v1.0.0"]
    newest = facts.commits_since["v1.0.0"][0]
    assert newest.sha == facts.commit


async def test_facts(repository: GitRepository, origin: RealGit) -> None:
    """Branch, tags, what is new since the last release, its pull requests and its files."""
    facts = await repository.facts(None)
    assert (facts.branch, facts.commit) == ("main", origin.head())
    assert [tag.name for tag in facts.tags] == ["v1.1.0", "v1.0.0"]
    assert facts.tags[0].commit == origin.run("rev-parse", "v1.1.0^{commit}")
    assert {tag.time for tag in facts.tags} == {"2026-01-01T00:00:00.000Z"}
    assert facts.previous_tags == ("v1.1.0",)
    new = facts.commits_since["v1.1.0"]
    assert [commit.subject for commit in new] == [
        "Merge pull request #7 from bob/topic",
        "feat: a thing",
    ]
    assert new[0].parents == tuple(origin.run("rev-parse", "main^1", "main^2").split())
    assert (new[0].body, new[0].author) == ("feat: a thing", "alice")
    assert new[0].time in ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00+00:00")
    assert [(r.number, r.title) for r in facts.pull_requests] == [(7, "feat: a thing")]
    assert set(facts.files) == {"pyproject.toml"}
    assert facts.warnings == ()


async def test_a_new_commit_is_seen(repository: GitRepository, origin: RealGit) -> None:
    """Facts are read anew each time, files and exports of a new commit as well."""
    await repository.facts(None)
    head = origin.commit("fix: late", late_dot_txt="late")
    assert await repository.read_files(head, ["late.txt", "gone"]) == {"late.txt": b"late"}
    assert (await repository.facts("main")).commit == head


async def test_other_branches(repository: GitRepository, origin: RealGit) -> None:
    """A maintenance branch has its own last tag; candidates are read down to the last final."""
    origin.run("checkout", "--quiet", "-b", "1.0.x", "v1.0.0")
    origin.commit("fix: old")
    origin.tag("v1.0.1rc1")
    origin.commit("fix: more")
    facts = await repository.facts("1.0.x")
    assert facts.previous_tags == ("v1.0.1rc1", "v1.0.0")
    assert {tag: len(commits) for tag, commits in facts.commits_since.items()} == {
        "v1.0.1rc1": 1,
        "v1.0.0": 2,
    }
    with pytest.raises(errors.BadReference, match=r"There is no branch none\."):
        await repository.facts("none")
    with pytest.raises(errors.BadReference):
        await repository.facts("--upload-pack=touch /tmp/x")


async def test_export(repository: GitRepository, origin: RealGit, tmp_path: Path) -> None:
    """The tree as it is: modes and inner links, no `.git`, no attribute is obeyed."""
    run = origin.folder / "run.sh"
    run.write_text("#!/bin/sh\n")
    run.chmod(0o755)
    (origin.folder / "link").symlink_to("src/demo")
    attributes = "*.py export-ignore filter=evil\n*.txt export-subst eol=crlf\n"
    head = origin.commit("more", _dot_gitattributes=attributes, a_dot_txt="$Format:%H$\n")
    folder = tmp_path / "export"
    folder.mkdir()
    await repository.export(head, folder)
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    assert names == {
        *(".gitattributes", "a.txt", "link", "pyproject.toml", "run.sh"),
        *("src", "src/demo", "src/demo/thing.py"),
    }
    assert (folder / "a.txt").read_text() == "$Format:%H$\n"
    assert (folder / "link/thing.py").read_text() == "THING = 1\n"
    assert stat.S_IMODE((folder / "run.sh").stat().st_mode) == 0o755


@pytest.mark.parametrize("goal", ["/etc/passwd", "../../secret", "src/up/../../../secret"])
async def test_a_link_out_of_the_tree_is_refused(
    origin: RealGit, tmp_path: Path, goal: str
) -> None:
    """Whatever way it takes, a link may not lead out of an export."""
    (origin.folder / "src/up").symlink_to("..")
    (origin.folder / "out").symlink_to(goal)
    head = origin.commit("evil")
    (tmp_path / "export").mkdir()
    with pytest.raises(errors.BadRepository) as caught:
        await GitRepository.local(origin.folder).export(head, tmp_path / "export")
    assert caught.value.sentence == "out is a symbolic link that leads out of the repository."


async def test_changed_paths_and_ancestors(repository: GitRepository, origin: RealGit) -> None:
    """What one commit changes, unless it has other parents; who contains whom."""
    parent = origin.head()
    head = origin.commit("fix: b", b_dot_txt="b", pyproject_dot_toml="")
    assert await repository.changed_paths(parent, head) == ("b.txt", "pyproject.toml")
    first = origin.run("rev-parse", "v1.0.0^{commit}")
    assert await repository.changed_paths(first, parent) is None
    assert await repository.is_ancestor(first, head)
    assert not await repository.is_ancestor(head, first)
    with pytest.raises(errors.BadReference, match="There is no commit"):
        await repository.is_ancestor(first, "0" * 40)


async def test_commits_between(repository: GitRepository, origin: RealGit) -> None:
    """What a branch has that an older commit has not, newest first; nothing for one aside."""
    older = origin.head()
    origin.commit("fix: b\n\nwhy", b_dot_txt="b")
    head = origin.commit("feat: c", c_dot_txt="c")
    between = await repository.commits_between(older, head)
    assert [commit.subject for commit in between or ()] == ["feat: c", "fix: b"]
    assert await repository.commits_between(head, head) == ()
    assert await repository.commits_between(head, older) is None


async def test_other_statements_of_the_version(repository: GitRepository, origin: RealGit) -> None:
    """Text files that state the current version as a word are listed with their lines."""
    origin.commit("docs", a_dot_md="see 1.1.0\n", b_dot_md="11.1.0\n", c_dot_bin="1.1.0\0\n")
    mentions = (await repository.facts(None)).mentions
    assert mentions == {"a.md": ("see 1.1.0",), "pyproject.toml": ('version = "1.1.0"',)}


async def test_rules_and_template_of_the_repository(
    repository: GitRepository, origin: RealGit
) -> None:
    """`.releasebot.toml` is read at the commit, its template as text."""
    rules = 'config_version = 1\n[project]\ndisplay_name = "Demo"\n[version]\ntag = "{version}"\n'
    rules += '[templates]\nannouncement = "a.j2"\n'
    origin.commit("rules", _dot_releasebot_dot_toml=rules, a_dot_j2="{{ tag }}")
    facts = await repository.facts(None)
    assert (facts.rules.display_name, facts.rules.tag) == ("Demo", "{version}")
    assert facts.rules.announcement_template == "{{ tag }}"
    assert facts.tags == ()


async def test_nothing_of_a_repositorys_configuration_runs(origin: RealGit, tmp_path: Path) -> None:
    """Monitors, hooks, filters, pagers and helpers of a hostile clone are never started."""
    trace = tmp_path / "ran"
    program, hooks = tmp_path / "evil", tmp_path / "hooks"
    program.write_text(f"#!/bin/sh\ntouch {trace}\n")
    program.chmod(0o755)
    hooks.mkdir()
    for name in ("post-checkout", "reference-transaction", "post-index-change"):
        (hooks / name).symlink_to(program)
    origin.commit("evil", _dot_gitattributes="* diff=evil filter=evil\n", z_dot_txt="1.1.0\n")
    with (origin.folder / ".git/config").open("a") as config:
        config.write(WHAT_RUNS.format(program, hooks))
    before = {path: path.stat().st_mtime_ns for path in origin.folder.rglob("*")}
    repository = GitRepository.local(origin.folder)
    facts = await repository.facts(None)
    (tmp_path / "export").mkdir()
    await repository.export(facts.commit, tmp_path / "export")
    await repository.changed_paths(facts.commits_since["v1.1.0"][1].sha, facts.commit)
    assert not trace.exists()
    assert {path: path.stat().st_mtime_ns for path in origin.folder.rglob("*")} == before


async def test_clones_that_are_no_ground_to_plan_on(origin: RealGit, tmp_path: Path) -> None:
    """No repository, none at this level, no commit, no branch: each in one sentence."""
    cases = {tmp_path / "none": "no_repository", origin.folder / "src": "no_repository"}
    cases[make_repository(tmp_path / "empty").folder] = "empty_repository"
    origin.run("checkout", "--quiet", "--detach")
    cases[origin.folder] = "detached_head"
    for folder, reason in cases.items():
        with pytest.raises(errors.BadRepository) as caught:
            await GitRepository.local(folder).facts(None)
        assert caught.value.reason == reason
    assert (await GitRepository.local(origin.folder).facts("main")).branch == "main"


async def test_bare_and_shallow_clones(origin: RealGit, tmp_path: Path) -> None:
    """A bare clone is as good; a shallow one only if its last tag is in sight."""
    origin.run("clone", "--quiet", "--bare", ".", str(tmp_path / "bare"))
    bare = await GitRepository.local(tmp_path / "bare").facts(None)
    assert bare.previous_tags == ("v1.1.0",)
    address = f"file://{origin.folder}"
    for depth, is_enough in ((1, False), (2, True)):
        folder = tmp_path / f"shallow{depth}"
        origin.run("clone", "--quiet", "--depth", str(depth), address, str(folder))
        RealGit(folder).run("fetch", "--quiet", "--depth", str(depth), "origin", "tag", "v1.1.0")
        RealGit(folder).run("fetch", "--quiet", "--depth", "1", "origin", "tag", "v1.0.0")
        seen: tuple[str, ...] = ()
        reason = ""
        try:
            seen = (await GitRepository.local(folder).facts(None)).previous_tags
        except errors.BadRepository as error:
            reason = error.reason
        assert (seen, reason) == ((("v1.1.0",), "") if is_enough else ((), "shallow"))


@pytest.mark.parametrize("url", ["ext::sh -c touch% /tmp/x", "file:///tmp/x", "git://e.example/x"])
async def test_submodules_of_other_protocols_are_refused(origin: RealGit, url: str) -> None:
    """Nothing is fetched from a submodule's address, and a suspicious one stops the plan."""
    await _add_submodule(origin, url)
    with pytest.raises(errors.BadRepository, match="protocol is not allowed"):
        await GitRepository.local(origin.folder).facts(None)


async def test_submodules_and_pointers_are_said(origin: RealGit) -> None:
    """What an export lacks is a warning."""
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    origin.commit("lfs", _dot_gitattributes="*.bin filter=lfs\n", a_dot_bin=pointer)
    await _add_submodule(origin, "https://example.org/x.git")
    facts = await GitRepository.local(origin.folder).facts(None)
    assert facts.warnings == (
        "Submodules are not built: vendor/x.",
        "Git LFS holds the content of a.bin.",
    )


async def _add_submodule(origin: RealGit, url: str) -> None:
    modules = f'[submodule "x"]\n\tpath = vendor/x\n\turl = {url}\n'
    (origin.folder / ".gitmodules").write_text(modules)
    origin.run("add", ".gitmodules")
    origin.run("update-index", "--add", "--cacheinfo", f"160000,{origin.head()},vendor/x")
    origin.run("commit", "--quiet", "--message", "submodule")
