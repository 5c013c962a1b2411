"""What people read of what was published or tagged by hand: never that the bot made it."""

from typing import Any

import pytest

from bot.domain import card
from bot.domain.answers import standings
from bot.domain.conversation import dialogs, thread
from bot.domain.conversation.messages import Line
from bot.domain.plans import shipping
from bot.domain.records import checklist
from tests.fakes import sample_status as sample
from tests.fakes import shown_card

Json = dict[str, Any]

ADOPTED = {"number": 7, "url": "https://github.com/acme/greeter/releases/7", "by": "carol"}
COMMIT = "1" * 40
CHECKED = [
    {
        "stage": "check_published",
        "target": "ready",
        "key": "tag v1.2.0",
        "state": "done",
        "evidence": {"commit": COMMIT},
    },
    {
        "stage": "check_published",
        "target": "ready",
        "key": "version in pyproject.toml",
        "state": "done",
        "evidence": {"version": "1.2.0"},
    },
]
NAMES = {
    "check_published": "done",
    "build_packages": "done",
    "publish_testpypi": "planned",
    "publish_pypi": "planned",
    "attach_files": "planned",
    "announce": "planned",
}


def adopted(*, is_taken: bool = False, **changes: Any) -> Json:  # noqa: ANN401  # any part of a status
    """Everything is checked and built, or taken, and people are asked."""
    built = [sample.built(name, 1, "a") for name in (sample.SDIST, sample.WHEEL)]
    beside = [sample.built("SHA256SUMS", 1, "d")]
    for row in (*built, *beside):
        row["evidence"] |= {"taken_from": "pypi"} if is_taken else {}
    stages = [
        {"name": name, "describes": name, "state": state, "started": None, "seconds": 0.0}
        for name, state in NAMES.items()
    ]
    parts = {"adopted": ADOPTED, "stages": stages, "ledger": [*CHECKED, *built, *beside]}
    return sample.asked(**(parts | changes))


def test_the_card_says_by_whom_and_where_the_rest_goes() -> None:
    """On the commit that is tagged, which stands on top of nothing."""
    facts = {row[0]: row[1] for row in shown_card.table(card.make_card(adopted()), "What this is")}

    assert facts["Published by hand by"] == "carol"
    assert facts["Asked for by"] == "alice"
    assert facts["Commit"] == "111111111111 on main"
    assert facts["Goes to"] == "TestPyPI, PyPI, GitHub and releases"


def test_what_is_taken_from_the_index_is_not_sent_there() -> None:
    """And so there is nothing that PyPI would have to take back."""
    taken = adopted(is_taken=True)

    assert shipping.sentences(taken) == (
        f"{sample.SDIST} and {sample.WHEEL}, taken from PyPI as they are, go together with "
        "SHA256SUMS to the GitHub release. It is announced in releases."
    )
    facts = {row[0]: row[1] for row in shown_card.table(card.make_card(taken), "What this is")}
    assert facts["Goes to"] == "GitHub and releases"
    assert "PyPI never takes it back." in shipping.sentences(adopted())


def test_a_red_gate_offers_no_new_plan() -> None:
    """What is tagged has its commit for ever."""
    wrong = CHECKED[1] | {"state": "differs", "evidence": {"why": "it states 1.1.0"}}
    shown = card.make_card(
        adopted(
            state="failed",
            questions=[],
            ledger=[CHECKED[0], wrong],
            red_gates=["version in pyproject.toml"],
            error={"code": "gate_red", "sentence": "It is red.", "next": "Mend it."},
        )
    )

    actions = [button.action for button in shown.buttons]
    assert "override" in actions
    assert "replan_with" not in actions
    assert "Nothing was added to what was published by hand." in shown_card.lines(shown)


@pytest.mark.parametrize("action", ["reject", "cancel"])
def test_giving_it_up_promises_nothing_that_is_not_so(action: Any) -> None:  # noqa: ANN401  # an action
    """No version is free again, and something is published."""
    dialog = dialogs.make_dialog(action, adopted())

    assert "What was published by hand stays as it is" in str(dialog.blocks)
    assert "free again" not in str(dialog.blocks)


def test_the_end_is_told_as_it_was() -> None:
    """On the card, in the thread and in an answer."""
    done = adopted(state="done", finished="2026-03-04T12:30:00.000Z", questions=[])
    rows = [
        {"number": 1, "time": "2026-03-04T12:00:00.000Z", "actor": "alice", "action": action}
        | {"data": data}
        for action, data in (
            ("requested", {"adopts": "v1.2.0", "bump": "1.2.0"}),
            ("ended", {"how": "removed", "version": "1.2.0"}),
            ("done", {}),
        )
    ]
    texts = [event.text for event in thread.make_thread(rows, done)]
    given_up = adopted(state="cancelled", finished="2026-03-04T12:30:00.000Z", ledger=[])

    assert card.make_card(done).summary.startswith("Completed after")
    assert texts == [
        "alice asked to complete v1.2.0 of greeter, made by hand.",
        "Ended. Nothing was added to it; what was published by hand stays as it is.",
        "Greeter 1.2.0, published by hand, is complete.",
    ]
    assert standings.destination_blocks(given_up) == (Line(text="Nothing was added to it."),)


def test_the_checklist_has_the_lines_that_it_answers() -> None:
    """The version and the files at the release, by the stages that look at them here."""
    lines = {line.id: line for line in checklist.make_checklist(adopted())}

    assert (lines["version"].state, lines["github"].state) == ("done", "missing")


def test_a_tag_alone_is_called_a_tag() -> None:
    """Nobody has published anything, so the bot does, and says so."""
    alone = {"number": 0, "url": "", "by": ""}
    asked = adopted(adopted=alone)
    facts = {row[0]: row[1] for row in shown_card.table(card.make_card(asked), "What this is")}
    done = adopted(adopted=alone, state="done", finished="2026-03-04T12:30:00.000Z", questions=[])
    row = {"number": 1, "time": "2026-03-04T12:00:00.000Z", "actor": "bot", "action": "done"}

    assert facts["Tagged by hand"] == "v1.2.0"
    assert facts["Commit"] == "111111111111 on main"
    assert card.make_card(done).summary.startswith("Released after")
    assert [event.text for event in thread.make_thread([row | {"data": {}}], done)] == [
        "Greeter 1.2.0 is released."
    ]
    for action in ("reject", "cancel"):
        dialog = dialogs.make_dialog(action, asked)
        assert "What was tagged by hand stays as it is" in str(dialog.blocks)
