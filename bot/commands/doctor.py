"""canbo doctor: what is configured, what can be reached, and what is missing, in sentences."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum

import click

from bot.commands import FAILED, configure, excuse, run, say
from bot.settings import Settings
from knowledge import Knowledge, Refusal
from knowledge.agenda.exports.lettering import joins_letters
from knowledge.census import count, measured
from knowledge.documents.reading import can_read_old_word, can_read_scans
from knowledge.documents.search.following import IndexState
from knowledge.model import missing_models, use_of


class Mark(StrEnum):
    """How a finding is to be taken."""

    GOOD = "✓"
    OFF = "–"
    BAD = "✗"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one part."""

    mark: Mark
    sentence: str


@click.command("doctor", help=say("Say what is configured, what can be reached, and what is missing."))
def command() -> None:
    """Examine."""
    findings = run(examine(configure()))
    for finding in findings:
        click.echo(f"{finding.mark} {finding.sentence}")
    sys.exit(FAILED if any(finding.mark is Mark.BAD for finding in findings) else 0)


async def examine(settings: Settings) -> list[Finding]:
    """Look at every part; one that fails does not hide the others."""
    findings = [data_folder(settings), speech(settings), *readers(), *letters()]
    for look in (database, telegram, webhook, model):
        try:
            findings += [finding async for finding in look(settings)]
        except Refusal as refusal:
            findings.append(Finding(Mark.BAD, excuse(refusal)))
    return findings


def data_folder(settings: Settings) -> Finding:
    """See whether the data folder can be written."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    if os.access(settings.data_dir, os.W_OK):
        return Finding(Mark.GOOD, say("The data folder is {path}.", path=settings.data_dir.resolve()))
    return Finding(
        Mark.BAD,
        say(
            "The data folder {path} cannot be written. Change its owner or CANBO_DATA_DIR.",
            path=settings.data_dir,
        ),
    )


def speech(settings: Settings) -> Finding:
    """Say the language and time zone that people get."""
    return Finding(
        Mark.GOOD,
        say(
            "People are answered in the language {language} and the time zone {timezone}, "
            "unless they choose others.",
            language=settings.language,
            timezone=settings.timezone,
        ),
    )


def readers() -> list[Finding]:
    """Say which papers need a program that is not there."""
    findings = []
    if not can_read_scans():
        lacking = say("Scans are not read: install tesseract with Vietnamese (tesseract-ocr-vie).")
        findings.append(Finding(Mark.OFF, lacking))
    if not can_read_old_word():
        lacking = say("Old Word files (.doc) are not read: install LibreOffice (libreoffice-writer-nogui).")
        findings.append(Finding(Mark.OFF, lacking))
    return findings or [Finding(Mark.GOOD, say("Scans and old Word files can be read."))]


def letters() -> list[Finding]:
    """Say whether pictures lack a program; Vietnamese and English need none."""
    if joins_letters():
        return []
    return [
        Finding(Mark.OFF, say("Bengali letters in pictures are not joined: install FriBiDi (libfribidi0)."))
    ]


async def database(settings: Settings) -> AsyncIterator[Finding]:
    """Open the database and count what is in it."""
    async with Knowledge.open(settings.database, folder=settings.data_dir) as knowledge:
        counts = await count(knowledge.database)
        index = await knowledge.documents.index.state()
        is_sqlite, place = knowledge.database.is_sqlite, knowledge.database.place
    yield Finding(Mark.GOOD, say("The database {place} is open and up to date.", place=place))
    if not counts["people"]:
        yield Finding(Mark.BAD, say("Nobody is in the roster yet. Start with: canbo import roster FILE"))
    else:
        yield Finding(
            Mark.GOOD,
            say(
                "It holds {people} people ({accounts} accounts joined), {meetings} meetings, "
                "{documents} documents, "
                "{questions} questions.",
                **counts,
            ),
        )
    yield text_index(index)
    if counts["failed"]:
        yield Finding(Mark.BAD, say("{count} notices could not be delivered.", count=counts["failed"]))
    if not is_sqlite and not shutil.which("pg_dump"):
        yield Finding(Mark.BAD, say("pg_dump is missing: canbo backup needs PostgreSQL's client."))


def text_index(state: IndexState) -> Finding:
    """Say whether everything can be found."""
    if state.is_damaged:
        return Finding(Mark.BAD, say("The text index cannot be read. To write it anew: canbo reindex"))
    if not state.is_current:
        return Finding(Mark.OFF, say("The text index is behind; the next question brings it up to date."))
    return Finding(
        Mark.GOOD, say("The text index is up to date; it holds {count} passages.", count=state.passages)
    )


async def telegram(settings: Settings) -> AsyncIterator[Finding]:
    """Ask Telegram who the bot is."""
    from bot.app import connect
    from bot.channels import Undeliverable

    channel = connect(settings)
    if channel is None:
        yield Finding(Mark.OFF, say("Telegram is off. To turn it on, set CANBO_TELEGRAM_TOKEN."))
        return
    await channel.start()
    try:
        name = await channel.introduce()
    except Undeliverable as trouble:
        raise Refusal(
            "Telegram does not answer ({reason}). Check CANBO_TELEGRAM_TOKEN, CANBO_TELEGRAM_API_URL "
            "and CANBO_PROXY_URL.",
            reason=trouble,
        ) from trouble
    finally:
        await channel.stop()
    yield Finding(Mark.GOOD, say("Telegram answers; the bot is @{name}.", name=name))


async def webhook(settings: Settings) -> AsyncIterator[Finding]:
    """Say how people and Telegram reach the web server."""
    if settings.public_url is None:
        yield Finding(
            Mark.OFF,
            say(
                "The web chat is at http://{host}:{port} only. For phones outside, set CANBO_PUBLIC_URL.",
                host=settings.host,
                port=settings.port,
            ),
        )
    elif settings.public_url.startswith("https://"):
        yield Finding(Mark.GOOD, say("People reach the web chat at {url}.", url=settings.public_url))
    else:
        yield Finding(Mark.BAD, say("CANBO_PUBLIC_URL is not https: Telegram and phones will refuse it."))


async def model(settings: Settings) -> AsyncIterator[Finding]:
    """Ask the endpoint for its models."""
    if settings.openai_base_url is None:
        yield Finding(
            Mark.OFF, say("No language model is set; answers are quoted from the documents without one.")
        )
        return
    wanted = [name for name in (settings.chat_model, settings.embedding_model) if name]
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else None
    missing = await missing_models(settings.openai_base_url, key, wanted)
    if missing:
        yield Finding(Mark.BAD, say("The model endpoint does not list {names}.", names=", ".join(missing)))
    else:
        yield Finding(Mark.GOOD, say("The model endpoint answers."))
    if settings.chat_model:
        yield await used_today(settings)
    if settings.embedding_model:
        async with Knowledge.open(settings.database) as knowledge:
            done, passages = await measured(knowledge.database, settings.embedding_model)
        yield Finding(
            Mark.GOOD,
            say("{done} of {passages} passages are found by meaning, too.", done=done, passages=passages),
        )


async def used_today(settings: Settings) -> Finding:
    """Count what people had written by the model today."""
    from bot.app import now

    async with Knowledge.open(settings.database) as knowledge:
        use = await use_of(knowledge.database, now().astimezone(settings.timezone).date())
    return Finding(
        Mark.GOOD,
        say(
            "Today it wrote {answers} answers for {people} people ({tokens} tokens); "
            "each may have {limit} a day.",
            answers=use.answers,
            people=use.people,
            tokens=use.tokens,
            limit=settings.model_daily_limit,
        ),
    )
