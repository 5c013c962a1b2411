"""Tokens: whose they are and what they may do, as far as their own text says it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import errors
from bot.settings import tokens
from tests.fakes.pypi_tokens import make_token

HOST = "index.example.org"


@pytest.mark.parametrize(
    ("caveats", "scope"),
    [
        (([3, "a-user"],), "account"),
        (([3, "a-user"], [0, 1, 2]), "account"),
        (({"version": 1, "permissions": "user"},), "account"),
        (([1, ["sample"]],), "narrower"),
        (([1, ["sample"]], [3, "a-user"]), "narrower"),
        (([2, ["an-id" * 40]],), "narrower"),
        (({"version": 1, "permissions": {"projects": ["sample"]}},), "narrower"),
        (([4, "a publisher of the index itself"],), "narrower"),
        ((), "narrower"),
        ((17,), "narrower"),
    ],
)
def test_the_scope_is_read(caveats: tuple[object, ...], scope: str) -> None:
    """A token without the restriction to a project is one for everything of its owner."""
    read = tokens.read_pypi_token(make_token(HOST, *caveats))

    assert read is not None
    assert (read.host, read.is_account_wide) == (HOST, scope == "account")


@given(st.text() | st.binary().map(lambda content: f"pypi-{content.hex()}"))
def test_anything_else_is_no_token(text: str) -> None:
    """Whatever is stored there, reading it ends."""
    assert tokens.read_pypi_token(text) is None


def test_a_project_token_is_accepted() -> None:
    """So is any text for an index of one's own, whose tokens have no form that we know."""
    tokens.check_index_token(make_token(HOST, [1, ["sample"]]), "here", HOST, is_public=True)
    tokens.check_index_token("anything", "here", HOST, is_public=False)
    tokens.check_github_token("ghs_" + "a" * 36, "here")
    tokens.check_github_token("an-older-form", "here")


def test_a_token_for_elsewhere_is_not_sent() -> None:
    """An index of one's own never sees the token of another one."""
    with pytest.raises(errors.BadConfiguration, match=r"a token for index\.example\.org, not for"):
        tokens.check_index_token(
            make_token(HOST, [1, ["sample"]]), "here", "127.0.0.1", is_public=False
        )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ghp_" + "a" * 36, "a token of GitHub"),
        ("x github_pat_" + "a" * 30 + " y", "a token of GitHub"),
        ("xoxb-" + "1" * 12, "a token of Slack"),
        ("xapp-" + "1" * 12, "a token of Slack"),
        ("https://hooks.slack.com/services/T1/B1/x", "a webhook's address"),
        ("M" + "a" * 23 + "." + "b" * 6 + "." + "c" * 30, "a token of Discord"),
        ("-----BEGIN RSA PRIVATE KEY-----", "a private key"),
        ("dckr_pat_" + "a" * 20, "a token of Docker"),
        ("pypi-attestations-models", None),
        ("releases.example.org.and.a-long-name-of-a-host.example.org", None),
        ("make test && python -m pytest", None),
    ],
)
def test_written_secrets_are_known_by_their_form(text: str, kind: str | None) -> None:
    """Only what is plainly a secret is one; the place is told and never the text."""
    found = list(tokens.written_secrets({"a": [{"b": text}], "c": 1}))

    assert found == ([(("a", 0, "b"), kind)] if kind else [])
