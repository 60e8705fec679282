"""HTML to paragraphs: what a reader sees, nothing that a page runs or navigates by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.documents.reading.contents import Contents
from knowledge.documents.reading.text import decoded
from knowledge.problems import Refusal

if TYPE_CHECKING:
    from lxml.html import HtmlElement

UNSEEN = frozenset(
    {
        "script",
        "style",
        "nav",
        "head",
        "header",
        "footer",
        "aside",
        "form",
        "noscript",
        "template",
        "iframe",
        "svg",
    }
)
BLOCKS = frozenset(
    {
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "table",
        "tr",
        "td",
        "th",
        "section",
        "article",
        "main",
        "body",
        "blockquote",
    }
    | {
        "pre",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "tbody",
        "thead",
        "caption",
        "figure",
        "br",
        "hr",
    }
)
DEEPEST = 200
DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)


def read_web(path: Path) -> Contents:
    """Return the text of an HTML file; nothing is fetched, no entity but HTML's own is known."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    # A page declares no entities of its own: what it declares is left out, not looked up.
    text = DOCTYPE.sub("", decoded(path))
    try:
        root = html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise Refusal("{name}: no text was found in it.", name=path.name) from error
    return Contents(list(paragraphs(root)), list(around(root)))


def around(root: HtmlElement) -> Iterator[str]:
    """Give the lines of heads and feet, as word processors and web pages have them."""
    for element in root.iter("header", "footer", "div"):
        if element.tag != "div" or element.get("title") in {"header", "footer"}:
            yield from (line for text in element.itertext() for line in text.split("\n"))


def paragraphs(root: HtmlElement) -> Iterator[str]:
    """Give each block's text, headings marked, the cells of a plain table row side by side."""
    found = [""]
    walk(root, found, 0)
    for text in found:
        line = " ".join(text.split())
        if line.strip("# "):
            yield line


def walk(element: HtmlElement, found: list[str], depth: int) -> None:
    """Add an element's text to the open paragraph; a block opens a new one."""
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag in UNSEEN or element.get("title") in {"header", "footer"} or depth > DEEPEST:
        return
    if tag == "tr" and is_plain(element):
        found.append(" | ".join(filter(None, (" ".join(c.text_content().split()) for c in element))))
        found.append("")
        return
    if tag in BLOCKS:
        found.append("# " if tag in {"h1", "h2", "h3", "h4", "h5", "h6"} else "")
    found[-1] += element.text or ""
    for child in element:
        walk(child, found, depth + 1)
        found[-1] += child.tail or ""
    if tag in BLOCKS:
        found.append("")


def is_plain(row: HtmlElement) -> bool:
    """Tell a row of a table of values from one that only lays out the page."""
    return all(len(cell.findall(".//p")) + len(cell.findall(".//br")) <= 1 for cell in row) and len(row) > 1
