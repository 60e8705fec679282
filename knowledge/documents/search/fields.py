"""The fields of the text index, and a passage as tantivy takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.documents.search.passages import TYPICAL_LENGTH, Entry

if TYPE_CHECKING:
    from tantivy import Document, Schema

MARK, FIRST = "mark", "first"
"""Facts of what says how far the index reaches, and of each paper's first passage."""


def schema() -> Schema:
    """Return the fields; text comes cut into terms by us, with spaces between."""
    from tantivy import SchemaBuilder

    return (
        SchemaBuilder()
        .add_integer_field("passage", fast=True)
        .add_integer_field("document", fast=True, indexed=True)
        .add_integer_field("change", fast=True, stored=True)
        .add_integer_field("first_day", fast=True)
        .add_integer_field("last_day", fast=True)
        .add_float_field("brevity", fast=True)
        .add_text_field("scope", tokenizer_name="raw", index_option="basic")
        .add_text_field("facts", tokenizer_name="raw", index_option="basic")
        .add_text_field("terms", tokenizer_name="whitespace", index_option="basic")
        .add_text_field("scoped", tokenizer_name="whitespace", index_option="basic")
        .add_bytes_field("words", stored=True)
        .build()
    )


def as_document(entry: Entry, *, is_first: bool) -> Document:
    """Return the passage as tantivy takes it; a paper's first passage bears a mark."""
    from tantivy import Document

    document = Document()
    document.add_integer("passage", entry.passage_id)
    document.add_integer("document", entry.document_id)
    document.add_integer("change", entry.change)
    document.add_integer("first_day", entry.first_day)
    document.add_integer("last_day", entry.last_day)
    document.add_float("brevity", brevity(entry.length))
    document.add_text("scope", entry.scope)
    for fact in entry.facts:
        document.add_text("facts", fact)
    if is_first:
        document.add_text("facts", FIRST)
    document.add_text("terms", " ".join(entry.terms))
    # Once more with the scope before each: so what is counted and found for a reader is that reader's own.
    scope = f"{entry.scope}:"
    document.add_text("scoped", scope + f" {scope}".join(entry.terms) if entry.terms else "")
    document.add_bytes("words", entry.words)
    return document


def mark(held: int) -> Document:
    """Return the document that says how far the index reaches: it is committed with what it speaks of."""
    from tantivy import Document

    document = Document()
    document.add_text("facts", MARK)
    document.add_integer("change", held)
    return document


def brevity(length: int) -> float:
    """Return what makes a long passage's score smaller: tantivy multiplies by log2(2 + this)."""
    return float(2 ** (1 / (0.7 + 0.3 * min(10.0, length / TYPICAL_LENGTH))) - 2)
