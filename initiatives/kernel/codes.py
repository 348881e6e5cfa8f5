"""Codes: what people, files and the API name things by."""

import re

from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.kernel.errors import DomainError

CODE_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
CODE = RegexValidator(
    CODE_PATTERN,
    gettext_lazy("Use letters, digits, dots, dashes and underscores; begin with a letter or a digit."),
)
# What a series may be asked for by, beside the codes of dimensions.
RESERVED_CODES = frozenset({"total", "sector", "place", "partner"})


def is_code(text: str) -> bool:
    """Whether the text can be a code: well formed and not reserved."""
    return bool(re.fullmatch(CODE_PATTERN, text)) and text.lower() not in RESERVED_CODES


def clean_code(code: str) -> str:
    """Return the code if it may be used. Raises DomainError at `code`."""
    if not re.fullmatch(CODE_PATTERN, code):
        raise DomainError("bad_code", str(CODE.message), "code")
    if code.lower() in RESERVED_CODES:
        raise DomainError("reserved_code", _("“%s” is a reserved word; choose another code.") % code, "code")
    return code
