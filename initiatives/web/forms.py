"""Verbs asked for by a form: what the domain refuses becomes the form's errors; rows are held meanwhile."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.forms import BaseForm

from initiatives.kernel.errors import DomainError, Forbidden, NotFound

Thing = TypeVar("Thing", bound=Model)


def add_errors(form: BaseForm, error: DomainError) -> None:
    """Put what the domain said at the fields it named; the rest stands above the form."""
    if not error.errors:
        form.add_error(None, ValidationError(error.message, code=error.code))
    for fault in error.errors:
        field = fault.field if fault.field in form.fields else None
        form.add_error(field, ValidationError(fault.message, code=fault.code))


@contextmanager
def errors_in(form: BaseForm) -> Iterator[None]:
    """Run a verb: a rule that is not met becomes the form's errors and undoes the verb alone.

    Ask `form.is_valid()` again afterwards. That something is absent or forbidden is not the form's affair.
    """
    try:
        with transaction.atomic():
            yield
    except (NotFound, Forbidden):
        raise
    except DomainError as error:
        add_errors(form, error)


def held(read: Callable[[], Thing]) -> Thing:
    """Return what `read` gives, its row locked until the end of the transaction: nobody changes it meanwhile."""
    row = read()
    type(row)._default_manager.select_for_update(of=("self",)).order_by().filter(pk=row.pk).first()
    return read()
