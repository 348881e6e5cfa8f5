"""Files that mean harm, or are not what they say: refused in seconds, with bounded memory."""

import io
import json
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from measurement.books.files import open_file
from measurement.imports import reader
from measurement.imports.files import FileRefused, recognise
from measurement.imports.grids import Grid
from measurement.queries.imports import REFUSALS, refusal_words

CONTENT_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"""
RELATIONS = """<?xml version="1.0"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
 Target="{target}"/></Relationships>"""
BOOK = """<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>
<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"""
SHEET = """<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<sheetData>{rows}</sheetData></worksheet>"""


def xlsx(rows: str, extra: dict[str, bytes] | None = None) -> bytes:
    """A workbook with these rows of XML in its one sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", RELATIONS.format(kind="officeDocument", target="xl/workbook.xml"))
        archive.writestr("xl/workbook.xml", BOOK)
        relations = RELATIONS.format(kind="worksheet", target="worksheets/sheet1.xml")
        archive.writestr("xl/_rels/workbook.xml.rels", relations)
        archive.writestr("xl/worksheets/sheet1.xml", SHEET.format(rows=rows))
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def cell(where: str, row: int) -> str:
    return f'<row r="{row}"><c r="{where}"><v>1</v></c></row>'


def recognised(content: bytes, name: str) -> str:
    return recognise(io.BytesIO(content), name, len(content))


def refused(content: bytes, name: str, tmp_path: Path, settings: Any) -> str:
    """The code under which a file is refused, at the door or by the reader."""
    settings.MEDIA_ROOT = tmp_path
    try:
        form = recognised(content, name)
        Grid.store([content]).read_original(form)
    except FileRefused as fault:
        assert str(REFUSALS[fault.code]) in refusal_words(fault.code, fault.row)
        return fault.code
    return "taken"


HUGE_ROW = ",".join(["1"] * 5_000_000)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HOSTILE = {
    "a bomb that unpacks to 300 megabytes": (
        lambda: xlsx("", {"xl/media/a.bin": bytes(300 * 1024 * 1024)}),
        "x.xlsx",
        "bomb",
    ),
    "a small file with 17 thousand million cells": (
        lambda: xlsx(cell("A1", 1) + cell("XFD1048576", 1048576)),
        "x.xlsx",
        {"too_many_cells", "too_many_columns"},
    ),
    "a small file with five million cells": (
        lambda: xlsx(cell("A1", 1) + cell("ALL5000", 5000)),
        "x.xlsx",
        {"too_many_cells"},
    ),
    "rows without end": (lambda: xlsx(cell("A1", 1) + cell("A1048576", 1048576)), "x.xlsx", "too_many_rows"),
    "columns without end": (lambda: xlsx(cell("A1", 1) + cell("XFD2", 2)), "x.xlsx", "too_many_columns"),
    "an encrypted workbook": (
        lambda: OLE + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(4000),
        "x.xlsx",
        "encrypted",
    ),
    "a picture called a workbook": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(2000), "x.xlsx", "no_text"),
    "a page called CSV": (
        lambda: b"\n <!DOCTYPE html><html><body>1,2</body></html>",
        "x.csv",
        "other_content",
    ),
    "a workbook called CSV": (lambda: xlsx(cell("A1", 1)), "x.csv", "other_content"),
    "a zip called a workbook": (lambda: _zip({"a.txt": b"1"}), "x.xlsx", "other_content"),
    "a broken workbook": (lambda: xlsx(cell("A1", 1))[:-40], "x.xlsx", "broken"),
    "a workbook cut in the middle": (lambda: xlsx("<row><c"), "x.xlsx", {"broken", "empty"}),
    "entities that multiply": (
        lambda: xlsx('<row r="1"><c r="A1" t="inlineStr"><is><t>&lol9;</t></is></c></row>'),
        "x.xlsx",
        {"broken", "empty"},
    ),
    "NUL in the text": (lambda: b"a,b\n1,2\n" * 20_000 + b"1,\x002\n", "x.csv", "no_text"),
    "NUL at the beginning": (lambda: b"a,b\n\x00", "x.csv", "no_text"),
    "a line of five million columns": (lambda: b"a,b\n" + HUGE_ROW.encode(), "x.csv", "long_line"),
    "a line of thousands of columns": (lambda: b"a" + b"," * 5000, "x.csv", "too_many_columns"),
    "a quotation mark never closed": (lambda: b'a,b\n1,"2\n' + b"3,4\n" * 100_000, "x.csv", "open_quote"),
    "a quotation mark never closed at the end": (lambda: b'a,b\n1,"2\n3,4\n', "x.csv", "open_quote"),
    "a quotation mark in a cell": (lambda: b'a,b\n"1"x,2\n', "x.csv", "bad_quote"),
    "a cell without end": (lambda: b"a,b\n1," + b"x" * 100_000, "x.csv", {"long_cell", "open_quote"}),
    "nothing": (lambda: b"", "x.csv", "empty"),
    "nothing but empty rows": (lambda: b"\n,,\n \n", "x.csv", "empty"),
    "a program": (lambda: b"MZ\x90\x00" + bytes(500), "x.exe", "unknown_ending"),
    "more than twenty megabytes": (lambda: b"1,2\n" * 6_000_000, "x.csv", "too_big"),
    "thousands of parts": (
        lambda: xlsx("", {f"xl/{n}.xml": b"" for n in range(3000)}),
        "x.xlsx",
        "bomb",
    ),
}


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_in_seconds(what: str, tmp_path: Path, settings: Any) -> None:
    make, name, expected = HOSTILE[what]
    content = make()
    began = time.monotonic()
    code = refused(content, name, tmp_path, settings)
    assert time.monotonic() - began < 10
    assert code in (expected if isinstance(expected, set) else {expected})


def test_reading_never_takes_more_memory_than_it_may(tmp_path: Path) -> None:
    """The reader binds itself: whatever asks for more than its share ends, and nothing else does."""
    program = (
        f"import sys; sys.path.insert(0, {str(Path(reader.__file__).parent)!r})\n"
        "import reader\nreader.bound(memory=400 * 1024 * 1024, seconds=20)\n"
        "kept = []\n"
        "try:\n    while True: kept.append(bytearray(50 * 1024 * 1024))\n"
        "except MemoryError: print(len(kept))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60, check=True)
    assert 1 <= int(done.stdout) < 9


def test_a_lying_zip_is_bounded_by_the_reader(tmp_path: Path, settings: Any) -> None:
    """A part that says it is small and unpacks to a million rows cannot take the machine with it."""
    content = xlsx("<row><c><v>1</v></c></row>" * 1_500_000)
    settings.MEDIA_ROOT = tmp_path
    began = time.monotonic()
    with pytest.raises(FileRefused) as fault:
        Grid.store([content]).read_original("xlsx")
    assert fault.value.code in ("too_many_rows", "too_many_cells", "broken")
    assert time.monotonic() - began < 60


@pytest.mark.parametrize("written", ["Read_x0000_ing", "Read\x00ing"])
def test_what_the_database_cannot_hold_is_left_out(written: str, tmp_path: Path, settings: Any) -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{text}</t></is></c></row>'
        for row, text in ((1, written), (2, "_x0000_"), (3, "b"))
    )
    settings.MEDIA_ROOT = tmp_path
    grid = Grid.store([xlsx(rows)])
    [sheet] = grid.read_original("xlsx")
    assert list(grid.rows(0)) == [["Reading"], [], ["b"]]
    assert sheet["name"] == "S"
    path = tmp_path / "book.xlsx"
    path.write_bytes(xlsx(rows))
    assert open_file(path).sheets == (("S", [["Reading"], [None], ["b"]]),)


def test_the_reader_is_told_nothing(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that opens foreign files gets neither settings nor secrets."""
    seen: dict[str, Any] = {}

    def run(command: list[str], **options: Any) -> Any:
        seen.update(options)
        return subprocess.CompletedProcess(command, 0, json.dumps({"sheets": []}).encode(), b"")

    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("measurement.imports.grids.subprocess.run", run)
    Grid.store([b"a,b"]).read_original("csv")
    assert seen["env"] == {}


def test_a_stored_name_cannot_lead_elsewhere() -> None:
    for name in ("../../etc", "a" * 31 + "/", "", "." * 32):
        with pytest.raises(ValueError):
            Grid(name)
