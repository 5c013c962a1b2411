"""Approvals: combinations are read as policies, and one that can never be met is refused."""

from datetime import timedelta

import pytest

from bot import errors
from bot.domain.approvals.policy import AllOf, AnyOf, MinimumVotes, NotTheRequester, RequesterAlone
from bot.settings import reading
from bot.settings.operator import Settings

TWO = NotTheRequester(MinimumVotes(2, "approver"))
SECURITY = NotTheRequester(MinimumVotes(1, "security"))
RELEASER = MinimumVotes(1, "releaser")
FILE = """\
config_version = 1
bot = {{ data_dir = "data" }}
[people]
alice = {{ github = 1 }}
bob = {{ github = 2 }}
carol = {{ github = 3 }}
dave = {{ github = 4 }}
[roles]
releaser = {releaser}
approver = ["alice", "bob", "carol"]
security = ["dave"]
[projects.sample]
repository = "owner/sample"
package = "sample"
enabled = true
[projects.sample.policy]
{lines}
"""


def _read(lines: str, releaser: str = '["alice", "bob"]') -> Settings:
    return reading.read(FILE.format(lines=lines, releaser=releaser), "releasebot.toml", Settings)


@pytest.mark.parametrize(
    ("lines", "asked"),
    [
        ("", NotTheRequester(MinimumVotes(1, "approver"))),
        ("publish = { votes = 2 }", TWO),
        ("publish = { role = 'releaser', not_requester = false }", RELEASER),
        (
            "publish = { all = [{ votes = 2 }, { role = 'security' }] }",
            AllOf((TWO, SECURITY)),
        ),
        (
            "publish = { any = [{ votes = 2 }, { role = 'security' }], expires = '2h' }",
            AnyOf((TWO, SECURITY)),
        ),
        (
            "publish = { any = [{ all = [{ votes = 2 }, { role = 'security' }] }, { votes = 2 }] }",
            AnyOf((AllOf((TWO, SECURITY)), TWO)),
        ),
        ("publish.votes = 2\nsolo = true", AnyOf((TWO, RequesterAlone("releaser")))),
    ],
)
def test_what_is_written_is_what_is_asked(lines: str, asked: object) -> None:
    """Votes of a role, combined as deep as needed; `solo` is one more way."""
    [terms] = _read(lines).projects["sample"].policy.terms().values()

    assert terms.policy == asked
    assert terms.expires_hours == (2 if "2h" in lines else 24)


def test_a_kind_of_release_may_be_asked_otherwise() -> None:
    """What is not written for it stays general; the announcement is asked about where written."""
    written = "publish.votes = 2\nmajor.publish = { votes = 2, expires = '7d' }\n"
    policy = _read(f"{written}minor.announce = {{ role = 'security' }}").projects["sample"].policy

    assert policy.terms().keys() == {"publish"}
    levels = policy.level_terms()
    assert {level: set(terms) for level, terms in levels.items()} == {
        "major": {"publish"},
        "minor": {"announce"},
        "patch": set(),
    }
    assert levels["major"]["publish"].expires_hours == timedelta(days=7).total_seconds() / 3600
    assert levels["minor"]["announce"].policy == SECURITY


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("publish = { all = [] }", "policy.publish.all is empty, and that is no approval"),
        ("publish = { any = [] }", "policy.publish.any is empty, and that is no approval"),
        ("publish = { votes = 1, any = [{}] }", "policy.publish says two things at once"),
        ("publish = { all = [{}], any = [{}] }", "policy.publish says two things at once"),
        (
            "publish = { any = [{}, { expires = '1h' }] }",
            "policy.publish.any.1.expires is too deep: a question ends at one time",
        ),
        ("publish = { any = [{ vote = 1 }] }", "policy.publish.any.0.vote is not a known key"),
        ("publish = { all = 'bob' }", "policy.publish.all is wrong"),
        ("publish.role = 'admin'", "policy.publish.role is wrong"),
        ("announce.votes = 0", "policy.announce.votes is wrong"),
        ("announce.votes = 4", "policy.announce needs 4 votes, but only 3 hold the role"),
        (
            "publish = { any = [{}, { votes = 2, role = 'security' }] }",
            "policy.publish.any.1 needs 2 votes, but only 1 hold the role security",
        ),
        (
            "major.publish = { all = [{ any = [{ votes = 9 }] }] }",
            "policy.major.publish.all.0.any.0 needs 9 votes",
        ),
        ("solo = true\npublish.votes = 4", "policy.publish needs 4 votes"),
        ("publish.votes = 3", "policy.publish can never be met: without the requester only 2"),
        ("patch.publish.votes = 3", "policy.patch.publish can never be met"),
    ],
)
def test_what_is_wrong_is_said_with_its_key(lines: str, sentence: str) -> None:
    """Each branch, also one of which only part is needed; and what to write instead."""
    with pytest.raises(errors.BadConfiguration) as caught:
        _read(lines)

    assert f"projects.sample.{sentence}" in caught.value.sentence
    assert "releasebot.toml line " in caught.value.sentence
    assert caught.value.next_step


def test_parts_that_exclude_each_other_are_refused() -> None:
    """Each part could be met alone, but never both for one and the same requester."""
    lines = "publish = { all = [{ votes = 3 }, { role = 'security' }] }"
    excluded = '["alice", "dave"]'
    with pytest.raises(errors.BadConfiguration) as caught:
        _read(lines, excluded)

    assert "policy.publish can never be met: whoever asks" in caught.value.sentence
    assert _read(lines.replace("all =", "any ="), excluded).projects
    assert _read(f"{lines}\nsolo = true", excluded).projects
