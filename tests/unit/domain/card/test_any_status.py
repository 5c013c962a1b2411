"""Any status has a card, and nothing in it is alive."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import card, foreign_text
from bot.domain.conversation.messages import Block, Card, Facts, Line, Links, Log, Prose, Table
from tests.fakes import sample_status as sample

texts = st.text(max_size=40) | st.sampled_from(
    ["<!channel> @everyone <https://evil.example|PyPI>", "[PyPI](https://evil.example) fixes #1"]
)


@st.composite
def statuses(draw: st.DrawFn) -> dict[str, Any]:
    """A status in any state, with any text in it."""
    made = draw(
        st.sampled_from(
            [
                sample.unplanned,
                sample.planned,
                sample.asked,
                sample.done,
                lambda: sample.failed("run_checks", ledger=[sample.RED], red_gates=["test"]),
                lambda: sample.failed("publish_pypi"),
            ]
        )
    )()
    states = ["planned", "running", "waiting", "held", "done", "failed", "cancelled"]
    flag = {"person": draw(texts), "reason": draw(texts), "time": "2026-03-04T12:10:00.000Z"}
    changes: dict[str, Any] = {
        "state": draw(st.sampled_from(states)),
        "finished": draw(st.sampled_from([None, "2026-03-04T12:10:00.000Z"])),
        "held": draw(st.sampled_from([None, flag])),
        "cancelled": draw(st.sampled_from([None, flag])),
        "error": draw(st.sampled_from([None, sample.REFUSED | {"sentence": draw(texts)}])),
        "waits_for": draw(texts),
    }
    if made["stages"]:
        changes |= {
            "notes": draw(texts),
            "announcement": draw(texts),
            "warnings": draw(st.lists(texts, max_size=2)),
            "moved": draw(
                st.sampled_from([None, sample.MOVED, sample.MOVED | {"choice": "without"}])
            ),
            "land": draw(st.sampled_from(["pull-request", "fast-forward"])),
            "bypasses": [{"kind": "skip", "name": draw(texts), **flag}],
            "public": draw(st.sampled_from([[], sample.PUBLIC])),
            "stages": [
                stage | {"state": draw(st.sampled_from([*states, "skipped"]))}
                for stage in made["stages"]
            ],
        }
    return {**made, **changes}


@given(statuses())
def test_every_status_has_a_card_in_which_nothing_is_alive(status: dict[str, Any]) -> None:
    """Text is plain and visible; Markdown is neutralised; an ended release has no button."""
    shown = card.make_card(status)

    for text in plain_texts(shown):
        assert text == foreign_text.visible(text)
    for block in shown.blocks:
        if isinstance(block, Prose):
            assert block.markdown == foreign_text.harmless(block.markdown)
    assert not (status["finished"] and shown.buttons)


def plain_texts(shown: Card) -> list[str]:
    """Everything that a surface shows literally."""
    texts = [shown.title, shown.summary, *(task.detail for task in shown.tasks)]
    texts += [button.label for button in shown.buttons]
    for block in shown.blocks:
        texts += _texts(block)
    return texts


def _texts(block: Block) -> list[str]:
    match block:
        case Line():
            return [block.text]
        case Facts() | Table():
            return [cell for row in block.rows for cell in row]
        case Log():
            return [block.title, block.text]
        case Links():
            return [text for link in block.rows for text in (link.label, link.url)]
    return [block.title]
