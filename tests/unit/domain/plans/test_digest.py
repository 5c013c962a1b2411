"""The digest: whatever people say yes to is in it, and nothing else."""

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.approvals.bypass import Bypass
from bot.domain.approvals.policy import MinimumVotes, NotTheRequester, Terms
from bot.domain.files.artifacts import Artifact
from bot.domain.plans import digest
from bot.domain.plans.plan import Check, Plan, RequiredCheck, Target
from tests.fakes.sample_plan import sample_plan

COMMIT = "1" * 40
PINNED = "sha256:a3cb293d7d5b54ca0a5ed5f69bb392a739257c0861c07fb744a45f6725375b25"
WHEEL = Artifact(name="greeter-1.2.0-py3-none-any.whl", kind="wheel", sha256="a" * 64, size=3)
SDIST = Artifact(name="greeter-1.2.0.tar.gz", kind="sdist", sha256="b" * 64, size=4)
PLAN = sample_plan()
BOUND: dict[str, st.SearchStrategy[Any]] = {
    "repository": st.text(),
    "version": st.text(),
    "tag": st.text(),
    "notes": st.text(),
    "hosted_notes": st.text(),
    "announcement": st.text(),
    "announce": st.sets(st.text()).map(tuple),
    "targets": st.lists(
        st.builds(Target, name=st.text(), kind=st.just("package_index"), url=st.text())
    ).map(tuple),
    "land": st.sampled_from(["fast-forward", "pull-request"]),
    "development": st.text(),
    "checks": st.lists(st.builds(Check, name=st.text(), run=st.text())).map(tuple),
    "required": st.lists(st.builds(RequiredCheck, check=st.text(), app=st.integers())).map(tuple),
    "terms": st.dictionaries(
        st.text(),
        st.builds(
            Terms,
            policy=st.builds(MinimumVotes, st.integers(1, 9), st.text()),
            expires_hours=st.floats(1, 99),
        ),
    ),
}
FREE: dict[str, object] = {
    "schema": 2,
    "release": "another",
    "created": "2030-01-01T00:00:00Z",
    "requester": "bob",
    "warnings": ("be careful",),
    "suggestions": ("add a line",),
    "changes": (),
    "contributors": ("@mallory",),
}


def _digest(plan: Plan, commit: str = COMMIT, *artifacts: Artifact) -> str:
    return digest.approval_digest(plan, commit, artifacts or (SDIST, WHEEL))


@pytest.mark.parametrize("field", BOUND)
@given(data=st.data())
def test_a_change_of_what_is_released_changes_the_digest(field: str, data: st.DataObject) -> None:
    """Each field that people approve, by itself."""
    value = data.draw(BOUND[field])
    changed = replace(PLAN, **{field: value})

    assert (_digest(changed) == _digest(PLAN)) == (value == getattr(PLAN, field))


@pytest.mark.parametrize("field", FREE)
def test_what_is_no_part_of_the_release_does_not_change_it(field: str) -> None:
    """A waiting release survives an upgrade; its id and its times are not what people approve."""
    assert field in {each.name for each in fields(Plan)}
    assert _digest(replace(PLAN, **{field: FREE[field]})) == _digest(PLAN)  # type: ignore[arg-type]  # by name


@pytest.mark.parametrize(
    "artifacts",
    [
        (SDIST,),
        (SDIST, replace(WHEEL, sha256="c" * 64)),
        (SDIST, replace(WHEEL, name="other.whl")),
        (SDIST, WHEEL, replace(WHEEL, name="more.whl")),
        (replace(SDIST, sha256=WHEEL.sha256), replace(WHEEL, sha256=SDIST.sha256)),
    ],
)
def test_other_files_are_another_release(artifacts: tuple[Artifact, ...]) -> None:
    """A file more, a file less, other bytes, another name."""
    assert _digest(PLAN, COMMIT, *artifacts) != _digest(PLAN)


def test_the_order_of_the_files_is_no_difference() -> None:
    """They are known by name."""
    assert _digest(PLAN, COMMIT, WHEEL, SDIST) == _digest(PLAN, COMMIT, SDIST, WHEEL)


def test_another_commit_is_another_release() -> None:
    """The release commit, not the one that the plan was made from."""
    assert _digest(PLAN, "2" * 40) != _digest(PLAN)


def test_the_kind_of_policy_is_part_of_it() -> None:
    """The same numbers mean something else without the requester."""
    inner = MinimumVotes(2, "approver")
    with_all = replace(PLAN, terms={"publish": Terms(policy=inner)})
    without = replace(PLAN, terms={"publish": Terms(policy=NotTheRequester(inner))})

    assert _digest(with_all) != _digest(without)


def test_what_was_passed_by_is_part_of_it() -> None:
    """Whose word it was and why, too; without any the digest is as it always was."""
    bypass = Bypass(kind="override", name="test", person="bob", reason="flaky", time="now")
    others = [
        (),
        (bypass, replace(bypass, name="lint")),
        *((replace(bypass, **{field.name: "x"}),) for field in fields(Bypass)),  # type: ignore[arg-type]  # by name
    ]
    digests = [digest.approval_digest(PLAN, COMMIT, (SDIST, WHEEL), each) for each in others]
    digests.append(digest.approval_digest(PLAN, COMMIT, (SDIST, WHEEL), (bypass,)))

    assert digests[0] == _digest(PLAN)
    assert len(set(digests)) == len(digests)


def test_the_digest_of_this_plan_stays() -> None:
    """Another value here means that every waiting approval of every installation is void."""
    assert _digest(PLAN) == PINNED
