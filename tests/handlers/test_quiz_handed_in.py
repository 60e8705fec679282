from __future__ import annotations

from tests.conftest import Talk

BANK = """Câu 1. Thời hạn gửi báo cáo quý là khi nào?
A. Ngày 20
B. Ngày 25
Đáp án: B

Câu 2. Thời hạn nộp báo cáo quý là khi nào?
A. Ngày 20
B. Ngày 25
Đáp án: B

Câu 3. Không có đáp án?
A. Một
B. Hai
""".encode()


async def test_a_bank_is_shown_and_goes_in_once_confirmed(talk: Talk) -> None:
    sam, ada = talk("sam"), talk("ada")
    reply = await sam.sends("Ngân hàng câu hỏi quý I.txt", BANK)
    assert "“Ngân hàng câu hỏi quý I”: 2 new questions, 0 changed, 0 as before, 1 left out" in reply.text
    assert "• line 11: No right answer is given." in reply.text
    assert "nearly the same" in reply.text
    assert "no question bank" in (await ada.says("/luyen")).text
    assert "2 new, 0 changed" in (await sam.presses("Bring in 2 questions")).text
    assert "Question 1/2" in (await ada.says("/luyen")).text
    again = await sam.sends("Ngân hàng câu hỏi quý I.txt", BANK)
    assert "nothing to bring in" in again.text


async def test_of_others_it_is_no_bank(talk: Talk) -> None:
    sam = talk("sam")
    reply = await sam.sends("câu hỏi.txt", BANK)
    data = reply.buttons[0][0].data
    for name in ("ada", "grace", "eve"):
        other = talk(name)
        assert "Bring in" not in str((await other.sends("câu hỏi.txt", BANK)).buttons)
        assert "not there any more" in (await other.forges(data)).text


async def test_a_paper_about_questions_is_a_paper(talk: Talk) -> None:
    sam = talk("sam")
    head = "THÀNH ỦY MẪU\nSố 5-HD/TU\nHƯỚNG DẪN\nvề soạn câu hỏi\n"
    text = f"{head}Điều 1. Chung\nCác cơ quan soạn câu hỏi.\n".encode()
    assert "new questions" not in (await sam.sends("Hướng dẫn soạn câu hỏi.txt", text)).text
