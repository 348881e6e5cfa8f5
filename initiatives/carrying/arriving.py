"""Taking a package in: every record becomes a new row of one new initiative, and of no other."""

import io
import secrets
import uuid
from array import array
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models
from django.utils.translation import gettext as _

from initiatives.carrying.keeping import KEEPERS
from initiatives.carrying.names import NOWHERE
from initiatives.carrying.plan import SECTOR, USER, Kind, kinds, referred
from initiatives.carrying.reading import Package, PackageRefused, damaged
from initiatives.kernel.rls import rights_of
from initiatives.kernel.tenancy import TenantModel
from initiatives.models import Sector, User

ROWS = 500
LONGEST_NUMBER = 300


def settings_of(package: Package) -> dict[str, Any]:
    """Return the initiative's settings as the package tells them. Raises PackageRefused."""
    rows = list(package.rows("data/initiative.jsonl"))
    if len(rows) != 1:
        raise damaged()
    return rows[0]


def clean_columns(model: type[models.Model], told: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as the model's columns take them. Raises PackageRefused."""
    return {name: _clean(model._meta.get_field(name), value) for name, value in told.items()}


def take_in(package: Package) -> int:
    """Write all records of a package into the active, empty initiative; return how many.

    Raises PackageRefused at the first that cannot be: the caller's transaction is then to be undone. Stored files of a
    package that is refused are removed again.
    """
    reader = _Reader(package)
    try:
        return reader.take_in()
    except (IntegrityError, DataError) as error:
        reader.forget_files()
        raise PackageRefused(
            "contradiction", _("The records of the package contradict one another.")
        ) from error
    except BaseException:
        reader.forget_files()
        raise


class _Reader:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.ids: dict[str, Any] = {SECTOR: dict(Sector.objects.values_list("code", "pk"))}
        self.stored: list[tuple[str, str]] = []
        # Rows that lead to one of their own kind that came after them: (kind, column, place, number of the other).
        self.onward: list[tuple[Kind, str, int, int]] = []

    def take_in(self) -> int:
        """Write accounts and rows in the order of the plan."""
        total = 1 + self._accounts()
        wanted = referred()
        for kind in kinds():
            if kind.label in wanted:
                self.ids[kind.label] = array("q")
            total += self._kind(kind)
        for kind in kinds():
            if kind.carried.later:
                self._fill_in(kind)
        for kind, attname, place, number in self.onward:
            there = self.renumber(kind.label, number)
            kind.model.objects.filter(pk=self.ids[kind.label][place]).update(**{attname: there})
        return total

    def _accounts(self) -> int:
        """Make an account for each hand in the history. Nobody signs in with it, and no letter goes there."""
        shut = make_password(None)
        users = [
            User(
                email=f"{uuid.uuid4().hex}{NOWHERE}",
                name=_text(row.get("name"), 200),
                password=shut,
                is_active=False,
            )
            for row in self.package.rows("data/account.jsonl")
        ]
        self.ids[USER] = array("q", [user.pk for user in User.objects.bulk_create(users, batch_size=ROWS)])
        return len(users)

    def renumber(self, label: str, number: Any) -> Any:
        """Return the id of a record that has arrived, None for None. Raises PackageRefused for any other."""
        if number is None:
            return None
        known = self.ids[label]
        if label == SECTOR:
            if number not in known:
                raise PackageRefused(
                    "unknown_sector", _("The package names a sector that is not known here.")
                )
            return known[number]
        if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= len(known):
            raise damaged()
        return known[number - 1]

    def _kind(self, kind: Kind) -> int:
        waiting: list[TenantModel] = []
        own = {name for name, label in kind.keys.items() if label == kind.label}
        count = 0
        for count, row in enumerate(self.package.rows(kind.part), 1):
            self._check_columns(kind, row)
            if len(waiting) >= ROWS or (waiting and any(row.get(name) for name in own)):
                self._write(kind, waiting)
            self._look_onward(kind, row, own, count)
            waiting.append(kind.model(**self._values(kind, row)))
        self._write(kind, waiting)
        return count

    def _look_onward(self, kind: Kind, row: dict[str, Any], own: set[str], count: int) -> None:
        """Leave for later what leads to a row of the same kind that has not come yet. Not where rows never change."""
        for name in own:
            number = row.get(name)
            if isinstance(number, int) and number >= count:
                rights = rights_of(kind.model)
                if rights is None or "UPDATE" not in rights.verbs:
                    raise damaged()
                self.onward.append((kind, kind.columns[name].attname, count - 1, number))
                row[name] = None

    def _write(self, kind: Kind, waiting: list[TenantModel]) -> None:
        made = kind.model.objects.bulk_create(waiting, batch_size=ROWS)
        if kind.label in self.ids:
            self.ids[kind.label].extend(row.pk for row in made)
        waiting.clear()

    def _check_columns(self, kind: Kind, row: Mapping[str, Any]) -> None:
        unknown = sorted(row.keys() - kind.columns.keys())
        if unknown:
            message = _("The package tells “%(column)s” of %(kind)s, which this installation does not know.")
            raise PackageRefused("unknown_column", message % {"column": unknown[0][:60], "kind": kind.label})

    def _values(self, kind: Kind, row: dict[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        file = kind.carried.file
        for name, value in row.items():
            column = kind.columns[name]
            if name in kind.carried.later:
                continue
            if label := kind.keys.get(name):
                values[column.attname] = self.renumber(label, value)
            elif name in kind.carried.ids:
                values[name] = self._rewritten(kind, name, row)
            elif file and name == file.column:
                values[name] = self._file(file.keeper, value, str(row.get(file.called, "")))
            else:
                values[name] = _clean(column, value)
        return values

    def _rewritten(self, kind: Kind, name: str, row: dict[str, Any]) -> Any:
        try:
            return kind.carried.ids[name].rewrite(row[name], row, self.renumber)
        except (TypeError, ValueError, KeyError, IndexError, AttributeError) as error:
            raise damaged() from error

    def _file(self, keeper: str, path: Any, called: str) -> str:
        """Store a file and return its name here. One that was lost before it was packed stays lost, and is named."""
        if path is None:
            return secrets.token_hex(16)
        if path == "":
            return ""
        found, size = self.package.file(_text(path, 200))
        with found:
            try:
                if size > KEEPERS[keeper].largest:
                    raise ValueError("too big")
                name = KEEPERS[keeper].take_in(io.BytesIO(found.read(size)), called, size)
            except ValueError as error:
                message = _("The file “%s” of the package would not be taken from anybody.")
                raise PackageRefused("bad_file", message % called[:100]) from error
        self.stored.append((keeper, name))
        return name

    def _fill_in(self, kind: Kind) -> None:
        """Fill in the foreign keys that could not be known when their rows were written."""
        for place, row in enumerate(self.package.rows(kind.part)):
            found = {
                kind.columns[name].attname: self.renumber(kind.keys[name], row.get(name))
                for name in kind.carried.later
            }
            if any(found.values()):
                kind.model.objects.filter(pk=self.ids[kind.label][place]).update(**found)

    def forget_files(self) -> None:
        """Remove what was stored."""
        for keeper, name in self.stored:
            KEEPERS[keeper].forget([name])


def _clean(column: Any, value: Any) -> Any:
    """Return a value as its column takes it, by the same rules as in a form. Raises PackageRefused."""
    if value is None:
        if not column.null:
            raise _wrong(column)
        return None
    if isinstance(column, models.JSONField):
        return value
    try:
        clean = column.to_python(value)
        if isinstance(clean, Decimal):
            # Computed figures have more places than anybody may enter; the column keeps what it can.
            if not clean.is_finite() or len(str(value)) > LONGEST_NUMBER:
                raise ValueError("no number to keep")
        elif clean not in column.empty_values:
            column.run_validators(clean)
    except (ValidationError, TypeError, ValueError, ArithmeticError) as error:
        raise _wrong(column) from error
    chosen = {choice for choice, _label in column.flatchoices}
    strange = chosen and clean not in chosen and clean not in column.empty_values
    nowhere = column.name == "timezone" and clean and clean not in available_timezones()
    floating = isinstance(column, models.DateTimeField) and clean.tzinfo is None
    if strange or nowhere or floating:
        raise _wrong(column)
    return clean


def _wrong(column: Any) -> PackageRefused:
    message = _("The package holds a value that cannot be: “%(column)s” of %(kind)s.")
    return PackageRefused("bad_value", message % {"column": column.name, "kind": column.model._meta.label})


def _text(value: Any, most: int) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise damaged()
    return value
