"""A reception that shows one release at a chosen moment and remembers what it was asked."""

from collections.abc import Callable
from typing import Any

from bot import errors
from bot.domain.conversation.commands import Caller
from bot.domain.conversation.messages import (
    Action,
    Conversation,
    Dialog,
    Facts,
    Field,
    Line,
    Prose,
    Reply,
    Table,
)
from tests.fakes import sample_statuses

REFUSED = errors.Refused("dave has no role here.", "Ask alice, who may give one.")


class FakeReception:
    """Implements `ports.Reception`; outsiders are refused, others get a plain answer."""

    def __init__(self) -> None:
        """Start with silent channels."""
        self.shown: tuple[Conversation, ...] = ()
        self.asked: list[tuple[Any, ...]] = []  # what was asked, in the order of the arguments
        self.coming: Callable[[Caller], Reply] = lambda _: Reply()
        self.answer: Callable[[str, Caller], Reply] = _answer

    async def say(self, text: str, caller: Caller) -> Reply:
        """Answer anybody who is known."""
        self.asked.append((text, caller))
        return self.answer(text, caller) if caller.person else Reply(error=REFUSED.to_json())

    async def open_dialog(
        self, action: Action, release: str, question: str, argument: str, caller: Caller
    ) -> Reply:
        """The dialog for the notes, or one that asks for a reason."""
        self.asked.append((action, release, question, argument, caller))
        if not caller.person:
            return Reply(error=REFUSED.to_json())
        make = notes_dialog if action == "edit_notes" else reason_dialog
        return Reply(dialog=make(action, release, question, argument))

    async def press(
        self,
        action: Action,
        release: str,
        question: str,
        argument: str,
        fields: dict[str, str],
        caller: Caller,
    ) -> Reply:
        """Nothing happens but the answer."""
        self.asked.append((action, release, question, argument, fields, caller))
        return self.answer(action, caller) if caller.person else Reply(error=REFUSED.to_json())

    async def keep_draft(self, release: str, text: str, base: str, caller: Caller) -> Reply:
        """Remember it among what was asked."""
        self.asked.append(("keep_draft", release, text, base, caller))
        return Reply(release=release)

    async def drop_draft(self, release: str, caller: Caller) -> Reply:
        """The dialog as it was first."""
        self.asked.append(("drop_draft", release, caller))
        return Reply(dialog=notes_dialog("edit_notes", release, "", ""))

    async def preview_posts(self, release: str, text: str | None = None) -> Reply:
        """One post in Slack and one elsewhere, both of this text."""
        self.asked.append(("preview_posts", release, text))
        said = sample_statuses.NOTES if text is None else text
        posts = [
            {"channel": channel, "kind": "announcement", "characters": len(said),
             "budget": 10_000, "text": said}
            for channel in ("slack:C02ABCDEF", "releases")
        ]  # fmt: skip
        return Reply(data={"posts": posts}, release=release)

    async def preview_notes(self, release: str, text: str) -> Reply:
        """As much as was written."""
        self.asked.append(("preview_notes", release, text))
        return Reply(blocks=(Facts(title="Room", rows=(("GitHub release", str(len(text))),)),))

    async def upcoming(self, caller: Caller) -> Reply:
        """What the test has put there."""
        return self.coming(caller)

    async def conversations(self, project: str, limit: int) -> tuple[Conversation, ...]:
        """What the test has put there."""
        return tuple(each for each in self.shown if project in ("", each.card.project))[-limit:]


def _answer(text: str, caller: Caller) -> Reply:
    return Reply(
        blocks=(
            Line(text=f"{caller.person} said {text}."),
            Facts(rows=(("Waits for", "bob or carol"),)),
            Prose(markdown="Type `help` for **more**."),
            Table(columns=("type", "to"), rows=(("list", "see the newest releases"),) * 20),
        ),
        release=sample_statuses.RELEASE,
    )


def notes_dialog(action: Action, release: str, question: str, argument: str) -> Dialog:
    """Notes to be edited, with what each channel takes of them."""
    return Dialog(
        action=action,
        title="Edit the notes of Acme Greeter 1.2.0",
        release=release,
        question=question,
        argument=argument,
        submit="Save and prepare again",
        base="sha256:0123",
        blocks=(
            Line(text="The votes so far do not count any more when the notes change."),
            Facts(
                title="Room in each channel",
                rows=(
                    ("GitHub release", "174 of 125,000 characters"),
                    ("Slack", "402 of 12,000 characters"),
                    ("Discord", "402 of 4,000 characters"),
                ),
            ),
        ),
        fields=(
            Field(
                name="text",
                label="Notes",
                kind="text",
                value=sample_statuses.NOTES,
                hint="Markdown; ### headings and lists read well everywhere.",
                longest=100_000,
                is_kept=True,
            ),
        ),
    )


def reason_dialog(action: Action, release: str, question: str, argument: str) -> Dialog:
    """One line that everybody will see."""
    return Dialog(
        action=action,
        title=f"{action.capitalize()} Acme Greeter 1.2.0?",
        release=release,
        question=question,
        argument=argument,
        submit=action.capitalize(),
        fields=(Field(name="reason", label="Reason", hint="Everybody will see it.", longest=2000),),
    )
