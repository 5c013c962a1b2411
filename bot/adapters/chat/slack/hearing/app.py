"""The app: which listener hears what; whatever nobody else hears is acknowledged too."""

import logging
import re
from http import HTTPStatus
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from bot.adapters.chat.slack.hearing.clicks import Clicks
from bot.adapters.chat.slack.hearing.home_tabs import HomeTabs
from bot.adapters.chat.slack.hearing.room import Room
from bot.adapters.chat.slack.hearing.words import Words
from bot.adapters.chat.slack.web_api import Identity

ANY = re.compile(r".*", re.DOTALL)
CLICKS = ("block_actions", "view_submission")  # as Slack calls them

logger = logging.getLogger(__name__)
_quiet = logging.getLogger("slack_bolt.releasebot")
_quiet.setLevel(
    logging.ERROR
)  # what it warns of, such as a message that it did not expect, is said here


def make_app(room: Room, tabs: HomeTabs, identity: Identity) -> AsyncApp:
    """The app of Slack's own library, with a listener for everything that it may be sent."""

    async def authorize(**_: Any) -> AuthorizeResult:  # noqa: ANN401  # the library's own
        return AuthorizeResult(
            enterprise_id=None,
            team_id=identity.team,
            bot_user_id=identity.user,
            bot_id=identity.bot,
            bot_token=room.api.client.token,
        )

    app = AsyncApp(
        name="releasebot",
        logger=_quiet,
        client=room.api.client,
        authorize=authorize,
        request_verification_enabled=False,  # `signed_requests` does it before anything is parsed
        ssl_check_enabled=False,
        process_before_response=True,  # else it acknowledges up to 10 ms late, and never after 3 s
    )
    words, clicks = Words(room, tabs), Clicks(room)
    app.command(ANY)(words.command)
    app.action(ANY)(clicks.button)
    app.view_submission(ANY)(clicks.submission)
    app.view_closed(ANY)(clicks.closing)
    app.shortcut(ANY)(words.shortcut)
    app.event("app_mention")(words.mention)
    app.event("app_home_opened")(words.home)
    app.event(ANY)(_ignore)
    app.options(ANY)(_ignore)
    app.error(_broken)
    return app


async def _ignore(ack: AsyncAck) -> None:
    await ack()


async def _broken(error: Exception, body: dict[str, Any]) -> BoltResponse:
    """The last border: an event is not sent again, and the person who clicked sees an error."""
    logger.error("something that Slack sent could not be handled", exc_info=error)
    is_click = body.get("type") in CLICKS
    return BoltResponse(status=HTTPStatus.INTERNAL_SERVER_ERROR if is_click else HTTPStatus.OK)
