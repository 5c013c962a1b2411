"""The grammar: what people type, and what is made of it; nothing else ever comes out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import errors
from bot.domain import foreign_text
from bot.domain.approvals.local_people import LocalPeople
from bot.domain.conversation import commands, grammar, verbs
from bot.domain.conversation.commands import Caller, Command
from bot.domain.conversation.verb import Verb

ALICE = Caller(account="console:alice", person="alice", delivery="1", project="greeter")
UNBOUND = Caller(account="slack:T1/U1", person="alice", delivery="1")
BOTH = ("greeter", "other")


def parsed(text: str, caller: Caller = ALICE, projects: tuple[str, ...] = ("greeter",)) -> Command:
    """What the line asks for."""
    return grammar.parse(text, caller, projects)


def refusal(text: str, caller: Caller = ALICE, projects: tuple[str, ...] = BOTH) -> str:
    """Both sentences of the refusal."""
    with pytest.raises(errors.ReleasebotError) as caught:
        grammar.parse(text, caller, projects)
    return caught.value.for_people()


@pytest.mark.parametrize(
    ("text", "made", "values"),
    [
        ("minor", commands.Start, {"bump": "minor"}),
        ("MINOR from main", commands.Start, {"bump": "minor", "branch": "main"}),
        ("/release minor", commands.Start, {"bump": "minor"}),
        ("release 1.2.3", commands.Start, {"bump": "1.2.3"}),
        ("rc titled The “big” one", commands.Start, {"bump": "rc", "title": "The “big” one"}),
        ("plan", commands.Preview, {"bump": ""}),
        ("plan major from dev", commands.Preview, {"bump": "major", "branch": "dev"}),
        ("status", commands.ShowStatus, {"which": ""}),
        ("status v1.2.0-rc.1", commands.ShowStatus, {"which": "1.2.0rc1"}),
        ("status 0a1b2c3d4e5f", commands.ShowStatus, {"which": "0a1b2c3d4e5f"}),
        ("list", commands.ListReleases, {}),
        ("next", commands.ShowNext, {}),
        ("who 1.2.0", commands.ShowWho, {"which": "1.2.0"}),
        ("checklist", commands.ShowChecklist, {}),
        ("checklist tick blog see “News”", commands.TickLine, {"line": "blog"}),
        ("checklist 1.2.0 tick blog x", commands.TickLine, {"which": "1.2.0", "evidence": "x"}),
        ("notes", commands.ShowNotes, {}),
        ("notes 1.2.0 edit", commands.OpenDialog, {"action": "edit_notes", "which": "1.2.0"}),
        ("approve", commands.Vote, {"answer": "approve", "which": ""}),
        ("approve 1.2.0", commands.Vote, {"answer": "approve", "which": "1.2.0"}),
        ("reject it is broken", commands.Vote, {"answer": "reject", "reason": "it is broken"}),
        ("withdraw", commands.Withdraw, {}),
        ("hold “docs are late”", commands.Hold, {"reason": "docs are late"}),
        ("hold 5 minutes", commands.Hold, {"which": "", "reason": "5 minutes"}),
        ("resume", commands.Resume, {}),
        ("cancel", commands.Cancel, {"reason": ""}),
        ("cancel 1.2.0 wrong branch", commands.Cancel, {"reason": "wrong branch"}),
        ("retry", commands.Retry, {}),
        ("skip publish-testpypi down", commands.Skip, {"stage": "publish_testpypi"}),
        ('override "checks of the commit" x y', commands.Override, {"reason": "x y"}),
        ("override checks x", commands.Override, {"gate": "checks"}),
        ("audit", commands.ShowAudit, {}),
        ("whoami", commands.WhoAmI, {}),
        ("help HOLD", commands.Help, {"verb": "hold"}),
    ],
)
def test_a_line_is_a_command(text: str, made: type[Command], values: dict[str, object]) -> None:
    """Of exactly this type, with the project of the channel and everything that was typed."""
    command = parsed(text)

    assert type(command) is made
    assert command.project == "greeter"
    assert {name: getattr(command, name) for name in values} == values


@pytest.mark.parametrize("verb", verbs.VERBS, ids=lambda verb: verb.line())
def test_every_example_is_understood(verb: Verb) -> None:
    """As what it is an example of."""
    assert type(parsed(verb.example)) is verb.makes


def test_a_project_is_named_after_the_verb() -> None:
    """In whatever case, and before everything else."""
    command = parsed("STATUS Greeter 1.2.0", UNBOUND, BOTH)

    assert (command.project, command.which) == ("greeter", "1.2.0")


def test_another_project_than_the_channels_may_be_named() -> None:
    """The roles decide, not the channel."""
    assert parsed("status other", ALICE, BOTH).project == "other"


def test_the_only_project_need_not_be_named() -> None:
    """Wherever it is asked for."""
    assert parsed("status", UNBOUND).project == "greeter"


@pytest.mark.parametrize("text", ["list", "help", "whoami"])
def test_some_verbs_need_no_project(text: str) -> None:
    """They are about all of them."""
    assert parsed(text, UNBOUND, BOTH).project == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "hold",
            (
                "hold needs a reason, which everybody will see. Nothing was done. "
                "Type hold [RELEASE] REASON, for example: hold the docs are not ready."
            ),
        ),
        ("skip smoke_test", "skip needs a reason"),
        ("checklist tick blog", "checklist needs evidence: a link, or a sentence."),
        ("checklist blog", "“blog” was not expected after checklist."),
        ("status yesterday", "“yesterday” was not expected after status."),
        ("minor from", "“from” needs the name of a branch."),
        ("minor from --upload-pack=x", "“--upload-pack=x” is not a branch name that we accept."),
        ("plan minro", "“minro” was not expected after plan."),
        ("v1.2.3", "v1.2.3 would be published as 1.2.3."),
        ("holt now", "“holt” is not a command. Nothing was done. Did you mean hold?"),
        ("xyzzy", "“xyzzy” is not a command. Nothing was done. Type help for the commands."),
    ],
)
def test_what_does_not_fit_is_refused(text: str, expected: str) -> None:
    """With what is wrong, that nothing was done, and how it is typed."""
    assert expected in refusal(text)


@pytest.mark.parametrize("text", ["status", "minor", "list"])
def test_a_terminal_names_a_project_that_there_is(text: str) -> None:
    """Else nothing would be found of it, and nobody knew why."""
    caller = LocalPeople(by_login={"al": "alice"}).caller("al", "1", "greter")
    with pytest.raises(errors.BadInput, match="There is no project greter") as caught:
        grammar.parse(text, caller, BOTH)

    assert caught.value.reason == "not_bound"


def test_a_bot_without_projects_says_so() -> None:
    """There is nothing to name."""
    assert "This bot has no project yet." in refusal("minor", UNBOUND, ())


@given(st.text())
def test_any_text_is_a_command_or_a_refusal(text: str) -> None:
    """Nothing that anybody types is a bug."""
    _any(text)


@given(
    st.lists(
        st.sampled_from([*verbs.WORDS, "from", "tick", "edit", "greeter", "1.2.0", '"', "“x y”"]),
        max_size=6,
    )
)
def test_any_order_of_our_words_is_a_command_or_a_refusal(words: list[str]) -> None:
    """Also where they nearly make sense."""
    _any(" ".join(words))


def _any(text: str) -> None:
    try:
        command = parsed(text, UNBOUND, BOTH)
    except (errors.BadInput, errors.Refused) as refused:
        told = refused.for_people()
        assert told == foreign_text.printable(told, len(told))
    else:
        assert isinstance(command, Command)
