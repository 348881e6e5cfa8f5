"""Reading what people write where a number belongs."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext

from measurement.kinds.rounding import EXACT

DIGITS_BEFORE = 18
DIGITS_AFTER = 12
LONGEST = 64
LIMIT = Decimal(10) ** DIGITS_BEFORE

MINUS_SIGNS = "-−–‐‑﹣－"
SPACES = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff]+")
GROUPS = re.compile(r"[1-9]\d{0,2}(?:([, '’.])\d{3})(?:\1\d{3})*|[1-9]\d?(?:,\d{2})+,\d{3}")
PLAIN = re.compile(r"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?")
SUPPRESSED = re.compile(
    r"(?:<|≤|<=|fewer than|less than|under|menos de)\s*=?\s*\d{1,4}\s*%?|\d\s*(?:-|–|to)\s*\d{1,2}",
    re.IGNORECASE,
)

_STATUS_WORDS = {
    "not_applicable": "n/a|na|n.a.|n.a|not applicable|does not apply|z|[z]|no aplica|no procede",
    "suppressed_at_source": (
        "*|**|***|s|(s)|[s]|c|[c]|[*]|(*)|suppressed|confidential|too few|redacted|suprimido|confidencial"
    ),
    "not_reported": (
        "|-|--|---|..|...|.|:|?|x|[x]|[u]|[w]|#n/a|#value!|#ref!|#div/0!|null|none given|missing|unknown|"
        "pending|blank|tbc|tbd|to follow|no data|not available|not reported|not known|see note|see notes|"
        "see comment|yes|no|y|n|"
        "sí|si|n/d|s/d|sin datos|no disponible|pendiente|ver nota|d/k|dk"
    ),
}
STATUS_BY_WORD = {word: status for status, words in _STATUS_WORDS.items() for word in words.split("|")}


@dataclass
class EntryError(Exception):
    """An entry that has no meaning: a stable code, a message in the user's words, and the field it is about.

    `status` is the status that was probably meant, where words stand in the place of a number.
    """

    code: str
    message: str
    field: str | None = None
    status: str | None = None

    def __str__(self) -> str:
        return self.message


def status_meant(text: str) -> str | None:
    """The observation status that words in a number's place probably mean; None where nothing can be told."""
    if len(text) > LONGEST:
        return None
    words = SPACES.sub(" ", text).strip().casefold()
    dashes = words.translate(dict.fromkeys(map(ord, MINUS_SIGNS + "—"), "-"))
    found = STATUS_BY_WORD.get(dashes)
    if found is None and SUPPRESSED.fullmatch(words):
        return "suppressed_at_source"
    return found


def parse_number(text: str, decimal_separator: str | None = None) -> Decimal:
    """The exact number in a text, or EntryError.

    Takes grouping by comma, point, space or apostrophe, either decimal sign, a percent or currency sign
    (dropped: 45% is 45), brackets or any minus sign for negatives. `decimal_separator` ("." or ",") settles
    what "1,234" means; without it the sign that can only be a decimal sign is one, and 1,234 is a thousand.
    """
    if len(text) > LONGEST:
        raise EntryError("too_long", gettext("This is too long to be a number."))
    bare, sign = _without_signs(_plain_digits(SPACES.sub(" ", text).strip()))
    number = _ungrouped(bare, decimal_separator)
    if not PLAIN.fullmatch(number):
        raise _not_a_number(text)
    try:
        parsed = Decimal(number)
    except InvalidOperation as error:
        raise _not_a_number(text) from error
    require_in_range(parsed)
    return parsed.copy_negate() if sign < 0 and parsed else parsed


def number_from_cell(cell: str | int | float | Decimal, decimal_separator: str | None = None) -> Decimal:
    """The number in a spreadsheet's cell; a binary fraction is taken as it is shown: 0.1 is 0.1."""
    if isinstance(cell, bool):
        raise _not_a_number(str(cell))
    if isinstance(cell, str):
        return parse_number(cell, decimal_separator)
    number = Decimal(repr(cell)) if isinstance(cell, float) else Decimal(cell)
    if isinstance(cell, float) and number.is_finite() and abs(number) < LIMIT:
        number = number.quantize(Decimal(1).scaleb(-DIGITS_AFTER), context=EXACT)
    require_in_range(number)
    return number


def require_in_range(number: Decimal, field: str | None = None) -> None:
    """Raise EntryError unless the number is finite, with at most 18 digits before and 12 after the point."""
    if not number.is_finite():
        raise EntryError("not_a_number", gettext("This is not a number."), field)
    if number.adjusted() >= DIGITS_BEFORE and number:
        message = gettext("This number is too large: at most %(digits)s digits before the point.")
        raise EntryError("too_large", message % {"digits": DIGITS_BEFORE}, field)
    if -int(number.normalize(EXACT).as_tuple().exponent) > DIGITS_AFTER:
        message = gettext("This number is too fine: at most %(digits)s digits after the point.")
        raise EntryError("too_fine", message % {"digits": DIGITS_AFTER}, field)


def _plain_digits(text: str) -> str:
    return "".join(
        str(unicodedata.decimal(character)) if unicodedata.category(character) == "Nd" else character
        for character in text
    )


def _without_signs(text: str) -> tuple[str, int]:
    sign = 1
    if text.startswith("(") and text.endswith(")"):
        text, sign = text[1:-1].strip(), -1
    text = text.strip("$£€% ")
    if text and text[0] in MINUS_SIGNS:
        text, sign = text[1:].lstrip("$£€ "), -sign
    elif text[:1] == "+":
        text = text[1:].lstrip()
    return text, sign


def _ungrouped(text: str, decimal_separator: str | None) -> str:
    decimal_sign = decimal_separator or _decimal_sign(text)
    whole, found, fraction = text.rpartition(decimal_sign)
    if not found:
        whole, fraction = text, ""
    if decimal_sign in whole:
        return text if decimal_sign == "." else ""
    if GROUPS.fullmatch(whole) and decimal_sign not in whole:
        whole = re.sub(r"\D", "", whole)
    return f"{whole}.{fraction}" if found else whole


def _decimal_sign(text: str) -> str:
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        return "," if comma > point else "."
    if comma >= 0:
        return "." if GROUPS.fullmatch(text) else ","
    return "," if text.count(".") > 1 else "."


def _not_a_number(text: str) -> EntryError:
    shown = text.strip()
    status = status_meant(text)
    words = {
        "not_applicable": gettext("“%(text)s” is not a number. Do you mean that it does not apply?"),
        "suppressed_at_source": gettext("“%(text)s” is not a number. Was the figure withheld at its source?"),
        "not_reported": gettext("“%(text)s” is not a number. Do you mean that there is no figure yet?"),
    }
    message = words.get(
        status or "", gettext("“%(text)s” is not a number. Write digits, for example 1,234.5")
    )
    if not shown:
        message = gettext("Nothing is entered. Do you mean that there is no figure yet?")
    return EntryError("not_a_number", message % {"text": shown}, status=status)
