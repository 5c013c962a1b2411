"""What to do when somebody types a command into a comment."""

from bot.domain.conversation.commands import Caller
from bot.domain.conversation.messages import Reply
from bot.domain.events import comment_lines, comment_replies, values
from bot.ports import Comment
from handlers.github_events import following
from handlers.github_events.desk import EventDesk, Watched

STARTED = {"bump", "adopts"}  # the answer to one of these is about a new release


async def on_comment_written(
    event: values.CommentWritten, watched: Watched, desk: EventDesk
) -> str:
    """Answer the commands of a person who is known, in one comment of the bot's own."""
    lines = comment_lines.commands(event.text)
    if event.is_bot or not event.author or not lines:
        return "it is no command"
    if not _is_as_it_was(await watched.comments.read(event.comment), event):
        return "it is gone, or was edited"
    person = desk.people.get(str(event.author), "")
    if not person:
        await watched.comments.react(event.comment, "confused")
        return "nobody knows whose account it is"
    await watched.comments.react(event.comment, "eyes")
    return await _answer(lines, event, person, watched, desk)


async def _answer(
    lines: tuple[str, ...],
    event: values.CommentWritten,
    person: str,
    watched: Watched,
    desk: EventDesk,
) -> str:
    """Say each line at the reception, and write down what it answers, once."""
    marker = comment_replies.marker(event.comment)
    if await watched.comments.find(event.issue, marker):
        return "it was answered"
    answers = []
    for number, line in enumerate(lines):
        caller = Caller(
            account=f"github:{event.author}",
            person=person,
            delivery=f"github:{event.comment}:{number}",
            project=watched.project,
        )
        answers.append((line, await desk.reception.say(line, caller)))
    await watched.comments.write(event.issue, comment_replies.text(marker, answers))
    started = [_started(reply) for _, reply in answers if _started(reply)]
    if started and len(lines) == 1:
        await _follow(started[0], event.issue, marker, watched, desk)
    return f"answered {person}"


def _started(reply: Reply) -> str:
    """The release or the rehearsal that the answer is about, if it began with it."""
    begun = reply.release if STARTED & reply.data.keys() else str(reply.data.get("rehearsal", ""))
    return "" if reply.error else begun


async def _follow(release: str, issue: int, marker: str, watched: Watched, desk: EventDesk) -> None:
    """Let the answer to whoever started a release say how it goes on."""
    written = await watched.comments.find(issue, marker)
    if written and desk.live:
        await following.follow(release, watched.project, written.id, marker, desk.live)


def _is_as_it_was(comment: Comment | None, event: values.CommentWritten) -> bool:
    """Whether the author still says what the event says that they said."""
    return comment is not None and comment.author == event.author and comment.text == event.text
