"""Replies as JSON: what comes out is what went in, whatever blocks there are."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import errors
from bot.domain.conversation import messages, reply_json
from bot.domain.conversation.messages import Reply

texts = st.text(max_size=20)
tones = st.sampled_from(("plain", "good", "busy", "waiting", "bad"))
pairs = st.lists(st.tuples(texts, texts), max_size=3).map(tuple)
blocks = st.one_of(
    st.builds(messages.Line, text=texts, tone=tones),
    st.builds(messages.Facts, rows=pairs, title=texts),
    st.builds(
        messages.Table, columns=st.tuples(texts, texts), rows=pairs, title=texts, tones=st.just(())
    ),
    st.builds(messages.Prose, markdown=texts, title=texts, folded=st.booleans()),
)
many = st.lists(blocks, max_size=4).map(tuple)
fields = st.builds(messages.Field, name=texts, label=texts, kind=st.sampled_from(("line", "text")))
dialogs = st.builds(
    messages.Dialog,
    action=st.sampled_from(("approve", "edit_notes")),
    title=texts,
    release=texts,
    fields=st.lists(fields, max_size=2).map(tuple),
    submit=texts,
    base=texts,
    blocks=many,
)
replies = st.builds(
    Reply,
    blocks=many,
    data=st.dictionaries(texts, st.none() | st.integers() | texts | st.lists(texts)),
    release=texts,
    dialog=st.none() | dialogs,
    error=st.none() | st.just(errors.Unknown("Silence.", "Wait.").to_json()),
)


@given(replies)
def test_a_reply_survives_the_way(reply: Reply) -> None:
    """No block is taken for one of another kind, and nothing is lost."""
    sent = json.loads(json.dumps(reply_json.reply_to_json(reply)))

    assert reply_json.reply_from_json(sent) == reply


@pytest.mark.parametrize(
    "error",
    [
        errors.BadVersion("Bad.", "Type another."),
        errors.Refused("No.", "Ask.", reason="frozen"),
        errors.Conflict("Taken.", "Take another."),
        errors.Unknown("Silence.", "Wait."),
    ],
)
def test_an_error_keeps_its_code_its_words_and_its_exit_code(
    error: errors.ReleasebotError,
) -> None:
    """Whatever its class was."""
    assert reply_json.error_from_json(error.to_json()).to_json() == error.to_json()
