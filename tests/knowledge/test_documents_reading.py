# ruff: noqa: E501, FLY002  # a line of a made-up file is one line
"""Files of every kind become paragraphs, or one sentence that says why not."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from knowledge.documents.reading import SUFFIXES, read_document, split_text
from knowledge.documents.reading.lines import begins
from knowledge.documents.reading.pages.layout import Cell, Line, paragraphs_of
from knowledge.documents.reading.word.numbering import written
from knowledge.files import check
from knowledge.problems import Refusal, SecretPaper
from tests.knowledge.documents_files import DECISION, drawn, listed, locked_pdf, p, pdf, scanned, word


def read(path: Path, content: bytes | str) -> tuple[str, ...]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_document(path).paragraphs


def test_text_in_both_unicode_encodings(tmp_path: Path) -> None:
    assert read(tmp_path / "a.txt", "Một.\n\nHai.") == ("Một.", "Hai.")
    assert read(tmp_path / "b.txt", "Một.\nHai.".encode("utf-16")) == ("Một.", "Hai.")
    with pytest.raises(Refusal, match=r"c\.txt: the text is not UTF-8"):
        read(tmp_path / "c.txt", "Điều".encode("cp1258", "replace") + b"\xff")


def test_lines_broken_at_a_margin_are_joined() -> None:
    text = "Quy chế này quy định nguyên tắc và chế\nđộ làm việc.\n\n1. Khoản một dài bằng cả dòng trên đây\n2. Hai"
    assert split_text(text) == [
        "Quy chế này quy định nguyên tắc và chế độ làm việc.",
        "1. Khoản một dài bằng cả dòng trên đây",
        "2. Hai",
    ]


@pytest.mark.parametrize(
    ("line", "new"),
    [
        ("Điều 5. Họp", True),
        ("Điều 5", True),
        ("Điều 5 Quy chế này và các quy định khác", False),
        ("Chương II", True),
        ("Chương II QUY ĐỊNH CHUNG", True),
        ("Mục 1: Họp", True),
        ("Chương II Luật này", False),
        ("Phần thứ nhất", True),
        ("phần việc của mình", False),
        ("a) một", True),
        ("tiếp theo", False),
    ],
)
def test_how_a_paragraph_begins(line: str, new: bool) -> None:
    assert begins(line) is new


def test_html_shows_what_a_reader_sees(tmp_path: Path) -> None:
    found = read(
        tmp_path / "a.html",
        """<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><head><title>T</title>
        <style>p{}</style></head><body><nav>Menu</nav><script>alert(1)</script><h2>Tên &amp; mục</h2>
        <p>Dòng <b>đậm</b>&nbsp;và<!-- ẩn --> &x; thường</p>một<br>hai
        <table><tr><td>A</td><td><p>1</p></td></tr><tr><td><p>x</p><p>y</p></td><td>z</td></tr></table></body></html>""",
    )
    assert found[0] == "# Tên & mục"
    assert found[2:] == ("một", "hai", "A | 1", "x", "y", "z")
    assert found[1].startswith("Dòng đậm và")
    assert "root:" not in " ".join(found)
    with pytest.raises(Refusal, match="no text"):
        read(tmp_path / "b.htm", "   ")


def test_a_mark_in_the_head_of_a_web_page_counts(tmp_path: Path) -> None:
    for head in ("<header><b>TỐI MẬT</b></header>", '<div title="header"><p>Mật</p></div>'):
        with pytest.raises(SecretPaper):
            read(tmp_path / "a.html", f"<body>{head}<p>Báo cáo</p></body>")


def test_html_nested_without_end_is_read(tmp_path: Path) -> None:
    assert read(tmp_path / "deep.html", "<p>đầu</p>" + "<div>" * 3000 + "x") == ("đầu",)


def test_word_counts_accepts_changes_and_reads_boxes(tmp_path: Path) -> None:
    numbering = "".join(
        [
            '<w:abstractNum w:abstractNumId="3">',
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Điều %1."/></w:lvl>',
            '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl>',
            '<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="*"/></w:lvl></w:abstractNum>',
            '<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>',
        ]
    )
    changed = (
        '<w:p><w:r><w:t>Thời hạn là </w:t></w:r><w:del w:id="1"><w:r><w:delText>10</w:delText></w:r></w:del>'
        '<w:ins w:id="2"><w:r><w:t>15</w:t></w:r></w:ins><w:r><w:tab/><w:t>ngày</w:t></w:r></w:p>'
    )
    box = (
        "<w:p><w:r><w:t>Ngoài</w:t><w:pict><w:txbxContent>"
        + p("Trong hộp")
        + "</w:txbxContent></w:pict></w:r></w:p>"
    )
    body = (
        listed("Một", 0)
        + listed("a", 1)
        + listed("b", 1)
        + listed("gạch", 2)
        + listed("Hai", 0)
        + listed("lại", 1)
        + changed
        + f"<w:sdt><w:sdtContent>{p('Khung')}</w:sdtContent></w:sdt>{box}"
    )
    word(tmp_path / "a.docx", body, numbering)
    assert read_document(tmp_path / "a.docx").paragraphs == (
        *("Điều 1. Một", "a) a", "b) b", "- gạch", "Điều 2. Hai", "a) lại"),
        *("Thời hạn là 15 ngày", "Khung", "Ngoài", "Trong hộp"),
    )


def test_word_reads_each_table_and_box_once_and_hides_what_is_hidden(tmp_path: Path) -> None:
    inner = f"<w:tbl><w:tr><w:tc>{p('trong')}</w:tc></w:tr></w:tbl>"
    gone = '<w:tr><w:trPr><w:del w:id="1"/></w:trPr><w:tc>' + p("đã xóa") + "</w:tc></w:tr>"
    table = (
        f"<w:tbl><w:tr><w:tc>{p('một')}{inner}{p('hai')}</w:tc><w:tc>{p('ba')}</w:tc></w:tr>{gone}</w:tbl>"
    )
    merged = '<w:p><w:pPr><w:rPr><w:del w:id="2"/></w:rPr></w:pPr><w:r><w:t>Nửa đầu, </w:t></w:r></w:p>'
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:t>hiện</w:t></w:r></w:p>"
    word(tmp_path / "a.docx", table + merged + p("nửa sau") + hidden)
    assert read_document(tmp_path / "a.docx").paragraphs == (
        *("một", "trong", "hai", "ba"),
        *("Nửa đầu, nửa sau", "hiện"),
    )


def test_word_restarts_a_list_where_it_says_so_and_takes_levels_from_styles(tmp_path: Path) -> None:
    level = '<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:pStyle w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'
    numbering = "".join(
        [
            '<w:abstractNum w:abstractNumId="3">',
            level.format(n=0, kind="upperRoman", style="Heading1", text="Chương %1"),
            level.format(n=1, kind="decimalZero", style="Heading2", text="Điều %1-%2."),
            level.format(n=2, kind="none", style="Heading3", text=""),
            '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>',
            '<w:num w:numId="8"><w:abstractNumId w:val="3"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>',
        ]
    )
    body = (
        listed("A", 0)
        + listed("B", 0)
        + listed("b", 1)
        + listed("c", 2)
        + listed("C", 0, 8)
        + listed("D", 0, 8)
    )
    word(tmp_path / "a.docx", body, numbering)
    assert read_document(tmp_path / "a.docx").paragraphs == (
        *("Chương I A", "Chương II B", "Điều II-01. b", "c", "Chương I C", "Chương II D"),
    )


def test_word_styles_and_tables(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Kế hoạch", 1)
    document.add_paragraph("Mục đầu", style="List Number")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Hội nghị", "150.000"
    tall = document.add_table(rows=1, cols=2)
    tall.cell(0, 0).text = "TRÊN\nDƯỚI"
    tall.cell(0, 0).add_paragraph("BA")
    document.save(str(tmp_path / "a.docx"))
    found = read_document(tmp_path / "a.docx").paragraphs
    assert found == ("# Kế hoạch", "1. Mục đầu", "Hội nghị | 150.000", "TRÊN\nDƯỚI", "BA")


@pytest.mark.parametrize(
    ("number", "kind", "text"),
    [
        (28, "lowerLetter", "bb"),
        (2, "lowerLetter", "b"),
        (1990, "upperRoman", "MCMXC"),
        (3, "upperLetter", "C"),
        (14, "upperRoman", "XIV"),
        (4, "lowerRoman", "iv"),
    ],
)
def test_numbers_as_word_writes_them(number: int, kind: str, text: str) -> None:
    assert written(number, kind) == text


def test_pdf_loses_running_heads_and_page_numbers(tmp_path: Path) -> None:
    pages = [
        [
            "Working rules",
            f"Page {n} speaks of the meeting of the office that is",
            f"held on day {n}.",
            f"- {n} -",
        ]
        for n in range(1, 5)
    ]
    assert read(tmp_path / "a.pdf", pdf(pages)) == tuple(
        f"Page {n} speaks of the meeting of the office that is held on day {n}." for n in range(1, 5)
    )


def test_pdf_in_vietnamese(tmp_path: Path) -> None:
    lines = ["Điều 1. Chế độ họp", "Ủy ban họp thường kỳ mỗi tháng một lần."]
    assert read(tmp_path / "a.pdf", pdf([lines], unicode=True)) == tuple(lines)


def at(left: float, right: float, text: str) -> Line:
    return Line((Cell(text, left, right),))


def test_columns_of_a_head_and_of_an_end_come_one_after_the_other() -> None:
    def two(left: str, right: str) -> Line:
        return Line((Cell(left, 80, 240), Cell(right, 280, 520)))

    page = [
        two("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        two("TỈNH MẪU", "Độc lập - Tự do - Hạnh phúc"),
        two("Số: 1/QĐ-UBND", "Mẫu, ngày 1 tháng 1 năm 2026"),
        at(220, 380, "QUYẾT ĐỊNH"),
        Line((Cell("STT", 80, 100), Cell("Nội dung", 150, 250), Cell("Mức chi", 400, 500))),
        at(100, 520, "1. Câu kết thúc đúng ở mép phải của trang giấy này."),
        at(80, 300, "Câu sau đi tiếp trong cùng một đoạn."),
        at(100, 520, "2. Đoạn mới dài đến tận mép phải của trang giấy, tại"),
        at(80, 300, "Điều 5 Quy chế này."),
        two("Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"),
        at(80, 200, "- Như Điều 3;"),
        at(350, 450, "CHỦ TỊCH"),
    ]
    text, _ = paragraphs_of([page])
    assert text == [
        *("ỦY BAN NHÂN DÂN", "TỈNH MẪU", "Số: 1/QĐ-UBND"),
        *(
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Mẫu, ngày 1 tháng 1 năm 2026",
        ),
        *("QUYẾT ĐỊNH", "STT | Nội dung | Mức chi"),
        "1. Câu kết thúc đúng ở mép phải của trang giấy này. Câu sau đi tiếp trong cùng một đoạn.",
        "2. Đoạn mới dài đến tận mép phải của trang giấy, tại Điều 5 Quy chế này.",
        *("Nơi nhận:", "- Như Điều 3;", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    ]


def test_a_year_belongs_to_its_day_and_a_paper_has_its_end() -> None:
    lines = [
        at(300, 520, "Mẫu, ngày 1 tháng 1 năm"),
        at(400, 430, "2026"),
        at(100, 520, "x" * 60 + "./."),
        at(80, 200, "Bảng"),
    ]
    text, _ = paragraphs_of([lines])
    assert text == ["Mẫu, ngày 1 tháng 1 năm 2026", "x" * 60 + "./.", "Bảng"]


def test_running_heads_of_two_pages_and_page_numbers_go() -> None:
    def page(n: int) -> list[Line]:
        return [at(80, 200, "QUY CHẾ MẪU"), at(80, 300, f"Nội dung thứ {n}."), at(80, 90, f"Trang {n}/2")]

    text, around = paragraphs_of([page(1), page(2)])
    assert text == ["Nội dung thứ 1.", "Nội dung thứ 2."]
    assert "QUY CHẾ MẪU" in around


def test_pdf_whose_letters_were_drawn_apart_is_put_together(tmp_path: Path) -> None:
    import pypdfium2

    from knowledge.documents.reading.pages.pdf import broken, by_place, letters_of, lines_of

    lines = ["Rules of work", "The office meets on Mondays."]
    (tmp_path / "a.pdf").write_bytes(pdf([lines]))
    document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    letters = list(letters_of(document[0].get_textpage()))
    apart = [*(c for c in letters if c.sign in "ue"), *(c for c in letters if c.sign not in "ue")]
    assert [line.text for line in lines_of(by_place(apart))] == lines
    document.close()
    assert broken("quy ch làm vi c t nh") > 0.12 > broken("quy chế làm việc")
    assert broken("123") == 0


def test_pdf_of_words_that_no_language_writes_is_left_as_it_is(tmp_path: Path) -> None:
    line = "bcd fgh klm npq rst vwx zzz"
    assert read(tmp_path / "a.pdf", pdf([[line]])) == (line,)


def test_a_scan_a_locked_and_a_damaged_pdf_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"a\.pdf: this is a scan without text"):
        read(tmp_path / "a.pdf", scanned([drawn(pdf([["words"]]), 20)]))
    with pytest.raises(Refusal, match=r"e\.pdf: no text was found"):
        read(tmp_path / "e.pdf", pdf([[], []]))
    with pytest.raises(Refusal, match=r"b\.pdf: the file is locked with a password"):
        read(tmp_path / "b.pdf", locked_pdf())
    with pytest.raises(Refusal, match=r"c\.pdf: the file cannot be read"):
        read(tmp_path / "c.pdf", b"%PDF-1.4 nothing")


def test_a_damaged_word_file_and_harmful_ones(tmp_path: Path) -> None:
    word(tmp_path / "dtd.docx", p("x"))
    content = (tmp_path / "dtd.docx").read_bytes()
    with pytest.raises(Refusal, match=r"cut\.docx: the file cannot be read"):
        read(tmp_path / "cut.docx", content[:200])
    (tmp_path / "cut.docx").write_bytes(content[:2000])
    with pytest.raises(Refusal, match="harmful or damaged"):
        check(tmp_path / "cut.docx", SUFFIXES)
    import zipfile

    with zipfile.ZipFile(tmp_path / "dtd.docx", "a") as archive:
        archive.writestr("word/x.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>")
    with pytest.raises(Refusal, match="harmful or damaged"):
        check(tmp_path / "dtd.docx", SUFFIXES)
    with zipfile.ZipFile(tmp_path / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (101 * 2**20))
    with pytest.raises(Refusal, match="harmful or damaged"):
        check(tmp_path / "bomb.docx", SUFFIXES)


def test_nothing_to_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    with pytest.raises(Refusal, match="is empty"):
        check(tmp_path / "a.txt", SUFFIXES)
    with pytest.raises(Refusal, match="no text was found"):
        read(tmp_path / "b.txt", " \n--- \u200b")


def test_text_of_old_fonts_becomes_unicode(tmp_path: Path) -> None:
    tcvn3 = "§iÒu 1. Ph¹m vi ®iÒu chØnh vµ ®èi t\u00adîng ¸p dông"
    vni = "Ñieàu 1. Phaïm vi ñieàu chænh vaø ñoái töôïng aùp duïng"
    right = ("Điều 1. Phạm vi điều chỉnh và đối tượng áp dụng",)
    assert read(tmp_path / "a.txt", tcvn3) == right
    assert read(tmp_path / "b.txt", vni) == right
    assert read(tmp_path / "c.txt", tcvn3.encode("latin-1")) == right
    assert read(tmp_path / "d.html", f"<p>{tcvn3}</p>") == right
    foreign = "Señor, el niño comió piñas y el pingüino"
    assert read(tmp_path / "e.txt", foreign) == (foreign,)


def test_what_looks_like_an_old_font_and_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="old font"):
        read(tmp_path / "a.txt", "a® b® xyz¸ q® wq® kk® zz®")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "ỦY BAN\nMẬT\nSố: 1/BC-UBND"),
        ("a.txt", "[TỐI MẬT]\nBáo cáo"),
        ("a.txt", "Độ mật: Tuyệt mật\nBáo cáo"),
        ("a.txt", "TOI MAT\nBao cao"),
        ("a.txt", "Mật\nBáo cáo"),
        ("a.txt", "M Ậ T\nBáo cáo"),
        ("a.txt", "ỦY BAN\nTỐI MẬT CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("a.txt", "Dấu chỉ độ mật: Tối mật\nBáo cáo"),
        ("bao-cao_MAT.txt", "Báo cáo"),
        ("TỐI MẬT báo cáo.txt", "Báo cáo"),
        ("tuyetmat-01.txt", "Báo cáo"),
        ("[mat] bao cao.txt", "Báo cáo"),
    ],
)
def test_secret_papers_stay_out(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(Refusal, match="state secrecy"):
        read(tmp_path / name, text)


@pytest.mark.parametrize("where", ["header", "footer", "box", "cell", "watermark"])
def test_a_mark_around_the_text_of_a_word_file_counts(tmp_path: Path, where: str) -> None:
    document = docx.Document()
    document.add_paragraph("Báo cáo")
    for n in range(20):
        document.add_paragraph(f"Đoạn {n}")
    if where == "header":
        document.sections[0].header.paragraphs[0].text = "TỐI MẬT"
    elif where == "footer":
        document.sections[0].footer.paragraphs[0].text = "Độ mật: Mật"
    elif where == "watermark":
        mark = '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="MẬT"/></v:shape></w:pict></w:r></w:p>'
        document.sections[0].header._element.insert(0, parse_xml(mark))
    elif where == "box":
        mark = '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>TUYỆT MẬT</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>'
        document.element.body.insert(20, parse_xml(mark))
    else:
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 1).text = "Mật"
        document.element.body.insert(0, table._tbl)
    document.save(str(tmp_path / "a.docx"))
    with pytest.raises(SecretPaper):
        read_document(tmp_path / "a.docx")


def test_a_mark_at_the_head_of_any_page_of_a_pdf_counts(tmp_path: Path) -> None:
    plain = [f"Page of the rules of the office, line {n}" for n in range(30)]
    with pytest.raises(SecretPaper):
        read(tmp_path / "a.pdf", pdf([plain, ["MAT", *plain]]))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Luật BẢO VỆ BÍ MẬT nhà nước.txt", "LUẬT\nBảo vệ bí mật nhà nước"),
        ("mat-bang.txt", "Mặt bằng\nMất điện"),
        ("thuc don.txt", "THỰC ĐƠN\ncà phê sữa mật ong\nbảo mật\nmật"),
        ("a.txt", "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM\nQUY CHẾ BẢO MẬT\nBÍ MẬT CỘNG HÒA"),
        ("a.txt", "Độ mật: Không\nBáo cáo"),
        ("co mat.txt", "Danh sách có mặt"),
        ("a.txt", DECISION + "\n\n" * 20 + "MẬT"),
    ],
)
def test_papers_about_secrets_are_papers(tmp_path: Path, name: str, text: str) -> None:
    assert read(tmp_path / name, text)
