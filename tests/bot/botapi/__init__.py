"""A local Bot API server that refuses what Telegram would refuse."""

from tests.bot.botapi.rules import Refused
from tests.bot.botapi.server import BOT, TOKEN, BotApi, too_many
from tests.bot.botapi.updates import hands_in, message, presses, says, shares, user

__all__ = [
    "BOT",
    "TOKEN",
    "BotApi",
    "Refused",
    "hands_in",
    "message",
    "presses",
    "says",
    "shares",
    "too_many",
    "user",
]
