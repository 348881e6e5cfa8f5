"""Reading a file into plain rows, as a program of its own: bounded in memory and time, and told nothing else.

`python reader.py FILE FORMAT FOLDER` writes FOLDER/<n>.jsonl, one JSON list a row, and prints {"sheets": [...]} or
{"refused": code, "row": number}. Cells are null, text, numbers, true or false; days are written as 2024-03-31.
It imports nothing of Concert: it runs without its settings and its secrets.
"""

import csv
import datetime
import io
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

MEMORY = 1536 * 1024 * 1024
SECONDS = 60
ROWS = 200_000
COLUMNS = 1_000
CELLS = 3_000_000
SHEETS = 60
LONGEST_CELL = 32_767
KEPT_OF_CELL = 2_000
LONGEST_LINE = 1_000_000
LINES_OF_ONE_ROW = 200
DELIMITERS = ",;\t|"
SAMPLE = 50


class Refused(Exception):
    """The file is not taken: a code, and the row at which that became clear."""

    def __init__(self, code: str, row: int = 0) -> None:
        super().__init__(code)
        self.code, self.row = code, row


def main(path: str, kind: str, folder: str) -> dict[str, Any]:
    """Read the file and return what is to be printed."""
    try:
        sheets = _csv_sheets(path) if kind == "csv" else _workbook_sheets(path)
        return {"sheets": _write(sheets, Path(folder))}
    except Refused as fault:
        return {"refused": fault.code, "row": fault.row}
    except MemoryError:
        return {"refused": "too_many_cells", "row": 0}


def _write(sheets: Iterable[tuple[str, Iterable[list[Any]]]], folder: Path) -> list[dict[str, Any]]:
    found, cells = [], 0
    for number, (name, rows) in enumerate(sheets):
        height = width = last = 0
        with (folder / f"{number}.jsonl").open("w", encoding="utf-8") as out:
            for row in rows:
                height += 1
                cells += len(row)
                if height > ROWS:
                    raise Refused("too_many_rows", height)
                if len(row) > COLUMNS:
                    raise Refused("too_many_columns", height)
                if cells > CELLS:
                    raise Refused("too_many_cells", height)
                kept = [_cell(value, height) for value in row]
                while kept and kept[-1] is None:
                    kept.pop()
                if kept:
                    last, width = height, max(width, len(kept))
                out.write(json.dumps(kept, ensure_ascii=False) + "\n")
        found.append({"name": _storable(name[:100]), "rows": last, "columns": width})
    if not any(sheet["rows"] for sheet in found):
        raise Refused("empty")
    return found


def _cell(value: Any, row: int) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        if len(value) > LONGEST_CELL:
            raise Refused("long_cell", row)
        value = _storable(value[:KEPT_OF_CELL])
        return value if value.strip(" \t\r\n\u00a0") else None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 10**15 else _finite(value)
    if isinstance(value, int):
        return value
    if isinstance(value, datetime.datetime):
        whole_day = value.time() == datetime.time()
        return value.date().isoformat() if whole_day else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)[:KEPT_OF_CELL]


def _storable(text: str) -> str:
    """Return a text as it can be stored: a workbook may hold NUL (written _x0000_), the database holds none."""
    return text.replace("\x00", "")


def _finite(value: float) -> float | str:
    return value if value == value and abs(value) != float("inf") else str(value)


# --- workbooks ---------------------------------------------------------------------------------------------


def _workbook_sheets(path: str) -> Iterator[tuple[str, Iterable[list[Any]]]]:
    import python_calamine

    try:
        book = python_calamine.load_workbook(path)
        sheets = [sheet for sheet in book.sheets_metadata if _is_shown(sheet)]
        if len(sheets) > SHEETS:
            raise Refused("too_many_sheets")
        for sheet in sheets:
            yield sheet.name, _sheet_rows(book.get_sheet_by_name(sheet.name))
    except python_calamine.PasswordError as fault:
        raise Refused("encrypted") from fault
    except (python_calamine.CalamineError, OSError, ValueError) as fault:
        raise Refused("encrypted" if "password" in str(fault).lower() else "broken") from fault


def _is_shown(sheet: Any) -> bool:
    return str(sheet.typ).endswith("WorkSheet") and str(sheet.visible).endswith("Visible")


def _sheet_rows(sheet: Any) -> list[list[Any]]:
    if not sheet.height or not sheet.width:
        return []
    height, width = sheet.end[0] + 1, sheet.end[1] + 1
    if width > COLUMNS:
        raise Refused("too_many_columns")
    if height > ROWS:
        raise Refused("too_many_rows")
    if height * width > CELLS:
        raise Refused("too_many_cells")
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    return rows


# --- text --------------------------------------------------------------------------------------------------


def _csv_sheets(path: str) -> Iterator[tuple[str, Iterable[list[Any]]]]:
    text = decode(Path(path).read_bytes())
    yield "", _csv_rows(text, delimiter_of(text))


def decode(content: bytes) -> str:
    """Return the text of a file: UTF-8 and UTF-16 by their mark, else UTF-8 where it fits, else Windows Latin."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            text = content.decode("utf-16")
        except UnicodeDecodeError as fault:
            raise Refused("no_text") from fault
    else:
        text = _without_mark(content)
    if "\0" in text:
        raise Refused("no_text", text.count("\n", 0, text.index("\0")) + 1)
    return text


def _without_mark(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def delimiter_of(text: str) -> str:
    """Return the sign between columns: the one that cuts the first rows into equally many, and most."""
    beginning = text[:100_000]
    first = text.lstrip()[:6].lower()
    if first.startswith("sep=") and len(first) > 4:
        return first[4]
    best, delimiter = (0, 0), ","
    for candidate in DELIMITERS:
        counts: Counter[int] = Counter()
        try:
            for number, row in enumerate(csv.reader(io.StringIO(beginning, newline=""), delimiter=candidate)):
                if number >= SAMPLE:
                    break
                counts[len(row)] += len(row) > 1
        except csv.Error:
            continue
        width, times = max(counts.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        if times and (times, width) > best:
            best, delimiter = (times, width), candidate
    return delimiter


def _lines(text: str) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(text, newline=""), 1):
        if len(line) > LONGEST_LINE:
            raise Refused("long_line", number)
        yield line


def _csv_rows(text: str, delimiter: str) -> Iterator[list[Any]]:
    csv.field_size_limit(LONGEST_CELL + 1)
    rows = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    number, line = 0, 0
    try:
        for row in rows:
            number += 1
            if rows.line_num - line > LINES_OF_ONE_ROW:
                raise Refused("open_quote", line + 1)
            line = rows.line_num
            if not (number == 1 and row and row[0].lower().startswith("sep=") and len(row) <= 2):
                yield list(row)
            else:
                yield []
    except csv.Error as fault:
        code = "bad_quote" if "expected after" in str(fault) else "open_quote"
        raise Refused(code, number + 1) from fault


def bound(memory: int = MEMORY, seconds: int = SECONDS) -> None:
    """Take from this process the right to more memory and time."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    bound()
    json.dump(main(*sys.argv[1:4]), sys.stdout)
