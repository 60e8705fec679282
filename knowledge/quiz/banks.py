"""What a unit's question banks hold, and what of it reaches a person."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process
from sqlalchemy import and_, select, tuple_

from knowledge.models import Bank, Difficulty, Question, QuestionKind, QuestionState
from knowledge.problems import ImportReport, Refusal
from knowledge.quiz.marking import DIGITS
from knowledge.quiz.parsed import ParsedQuestion
from knowledge.scope import visible_to
from knowledge.vietnamese.text import fold

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.quiz.questions import ParsedQuestions

NEARLY_THE_SAME = 88
"""Similarity, of 100, from which two questions are shown side by side."""
MOST_REMARKS = 20
SEEN_BEFORE, LONGEST_SEEN = 30, 100
"""Characters before the difference of two texts, and of each in all."""
LIKE_ENOUGH = 85
"""Similarity, of 100, at which a misspelt topic is still the topic."""
MOST_TOPICS = 12
"""As many as a person reads."""


def within(person_id: int) -> ColumnElement[bool]:
    """Return the condition under which a bank reaches the person."""
    return visible_to(person_id, Bank.unit_id, Bank.reach)


def asked_within(person_id: int) -> ColumnElement[bool]:
    """Return the condition under which a question (joined with its bank) is asked of the person."""
    return and_(within(person_id), Question.state == QuestionState.ASKED)


async def fill(session: AsyncSession, parsed: ParsedQuestions, bank: Bank, *, dry_run: bool) -> ImportReport:
    """Put the questions into the unit's bank of this title, made where it is missing; dry, only tell."""
    report = ImportReport(parsed.source, problems=list(parsed.problems))
    wanted = bank.reach
    existing = await session.scalar(
        select(Bank).where(Bank.unit_id == bank.unit_id, Bank.title == bank.title)
    )
    bank = existing or bank
    if bank.reach != wanted:
        report.changes.append(f"~ {bank.title}: {bank.reach} → {wanted}")
    known = await questions_of(session, existing)
    report.remarks += await near(session, parsed.questions, bank.unit_id)
    for question in parsed.questions:
        report.read.append(asdict(question))
        note(report, question, known.get(hash_of(question.text)))
    if parsed.questions and not dry_run:
        bank.reach, bank.folded_title = wanted, fold(bank.title)
        session.add(bank)
        await session.flush()
        for question in parsed.questions:
            row = known.get(hash_of(question.text))
            if row is None:
                session.add(filled(Question(bank_id=bank.id), question))
            elif as_parsed(row) != question:
                filled(row, question).version += 1
    return report


async def near(session: AsyncSession, questions: Sequence[ParsedQuestion], unit_id: int) -> list[Refusal]:
    """Name the questions that are nearly what the unit's banks, or the same file, ask already."""
    texts = await session.scalars(
        select(Question.text).join(Bank).where(Bank.unit_id == unit_id, Question.state == QuestionState.ASKED)
    )
    asked = {fold(text): text for text in texts}
    names, remarks = list(asked), []
    for question in questions:
        folded = fold(question.text)
        if folded in asked:
            continue
        like = process.extractOne(folded, names, scorer=fuzz.ratio, score_cutoff=NEARLY_THE_SAME)
        if like and DIGITS.findall(like[0]) == DIGITS.findall(folded):
            remarks.append(
                Refusal(
                    "“{text}” is nearly the same as “{other}”; please check.",
                    **contrasted(question.text, asked[like[0]]),
                )
            )
        asked[folded] = question.text
        names.append(folded)
    return remarks[:MOST_REMARKS]


def contrasted(text: str, other: str) -> dict[str, str]:
    """Cut two texts that begin alike to where they part, so that the difference is seen."""
    parts = (n for n, (mine, theirs) in enumerate(zip(text, other, strict=False)) if mine != theirs)
    same = next(parts, min(len(text), len(other)))
    start = text.rfind(" ", 0, max(same - SEEN_BEFORE, 0)) + 1
    mark = "…" if start else ""
    return {"text": mark + text[start:][:LONGEST_SEEN], "other": mark + other[start:][:LONGEST_SEEN]}


def as_parsed(question: Question) -> ParsedQuestion:
    """Return a question as it would be read from a file."""
    return ParsedQuestion(
        question.text,
        tuple(question.options),
        tuple(question.rights),
        question.explanation,
        question.source,
        question.topic,
        QuestionKind(question.kind),
        tuple(question.prompts),
        Difficulty(question.difficulty),
        question.author,
    )


async def candidates(session: AsyncSession, person_id: int, topic: str) -> list[int]:
    """Return the ids of the questions in scope (and of the topic); raises Refusal where there are none."""
    rows = await session.execute(
        select(Bank.id, Bank.title, Bank.folded_title, Question.topic)
        .join(Question)
        .where(asked_within(person_id))
        .distinct()
        .order_by(Bank.title, Question.topic)
    )
    groups = [(row.id, row.topic, row.title, row.folded_title) for row in rows]
    if not groups:
        raise Refusal(
            "There is no question bank within your scope yet. Please ask your unit's secretary for one."
        )
    wanted = fold(topic)
    fitting = [(bank, name) for bank, name, _, title in groups if alike(wanted, title) or alike(wanted, name)]
    if not fitting:
        names = dict.fromkeys(name or title for _, name, title, _ in groups)
        raise Refusal(
            "No questions within your scope are about “{topic}”. You can practise: {topics}. Or just /luyen.",
            topic=topic[:60],
            topics="; ".join(list(names)[:MOST_TOPICS]),
        )
    ids = await session.scalars(
        select(Question.id)
        .join(Bank)
        .where(asked_within(person_id), tuple_(Question.bank_id, Question.topic).in_(fitting))
        .order_by(Question.id)
    )
    return list(ids)


def alike(wanted: str, name: str) -> bool:
    """Whether a folded topic fits a name: named nothing, in it, or a slip of the finger away."""
    folded = fold(name)
    return wanted in folded or fuzz.ratio(wanted, folded) >= LIKE_ENOUGH


async def questions_of(session: AsyncSession, bank: Bank | None) -> dict[str, Question]:
    """Return a bank's questions by the hash of their text."""
    if bank is None:
        return {}
    rows = await session.scalars(select(Question).where(Question.bank_id == bank.id))
    return {row.text_hash: row for row in rows}


def hash_of(text: str) -> str:
    """Return what makes a question the same one: its folded text, hashed."""
    return hashlib.sha256(fold(text).encode()).hexdigest()


def note(report: ImportReport, question: ParsedQuestion, row: Question | None) -> None:
    """Count a question as added, changed or the same."""
    if row is None:
        report.added += 1
        report.changes.append(f"+ {question.text}")
    elif as_parsed(row) == question:
        report.same += 1
    else:
        report.changed += 1
        report.changes.append(f"~ {question.text}")


def filled(row: Question, question: ParsedQuestion) -> Question:
    """Bring a row up to date."""
    row.text, row.text_hash, row.kind = question.text, hash_of(question.text), question.kind
    row.options, row.prompts = list(question.options), list(question.prompts)
    row.rights, row.difficulty, row.author = list(question.rights), question.difficulty, question.author
    row.explanation, row.source, row.topic = question.explanation, question.source, question.topic
    return row
