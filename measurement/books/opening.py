"""Opening a filled workbook, as a program of its own: bounded in memory and time, and told nothing else.

`python opening.py FILE` prints {"sheets": [[name, rows]], "mark": [texts]} or {"refused": code}. Cells are null, text,
numbers, true or false. It imports nothing of Concert: it runs without its settings and its secrets.
"""

import datetime
import json
import sys
from typing import Any

MEMORY = 768 * 1024 * 1024
SECONDS = 20
SHEETS = 20
ROWS = 5_000
COLUMNS = 600
CELLS = 400_000
TEXT = 8_000_000
MARK = "concert"


class Refused(Exception):
    """The file is not taken."""


def main(path: str) -> dict[str, Any]:
    """Return what is to be printed."""
    import python_calamine

    try:
        book = python_calamine.load_workbook(path)
        return _read(book)
    except Refused as fault:
        return {"refused": str(fault)}
    except MemoryError:
        return {"refused": "too_many_cells"}
    except python_calamine.PasswordError:
        return {"refused": "encrypted"}
    except (python_calamine.CalamineError, OSError, ValueError) as fault:
        return {"refused": "encrypted" if "password" in str(fault).lower() else "broken"}


def _read(book: Any) -> dict[str, Any]:
    names = list(book.sheet_names)
    if len(names) > SHEETS:
        raise Refused("too_many_sheets")
    left = [CELLS, TEXT]
    sheets, mark = [], []
    for name in names:
        rows = _rows(book.get_sheet_by_name(name), left)
        if name == MARK:
            mark = [row[0] for row in rows if row and isinstance(row[0], str)]
        elif rows:
            sheets.append([_storable(name[:100]), rows])
    return {"sheets": sheets, "mark": mark}


def _rows(sheet: Any, left: list[int]) -> list[list[Any]]:
    if not sheet.height or not sheet.width:
        return []
    height, width = sheet.end[0] + 1, sheet.end[1] + 1
    if height > ROWS:
        raise Refused("too_many_rows")
    if width > COLUMNS:
        raise Refused("too_many_columns")
    left[0] -= height * width
    if left[0] < 0:
        raise Refused("too_many_cells")
    return [[_cell(value, left) for value in row] for row in sheet.to_python(skip_empty_area=False)]


def _cell(value: Any, left: list[int]) -> Any:
    if isinstance(value, str):
        left[1] -= len(value)
        if left[1] < 0:
            raise Refused("too_many_cells")
        value = _storable(value)
        return value if value.strip(" \t\r\n\u00a0") else None
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if abs(value) < 1e300 else str(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)[:100]


def _storable(text: str) -> str:
    """Return a text as it can be stored: a workbook may hold NUL (written _x0000_), the database holds none."""
    return text.replace("\x00", "")


def bound() -> None:
    """Take from this process the right to more memory and time."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    bound()
    json.dump(main(sys.argv[1]), sys.stdout)
