"""The commands of the terminal: one for every verb of the grammar, saying the same words."""

import json
import shlex

import pytest
from typer.testing import CliRunner

from bot import cli, errors
from bot.cli.options import Asking, Options
from bot.cli.speaking import asking
from bot.domain.conversation import verbs
from bot.domain.conversation.commands import Caller
from bot.domain.conversation.grammar import parse
from bot.domain.conversation.verb import Verb

OF_THE_TERMINAL = ("Run the bot", "Try it here")
CALLER = Caller(account="local:alice", person="alice", delivery="1")


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Asking, Options]]:
    """What the terminal would say to the bot."""
    heard: list[tuple[Asking, Options]] = []

    def hear(asked: Asking, options: Options) -> int:
        heard.append((asked, options))
        return 0

    monkeypatch.setattr(asking, "run", hear)
    return heard


def typed(*words: str) -> int:
    """Type this after `releasebot`."""
    return CliRunner().invoke(cli.application(), list(words)).exit_code


def names(*panels: str) -> set[str]:
    """The commands that help shows in these panels."""
    return {verb.__name__.rstrip("_") for panel in panels for verb in cli.VERBS[panel]}


def test_every_verb_of_the_grammar_is_a_command() -> None:
    """What can be said in a chat can be typed here, and only the start has another name."""
    said_too = names(*cli.VERBS) - names(*OF_THE_TERMINAL)

    assert said_too == {*verbs.NAMES, "release"}


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("release", "minor"), "minor"),
        (
            ("release", "2.0.0", "--branch", "next", "--title", "The big one"),
            '2.0.0 from next titled "The big one"',
        ),
        (("plan",), "plan"),
        (("plan", "minor", "--branch", "next"), "plan minor from next"),
        (("rehearse", "minor"), "rehearse minor"),
        (("rehearse", "minor", "--branch", "next"), "rehearse minor from next"),
        (("next",), "next"),
        (("status",), "status"),
        (("status", "1.2.0"), "status 1.2.0"),
        (("list",), "list"),
        (("who", "1.2.0"), "who 1.2.0"),
        (("checklist",), "checklist"),
        (
            ("checklist", "tick", "blog", "https://blog.example"),
            "checklist tick blog https://blog.example",
        ),
        (("notes",), "notes"),
        (("notes", "1.2.0", "--edit"), "notes 1.2.0 edit"),
        (("approve",), "approve"),
        (("approve", "1.2.0", "--digest", "dddddddd"), "approve 1.2.0"),
        (("reject", "1.2.0", "the notes lack a line"), 'reject 1.2.0 "the notes lack a line"'),
        (("reject", "the", "notes", "lack", "a", "line"), "reject the notes lack a line"),
        (("withdraw",), "withdraw"),
        (("hold", 'he said "no"'), 'hold he said "no"'),
        (("resume", "1.2.0"), "resume 1.2.0"),
        (("replan", "1.2.0"), "replan 1.2.0"),
        (("without",), "without"),
        (("cancel",), "cancel"),
        (("retry",), "retry"),
        (("skip", "smoke_test", "it is broken"), 'skip smoke_test "it is broken"'),
        (
            ("override", "checks of the commit", "the runner broke"),
            'override "checks of the commit" "the runner broke"',
        ),
        (("audit", "1.2.0"), "audit 1.2.0"),
        (("whoami",), "whoami"),
        (("help", "hold"), "help hold"),
        (("help", "release"), "help minor"),
    ],
)
def test_a_command_says_its_line(
    said: list[tuple[Asking, Options]], words: tuple[str, ...], line: str
) -> None:
    """And the grammar understands it."""
    assert typed(*words) == 0

    [(asked, _)] = said
    assert asked.line() == line
    parse(asked.line(), CALLER, ["greeter"])


def test_a_twin_takes_the_same_options_everywhere(said: list[tuple[Asking, Options]]) -> None:
    """Also behind its words."""
    assert typed("approve", "1.2.0", "--as", "bob", "--project", "greeter", "--json") == 0

    assert said[0][1] == Options(actor="bob", project="greeter", as_json=True)


@pytest.mark.parametrize("verb", sorted(verbs.NAMES))
def test_every_command_explains_itself(verb: str) -> None:
    """With what it does and what may follow."""
    told = CliRunner().invoke(cli.application(), [verb, "--help"])

    assert told.exit_code == 0
    assert "--project" in told.output


@pytest.mark.parametrize("words", [("minro",), ("hold",), ("release",), ("approve", "--nobody")])
def test_bad_input_is_no_traceback(said: list[tuple[Asking, Options]], words: tuple[str]) -> None:
    """Exit code 2, and the bot hears nothing."""
    assert typed(*words) == 2
    assert said == []


@pytest.mark.parametrize(
    "word", ["approve", "cancel", "status", "minro", "", "minor from next", "approve greeter"]
)
def test_only_a_release_is_released(said: list[tuple[Asking, Options]], word: str) -> None:
    """Another verb behind `release` neither votes nor cancels."""
    ended = CliRunner().invoke(cli.application(), ["release", word, "--json"])

    assert isinstance(ended.exception, errors.BadInput)
    assert json.loads(ended.stdout)["error"]["code"] == "not_a_version"
    assert said == []


@pytest.mark.parametrize("verb", ["release", "approve", "retry", "hold"])
def test_what_may_make_a_release_go_on_needs_a_bot_that_works(
    said: list[tuple[Asking, Options]], verb: str
) -> None:
    """A bot of the command's own has to stay for it."""
    typed(verb, *(["minor"] if verb in ("release", "hold") else []))

    assert said[0][0].acts


@pytest.mark.parametrize(
    ("words", "follows"),
    [(("release", "minor"), True), (("retry",), True), (("approve",), False), (("cancel",), False)],
)
def test_only_release_and_retry_tell_how_it_ends(
    said: list[tuple[Asking, Options]],
    words: tuple[str, ...],
    follows: bool,  # noqa: FBT001  # what is expected
) -> None:
    """By their exit code."""
    typed(*words)

    assert said[0][0].follows is follows


@pytest.mark.parametrize("verb", ["status", "list", "who", "notes", "checklist", "whoami", "audit"])
def test_looking_starts_nothing(said: list[tuple[Asking, Options]], verb: str) -> None:
    """No release goes on because somebody looked."""
    typed(verb)

    assert not said[0][0].acts


@pytest.mark.parametrize("kind", ["minor", "rc", "1.2.0", "v1.2.0"])
def test_a_kind_of_release_is_no_command(kind: str) -> None:
    """Who knows the words of a chat is told those of a terminal."""
    with pytest.raises(errors.BadInput) as caught:
        cli.check_verb([kind])

    assert caught.value.next_step == f"Nothing was done. Type: releasebot release {kind}"


@pytest.mark.parametrize("typed_first", [[], ["--version"], ["status"], ["statsu"]])
def test_all_else_is_for_the_commands(typed_first: list[str]) -> None:
    """Also what is none of them."""
    cli.check_verb(typed_first)


@pytest.mark.parametrize("verb", verbs.VERBS, ids=Verb.line)
def test_help_shows_what_a_terminal_takes(said: list[tuple[Asking, Options]], verb: Verb) -> None:
    """Its example does there what the other one does in a chat, and its form begins like it."""
    program, *words = shlex.split(verb.terminal_words())

    assert program == "releasebot"
    assert typed(*words) == 0
    assert parse(said[0][0].line(), CALLER, ["greeter"]) == parse(verb.example, CALLER, ["greeter"])
    assert verb.terminal_line().split()[:2] == ["releasebot", words[0]]


@pytest.mark.parametrize(
    "words",
    [
        ("rehearse", "minor", "--auto"),
        ("rehearse", "here", "minor", "--branch", "next"),
        ("rehearse", "here", "minor", "again"),
    ],
)
def test_a_rehearsal_is_of_a_path_or_by_the_bot(
    said: list[tuple[Asking, Options]], words: tuple[str, ...]
) -> None:
    """What fits neither way does nothing."""
    done = CliRunner().invoke(cli.application(), list(words))

    assert isinstance(done.exception, errors.BadInput)
    assert said == []


@pytest.mark.parametrize("chat", ["--slack", "--discord"])
def test_a_demo_without_people_has_no_chat(chat: str) -> None:
    """It is refused before anything is prepared."""
    told = CliRunner().invoke(cli.application(), ["demo", "--auto", chat])

    assert isinstance(told.exception, errors.BadInput)
    assert told.exception.sentence == f"{chat} is for people, and --auto asks none."
