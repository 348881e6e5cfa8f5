"""Filling workbooks as a person does: in the file itself, with nothing of Concert."""

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from measurement.books.files import Opened, open_upload
from measurement.imports.headings import letter

FORM = "xl/worksheets/sheet1.xml"


def opened(content: bytes) -> Opened:
    """What stands in a workbook."""
    return open_upload(io.BytesIO(content), "book.xlsx", len(content))


def at(content: bytes, row: str, column: str) -> str:
    """Where a row and a column cross, by their hidden keys: "reading|value", "figure" gives G11."""
    rows = opened(content).sheets[0][1]
    top = next(number for number, cells in enumerate(rows) if cells[0] == "concert")
    down = next(number for number, cells in enumerate(rows) if cells[0] == row)
    return f"{letter(rows[top].index(column))}{down + 1}"


def filled(content: bytes, cells: Mapping[str, object], *, mark: bool = True) -> bytes:
    """The workbook with other things in some cells: numbers, text, None for empty, ("=A1+1", 3) for a formula.

    Without its `mark` it is one that lost its hidden sheet on the way.
    """
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == FORM:
                text = data.decode()
                for where, value in cells.items():
                    text = put(text, where, value)
                data = text.encode()
            elif name == "xl/workbook.xml" and not mark:
                data = data.replace(b'name="concert"', b'name="Sheet2"')
            target.writestr(name, data)
    return out.getvalue()


def put(text: str, where: str, value: object) -> str:
    """The sheet's XML with something else in one cell that has one already."""
    found = re.search(rf'<c r="{where}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)', text)
    assert found is not None, f"no cell {where}"
    style = found.group(1) or ""
    if value is None:
        cell = f'<c r="{where}"{style}/>'
    elif isinstance(value, tuple):
        formula, result = value
        cell = f'<c r="{where}"{style}><f>{escape(formula.lstrip("="))}</f><v>{result}</v></c>'
    elif isinstance(value, str):
        cell = f'<c r="{where}"{style} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    else:
        cell = f'<c r="{where}"{style}><v>{value}</v></c>'
    return text[: found.start()] + cell + text[found.end() :]
