"""Rosters as offices keep them, good rows and bad ones, twice and changed."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from knowledge import Knowledge, Refusal
from knowledge.organisation.roster import ParsedRoster, normal_phone, parse_roster
from tests.conftest import NOON

HEADING = "Đơn vị,Họ và tên,Chức vụ,Số điện thoại,Thư điện tử,Vai trò"


def roster(folder: Path, *rows: str, heading: str = HEADING) -> ParsedRoster:
    path = folder / "roster.csv"
    path.write_text("\n".join([heading, *rows]), encoding="utf-8")
    return parse_roster(path)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("0912345678", "+84912345678"),
        ("912345678", "+84912345678"),  # Excel ate the 0
        ("912345678.0", "+84912345678"),
        ("849123456", "+84849123456"),  # 084 is a network's prefix, not the country's
        ("+84 912 345 678", "+84912345678"),
        ("0084.912.345.678", "+84912345678"),
        ("84912345678", "+84912345678"),
        ("+84 (0)912-345-678", "+84912345678"),
        ("024 3825 1234", "+842438251234"),
        ("+44 7911 123456", "+447911123456"),
        ("12345", None),
        ("0912", None),
        ("+84 1", None),
        ("not known", None),
    ],
)
def test_phones(typed: str, expected: str | None) -> None:
    assert normal_phone(typed) == expected


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (",An,,,,", "The unit is missing"),
        ("A,,,,,", "The full name is missing"),
        ("A,An,,12,,", "not a telephone number"),
        ("A,An,,,an@,", "not an e-mail"),
        ("A,An,,,,king", "The role “king” is unknown"),
        ("A,Another,,0912345678,,", "already stands with another name"),
    ],
)
def test_a_bad_row_is_named_and_the_good_ones_stay(tmp_path: Path, row: str, sentence: str) -> None:
    parsed = roster(tmp_path, "A,Good,,0912345678,,", row)
    assert [entry.name for entry in parsed.entries] == ["Good"]
    assert [problem.line for problem in parsed.problems] == [3]
    assert sentence in str(parsed.problems[0].refusal)


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("", "member"),
        ("Thành viên", "member"),
        ("Văn thư", "secretary"),
        ("thư ký", "secretary"),
        ("Lãnh đạo", "lead"),
        ("QUẢN TRỊ", "admin"),
        ("giám sát", "auditor"),
        ("Lead", "lead"),
    ],
)
def test_roles_in_both_languages(tmp_path: Path, word: str, role: str) -> None:
    assert roster(tmp_path, f"A,An,,,,{word}").entries[0].role == role


def test_an_english_workbook_with_a_title_above(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["The staff of 2026"])
    sheet.write_row(2, 0, ["Phone", "Full name", "Unit path", "E-mail"])
    sheet.write_row(3, 0, [912345678, "An Example", "A > B/C", "An@Example.org"])
    book.close()
    (entry,) = parse_roster(path).entries
    assert (entry.unit, entry.phone, entry.email) == (("A", "B/C"), "+84912345678", "an@example.org")


def test_without_names_it_is_no_roster(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no heading row"):
        roster(tmp_path, "1,2", heading="a,b")


def test_two_titles_in_one_unit_are_one_post(tmp_path: Path) -> None:
    parsed = roster(tmp_path, "A,An,Head,0912345678,,", "A,An,Editor,0912345678,,", "A,An,Head,0912345678,,")
    assert [entry.title for entry in parsed.entries] == ["Head; Editor"]


async def test_it_shows_stores_and_repeats(knowledge: Knowledge, tmp_path: Path) -> None:
    parsed = roster(
        tmp_path, "A,Lê An,Head,0912345678,,lead", "A / B,Lê An,Clerk,0912345678,,", "A / B,Bình,,,,"
    )
    preview = await knowledge.people.import_roster(parsed, dry_run=True, now=NOON)
    assert (preview.added, preview.same) == (2, 0)
    assert "+ A / B" in preview.changes
    with pytest.raises(Refusal):
        await knowledge.units.find("")
    assert (await knowledge.people.import_roster(parsed, dry_run=False, now=NOON)).added == 2
    again = await knowledge.people.import_roster(parsed, dry_run=False, now=NOON)
    assert (again.added, again.changed, again.same, again.changes) == (0, 0, 2, [])
    an = await knowledge.people.find("le an")
    assert [post.unit for post in (await knowledge.people.profile(an.id)).posts] == ["A", "B"]


async def test_the_file_is_the_truth_for_whom_it_names(knowledge: Knowledge, tmp_path: Path) -> None:
    """A lost role does not live on; who is not in the file keeps everything."""
    first = roster(
        tmp_path, "A,An,Head,0912345678,,admin", "A,Bình,,0912345679,,", "B,Chi,,0912345670,,admin"
    )
    await knowledge.people.import_roster(first, dry_run=False, now=NOON)
    second = roster(tmp_path, "A,Anh,Clerk,0912345678,an@example.org,", "A,Bình,Driver,0912345679,,")
    report = await knowledge.people.import_roster(second, dry_run=False, now=NOON)
    assert report.changed == 2
    an = await knowledge.people.find("an@example.org")
    assert [(post.title, post.role) for post in (await knowledge.people.profile(an.id)).posts] == [
        ("Clerk", "member")
    ]
    chi = await knowledge.people.find("chi")
    assert await knowledge.people.manages(chi.id)
    assert not await knowledge.people.manages(an.id)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("A,Zoë Quite Different,,0912345678,,", "is An Example's so far"),
        ("A,An Example,,0912345678,binh@example.org,", "two different people"),
        ("A,Same Name,,,,", "Several people of this name"),
    ],
)
async def test_contradictions_with_what_is_known(
    knowledge: Knowledge, tmp_path: Path, row: str, sentence: str
) -> None:
    known = roster(
        tmp_path,
        "A,An Example,,0912345678,,",
        "A,Bình Example,,,binh@example.org,",
        "A,Same Name,,0912345671,,",
        "A,Same Name,,0912345672,,",
    )
    await knowledge.people.import_roster(known, dry_run=False, now=NOON)
    report = await knowledge.people.import_roster(roster(tmp_path, row, "A,New,,,,"), dry_run=False, now=NOON)
    assert report.added == 1
    assert sentence in str(report.problems[0].refusal)
