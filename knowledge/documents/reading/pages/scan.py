"""Pictures of pages to lines, by tesseract: one page at a time, so that other files need not wait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from knowledge.documents.reading.contents import Contents, RecognisedPage, ScannedPaper
from knowledge.documents.reading.pages.layout import TOP, Cell, Line, line_of, paragraphs_of
from knowledge.documents.reading.pages.repair import repaired_numbers
from knowledge.documents.reading.programs import is_installed, run
from knowledge.documents.reading.secrecy import refuse_stamp
from knowledge.problems import Refusal
from knowledge.vietnamese.syllables import likeness

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff"})
MOST_PICTURES = 100
"""Pages; at one or two seconds each, an office waits for no more."""
DOTS = 200
"""An inch, at which recognition was most reliable; more was slower and worse."""
STAMP_DOTS = (150, 300)
MOST_DOTS = 25_000_000
"""A page; a larger one is drawn smaller."""
WIDE = 2.2
"""A gap of so many heights of a word parts two columns."""
PAGE_WIDTH = 595
"""Points; places on a picture are counted as on a page."""
WHOLE_PAGE, SPARSE = "3", "11"
"""Ways of tesseract to look at a page: as text in columns, and as words anywhere."""
FEWEST_LETTERS = 20
"""A page with a picture and fewer letters is that picture."""
FEW_LETTERS = 400
"""A page that a picture covers may have so many beside it: who signed it, and when."""
MUMBLED = 0.6
"""How Vietnamese the words under a picture must look to be better than what recognition finds."""
MOST_OF = 0.5
COLUMNS = 12
"""Of tesseract's table: level, page, block, paragraph, line, word, the box, the confidence, the text."""


class Word(NamedTuple):
    """A word in a picture, in dots from its upper left corner."""

    line: tuple[str, ...]
    left: float
    right: float
    top: float
    height: float
    confidence: float
    text: str


def read_scan(path: Path, recognised: Mapping[int, RecognisedPage]) -> Contents:
    """Return the text of a picture that was recognised; ScannedPaper where it must be first."""
    if 0 not in recognised:
        raise scanned(path, (0,))
    text, around = paragraphs_of([recognised[0].lines])
    return Contents(repaired_numbers(text), around, remarks(path, recognised))


def scanned(path: Path, pages: tuple[int, ...]) -> Refusal:
    """Return the refusal of a paper of which these pages are pictures."""
    if len(pages) > MOST_PICTURES:
        return Refusal(
            "{name}: more than {limit} scanned pages. Split it.", name=path.name, limit=MOST_PICTURES
        )
    return ScannedPaper(
        "{name}: this is a scan without text. Recognise its text first, or import the Word file.",
        name=path.name,
        pages=pages,
    )


def remarks(path: Path, recognised: Mapping[int, RecognisedPage]) -> tuple[Refusal, ...]:
    """Return how surely the pages were recognised, as a sentence for who handed them in."""
    if not recognised:
        return ()
    percent = round(sum(page.confidence for page in recognised.values()) / len(recognised))
    return (
        Refusal(
            "{name}: recognised from an image, confidence {percent} %. Compare numbers and names.",
            name=path.name,
            percent=percent,
        ),
    )


def recognise(path: Path, number: int, *, first: bool) -> RecognisedPage:
    """Recognise one page; Refusal where that cannot be done here, or where a stamp says that it is secret."""
    if not is_installed("tesseract"):
        raise Refusal(
            "{name}: this is a scan, and tesseract is not installed here. Import the Word file, or ask your"
            " administrator to install tesseract-ocr and tesseract-ocr-vie.",
            name=path.name,
        )
    # Beside the file: who handed it in removes the folder, even where this process is ended.
    with TemporaryDirectory(dir=path.parent) as folder:
        picture = path if path.suffix.lower() in PICTURES else drawn(path, number, Path(folder), DOTS, 1)
        words = words_in(picture, WHOLE_PAGE, path.name)
        lines = lines_of(words)
        if first or any(is_head(line) for line in lines):
            refuse_stamp(path.name, [line.text for line in lines[:TOP]])
            refuse_stamps(path, number, Path(folder), None if picture is path else STAMP_DOTS)
    letters = sum(len(w.text) for w in words) or 1
    return RecognisedPage(lines, sum(w.confidence * len(w.text) for w in words) / letters)


def refuse_stamps(path: Path, number: int, folder: Path, dots: Sequence[int] | None) -> None:
    """Look at the upper part of a page once more, for words anywhere: a stamp is in no column of text.

    A frame around it is taken for letters at one size of the picture, and is none at another.
    """
    looks = [drawn(path, number, folder, each, 1 / 3) for each in dots] if dots else [path]
    for look in looks:
        words = words_in(look, SPARSE, path.name)
        bottom = max((w.top for w in words), default=0) / (1 if dots else 2)
        refuse_stamp(path.name, [line.text for line in lines_of(w for w in words if w.top <= bottom)])


def is_head(line: Line) -> bool:
    """Tell the first lines of a paper: several may be bound into one file."""
    return any(name in line.text.upper() for name in ("CỘNG HÒA XÃ HỘI", "CỘNG HOÀ XÃ HỘI", "ĐẢNG CỘNG SẢN"))


def drawn(path: Path, number: int, folder: Path, dots: int, part: float) -> Path:
    """Draw the upper part of a PDF's page as a picture, and return where it is."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        page = document[number]
        width, height = page.get_size()
        scale = min(dots / 72, (MOST_DOTS / max(width * height * part, 1)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True, crop=(0, height * (1 - part), 0, 0))
        target = folder / f"{dots}.pgm"
        rows = bitmap.to_numpy().reshape(bitmap.height, bitmap.width)
        target.write_bytes(b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + rows.tobytes())
        return target
    finally:
        document.close()


def refuse_stamped(path: Path) -> None:
    """Look for a stamp that was put as a picture on the first page of a PDF, where that can be done here."""
    if is_installed("tesseract"):
        with TemporaryDirectory(dir=path.parent) as folder:
            refuse_stamps(path, 0, Path(folder), STAMP_DOTS)


def has_picture_above(page: PdfPage) -> bool:
    """Tell whether a picture reaches into the upper part of a page."""
    from pypdfium2 import raw

    height = page.get_size()[1]
    images = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    return any(image.get_bounds()[3] > height * 2 / 3 for image in images)


def is_picture(page: PdfPage, text: str) -> bool:
    """Tell whether a page is a picture of text, whatever a program has written over or under it."""
    from pypdfium2 import raw

    letters = sum(c.isalpha() for c in text)
    width, height = page.get_size()
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = image.get_bounds()
        covers = (right - left) * (top - bottom) > MOST_OF * width * height
        if letters < FEWEST_LETTERS or (covers and (letters < FEW_LETTERS or likeness(text) < MUMBLED)):
            return True
    return False


def words_in(picture: Path, way: str, name: str) -> list[Word]:
    """Return the words that tesseract sees in a picture."""
    done = run(["tesseract", str(picture), "stdout", "-l", "vie", "--psm", way, "tsv"], picture.parent)
    if done.returncode and b"vie" in done.stderr:
        raise Refusal(
            "{name}: this is a scan, and tesseract knows no Vietnamese here. Import the Word file, or ask"
            " your administrator to install tesseract-ocr-vie.",
            name=name,
        )
    if done.returncode:
        raise Refusal("{name}: the file cannot be read. Open it, save it again, and retry.", name=name)
    rows = [line.split("\t") for line in done.stdout.decode("utf-8", "replace").split("\n")]
    return [word_of(row) for row in rows if len(row) == COLUMNS and row[0] == "5" and row[11].strip()]


def word_of(row: Sequence[str]) -> Word:
    """Return a word from a row of tesseract's table."""
    left, top, width, height = map(float, row[6:10])
    return Word(tuple(row[1:5]), left, left + width, top, height, max(float(row[10]), 0.0), row[11].strip())


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Return the lines that the words make, parted where a gap is too wide for a space."""
    found = list(words)
    scale = PAGE_WIDTH / max((w.right for w in found), default=PAGE_WIDTH)
    rows = [list(row) for _, row in groupby(found, key=lambda w: w.line)]
    return [line for row in rows if (line := line_of(cells_of(row, scale)))]


def cells_of(row: Sequence[Word], scale: float) -> list[Cell]:
    """Return the cells of a line."""
    height = sorted(w.height for w in row)[len(row) // 2]
    cells: list[list[Word]] = []
    for word in row:
        if cells and word.left - cells[-1][-1].right <= WIDE * height:
            cells[-1].append(word)
        else:
            cells.append([word])
    return [
        Cell(" ".join(w.text for w in cell), cell[0].left * scale, cell[-1].right * scale) for cell in cells
    ]
