"""Comment replies: Markdown in which nothing of others is alive."""

import pytest

from bot import errors
from bot.domain.conversation.messages import (
    Dialog,
    Facts,
    Line,
    Link,
    Links,
    Log,
    Prose,
    Reply,
    Table,
)
from bot.domain.events import comment_replies
from tests.fakes import sample_statuses

REFUSED = errors.Refused("dave may not do this.", "Ask alice.")


def test_an_answer_shows_every_block() -> None:
    """Below the marker by which it is known again."""
    reply = Reply(
        blocks=(
            Line(text="It is held."),
            Facts(title="State", rows=(("Held by", "alice"),)),
            Table(columns=("version", "state"), rows=(("1.2.0", "done | or so"),)),
            Prose(markdown="Type `help` for **more**."),
        )
    )
    shown = comment_replies.text(comment_replies.marker(9), [("hold", reply)])

    assert shown == (
        "<!-- releasebot:answer:9 -->\nIt is held.\n\n"
        "**State**\n\n|  |  |\n| --- | --- |\n| Held by | alice |\n\n"
        "| version | state |\n| --- | --- |\n| 1.2.0 | done \\| or so |\n\n"
        "Type `help` for **more**."
    )


def test_nothing_foreign_pings_closes_or_hides() -> None:
    """Wherever in an answer it stands, also in what was typed."""
    evil = "@acme/team fixes #1 <img src=x> [x](http://evil.example)"
    reply = Reply(
        blocks=(
            Line(text=evil),
            Facts(title=evil, rows=((evil, evil),)),
            Prose(title=evil, markdown=evil),
        )
    )
    shown = comment_replies.text("m", [(evil + "`", reply), ("who", reply)])
    lines = [line for line in shown.split("\n") if not line.startswith("`/release ")]

    assert "@acme" not in "\n".join(lines)
    assert "fixes #1" not in "\n".join(lines)
    assert "<img" not in "\n".join(lines)
    assert "](http" not in "\n".join(lines)


def test_several_lines_are_answered_under_their_own_words() -> None:
    """And a refusal is an answer, with what to do next."""
    done = Reply(blocks=(Line(text="Done."),))
    shown = comment_replies.text("m", [("hold x", done), ("", Reply(error=REFUSED.to_json()))])

    assert shown == (
        "m\n`/release hold x`\n\nDone.\n\n`/release`\n\ndave may not do this.\n\nAsk alice."
    )


def test_an_answer_fits_into_a_comment() -> None:
    """What is too long is cut with a word on where the rest is."""
    reply = Reply(blocks=(Prose(markdown="word " * 50_000),))
    shown = comment_replies.text("m", [("notes", reply)])

    assert len(shown) < 65_536
    assert shown.endswith(comment_replies.REST)


def test_links_and_logs_are_shown_as_they_are() -> None:
    """A log cannot end its own fence, and a link is told with its address."""
    reply = Reply(
        blocks=(
            Links(rows=(Link(label="PyPI", url="https://example.org/p/1.2.0"),)),
            Log(title="The end", text="a\n```\n@acme/team\n"),
        )
    )
    shown = comment_replies.text("m", [("status", reply)])

    assert "| PyPI | https://example.org/p/1.2.0 |" in shown
    assert shown.endswith("**The end**\n\n````text\na\n```\n@acme/team\n````")


def test_what_needs_a_form_is_shown_and_said_elsewhere() -> None:
    """A yes that decides is confirmed after reading, for which a comment has no button."""
    asked = Dialog(
        action="approve",
        title="Approve?",
        release="11f0d1bbe0f6",
        fields=(),
        submit="Approve and ship",
        blocks=(Line(text="Your yes ships Greeter 1.2.0."),),
    )
    reply = Reply(blocks=(Line(text="Nothing is counted yet."),), dialog=asked)
    shown = comment_replies.text("", [("approve", reply)])

    assert shown.split("\n\n") == [
        "\nNothing is counted yet.",
        "Your yes ships Greeter 1.2.0.",
        comment_replies.NO_FORM,
    ]


@pytest.mark.parametrize("moment", sample_statuses.MOMENTS)
def test_the_answer_says_for_what_a_release_waits_and_where_it_is(moment: str) -> None:
    """Whom it waits for and how to answer there; how many steps are done, no edit would keep up."""
    card = sample_statuses.conversation(moment).card
    shown = comment_replies.following("<!-- mark -->", card)

    assert "steps done" not in shown
    assert ("/release approve" in shown) is (moment in {"asked", "one vote", "moved", "held"})
    assert ("/project/greeter-acme/1.2.0/" in shown) is (moment == "publishing")
