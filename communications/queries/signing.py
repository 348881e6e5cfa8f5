"""Tokens in letters: they name whom and what they are for, are signed, and nothing of them is stored.

Short, so that the header of a letter that carries one is not folded. What one opens asks for today's rights each time.
"""

import base64

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from initiatives.kernel.errors import NotFound

SIGNED_BYTES = 15
LONGEST_ID = 18


def signed(purpose: str, *ids: int) -> str:
    """Return the token of this purpose for these ids."""
    return f"{_joined(ids)}-{_signature(purpose, ids, settings.SECRET_KEY)}"


def behind(purpose: str, token: str, count: int) -> tuple[int, ...]:
    """Return the `count` ids that a token of this purpose names. Raises NotFound for one that was not signed."""
    *parts, signature = token.split("-", count)
    if len(parts) != count or not all(_is_id(part) for part in parts):
        raise NotFound
    ids = tuple(int(part) for part in parts)
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if constant_time_compare(_signature(purpose, ids, secret), signature):
            return ids
    raise NotFound


def _is_id(part: str) -> bool:
    return part.isascii() and part.isdigit() and len(part) <= LONGEST_ID


def _joined(ids: tuple[int, ...]) -> str:
    return "-".join(str(one) for one in ids)


def _signature(purpose: str, ids: tuple[int, ...], secret: str) -> str:
    digest = salted_hmac(purpose, _joined(ids), secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:SIGNED_BYTES]).decode()
