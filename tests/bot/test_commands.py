"""The technician's command line; each test is a sequence of commands on one data folder."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main
from bot.commands.doctor import letters

ROSTER = """Đơn vị,Họ và tên,Chức vụ,Điện thoại,Email,Vai trò
Thành ủy,Nguyễn Văn An,Bí thư,0912000001,an@example.vn,lãnh đạo
Thành ủy/Văn phòng,Trần Thị Bình,Chuyên viên,0912000002,binh@example.vn,thành viên
Thành ủy/Phường Một,Lê Văn Cường,Văn thư,0912000003,,văn thư
Thành ủy/Phường Một,,Chuyên viên,0912000004,,thành viên
"""
REGULATION = """# Quy chế làm việc của Văn phòng

Số: 12-QĐ/VP

Điều 1. Thời hạn gửi báo cáo
Các phường gửi báo cáo tháng về Văn phòng trước ngày 20 hằng tháng.

Điều 2. Giờ trực
Cán bộ trực có mặt tại cơ quan lúc 06 giờ 30 phút sáng các ngày làm việc.
"""
GIFT = "Cán bộ trực có mặt lúc mấy giờ? {=06 giờ 30 ~08 giờ 00 ~09 giờ 00}\n"
AGENDA = "Ngày,Giờ,Nội dung,Chủ trì,Địa điểm\n02/03/2026,08:00,Họp giao ban,Nguyễn Văn An,Phòng họp 1\n"


class Technician:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {"CANBO_DATA_DIR": str(folder / "data"), "CANBO_LANGUAGE": "en"}

    def types(self, *words: str, code: int = 0, **environment: str) -> Result:
        result = CliRunner().invoke(main, list(words), env={**self.environment, **environment})
        assert result.exit_code == code, result.output
        return result

    def writes(self, name: str, text: str) -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)


@pytest.fixture
def technician(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Technician:
    monkeypatch.chdir(tmp_path)
    return Technician(tmp_path)


def test_help_names_every_command() -> None:
    result = CliRunner().invoke(main, ["--help"])
    for name in ("run", "chat", "import", "invite", "ask", "backup", "migrate", "reindex", "doctor"):
        assert f"\n  {name} " in result.output
    assert "0.1.0" in CliRunner().invoke(main, ["--version"]).output


def test_a_roster_is_shown_then_imported_then_the_same(technician: Technician) -> None:
    roster = technician.writes("roster.csv", ROSTER)
    shown = technician.types("import", "roster", roster, "--dry-run", code=1)
    assert "Nguyễn Văn An" in shown.stdout
    done = technician.types("import", "roster", roster, code=1)
    assert "line 5" in done.stderr
    again = json.loads(technician.types("import", "roster", roster, "--json", code=1).stdout)[0]
    assert (again["added"], again["changed"], len(again["problems"])) == (0, 0, 1)


def test_documents_are_asked_about_by_everybody_in_their_scope(technician: Technician) -> None:
    technician.types("import", "roster", technician.writes("roster.csv", ROSTER), code=1)
    papers = technician.folder / "papers"
    papers.mkdir()
    (papers / "quy_che.md").write_text(REGULATION, encoding="utf-8")
    (papers / "photo.xyz").write_bytes(b"x")
    imported = technician.types("import", "documents", str(papers), "--unit", "Văn phòng", "--reach", "unit")
    assert "quy_che.md: 1 new" in imported.stdout
    question = "thoi han gui bao cao thang"
    found = json.loads(technician.types("ask", question, "--json").stdout)
    assert "ngày 20 hằng tháng" in found["quotes"][0]["text"]
    assert "Điều 1" in found["citations"][0]
    assert 0 < found["confidence"] <= 1
    assert (found["quotes"][0]["number"], found["quotes"][0]["path"]) == (1, "Điều 1")
    assert technician.types("ask", question, "--as", "Trần Thị Bình").stdout.startswith("[1] ")
    assert "ngày 20" in technician.types("ask", question, "--as", "Trần Thị Bình").stdout
    outside = technician.types("ask", question, "--as", "Lê Văn Cường", code=1)
    assert "nothing" in outside.stderr
    assert (
        json.loads(technician.types("ask", question, "--as", "0912000003", "--json").stdout)["quotes"] == []
    )


def test_documents_need_no_roster(technician: Technician) -> None:
    technician.types("import", "documents", technician.writes("quy_che.md", REGULATION))
    assert json.loads(technician.types("ask", "giờ trực", "--json").stdout)["quotes"]
    assert json.loads(technician.types("ask", "zzz qqq", "--json").stdout) == {
        "quotes": [],
        "citations": [],
        "confidence": pytest.approx(0, abs=0.5),
    }


def test_agenda_and_questions(technician: Technician) -> None:
    technician.types("import", "roster", technician.writes("roster.csv", ROSTER), code=1)
    assert "1 new" in technician.types("import", "agenda", technician.writes("week.csv", AGENDA)).stdout
    assert "1 as before" in technician.types("import", "agenda", str(technician.folder / "week.csv")).stdout
    assert "1 new" in technician.types("import", "questions", technician.writes("bank.gift", GIFT)).stdout


def test_a_bad_file_is_named_and_the_others_go_on(technician: Technician) -> None:
    good = technician.writes("good.md", REGULATION)
    empty = technician.writes("empty.md", "")
    result = technician.types("import", "documents", "missing.md", empty, good, code=1)
    assert "missing.md: there is no such file" in result.stderr
    assert "empty.md: the file is empty" in result.stderr
    assert "good.md: 1 new" in result.stdout


def test_documents_come_in_folders_and_archives_and_keep_their_files(technician: Technician) -> None:
    folder = technician.folder / "papers"
    folder.mkdir()
    (folder / "a.md").write_text(REGULATION, encoding="utf-8")
    (folder / "TỐI MẬT.md").write_text(REGULATION, encoding="utf-8")
    with zipfile.ZipFile(folder / "b.zip", "w") as archive:
        archive.writestr("con/c.md", REGULATION + "\nThêm.")
        archive.writestr("con/d.exe", "x")
    result = technician.types("import", "documents", str(folder), code=1)
    assert "a.md: 1 new" in result.stdout
    assert "c.md: 1 new" in result.stdout
    assert "TỐI MẬT.md: this bears a mark of state secrecy" in result.stderr
    assert "d.exe: this kind is not read here" in result.stderr
    with sqlite3.connect(technician.folder / "data" / "canbo.db") as database:
        kept = dict(database.execute("SELECT name, content FROM document_files"))
    assert set(kept) == {"a.md", "c.md"}
    assert kept["a.md"].decode() == REGULATION


def test_an_unknown_person_or_unit_is_a_sentence(technician: Technician) -> None:
    technician.types("import", "roster", technician.writes("roster.csv", ROSTER), code=1)
    assert "Traceback" not in technician.types("ask", "x", "--as", "Nobody", code=1).output
    good = technician.writes("good.md", REGULATION)
    assert (
        "Traceback" not in technician.types("import", "documents", good, "--unit", "Nowhere", code=1).output
    )


def test_an_invitation_has_a_code_and_a_link(technician: Technician) -> None:
    technician.types("import", "roster", technician.writes("roster.csv", ROSTER), code=1)
    result = technician.types("invite", "Tran Thi Binh", CANBO_PUBLIC_URL="https://canbo.example.vn")
    assert "Trần Thị Bình" in result.stdout
    assert "https://canbo.example.vn/join/" in result.stdout
    assert "Traceback" not in technician.types("invite", "Nobody", code=1).output


def test_a_backup_can_be_opened(technician: Technician) -> None:
    technician.types("migrate")
    technician.types("backup", str(technician.folder / "copy.db"))
    copy = sqlite3.connect(technician.folder / "copy.db")
    assert copy.execute("SELECT version_num FROM alembic_version").fetchone()
    copy.close()
    assert "there already" in technician.types("backup", str(technician.folder / "copy.db"), code=1).stderr
    assert "backups" in technician.types("backup").stdout


def test_wrong_settings_stop_with_every_mistake(technician: Technician) -> None:
    result = technician.types("migrate", code=2, CANBO_PORT="x", CANBO_TIMEZONE="Mars")
    assert "CANBO_PORT" in result.stderr
    assert "CANBO_TIMEZONE" in result.stderr


def test_doctor_on_an_empty_office_and_on_a_staffed_one(technician: Technician) -> None:
    empty = technician.types("doctor", code=1).stdout
    assert "index" in empty
    assert "Nobody is in the roster" in empty
    assert "Telegram is off" in empty
    technician.types("import", "roster", technician.writes("roster.csv", ROSTER), code=1)
    staffed = technician.types("doctor").stdout
    assert "3 people" in staffed
    assert (
        "CANBO_PUBLIC_URL is not https"
        in technician.types("doctor", code=1, CANBO_PUBLIC_URL="http://x").stdout
    )
    assert "https://x.vn" in technician.types("doctor", CANBO_PUBLIC_URL="https://x.vn").stdout


def test_doctor_names_the_programs_that_some_papers_need(technician: Technician, tmp_path: Path) -> None:
    found = technician.types("doctor", code=1, PATH=str(tmp_path)).stdout
    assert "tesseract-ocr-vie" in found
    assert "libreoffice-writer-nogui" in found


def test_doctor_names_what_bengali_pictures_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("PIL.features.check", lambda _: True)
    assert letters() == []
    monkeypatch.setattr("PIL.features.check", lambda _: False)
    assert ["libfribidi0" in finding.sentence for finding in letters()] == [True]


def test_doctor_names_what_cannot_be_reached(technician: Technician) -> None:
    nowhere = "http://127.0.0.1:9"
    result = technician.types(
        "doctor",
        code=1,
        CANBO_DATABASE_URL="postgresql://u:secret@127.0.0.1:9/d",
        CANBO_TELEGRAM_TOKEN="123456:abc",
        CANBO_TELEGRAM_API_URL=nowhere,
        CANBO_OPENAI_BASE_URL=nowhere,
    ).stdout
    assert result.count("✗") == 3
    assert "CANBO_DATABASE_URL" in result
    assert "CANBO_TELEGRAM_TOKEN" in result
    assert "CANBO_OPENAI_BASE_URL" in result
    assert "secret" not in result
    assert "abc" not in result


def test_the_terminal_front_end(technician: Technician) -> None:
    technician.types("import", "roster", technician.writes("roster.csv", ROSTER), code=1)
    arguments = ["chat", "--as", "binh@example.vn"]
    result = CliRunner().invoke(main, arguments, env=technician.environment, input="/lich\n")
    assert result.exit_code == 0
    assert "Trần Thị Bình" in result.stdout


def test_the_index_is_looked_at_and_written_anew(technician: Technician) -> None:
    technician.types("import", "roster", technician.writes("roster.csv", ROSTER), code=1)
    assert "index is up to date; it holds 0" in technician.types("doctor").stdout
    paper = technician.writes("quy_che.md", REGULATION)
    technician.types("import", "documents", paper, "--unit", "Văn phòng", "--reach", "unit")
    assert "index is behind" in technician.types("doctor").stdout
    assert "it holds 3 passages" in technician.types("reindex").stdout
    assert "index is up to date; it holds 3" in technician.types("doctor").stdout
    [meta] = (technician.folder / "data").rglob("meta.json")
    meta.write_bytes(b"{")
    assert "canbo reindex" in technician.types("doctor", code=1).stdout
    assert "it holds 3 passages" in technician.types("reindex").stdout


def test_a_phrase_of_time_is_explained(technician: Technician) -> None:
    now = ("--now", "2026-03-02T08:00")
    plain = technician.types("when", "chiều", "thứ", "sáu", "tuần", "sau", "2h", "-", "4h", *now)
    assert "13/03/2026" in plain.stdout
    assert "14:00" in plain.stdout
    assert "16:00" in plain.stdout
    data = json.loads(technician.types("when", "thứ hai hằng tuần", "--json", *now).stdout)
    assert data["recurrence"] == "FREQ=WEEKLY;BYDAY=MO"
    assert "31/02" in technician.types("when", "họp 31/02", *now, code=1).stderr
    assert "--now" in technician.types("when", "mai", "--now", "soon", code=2).stderr


def test_the_agenda_is_asked_as_somebody(technician: Technician) -> None:
    now = ("--now", "2026-03-01T08:00")
    technician.types("import", "roster", technician.writes("roster.csv", ROSTER), code=1)
    technician.types(
        "import", "agenda", technician.writes("a.csv", AGENDA), "--unit", "Văn phòng", "--reach", "unit"
    )
    for phrase in (["mai"], ["mai", "họp", "gì?"], ["tuần", "sau"]):
        shown = technician.types("agenda", "--as", "Trần Thị Bình", *phrase, *now).stdout
        assert "Họp giao ban" in shown, phrase
        assert "Họp giao ban" not in technician.types("agenda", "--as", "Lê Văn Cường", *phrase, *now).stdout
    data = json.loads(technician.types("agenda", "--as", "Trần Thị Bình", "mai", "--json", *now).stdout)
    assert "Phòng họp 1" in data["text"]
    assert (
        "no question about the agenda" in technician.types("agenda", "--as", "An", "xyz", *now, code=1).stderr
    )
    assert technician.types("agenda", "--as", "Nobody Known", "mai", code=1).stderr


def test_written_deadlines_are_shown(technician: Technician) -> None:
    text = "Các chi bộ báo cáo trước ngày 25/3/2026.\n\nHọp ngày 12/3/2026.\nGửi trước ngày 5 hằng tháng.\n"
    path = technician.writes("chi_thi.txt", text)
    shown = technician.types("extract-deadlines", path, "--issued", "2026-03-02").stdout
    assert "1. 2026-03-25  Các chi bộ: Các chi bộ báo cáo trước ngày 25/3/2026." in shown
    assert "4. monthly:5  –: Gửi trước ngày 5 hằng tháng." in shown
    rows = json.loads(technician.types("extract-deadlines", path, "--issued", "2026-03-02", "--json").stdout)
    assert [row["line"] for row in rows] == [1, 3, 4]
    assert rows[0]["deadlines"] == [{"due": "2026-03-25", "who": "Các chi bộ"}]
    assert rows[1]["deadlines"] == []
    assert "2026-03-02" in technician.types("extract-deadlines", path, "--issued", "soon", code=2).stderr


@pytest.mark.parametrize("ending", ["csv", "xlsx", "gift", "xml", "txt", "docx", "aiken"])
def test_a_bank_that_is_exported_and_imported_changes_nothing(technician: Technician, ending: str) -> None:
    technician.types("import", "questions", technician.writes("bank.gift", GIFT))
    path = technician.folder / "out" / f"bank.{ending}"
    assert "cannot be written" in technician.types("export", "questions", str(path), code=1).output
    path.parent.mkdir()
    assert "1 questions were written" in technician.types("export", "questions", str(path)).output
    report = json.loads(technician.types("import", "questions", str(path), "--dry-run", "--json").output)
    assert report[0]["problems"] == []
    assert [question["rights"] for question in report[0]["read"]] == [[0]]
    assert (report[0]["same"], report[0]["added"]) == (1, 0)


def test_an_export_of_nothing_or_in_no_format_says_so(technician: Technician) -> None:
    technician.types("import", "questions", technician.writes("bank.gift", GIFT))
    path = str(technician.folder / "bank.pdf")
    assert ".csv" in technician.types("export", "questions", path, code=1).output
    path = str(technician.folder / "bank.csv")
    gone = technician.types("export", "questions", path, "--bank", "Không có", code=1)
    assert "no questions there" in gone.output
