"""The week as a table and as pictures: what stands where, and that nothing in it is carried out."""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from python_calamine import CalamineWorkbook

from knowledge import Knowledge
from knowledge.agenda.exports import picture, sheet, word
from knowledge.agenda.exports.lettering import Lettering, font
from knowledge.agenda.exports.programme import Days, Programme, TableWords, arranged, is_of_party
from knowledge.agenda.exports.rows import Body, Exported
from tests.conftest import COMMITTEE, HANOI, NOON, OFFICE, WARD_B
from tests.knowledge.agenda.test_feeds import ADA, EVE, GRACE, LEA, LINE, call_off, put

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WORDS = TableWords(
    title="Lịch công tác tuần 10",
    span="(từ ngày 02/03/2026 đến ngày 08/03/2026)",
    weekdays=("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"),
    parts=("Sáng", "Chiều", "Tối"),
    day="Thứ",
    date="Ngày",
    part="Buổi",
    time="Giờ",
    until="Đến",
    content="Nội dung",
    chair="Chủ trì",
    attendance="Thành phần",
    place="Địa điểm",
    prepared_by="Chuẩn bị",
    note="Ghi chú",
    continued="(tiếp)",
)
WEEK = Days(date(2026, 3, 2), date(2026, 3, 8), HANOI)
AT_EIGHT = datetime(2026, 3, 2, 8, tzinfo=HANOI)
MEETING = Exported(
    id=1,
    unit_id=OFFICE,
    unit="Văn phòng",
    is_cancelled=False,
    sequence=0,
    changed_at=NOON,
    starts_at=AT_EIGHT,
    ends_at=AT_EIGHT + 2 * HOUR,
    title="Họp giao ban",
    place="Phòng 2",
)
BODY = Body(OFFICE, "Văn phòng Thành ủy", ("Thành ủy Bình Giang",))


def programme(*meetings: Exported, body: Body | None = BODY) -> Programme:
    return arranged(meetings, WEEK, body, WORDS)


def table_of(made: bytes) -> Any:  # noqa: ANN401  # the library's
    return Document(io.BytesIO(made)).tables[-1]


def test_working_days_stand_in_the_table_even_without_meetings() -> None:
    shown = programme(MEETING, replace(MEETING, id=2, starts_at=AT_EIGHT + 6 * DAY, ends_at=None))
    assert [day.day.day for day in shown.days] == [2, 3, 4, 5, 6, 8]
    rows = [[cell.text for cell in row.cells] for row in table_of(word.written(shown)).rows]
    assert rows[0][:4] == ["Thứ,\nNgày", "Buổi", "Giờ", "Nội dung"]
    assert rows[1] == [
        *("Thứ Hai\n02/03/2026", "Sáng", "08:00 – 10:00", "Họp giao ban", "", "", "Phòng 2", "", ""),
    ]
    assert rows[2] == ["Thứ Ba\n03/03/2026", *[""] * 8]
    assert rows[6][:3] == ["Chủ Nhật\n08/03/2026", "Sáng", "08:00"]


def test_a_days_cells_are_merged_and_the_head_is_on_every_page() -> None:
    later = [replace(MEETING, id=n, starts_at=AT_EIGHT + n * HOUR, ends_at=None) for n in (1, 6, 11)]
    table = table_of(word.written(programme(MEETING, *later)))
    days = [row.cells[0]._tc for row in table.rows[1:5]]
    assert len(set(days)) == 1
    assert [row.cells[1].text for row in table.rows[1:5]] == ["Sáng", "Sáng", "Chiều", "Tối"]
    assert [row.cells[2].text for row in table.rows[1:5]] == ["08:00 – 10:00", "09:00", "14:00", "19:00"]
    properties = [row._tr.trPr for row in table.rows]
    assert properties[0].find(qn("w:tblHeader")) is not None
    assert all(p.find(qn("w:cantSplit")) is not None for p in properties[1:])


def test_properties_stand_in_the_order_that_word_takes() -> None:
    made = Document(io.BytesIO(word.written(programme(MEETING, replace(MEETING, id=2)))))
    table, order = made.tables[-1], [qn(f"w:{name}") for name in ("tcW", "vMerge", "shd", "vAlign")]
    for properties in table._tbl.iter(qn("w:tcPr")):
        there = [order.index(str(child.tag)) for child in properties]
        assert there == sorted(there)
    names = [child.tag for child in table._tbl.tblPr]
    assert names.index(qn("w:tblCellMar")) < names.index(qn("w:tblLook")) == len(names) - 1


def test_the_page_is_a4_landscape_in_times_new_roman() -> None:
    document = Document(io.BytesIO(word.written(programme(MEETING))))
    page = document.sections[0]
    assert page.page_width is not None
    assert page.page_height is not None
    assert (round(page.page_width.cm, 1), round(page.page_height.cm, 1)) == (29.7, 21.0)
    assert document.styles["Normal"].font.name == "Times New Roman"


@pytest.mark.parametrize(
    ("name", "above", "party"),
    [
        ("Văn phòng Thành ủy", ("Thành ủy Bình Giang",), True),
        ("Đảng ủy phường Tân Lập", ("Thành ủy Bình Giang",), True),
        ("Chi bộ 3", (), True),
        ("UBND phường Tân Lập", ("Thành ủy Bình Giang",), False),
        ("UBND xã Uy Nỗ", ("Thành ủy",), False),
        ("Phòng Văn hóa", ("Ủy ban nhân dân phường", "Thành ủy"), False),
        ("Văn phòng", ("Thành ủy Bình Giang",), True),
        ("Văn phòng", (), False),
    ],
)
def test_the_head_is_the_partys_or_the_states(name: str, above: tuple[str, ...], party: bool) -> None:
    body = Body(1, name, above)
    assert is_of_party(body) is party
    head = Document(io.BytesIO(word.written(programme(MEETING, body=body)))).tables[0]
    left, right = (cell.text for cell in head.rows[0].cells)
    assert name.upper() in left
    assert ("ĐẢNG CỘNG SẢN VIỆT NAM" in right) is party
    assert ("Độc lập - Tự do - Hạnh phúc" in right) is not party


def test_dates_in_a_workbook_are_dates_and_texts_are_texts() -> None:
    hostile = replace(
        MEETING,
        id=2,
        title="=cmd|' /C calc'!A0",
        place="+1",
        chair="-2",
        attendance="@x",
        note="https://a.vn",
    )
    made = sheet.written(programme(MEETING, hostile))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "VĂN PHÒNG THÀNH ỦY – LỊCH CÔNG TÁC TUẦN 10"
    assert rows[4][:6] == ["Thứ Hai", date(2026, 3, 2), "Sáng", time(8), time(10), "Họp giao ban"]
    assert rows[5][5:9] == ["=cmd|' /C calc'!A0", "-2", "@x", "+1"]
    archive = zipfile.ZipFile(io.BytesIO(made))
    xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml
    assert "hyperlink" not in xml
    for setting in ('orientation="landscape"', 'paperSize="9"', 'fitToHeight="0"', "<autoFilter"):
        assert setting in xml
    assert "_xlnm.Print_Titles" in archive.read("xl/workbook.xml").decode()


@pytest.mark.parametrize("nothing", [(), (replace(MEETING, title="", place=""),)])
def test_what_is_empty_is_written_too(nothing: tuple[Exported, ...]) -> None:
    shown = programme(*nothing, body=None)
    assert word.written(shown)
    assert sheet.written(shown)
    assert picture.written(shown, 1)[1] == 1
    weekend = arranged((), Days(date(2026, 3, 7), date(2026, 3, 8), HANOI), None, WORDS)
    assert all((word.written(weekend), sheet.written(weekend), picture.written(weekend, 1)))


def test_pictures_are_as_wide_as_a_phone_and_not_too_high() -> None:
    many = [replace(MEETING, id=n, title=f"Họp {n} " + "dài " * 40, note="ghi " * 200) for n in range(9)]
    made, count = picture.written(programme(*many), 1)
    assert count == 5
    for content in (made, *(picture.written(programme(*many), n)[0] for n in (2, count, 99))):
        width, height = struct.unpack(">II", content[16:24])
        assert width == 1170
        assert height <= 2560
        assert len(content) < 400_000
    assert picture.written(programme(*many), 99) == picture.written(programme(*many), count)
    days = [
        [block.lines[0].text for block in page if block.is_day]
        for page in picture.paged(list(picture.blocks_of(programme(*many))), programme(*many))
    ]
    assert days == [["Thứ Hai, 02/03/2026"], *[["Thứ Hai, 02/03/2026 (tiếp)"]] * 4]


@pytest.mark.parametrize("text", ["một hai ba bốn", "x" * 500, "সভা কর্মসূচি সভাপতি", "a\n\nb", "", "  "])
def test_lines_are_cut_to_the_width_and_lose_nothing(text: str) -> None:
    letters = Lettering(51)
    lines = letters.wrapped(text, 300)
    assert all(letters.width(line) <= 300 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_every_vietnamese_and_bengali_letter_has_its_shape() -> None:
    letters = Lettering(51)
    nothing = bytes(font("NotoSans", 51, bold=False).getmask("\u0e01"))
    for sign in "ẶẴỡữệỹĐđƯơẩỗ–…“”·":
        assert bytes(font("NotoSans", 51, bold=False).getmask(sign)) != nothing, sign
    assert letters.width("কর্মসূচি") > 100


async def test_a_week_is_what_the_viewer_sees(staffed: Knowledge) -> None:
    await put(staffed)
    await put(staffed, replace(LINE, title="Họp phường", attendance=""), WARD_B, "two")
    await put(staffed, replace(LINE, title="Họp chung", attendance=""), COMMITTEE, "three", "below")
    await call_off(staffed, await put(staffed, replace(LINE, title="Đã hủy"), OFFICE, "four"), NOON)
    seen = {}
    for person in (ADA, LEA, GRACE, EVE):
        week = await staffed.exports.week(person, WEEK)
        seen[person] = {meeting.title for meeting in week.meetings}
        assert {unit.name for unit in week.units} == {meeting.unit for meeting in week.meetings}
    assert seen == {
        ADA: {"Họp giao ban", "Họp chung"},
        LEA: {"Họp giao ban", "Họp phường", "Họp chung"},
        GRACE: {"Họp phường", "Họp chung"},
        EVE: set(),
    }


async def test_a_unit_that_is_not_ones_own_is_not_named(staffed: Knowledge) -> None:
    await put(staffed)
    body = (await staffed.exports.week(ADA, WEEK, OFFICE)).body
    assert body
    assert (body.name, body.above) == ("Office", ("Committee",))
    for_grace = await staffed.exports.week(GRACE, WEEK, OFFICE)
    assert for_grace.meetings == ()
    assert for_grace.body
    assert for_grace.body.name == "Ward B"
    assert (await staffed.exports.week(EVE, WEEK, OFFICE)).body is None
