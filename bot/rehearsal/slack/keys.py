"""Where the parts of the application find each other."""

from aiohttp import web

from bot.rehearsal.slack.delivery.sockets import Sockets
from bot.rehearsal.slack.desk import Desk

DESK = web.AppKey("DESK", Desk)
SOCKETS = web.AppKey("SOCKETS", Sockets)
