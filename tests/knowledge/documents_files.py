# ruff: noqa: E501  # a line of a made-up file is one line
"""Builds small files of each kind, as offices and attackers make them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

DECISION = """ỦY BAN NHÂN DÂN THÀNH PHỐ MẪU
Số: 12/QĐ-UBND
Thành phố Mẫu, ngày 05 tháng 01 năm 2026
QUYẾT ĐỊNH
Ban hành Quy chế tiếp công dân
Căn cứ Luật Tiếp công dân;
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Quy chế này quy định việc tiếp công dân tại trụ sở cơ quan.
Điều 2. Lịch tiếp công dân
1. Chủ tịch tiếp công dân vào ngày 15 hằng tháng; trùng ngày nghỉ thì chuyển sang ngày làm việc kế tiếp.
2. Văn phòng niêm yết lịch tiếp công dân tại trụ sở trước ngày 25 của tháng trước.
3. Bộ phận một cửa hướng dẫn công dân gửi đơn thư và giữ gìn trật tự nơi tiếp.
Điều 3. Hiệu lực thi hành
Quyết định này có hiệu lực kể từ ngày ký.
Nơi nhận:
- Như Điều 3;"""


def pdf(pages: Sequence[Sequence[str]], *, unicode: bool = False) -> bytes:
    """Return a PDF with one line of Helvetica a string; `unicode` writes codes with a ToUnicode map."""
    letters = sorted({c for page in pages for line in page for c in line})
    codes = {c: i + 33 for i, c in enumerate(letters)}
    entries = "\n".join(f"<{i:02x}> <{ord(c):04x}>" for c, i in codes.items())
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{len(codes)} beginbfchar\n{entries}\nendbfchar endcmap"
    )
    extra = "/ToUnicode 4 0 R" if unicode else ""
    kids = " ".join(f"{5 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        f"<</Type/Font/Subtype/Type1/BaseFont/Helvetica{extra}>>",
        stream(to_unicode),
    ]
    for i, page in enumerate(pages):
        shown = [
            "".join(f"{codes[c]:02x}" for c in line) if unicode else line.encode("latin-1").hex()
            for line in page
        ]
        text = "\n".join(f"BT /F1 11 Tf 50 {780 - 16 * n} Td <{line}> Tj ET" for n, line in enumerate(shown))
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents {6 + 2 * i} 0 R>>"
        )
        objects.append(stream(text))
    return assembled(objects)


def stream(text: str) -> str:
    return f"<</Length {len(text)}>>\nstream\n{text}\nendstream"


def assembled(objects: Sequence[str], trailer: str = "") -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for i, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{i} 0 obj\n{body}\nendobj\n".encode("latin-1"))
    start = out.tell()
    table = "".join(f"{at:010} 00000 n \n" for at in places)
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode())
    out.write(
        f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF".encode()
    )
    return out.getvalue()


def locked_pdf() -> bytes:
    """Return a PDF that asks for a password: its owner and user keys fit none."""
    key = "00" * 32
    encrypt = f"<</Filter/Standard/V 1/R 2/O<{key}>/U<{key}>/P -4>>"
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 0/Kids[]>>", encrypt]
    return assembled(objects, f"/Encrypt 3 0 R/ID[<{'11' * 16}><{'11' * 16}>]")


def word(path: Path, body: str, numbering: str = "") -> None:
    """Write a .docx whose body is this XML, from an empty one of python-docx."""
    import docx

    empty = io.BytesIO()
    document = docx.Document()
    document.save(empty)
    with zipfile.ZipFile(empty) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                head, _, tail = content.decode().partition("<w:body>")
                content = f"{head}<w:body>{body}{tail}".encode()
            elif name == "word/numbering.xml" and numbering:
                head = content.decode().partition("<w:abstractNum ")[0]
                content = f"{head}{numbering}</w:numbering>".encode()
            new.writestr(name, content)


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def listed(text: str, level: int, num: int = 7) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


Picture = tuple[int, int, bytes]
"""Width, height, and a byte for each dot, from black to white."""


def drawn(content: bytes, dots: int = 150, page: int = 0) -> Picture:
    """Return a page of a PDF as a scanner would see it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    bitmap = document[page].render(scale=dots / 72, grayscale=True)
    rows = bytes(bitmap.to_numpy().reshape(bitmap.height, bitmap.width).tobytes())
    size = (bitmap.width, bitmap.height)
    document.close()
    return (*size, rows)


def png(picture: Picture) -> bytes:
    """Return a picture as a PNG."""
    width, height, dots = picture
    rows = b"".join(b"\0" + dots[n * width : (n + 1) * width] for n in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def scanned(pictures: Sequence[Picture], overlay: str = "", place: str = "595 0 0 842 0 0") -> bytes:
    """Return a PDF whose pages are pictures; `overlay` is text that a program wrote over each."""
    kids = " ".join(f"{4 + 3 * i} 0 R" for i in range(len(pictures)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pictures)}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for i, (width, height, dots) in enumerate(pictures):
        data = zlib.compress(dots).decode("latin-1")
        resources = f"<</XObject<</I {6 + 3 * i} 0 R>>/Font<</F1 3 0 R>>>>"
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources{resources}/Contents {5 + 3 * i} 0 R>>",
            stream(f"q {place} cm /I Do Q BT /F1 6 Tf 400 20 Td ({overlay}) Tj ET"),
            f"<</Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode/Length {len(data)}>>\nstream\n{data}\nendstream",
        ]
    return assembled(objects)
