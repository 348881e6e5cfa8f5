"""What can be wrong, said once: a form shows it at the field, the API as a problem."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text: TypeAlias = str | Promise

CHANGED = _("This was changed by somebody else since you opened it.")
NOT_ALLOWED = _("Your role does not allow this.")
NOTHING_HERE = _("There is nothing here.")


@dataclass(frozen=True)
class FieldError:
    """One fault at one place. `field` is a dotted path such as `observations.3.numerator`, or empty."""

    field: str
    code: str
    message: str


class DomainError(Exception):
    """A rule of the domain was not met. `message` is in the user's words and may be shown as it is.

    `code` is stable and machine-readable; `field` names the input concerned; `errors` lists several faults.
    """

    status = 422

    def __init__(
        self, code: str, message: Text, field: str = "", errors: Sequence[FieldError] | None = None
    ) -> None:
        super().__init__(str(message))
        self.code = code
        self.message = str(message)
        self.field = field
        self.errors: tuple[FieldError, ...] = tuple(
            errors if errors is not None else ((FieldError(field, code, self.message),) if field else ())
        )


class NotFound(DomainError):
    """It does not exist, or not for this actor; the two cannot be told apart from outside."""

    status = 404

    def __init__(self, message: Text = NOTHING_HERE) -> None:
        super().__init__("not_found", message)


class Forbidden(DomainError):
    """The actor belongs here but may not do this."""

    status = 403

    def __init__(self, message: Text = NOT_ALLOWED, code: str = "forbidden") -> None:
        super().__init__(code, message)


class Conflict(DomainError):
    """The thing is in a state in which this cannot be done."""

    status = 409


class Stale(DomainError):
    """Somebody else changed the thing since it was read."""

    status = 412

    def __init__(self, message: Text = CHANGED) -> None:
        super().__init__("stale", message)


class Busy(DomainError):
    """It cannot be done just now; a moment later it can."""

    status = 503
    retry_after = 1

    def __init__(self, message: Text) -> None:
        super().__init__("busy", message)
