"""Papers are found by those who may read them, however the question is typed, and quoted word for word."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from knowledge import Knowledge
from knowledge.documents import ReadDocument
from knowledge.documents.search.terms import asked_terms, number_key, numbers, query_terms, words
from knowledge.files import Workshop
from knowledge.problems import ImportReport, Refusal
from tests.conftest import CAST, COMMITTEE, NOON, OFFICE, WARD_A
from tests.knowledge.documents_files import DECISION

ADA, LEA, GRACE, EVE = (CAST[n][0] for n in ("ada", "lea", "grace", "eve"))

BENGALI = """নাগরিক সেবা নির্দেশিকা
নাগরিকদের আবেদন পাঁচ দিনের মধ্যে নিষ্পত্তি করতে হবে।
দপ্তরের প্রধান প্রতি সোমবার নাগরিকদের সাথে সাক্ষাৎ করেন।"""
ENGLISH = """# Meeting handbook
# Rooms
Rooms are booked two days before a meeting with the clerk of the office.
# Minutes
The minutes are sent to all members within three working days."""


async def put(
    knowledge: Knowledge,
    text: str,
    source: str = "a.txt",
    unit: int = OFFICE,
    reach: str = "unit",
    *,
    dry: bool = False,
) -> ImportReport:
    read = ReadDocument(tuple(text.split("\n")))
    return await knowledge.documents.import_document(read, unit, reach, source, NOON, dry_run=dry)


async def test_importing_again_changes_nothing_and_new_content_replaces(staffed: Knowledge) -> None:
    documents = staffed.documents
    assert (await put(staffed, DECISION, dry=True)).added == 1
    assert await documents.titles(ADA) == []
    assert (await put(staffed, DECISION)).changes == [
        "12/QĐ-UBND – Quyết định ban hành Quy chế tiếp công dân"
    ]
    assert (await put(staffed, DECISION)).same == 1
    assert (await put(staffed, DECISION, "renamed.txt")).same == 1
    [old] = await documents.titles(ADA)
    report = await put(staffed, DECISION.replace("trụ sở cơ quan", "hội trường lớn"))
    assert (report.changed, report.added) == (1, 0)
    [new] = await documents.titles(ADA)
    assert old.id == new.id
    assert "hội trường lớn" in (await documents.search("hội trường lớn", ADA))[0].text
    assert (await put(staffed, DECISION, reach="everyone")).changed == 1


async def test_a_secret_or_empty_paper_is_not_stored(staffed: Knowledge) -> None:
    with pytest.raises(Refusal, match="state secrecy"):
        await put(staffed, "TUYỆT MẬT\n" + DECISION)
    with pytest.raises(Refusal, match="no text"):
        await staffed.documents.import_document(ReadDocument(()), OFFICE, "unit", "a.txt", NOON)
    assert await staffed.documents.titles(None) == []


@pytest.mark.parametrize(
    "question",
    [
        "Chủ tịch tiếp công dân ngày nào hằng tháng?",
        "chu tich tiep cong dan ngay nao hang thang",
        unicodedata.normalize("NFD", "Chủ tịch tiếp công dân ngày nào hằng tháng?"),
        "CHỦ TỊCH TIẾP CÔNG DÂN ngày nào hằng tháng\u200b",
        "Lịch tiếp công dân của chủ tịch",
    ],
)
async def test_found_however_it_is_typed(staffed: Knowledge, question: str) -> None:
    await put(staffed, DECISION)
    await put(staffed, ENGLISH, "b.md")
    answer = await staffed.documents.answer(question, ADA)
    assert answer.quotes[0].text in DECISION
    assert answer.citations[0].startswith("Điều 2, khoản 1, 12/QĐ-UBND – Quyết định ban hành")
    assert "ngày 15 hằng tháng" in answer.quotes[0].text
    assert 0.3 < answer.confidence <= 1


async def test_three_languages_and_nothing(staffed: Knowledge) -> None:
    for text, source in ((DECISION, "a.txt"), (BENGALI, "b.txt"), (ENGLISH, "c.md")):
        await put(staffed, text, source)
    bengali = await staffed.documents.answer("নাগরিকের আবেদন কত দিনে নিষ্পত্তি হবে?", ADA)
    assert "পাঁচ দিনের মধ্যে" in bengali.quotes[0].text
    english = await staffed.documents.answer("When are the minutes of a meeting sent to members?", ADA)
    assert "three working days" in english.quotes[0].text
    assert english.citations[0] == "Minutes, Meeting handbook"
    for nothing in ("giá vàng thế giới hôm nay tăng mạnh", "zzz", "?"):
        answer = await staffed.documents.answer(nothing, ADA)
        assert (answer.quotes, answer.citations) == ((), ())


async def test_out_of_scope_is_as_if_it_were_not(staffed: Knowledge) -> None:
    documents = staffed.documents
    await put(staffed, DECISION)
    await put(staffed, BENGALI, "b.txt", COMMITTEE, "below")
    [hit, *_] = await documents.search("lịch tiếp công dân", ADA)
    for outsider in (EVE, GRACE):
        before = await documents.answer("lịch tiếp công dân", outsider)
        assert (before.quotes, before.confidence) == ((), 0.0)
        assert await documents.search("lịch tiếp công dân 12/QĐ-UBND", outsider) == []
        assert await documents.article(hit.passage_id, outsider) is None
        assert await documents.find_by_number(["12/QĐ-UBND"], outsider) == []
    assert await documents.titles(EVE) == []
    assert len(await documents.titles(GRACE)) == 1
    assert len(await documents.titles(LEA)) == len(await documents.titles(None)) == 2


async def test_rarity_is_counted_among_what_one_may_read(staffed: Knowledge) -> None:
    await put(staffed, BENGALI, "b.txt", COMMITTEE, "below")
    alone = await staffed.documents.answer("নাগরিকদের আবেদন", GRACE)
    for n in range(5):
        await put(staffed, f"{BENGALI}\nঅনুলিপি {n}", f"b{n}.txt", WARD_A)
    assert (await staffed.documents.answer("নাগরিকদের আবেদন", GRACE)).confidence == alone.confidence


async def test_a_question_that_names_a_paper_prefers_it(staffed: Knowledge) -> None:
    await put(staffed, DECISION)
    other = DECISION.replace("12/QĐ-UBND", "34/QĐ-UBND").replace("ngày 15", "ngày 20")
    await put(staffed, other, "b.txt")
    for number, day in (("12/qđ-ubnd", "15"), ("34/QD-UBND", "20")):
        answer = await staffed.documents.answer(
            f"Theo {number} chủ tịch tiếp công dân ngày nào hằng tháng", ADA
        )
        assert f"ngày {day} hằng tháng" in answer.quotes[0].text
    [paper] = await staffed.documents.find_by_number(["34 / qd - ubnd", ""], ADA)
    assert paper.number == "34/QĐ-UBND"


async def test_an_article_with_its_neighbours(staffed: Knowledge) -> None:
    await put(staffed, DECISION)
    [hit, *_] = await staffed.documents.search("niêm yết lịch", ADA)
    article = await staffed.documents.article(hit.passage_id, ADA)
    assert article
    assert (article.label, article.heading) == ("Điều 2", "Lịch tiếp công dân")
    assert article.text.count("\n") == 2
    assert article.previous_id
    assert article.next_id
    first = await staffed.documents.article(article.previous_id, ADA)
    assert first
    assert first.label == "Điều 1"


async def test_a_file_goes_through_the_workshop(staffed: Knowledge, tmp_path: Path) -> None:
    from knowledge.documents.reading import read_document

    (tmp_path / "a.txt").write_text(DECISION, encoding="utf-8")
    workshop = Workshop()
    try:
        read = await workshop.parse(read_document, tmp_path / "a.txt")
    finally:
        workshop.close()
    report = await staffed.documents.import_document(read, OFFICE, "unit", "a.txt", NOON)
    assert report.added == 1


def test_words_and_numbers() -> None:
    assert words("Hoà hòa HÒA") == ["hoa", "hoa", "hoa"]
    assert words("নাগরিকদের ৫৪২টি 007 meetings class") == ["নাগরিক", "542", "7", "meet", "class"]
    assert words("so_sánh ho\u200cà \u0301 _ l\u0301à") == ["so", "sanh", "hoa", "la"]
    assert numbers("theo 57-nq/tw và 30/2020/NĐ-CP, 117/2025/QH15; ngày 22/12/2024") == [
        *("57nqtw", "302020ndcp", "1172025qh15"),
    ]
    assert number_key("367 - QĐ/TWĐTN-VP") == "367qdtwdtnvp"
    assert query_terms("một một hai") == {"mot": 1, "hai": 1, "mot mot": 0.5, "mot hai": 0.5}


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Báo cáo tuần gửi lúc nào?", "bao cao tuan gui"),
        ("Ai là tổ trưởng?", "la to truong"),
        ("How is the hall booked?", "the hall booked"),
        ("কখন সভা শুরু হবে?", "সভা শুরু হবে"),
        ("Có được nghỉ không?", "co duoc nghi"),
        ("không được nghỉ", "khong duoc nghi"),  # a negation says something
        ("ai?", "ai"),  # nothing else is asked
    ],
)
def test_words_that_only_ask_do_not_count(question: str, asked: str) -> None:
    assert asked_terms(question) == query_terms(asked)
