"""What a package holds: every kind of record that goes along, its columns, and the order in which kinds are written."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from initiatives.kernel.carrying import Carried, LeftBehind
from initiatives.kernel.tenancy import TenantModel
from initiatives.models import Sector, User

SECTOR, USER = Sector._meta.label, User._meta.label


@dataclass(frozen=True)
class Kind:
    """One kind of record. `columns` are its columns by name, without the tenant and the id."""

    model: type[TenantModel]
    carried: Carried
    columns: dict[str, "models.Field[Any, Any]"]

    @property
    def label(self) -> str:
        """The model's name, such as "measurement.Observation"."""
        return self.model._meta.label

    @property
    def part(self) -> str:
        """Where its rows are found in a package."""
        return f"data/{self.model._meta.label_lower}.jsonl"

    @property
    def keys(self) -> dict[str, str]:
        """The label that each foreign key leads to, by column."""
        return {
            name: column.related_model._meta.label  # type: ignore[union-attr]
            for name, column in self.columns.items()
            if isinstance(column, models.ForeignKey)
        }

    @property
    def leads_to(self) -> set[str]:
        """The labels of all records that its rows name, by foreign key or otherwise."""
        return set(self.keys.values()) | {label for ids in self.carried.ids.values() for label in ids.of}


def tenant_models() -> list[type[TenantModel]]:
    """Return the models of every tenant table, in the order of the apps."""
    return [model for model in apps.get_models() if issubclass(model, TenantModel)]


def left_behind() -> dict[str, str]:
    """Return why each kind of record that does not go along stays behind, by label."""
    return {
        model._meta.label: model.carried.why
        for model in tenant_models()
        if isinstance(model.carried, LeftBehind)
    }


@cache
def kinds() -> tuple[Kind, ...]:
    """Return every kind that goes along, each after those that its rows lead to (save for what is filled in later).

    Raises RuntimeError where kinds lead to one another in a circle that no model breaks with `later`.
    """
    waiting = [_kind(model) for model in tenant_models() if isinstance(model.carried, Carried)]
    labels = {kind.label for kind in waiting}
    placed: dict[str, Kind] = {}
    while waiting:
        ready = [kind for kind in waiting if not _needs(kind, labels) - placed.keys()]
        if not ready:
            raise RuntimeError(f"kinds lead to one another: {', '.join(kind.label for kind in waiting)}")
        placed.update((kind.label, kind) for kind in ready)
        waiting = [kind for kind in waiting if kind.label not in placed]
    return tuple(placed.values())


def _kind(model: type[TenantModel]) -> Kind:
    carried = model.carried
    assert isinstance(carried, Carried)
    left = {"id", "initiative", *carried.without}
    columns = {column.name: column for column in model._meta.local_fields if column.name not in left}
    return Kind(model, carried, columns)


def _needs(kind: Kind, labels: set[str]) -> set[str]:
    keys = {label for name, label in kind.keys.items() if name not in kind.carried.later}
    named = {label for ids in kind.carried.ids.values() for label in ids.of}
    return ((keys | named) & labels) - {kind.label}


def referred() -> set[str]:
    """Return the labels of all records that others lead to."""
    return {label for kind in kinds() for label in kind.leads_to}


def account_columns() -> Iterator[tuple[Kind, str]]:
    """Yield every column that leads to an account."""
    for kind in kinds():
        for name, label in kind.keys.items():
            if label == USER:
                yield kind, name
