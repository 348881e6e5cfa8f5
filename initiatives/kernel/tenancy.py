"""The active tenant: one context manager opens it, managers and PostgreSQL refuse to work without it.

Three layers (docs/tenancy.md): the closed manager here, row-level security underneath (kernel/rls.py), and
composite foreign keys. The setting is transaction-local, so that pooled connections cannot leak a tenant.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, TypeVar

from django.db import connection, models, transaction

from initiatives.kernel.carrying import Carried, Forgotten, LeftBehind

INITIATIVE_SETTING = "app.initiative"
PERSON_SETTING = "app.person"

_initiative: ContextVar[int | None] = ContextVar("concert_initiative", default=None)
_person: ContextVar[int | None] = ContextVar("concert_person", default=None)


class NoTenant(RuntimeError):
    """Tenant data was touched while no initiative was active."""


def _apply(setting: str, value: int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [setting, "" if value is None else str(value)])


@contextmanager
def _scope(setting: str, variable: ContextVar[int | None], value: int) -> Iterator[None]:
    former = variable.get()
    nested = connection.in_atomic_block
    with transaction.atomic():
        token = variable.set(value)
        try:
            if former != value or not nested:
                _apply(setting, value)
            yield
            # A rolled-back savepoint restores the setting by itself and a transaction's end drops it.
            if nested and former != value and not connection.needs_rollback:
                _apply(setting, former)
        finally:
            variable.reset(token)


@contextmanager
def tenant(initiative: Any) -> Iterator[None]:
    """Open a transaction in which `initiative` (an Initiative or its id) is the active tenant."""
    with _scope(INITIATIVE_SETTING, _initiative, int(getattr(initiative, "pk", initiative))):
        yield


@contextmanager
def person(user: Any) -> Iterator[None]:
    """Open a transaction in which the user (or its id) sees their own memberships, tokens and initiatives."""
    with _scope(PERSON_SETTING, _person, int(getattr(user, "pk", user))):
        yield


@contextmanager
def entered(user_id: int, slug: str) -> Iterator[tuple[int, int] | None]:
    """Open a transaction as the user and, if they are a member, inside the initiative named by `slug`.

    Yields (initiative id, membership id), or None when there is no such initiative for them. One query.
    """
    if connection.in_atomic_block and _initiative.get() is not None:
        raise RuntimeError("an initiative is already entered")
    nested = connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT initiative_id, membership_id FROM app.enter(%s, %s)", [user_id, slug])
            row = cursor.fetchone()
        former = _person.get()
        tokens = _person.set(user_id), _initiative.set(row[0] if row else None)
        try:
            yield (row[0], row[1]) if row else None
            if nested and not connection.needs_rollback:
                _apply(INITIATIVE_SETTING, None)
                _apply(PERSON_SETTING, former)
        finally:
            _person.reset(tokens[0])
            _initiative.reset(tokens[1])


def active() -> int:
    """Return the id of the active initiative.

    Raises NoTenant when none is active.
    """
    current = _initiative.get()
    if current is None:
        raise NoTenant("no initiative is active: open one with tenant(initiative)")
    return current


Model = TypeVar("Model", bound=models.Model)


class TenantManager(models.Manager[Model]):
    """A manager that is closed until an initiative is active, and then sees that initiative alone."""

    def get_queryset(self) -> models.QuerySet[Model]:
        return super().get_queryset().filter(initiative_id=active())


class PersonManager(models.Manager[Model]):
    """What a person may see of themselves across initiatives; closed until a person is active."""

    def get_queryset(self) -> models.QuerySet[Model]:
        current = _person.get()
        if current is None:
            raise NoTenant("no person is active: open one with person(user)")
        return super().get_queryset().filter(user_id=current)


class TenantForeignKey(models.ForeignKey):  # type: ignore[type-arg]
    """A foreign key inside one tenant: the database holds it as (initiative_id, x_id) only (kernel/rls.py)."""

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)


class TenantModel(models.Model):
    """A row of one initiative. `initiative` is filled from the active tenant."""

    rights: ClassVar[Any] = None
    # What of it goes along when the initiative is handed over (kernel/carrying.py).
    carried: ClassVar[Carried | LeftBehind] = Carried()
    # What becomes of it when the person it belongs to is forgotten.
    forgotten: ClassVar[Forgotten | None] = None
    # Whether the database notes that rows changed, so that what was made of them is made anew (kernel/changes.py).
    noted: ClassVar[bool] = True
    initiative = models.ForeignKey(
        "initiatives.Initiative",
        models.PROTECT,
        default=active,
        editable=False,
        related_name="+",
        db_index=False,  # UNIQUE (initiative_id, id) and the other constraints lead with it
    )

    objects = TenantManager()

    class Meta:
        abstract = True
