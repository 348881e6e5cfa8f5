"""The shapes of the API: what a body or a query may hold, and what a row looks like outside.

Serializers say types and presence, for checking input and for the schema. They never write, and they render
no list: a `Row` names its columns once; lists and single rows are read by them straight from the database.
"""

import base64
import binascii
import io
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


@extend_schema_field({"oneOf": [{"type": "string", "pattern": r"^[+-]?\d+(\.\d+)?$"}, {"type": "number"}]})
class ExactDecimal(serializers.Field):  # type: ignore[type-arg]
    """A number, exact to the digit, as text or JSON number: up to 18 digits before and 12 after the point."""

    default_error_messages = {
        "invalid": _("Enter a number, such as 12.5."),
        "too_long": _("Enter at most 18 digits before the decimal point and 12 after it."),
    }

    def to_internal_value(self, data: Any) -> Decimal:
        if isinstance(data, bool) or not isinstance(data, str | int | Decimal):
            self.fail("invalid")
        text = str(data).strip()
        if len(text) > 64:
            self.fail("too_long")
        if isinstance(data, str) and not PLAIN_NUMBER.fullmatch(text):
            self.fail("invalid")
        try:
            number = Decimal(text)
        except InvalidOperation:
            self.fail("invalid")
        sign_and_digits = number.as_tuple()
        exponent = sign_and_digits.exponent
        if not isinstance(exponent, int):
            self.fail("invalid")
        if -exponent > 12 or len(sign_and_digits.digits) + exponent > 18:
            self.fail("too_long")
        return number

    def to_representation(self, value: Decimal) -> str:
        return plain(value)


class DecimalText(serializers.CharField):
    """A decimal in an answer: always text, so that no reader rounds it."""


@extend_schema_field({"type": "string", "contentEncoding": "base64"})
class Content(serializers.Field):  # type: ignore[type-arg]
    """The bytes of a file, in base64."""

    def to_internal_value(self, data: Any) -> io.BytesIO:
        try:
            return io.BytesIO(base64.b64decode(str(data).encode("ascii"), validate=True))
        except (binascii.Error, ValueError) as error:
            raise serializers.ValidationError(_("Send the file in base64."), "not_base64") from error

    def to_representation(self, value: bytes) -> str:
        return base64.b64encode(value).decode()


class Day(serializers.DateField):
    """A calendar day within the years that periods know: 1900 to 2199."""

    default_error_messages = {"out_of_range": _("Send a day between 1900 and 2199.")}

    def to_internal_value(self, value: Any) -> Any:
        day = super().to_internal_value(value)
        if not 1900 <= day.year < 2200:
            self.fail("out_of_range")
        return day


class Choice(serializers.ChoiceField):
    """One of a list of words; the answer to a wrong one names the right ones."""

    default_error_messages = {"invalid_choice": _("“{input}” is not one of: {choices}.")}

    def fail(self, key: str, **kwargs: Any) -> Any:
        return super().fail(key, choices=", ".join(str(choice) for choice in self.choices), **kwargs)


def plain(value: Decimal) -> str:
    """Return the decimal as text without exponent."""
    return format(value, "f")


class Shape(serializers.Serializer):  # type: ignore[type-arg]
    """Base of what comes in: writable fields are those that are declared, and an empty text is absent."""

    default_error_messages = {
        "invalid": _("Send one JSON object."),
        "unknown_field": _("There is no field of this name here."),
    }
    strict: ClassVar[bool] = True

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, Mapping):
            message = serializers.ErrorDetail(str(self.error_messages["invalid"]), "invalid")
            raise serializers.ValidationError({"non_field_errors": [message]})
        unknown = [name for name in data if name not in self.fields] if self.strict else []
        if unknown:
            message = serializers.ErrorDetail(str(self.error_messages["unknown_field"]), "unknown_field")
            raise serializers.ValidationError({str(name): [message] for name in unknown})
        partial = getattr(self.root, "partial", False)
        return super().to_internal_value(
            {k: v for k, v in data.items() if v != "" and (partial or v is not None)}
        )


class Body(Shape):
    """What a request's body may hold. In a PATCH null clears a field; elsewhere it is the same as absent."""


class Query(Shape):
    """The parameters an operation reads from the address; others are passed over."""

    strict = False


class Row(serializers.Serializer):  # type: ignore[type-arg]
    """What one row looks like outside. A field's `source` is the column that it is read from.

    `computed` names fields that no column holds: `finish` fills them, where needed from `extra`, further columns
    by the name under which it finds them.
    """

    extra: ClassVar[Mapping[str, str]] = {}
    computed: ClassVar[frozenset[str]] = frozenset()

    @staticmethod
    def finish(row: dict[str, Any]) -> None:
        """Fill the computed fields of a row that was read, and take out what only they needed."""

    @classmethod
    def columns(cls) -> dict[str, str]:
        """Return the columns to read, by the name that each has in the answer."""
        known: dict[str, str] | None = cls.__dict__.get("_columns")
        if known is None:
            known = {
                name: (field.source or name).replace(".", "__")
                for name, field in cls().fields.items()
                if name not in cls.computed
            } | dict(cls.extra)
            cls._columns = known  # type: ignore[attr-defined]
        return known

    @classmethod
    def names(cls) -> list[str]:
        """Return the names of the fields in the order of the answer."""
        return [*cls().fields]


class NumberedQuery(Query):
    """`from` is the number of the first row."""

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        fields["from"] = serializers.IntegerField(required=False, min_value=1, max_value=10**6)
        return fields


class NumberedRow(Row):
    """A row that comes from no table and has no name of its own: its place in the list, from 1."""

    number = serializers.IntegerField()
