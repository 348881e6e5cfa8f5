"""What a file is, told by its content, and whether it may be opened at all.

Looks at the beginning and the end of the file and at a zip's list of contents, never at what is packed in it.
"""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path
from typing import IO

LARGEST = 20 * 1024 * 1024
ZIP_ENTRIES = 2_000
ZIP_LIST = 1024 * 1024
ZIP_UNPACKED = 200 * 1024 * 1024
ZIP_RATIO = 200
ZIP_SMALL = 5 * 1024 * 1024  # below this no ratio is of harm
HEAD = 64 * 1024
ENDINGS = {
    "csv": "csv",
    "tsv": "csv",
    "txt": "csv",
    "xlsx": "xlsx",
    "xlsm": "xlsx",
    "ods": "ods",
    "xls": "xls",
}

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END_OF_ZIP = b"PK\x05\x06"
_MARKUP = (
    b"<!doctype",
    b"<html",
    b"<?xml",
    b"<svg",
    b"{\\rtf",
    b"%pdf",
    b"<script",
    b"<table",
    b"<head",
    b"<body",
)


class FileRefused(Exception):
    """A file that is not taken: `code` says why (see `refusals`), `row` where, if it is known."""

    def __init__(self, code: str, row: int = 0) -> None:
        super().__init__(code)
        self.code, self.row = code, row


def recognise(file: IO[bytes], name: str, size: int) -> str:
    """Return the format of an open file (csv, xlsx, ods, xls) or raise FileRefused. Reads at most some 130 kB.

    The name's ending must agree with what the file holds.
    """
    wanted = ENDINGS.get(Path(name).suffix.lower().lstrip("."))
    if wanted is None:
        raise FileRefused("unknown_ending")
    if size > LARGEST:
        raise FileRefused("too_big")
    if size == 0:
        raise FileRefused("empty")
    file.seek(0)
    head = file.read(HEAD)
    found = _format(file, head, size)
    if found != wanted:
        raise FileRefused("other_content")
    return found


def _format(file: IO[bytes], head: bytes, size: int) -> str:
    if head.startswith(_ZIP):
        return _zipped(file, size)
    if head.startswith(_OLE):
        file.seek(0)
        if _mentions(file, "EncryptedPackage".encode("utf-16-le")):
            raise FileRefused("encrypted")
        return "xls"
    _refuse_no_text(head)
    return "csv"


def _refuse_no_text(head: bytes) -> None:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return
    if b"\0" in head:
        raise FileRefused("no_text")
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:64].lower()
    if bare.startswith(_MARKUP):
        raise FileRefused("other_content")
    odd = sum(1 for byte in head if byte < 32 and byte not in (9, 10, 12, 13))
    if odd:
        raise FileRefused("no_text")


def _mentions(file: IO[bytes], wanted: bytes) -> bool:
    kept = b""
    while block := file.read(1024 * 1024):
        if wanted in kept + block:
            return True
        kept = block[-len(wanted) :]
    return False


def _zipped(file: IO[bytes], size: int) -> str:
    _refuse_long_list(file, size)
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            contents = archive.infolist()
            names = {item.filename for item in contents}
            mimetype = archive.read("mimetype")[:100] if _is_small(contents, "mimetype") else b""
            encrypted = any(item.flag_bits & 1 for item in contents) or _says_encrypted(archive, contents)
    except (
        zipfile.BadZipFile,
        ValueError,
        OSError,
        RuntimeError,
        struct.error,
    ) as fault:
        raise FileRefused("broken") from fault
    if encrypted:
        raise FileRefused("encrypted")
    unpacked = sum(item.file_size for item in contents)
    largest_ratio = max((item.file_size / max(item.compress_size, 1) for item in contents), default=0)
    if unpacked > ZIP_UNPACKED or (unpacked > ZIP_SMALL and largest_ratio > ZIP_RATIO):
        raise FileRefused("bomb")
    if len(names) != len(contents):
        raise FileRefused("broken")
    if mimetype == b"application/vnd.oasis.opendocument.spreadsheet":
        return "ods"
    if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
        return "xlsx"
    raise FileRefused("other_content")


def _is_small(contents: list[zipfile.ZipInfo], name: str) -> bool:
    return any(item.filename == name and item.file_size <= 200 for item in contents)


def _says_encrypted(archive: zipfile.ZipFile, contents: list[zipfile.ZipInfo]) -> bool:
    """Whether an OpenDocument lists encrypted parts in its manifest."""
    for item in contents:
        if item.filename == "META-INF/manifest.xml" and item.file_size <= ZIP_LIST:
            return b"encryption-data" in archive.read(item)
    return False


def _refuse_long_list(file: IO[bytes], size: int) -> None:
    """Refuse a zip whose list of contents is long, before that list is read."""
    tail_size = min(size, 66_000)
    file.seek(size - tail_size)
    tail = file.read(tail_size)
    at = tail.rfind(_END_OF_ZIP)
    if at < 0 or len(tail) < at + 22:
        raise FileRefused("broken")
    entries, length = struct.unpack("<HI", tail[at + 10 : at + 16])
    if entries == 0xFFFF or entries > ZIP_ENTRIES or length > ZIP_LIST:
        raise FileRefused("bomb")
