"""Writing a package: one pass over each kind of record, in bounded memory, as one moment saw it."""

import hashlib
import json
import re
import zipfile
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import PurePath
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from initiatives.carrying.keeping import KEEPERS
from initiatives.carrying.names import Names, names_of
from initiatives.carrying.plan import SECTOR, USER, Kind, account_columns, kinds, left_behind, referred
from initiatives.carrying.readme import readme
from initiatives.kernel import clock
from initiatives.kernel.carrying import File
from initiatives.models import Initiative, Membership, Sector

FORMAT, VERSION = "concert-initiative", 1
MANIFEST, README = "manifest.json", "README.txt"
ROWS = 2000
BLOCK = 256 * 1024
ENDING = re.compile(r"\.[a-z0-9]{1,8}")
# Of the initiative itself; its address is in the manifest and may be another where it arrives.
SETTINGS = tuple(
    column.name for column in Initiative._meta.local_fields if column.name not in ("id", "public_id", "slug")
)


@dataclass(frozen=True)
class Written:
    """What was written: the fingerprint of its contents, and how many records."""

    fingerprint: str
    rows: int


class _Exact(DjangoJSONEncoder):
    """Django's form cuts moments to milliseconds; a history arrives as it was, to the microsecond."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime | time) else super().default(o)


def fingerprint_of(parts: list[dict[str, Any]]) -> str:
    """Return the SHA-256 of a table of contents: the same for the same contents, whenever they were packed."""
    lines = sorted(f"{part['name']} {part['sha256']}\n" for part in parts)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


@contextmanager
def one_moment() -> Iterator[None]:
    """Open a transaction that sees the database as it is now, whatever others do meanwhile, and changes nothing.

    Within a transaction that is open already its own view holds.
    """
    nested = connection.in_atomic_block
    with transaction.atomic():
        if not nested:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def write(initiative: Initiative, out: IO[bytes]) -> Written:
    """Write the active initiative as a package into an empty file that can be sought in."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as box:
        return _Writer(initiative, box).write()


class _Writer:
    def __init__(self, initiative: Initiative, box: zipfile.ZipFile) -> None:
        self.initiative, self.box = initiative, box
        self.parts: list[dict[str, Any]] = []
        # Files that the rows of the part being written name: (path in the package, keeper, name on disk).
        self.files: list[tuple[str, str, str]] = []
        self.given = 0
        self.ids: dict[str, Any] = {SECTOR: dict(Sector.objects.values_list("pk", "code"))}
        self.names = Names()

    def write(self) -> Written:
        """Write all parts, then the table of contents."""
        self._number()
        self._rows("data/initiative.jsonl", "initiatives.Initiative", [self._settings()])
        accounts = ({"#": n, "name": name} for n, name in enumerate(self.names.accounts.values(), 1))
        self._rows("data/account.jsonl", "account", accounts)
        for kind in kinds():
            self._rows(kind.part, kind.label, self._told(kind))
        fingerprint = fingerprint_of(self.parts)
        contents = {
            "format": FORMAT,
            "version": VERSION,
            "made_at": clock.now(),
            "initiative": {
                "public_id": self.initiative.public_id,
                "slug": self.initiative.slug,
                "name": self.initiative.name,
            },
            "fingerprint": fingerprint,
            "parts": self.parts,
            "left_behind": left_behind(),
        }
        self.box.writestr(README, readme(self.initiative, self.parts))
        self.box.writestr(MANIFEST, json.dumps(contents, cls=DjangoJSONEncoder, indent=1))
        return Written(fingerprint, sum(part.get("rows", 0) for part in self.parts))

    def _number(self) -> None:
        """Give every record that others lead to its number, and find out what people are called."""
        wanted = referred()
        for kind in kinds():
            if kind.label in wanted:
                rows = kind.model.objects.order_by("pk").values_list("pk", flat=True)
                self.ids[kind.label] = array("q", rows.iterator(ROWS))
        used: set[int] = set()
        for kind, name in account_columns():
            rows = kind.model.objects.exclude(**{name: None}).order_by()
            used.update(rows.values_list(name, flat=True).distinct())
        self.names = names_of(self.initiative, used)
        self.ids[USER] = {pk: number for number, pk in enumerate(self.names.accounts, 1)}

    def renumber(self, label: str, pk: Any) -> Any:
        """Return the number of a record, None for one that does not go along."""
        known = self.ids.get(label)
        if pk is None or known is None:
            return None
        if isinstance(known, dict):
            return known[pk]
        place = bisect_left(known, pk)
        return place + 1 if place < len(known) and known[place] == pk else None

    def _settings(self) -> dict[str, Any]:
        told = {name: getattr(self.initiative, name) for name in SETTINGS}
        return {"#": 1, **told, "purpose": self.names.told(self.initiative.purpose)}

    def _told(self, kind: Kind) -> Iterator[dict[str, Any]]:
        columns = [(name, column.attname) for name, column in kind.columns.items()]
        rows = kind.model.objects.order_by("id").values("id", *(attname for _name, attname in columns))
        for number, found in enumerate(rows.iterator(ROWS), 1):
            yield {"#": number, **self._row(kind, {name: found[attname] for name, attname in columns}, found)}

    def _row(self, kind: Kind, row: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
        keys = kind.keys
        told = {
            name: self.renumber(keys[name], value) if name in keys else self._value(kind, name, value)
            for name, value in row.items()
        }
        for name, ids in kind.carried.ids.items():
            told[name] = ids.rewrite(row[name], row, self.renumber)
        if kind.model is Membership:
            told |= self._person(found)
        file = kind.carried.file
        if file and row[file.column]:
            told[file.column] = self._file(file, row[file.column], row[file.called])
        return told

    def _value(self, kind: Kind, name: str, value: Any) -> Any:
        column = kind.columns[name]
        if isinstance(column, models.CharField | models.TextField | models.JSONField) and not column.choices:
            return self.names.told(value)
        return value

    def _person(self, found: dict[str, Any]) -> dict[str, Any]:
        told = {"name": self.names.people[found["id"]]}
        if found["goes_along"] != Membership.GoesAlong.ADDRESS:
            told |= {"email": "", "phone": "", "language": "", "preferred_contact": Membership.Contact.EMAIL}
        return told

    def _rows(self, name: str, kind: str, rows: Iterable[dict[str, Any]]) -> None:
        total, count, size = hashlib.sha256(), 0, 0
        with self.box.open(name, "w", force_zip64=True) as part:
            for row in rows:
                line = json.dumps(row, cls=_Exact, ensure_ascii=False, separators=(",", ":"))
                data = line.encode() + b"\n"
                total.update(data)
                count, size = count + 1, size + len(data)
                part.write(data)
        told = {"name": name, "kind": kind, "rows": count, "size": size, "sha256": total.hexdigest()}
        self.parts.append(told)
        for path, keeper, stored in self.files:
            self._copy(keeper, path, stored)
        self.files.clear()

    def _file(self, file: File, stored: str, called: str) -> str | None:
        """Return under which path a stored file goes along, None for one that is lost."""
        try:
            KEEPERS[file.keeper].open(stored).close()
        except FileNotFoundError:
            return None
        ending = PurePath(called).suffix.lower()
        self.given += 1
        path = f"files/{file.keeper}/{self.given:06}{ending if ENDING.fullmatch(ending) else ''}"
        self.files.append((path, file.keeper, stored))
        return path

    def _copy(self, keeper: str, path: str, stored: str) -> None:
        total, size = hashlib.sha256(), 0
        with KEEPERS[keeper].open(stored) as file, self.box.open(path, "w", force_zip64=True) as part:
            while block := file.read(BLOCK):
                total.update(block)
                size += len(block)
                part.write(block)
        self.parts.append({"name": path, "size": size, "sha256": total.hexdigest()})
