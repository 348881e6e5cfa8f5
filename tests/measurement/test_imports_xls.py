"""The old binary workbook of Excel (.xls), made here byte by byte: a compound file that holds BIFF8 records."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from initiatives.kernel.access import Actor
from initiatives.models import Initiative, User
from initiatives.queries import enter
from measurement.services import define_indicator
from tests.measurement.test_imports import confirmed, matched, upload
from tests.measurement.test_imports_shapes import standing

pytestmark = pytest.mark.django_db
SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def text(row: int, column: int, words: str) -> bytes:
    said = words.encode("latin-1")
    return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(said), 0) + said)


def number(row: int, column: int, value: float) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def stream_of(name: str, rows: list[list[Any]]) -> bytes:
    """The records of a workbook with one sheet."""
    opening = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet += text(line, column, cell) if isinstance(cell, str) else number(line, column, cell)
    sheet += record(0x000A)
    begin = record(0x0809, opening)
    length = len(begin) + 4 + 8 + len(name) + 4
    bound = record(0x0085, struct.pack("<IBBBB", length, 0, 0, len(name), 0) + name.encode())
    return begin + bound + record(0x000A) + sheet


def compound(stream: bytes) -> bytes:
    """A compound file with the stream "Workbook": header, allocation table, directory, and the stream's sectors."""
    stream = stream.ljust(4096, b"\0")
    stream += b"\0" * (-len(stream) % SECTOR)
    count = len(stream) // SECTOR
    chain = [FAT, END, *range(3, count + 2), END]
    table = struct.pack(f"<{SECTOR // 4}I", *chain, *[FREE] * (SECTOR // 4 - len(chain)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
    header += struct.pack("<109I", 0, *[FREE] * 108)
    directory = entry("Root Entry", 5, child=1, start=END, size=0) + entry(
        "Workbook", 2, start=2, size=len(stream)
    )
    return header + table + directory.ljust(SECTOR, b"\0") + stream


def entry(name: str, kind: int, *, start: int, size: int, child: int = FREE) -> bytes:
    said = (name + "\0").encode("utf-16-le")
    body = said.ljust(64, b"\0") + struct.pack("<HBBIII", len(said), kind, 1, FREE, FREE, child)
    return body + b"\0" * 16 + struct.pack("<IQQIQ", 0, 0, 0, start, size)


@pytest.fixture
def lead(ana: User, riverbend: Initiative, settings: Any, tmp_path: Path) -> Iterator[Actor]:
    settings.MEDIA_ROOT = tmp_path
    with enter(ana, "riverbend") as actor:
        define_indicator(actor, code="served", name="Children served", kind="count", cadence="yearly")
        yield actor


def test_an_old_workbook_goes_in_like_any_other(lead: Actor) -> None:
    rows = [["Partner", "Year", "Children served"], ["school-board", 2023, 12], ["Harbor Youth", 2024, 7.0]]
    row = upload(lead, compound(stream_of("Data", rows)), "figures.xls")
    assert row.state == "matching", row.message
    assert [(sheet["name"], sheet["rows"]) for sheet in row.sheets] == [("Data", 3)]
    row = confirmed(lead, matched(lead, row))
    assert row.state == "done", row.message
    found = {(partner, start[:4]): parts[1] for (_code, partner, start), parts in standing().items()}
    assert found == {("school-board", "2023"): 12, ("harbor-youth", "2024"): 7}


def test_a_damaged_old_workbook_is_refused_in_words(lead: Actor) -> None:
    whole = compound(stream_of("Data", [["Partner", "Year"], ["a", 1]]))
    row = upload(lead, whole[:1100], "figures.xls")
    assert (row.state, row.message) == ("refused", "broken:0")
