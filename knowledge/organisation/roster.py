"""The roster as offices keep it: a table of units, people, posts and telephone numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from knowledge.models import Role
from knowledge.organisation.units import split_path
from knowledge.problems import Problem, Refusal
from knowledge.sheets import Row, read_rows
from knowledge.vietnamese.text import fold

COLUMNS = {
    "unit": (
        "Đơn vị",
        "Unit path",
        "Unit",
        "Cơ quan",
        "Cơ quan, đơn vị",
        "Phòng ban",
        "Tổ chức",
        "Chi bộ",
        "Department",
    ),
    "name": ("Họ và tên", "Full name", "Họ tên", "Tên", "Name", "Họ tên cán bộ"),
    "title": ("Chức vụ", "Post", "Chức danh", "Position", "Title", "Job title"),
    "phone": (
        "Điện thoại",
        "Phone",
        "Số điện thoại",
        "SĐT",
        "Di động",
        "Số di động",
        "Mobile",
        "Telephone",
        "Phone number",
    ),
    "email": ("Email", "E-mail", "Thư điện tử", "Hộp thư", "Địa chỉ email", "Email address"),
    "role": ("Vai trò", "Role", "Quyền", "Quyền hạn", "Phân quyền", "Permission"),
}
ROLES = {
    Role.MEMBER: (
        "",
        "member",
        "thanh vien",
        "can bo",
        "nhan vien",
        "chuyen vien",
        "dang vien",
        "nguoi dung",
        "user",
    ),
    Role.SECRETARY: ("secretary", "van thu", "thu ky", "bien tap", "editor"),
    Role.LEAD: ("lead", "leader", "lanh dao", "chi huy", "chief"),
    Role.ADMIN: ("admin", "administrator", "quan tri", "quan tri vien"),
    Role.AUDITOR: ("auditor", "giam sat", "kiem tra", "kiem toan"),
}
"""How each role is written, folded; an empty cell is a member."""
BY_WORD = {word: role for role, words in ROLES.items() for word in words}
EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
NATIONAL = re.compile(r"0?([235789]\d{8}|2\d{9})")
"""A Vietnamese number: nine digits (ten for some landlines), whose leading 0 Excel may have eaten."""
INTERNATIONAL = re.compile(r"[1-9]\d{7,14}")

Key: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One post of one person, as a row of the file says it."""

    line: int
    unit: tuple[str, ...]
    name: str
    title: str
    phone: str | None
    email: str | None
    role: Role


@dataclass(frozen=True, slots=True)
class ParsedRoster:
    """What a roster file says: its good rows, and what is wrong with the others."""

    source: str
    entries: tuple[RosterEntry, ...]
    problems: tuple[Problem, ...]


def parse_roster(path: Path) -> ParsedRoster:
    """Read a roster; each bad row becomes a problem and the others stand. Run it in a Workshop."""
    entries: dict[Key, RosterEntry] = {}
    owners: dict[str, str] = {}
    problems: list[Problem] = []
    for row in read_rows(path, COLUMNS, ("unit", "name")):
        try:
            entry = read_entry(row)
            claim(owners, entry)
        except Refusal as refusal:
            problems.append(Problem(refusal, row.line))
        else:
            key = (*place_key(entry), entry.role.value)
            entries[key] = with_title(entries[key], entry.title) if key in entries else entry
    return ParsedRoster(path.name, tuple(entries.values()), tuple(problems))


def read_entry(row: Row) -> RosterEntry:
    """Make an entry of a row; Refusal with what is wrong in it."""
    unit, name = split_path(row["unit"]), " ".join(row["name"].split())
    if not unit:
        raise Refusal("The unit is missing. Write its path, such as “{example}”.", example="A / B")
    if not name:
        raise Refusal("The full name is missing.")
    role = BY_WORD.get(fold(row["role"]))
    if role is None:
        raise Refusal(
            "The role “{role}” is unknown. Write one of: {roles}.",
            role=row["role"],
            roles=", ".join(role.value for role in Role),
        )
    return RosterEntry(
        row.line,
        unit,
        name,
        " ".join(row["title"].split()),
        read_phone(row["phone"]),
        read_email(row["email"]),
        role,
    )


def read_phone(text: str) -> str | None:
    """Return the number in E.164, None for an empty cell; Refusal where it is none."""
    if not text.strip(" -"):
        return None
    phone = normal_phone(text)
    if phone is None:
        raise Refusal(
            "“{phone}” is not a telephone number. Write it like {example}.",
            phone=text,
            example="0912 345 678",
        )
    return phone


def normal_phone(text: str) -> str | None:
    """Return a number as people write it in E.164; without a country it is Vietnamese."""
    digits = re.sub(r"[\s.\-()/\u2010-\u2014]", "", re.sub(r"\.0$", "", text.strip()))
    digits = re.sub(r"^00", "+", digits)
    home = re.sub(r"^\+?84", "", digits) if re.match(r"\+84|84\d{9}", digits) else digits
    if match := NATIONAL.fullmatch(home):
        return f"+84{match[1]}"
    foreign = digits.startswith("+") and not digits.startswith("+84") and INTERNATIONAL.fullmatch(digits[1:])
    return digits if foreign else None


def read_email(text: str) -> str | None:
    """Return the address in lower case, None for an empty cell; Refusal where it is none."""
    address = text.strip(" <>;,").removeprefix("mailto:").lower()
    if not address.strip("-"):
        return None
    if not EMAIL.fullmatch(address):
        raise Refusal("“{email}” is not an e-mail address. Correct it or leave it empty.", email=text)
    return address


def claim(owners: dict[str, str], entry: RosterEntry) -> None:
    """Note whose number and address these are; Refusal where the file gave them to somebody else."""
    contacts = [contact for contact in (entry.phone, entry.email) if contact]
    for contact in contacts:
        if owners.get(contact, fold(entry.name)) != fold(entry.name):
            raise Refusal(
                "{contact} already stands with another name in this file. "
                "Each number and address is one person's.",
                contact=contact,
            )
    owners.update(dict.fromkeys(contacts, fold(entry.name)))


def place_key(entry: RosterEntry) -> Key:
    """Return what makes two rows the same person in the same unit."""
    return (entry.phone or entry.email or "", fold(entry.name), *(fold(name) for name in entry.unit), "")


def with_title(entry: RosterEntry, title: str) -> RosterEntry:
    """Return the entry with one more title: two posts in one unit with one role are one post."""
    titles = [known for known in entry.title.split("; ") if known]
    return replace(entry, title="; ".join(dict.fromkeys([*titles, *([title] if title else [])])))
