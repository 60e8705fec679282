"""A local Bot API server that refuses what Telegram would refuse."""

from tests.bot.botapi.rules import Refused
from tests.bot.botapi.server import BOT, TOKEN, BotApi, too_many
from tests.bot.botapi.updates import message, presses, says, shares, user

__all__ = ["BOT", "TOKEN", "BotApi", "Refused", "message", "presses", "says", "shares", "too_many", "user"]
