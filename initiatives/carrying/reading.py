"""Opening a package that somebody brings: nothing of it is believed before its form, size and sums are right."""

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from initiatives.carrying.plan import kinds
from initiatives.carrying.writing import BLOCK, FORMAT, MANIFEST, README, VERSION, fingerprint_of
from initiatives.kernel.errors import DomainError

NAME = re.compile(r"data/[a-z_]+(\.[a-z_]+)?\.jsonl|files/[a-z]{1,20}/[0-9]{1,9}(\.[a-z0-9]{1,8})?")
MOST_PARTS = 100_000
LARGEST_MANIFEST = 32 * 1024 * 1024
LARGEST_LINE = 8 * 1024 * 1024
# What a package unpacks to: in all, and how much more than it weighs (rows of text come to about 15 times).
LARGEST = 8 * 1024**3
HIGHEST_RATIO = 200
SMALL = 10 * 1024 * 1024


class PackageRefused(DomainError):
    """The file is no package that can be taken in; `message` says what is wrong with it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message, "file")


@dataclass(frozen=True)
class Contents:
    """What a package says of itself, once that has been found true."""

    public_id: UUID
    slug: str
    name: str
    made_at: datetime
    fingerprint: str
    rows: int


# What zipfile raises for what it cannot read; RuntimeError is for encryption, and for kinds that it does not know.
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError)


class Package:
    """A package, opened and checked: its parts are all there, unharmed, and of known kinds. Raises PackageRefused."""

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self.box = zipfile.ZipFile(file)
            self.members = self._members()
            self.parts: dict[str, dict[str, Any]] = {}
            self.contents = self._contents(json.loads(self._read(MANIFEST, LARGEST_MANIFEST)))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise damaged() from error
        except UNREADABLE as error:
            raise PackageRefused("not_a_package", _("This file is no package of Concert.")) from error
        for part in self.parts.values():
            self._verify(part)

    def _members(self) -> dict[str, zipfile.ZipInfo]:
        found = self.box.infolist()
        members = {member.filename: member for member in found}
        if MANIFEST not in members:
            raise PackageRefused("not_a_package", _("This file is no package of Concert."))
        strange = any(not NAME.fullmatch(name) for name in members.keys() - {MANIFEST, README})
        if strange or len(members) != len(found) or any(member.flag_bits & 1 for member in found):
            raise PackageRefused("strange_parts", _("The package holds parts that do not belong into one."))
        size = sum(member.file_size for member in found)
        weight = sum(member.compress_size for member in found)
        if len(found) > MOST_PARTS or size > LARGEST or size > max(SMALL, weight * HIGHEST_RATIO):
            raise PackageRefused("too_big", _("The package unpacks to more than can be taken in."))
        return members

    def _contents(self, said: dict[str, Any]) -> Contents:
        if said["format"] != FORMAT:
            raise PackageRefused("not_a_package", _("This file is no package of Concert."))
        if said["version"] != VERSION:
            message = _("The package has the format %(theirs)s; this installation reads format %(ours)s.")
            raise PackageRefused("other_version", message % {"theirs": said["version"], "ours": VERSION})
        for part in said["parts"]:
            if not (isinstance(part["name"], str) and isinstance(part["size"], int)):
                raise damaged()
            self.parts[part["name"]] = part
        if self.parts.keys() != self.members.keys() - {MANIFEST, README}:
            raise damaged()
        self._known()
        made_at = parse_datetime(said["made_at"])
        if made_at is None or made_at.tzinfo is None or fingerprint_of(said["parts"]) != said["fingerprint"]:
            raise damaged()
        own = said["initiative"]
        rows = sum(int(part.get("rows", 0)) for part in self.parts.values())
        return Contents(
            UUID(own["public_id"]),
            str(own["slug"]),
            str(own["name"])[:200],
            made_at,
            said["fingerprint"],
            rows,
        )

    def _known(self) -> None:
        known = {kind.part for kind in kinds()} | {"data/initiative.jsonl", "data/account.jsonl"}
        for name in sorted(self.parts):
            if name.startswith("data/") and name not in known:
                message = _(
                    "The package holds “%s”, which this installation does not know. Bring it up to date first."
                )
                raise PackageRefused(
                    "unknown_kind", message % name.removeprefix("data/").removesuffix(".jsonl")
                )

    def _read(self, name: str, most: int) -> bytes:
        with self.box.open(name) as part:
            data = part.read(most + 1)
        if len(data) > most:
            raise PackageRefused("too_big", _("The package unpacks to more than can be taken in."))
        return data

    def _verify(self, part: dict[str, Any]) -> None:
        total, size = hashlib.sha256(), 0
        try:
            with self.box.open(part["name"]) as data:
                while (block := data.read(BLOCK)) and size <= part["size"]:
                    total.update(block)
                    size += len(block)
        except UNREADABLE as error:
            raise damaged() from error
        if size != part["size"] or total.hexdigest() != part["sha256"]:
            raise damaged()

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """Yield the records of a part in order; a part that is not there has none. Raises PackageRefused."""
        if name not in self.parts:
            return
        with self.box.open(name) as part:
            number = 0
            while line := part.readline(LARGEST_LINE + 1):
                number += 1
                yield self._row(line, number)
        if number != self.parts[name]["rows"]:
            raise damaged()

    def _row(self, line: bytes, number: int) -> dict[str, Any]:
        if len(line) > LARGEST_LINE or b"\\u0000" in line or b"\x00" in line:
            raise damaged()
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise damaged() from error
        if not isinstance(row, dict) or row.pop("#", None) != number:
            raise damaged()
        return row

    def file(self, path: str) -> tuple[IO[bytes], int]:
        """Return a file of the package, open, and its size. Raises PackageRefused."""
        if not path.startswith("files/") or path not in self.parts:
            raise damaged()
        return self.box.open(path), int(self.parts[path]["size"])


def damaged() -> PackageRefused:
    """Return the fault of a package whose contents are not what they are said to be."""
    return PackageRefused("damaged", _("The package is damaged, or was changed after it was made."))
