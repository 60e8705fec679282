"""A made-up city committee to try everything on, around whatever day it is."""

from __future__ import annotations

from bot.demo.content import database, load
from bot.demo.people import PEOPLE, DemoPerson, routes

__all__ = ["PEOPLE", "DemoPerson", "database", "load", "routes"]
