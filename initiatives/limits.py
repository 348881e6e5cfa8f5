"""How often one may ask: per token or account, per address, per initiative, counted by the minute in Redis.
And how often a verb that burdens others may be done in a day.

Limits protect; they are no rule of the domain. When Redis is away, everything passes.
"""

import threading
import time
from collections.abc import Callable
from functools import cache, partial
from ipaddress import IPv6Address, ip_address
from typing import Any

import structlog
from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from redis import Redis
from redis.exceptions import RedisError

from initiatives.kernel.errors import DomainError

log = structlog.get_logger(__name__)

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
REST_AFTER_FAILURE = 5.0
_away = threading.local()


class TooMany(DomainError):
    """A limit is reached; `retry_after` says in how many seconds it opens again."""

    status = 429

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__("too_many_requests", message)
        self.retry_after = retry_after


@cache
def _redis() -> "Redis":
    place: dict[str, Any] = settings.CACHES["default"]
    return Redis.from_url(str(place["LOCATION"]), **place.get("OPTIONS", {}))


def address_of(request: HttpRequest) -> str:
    """Return the address a request comes from, as far as our own proxies vouch for it (/64 for IPv6)."""
    given = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES:
        chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        given = chain[-min(settings.PROXIES, len(chain))] or given
    try:
        address = ip_address(given)
    except ValueError:
        return "unknown"
    # A server that listens on both kinds tells an IPv4 address within an IPv6 one; all of those share one /64.
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(address) if address.version == 4 else address.exploded[:19]


def _answers(keys: list[str], ask: Callable[[Any, str], object]) -> list[int]:
    """Ask Redis one number for each key; zeros while it is away."""
    if time.monotonic() < getattr(_away, "until", 0.0):
        return [0] * len(keys)
    try:
        with _redis().pipeline(transaction=False) as pipe:
            for key in keys:
                ask(pipe, key)
            found = pipe.execute()
    except (RedisError, OSError) as problem:
        _away.until = time.monotonic() + REST_AFTER_FAILURE
        log.warning("limits_away", error=type(problem).__name__)
        return [0] * len(keys)
    return [int(number or 0) for number in found[:: len(found) // len(keys)]]


def _count(keys: list[str], window: int = MINUTE) -> list[int]:
    """Add one to each counter and return them."""
    return _answers(keys, lambda pipe, key: pipe.incr(key).expire(key, 2 * window))


def _read(keys: list[str]) -> list[int]:
    """Return the counters as they stand."""
    return _answers(keys, lambda pipe, key: pipe.get(key))


def check(request: HttpRequest, *, caller: str, initiative: int | None, file: bool = False) -> None:
    """Count this request against the limits of settings.API_LIMITS.

    `caller` names the token or account, empty where nobody is known; a `file` that is made for the request alone is
    counted besides. Raises TooMany when one of them is exceeded.
    """
    now = time.time()
    window = int(now // MINUTE)
    counted = {"address": address_of(request)}
    if file:
        counted["file"] = counted["address"]
    if caller:
        counted["caller"] = caller
    if initiative is not None:
        counted["initiative"] = str(initiative)
    named = caches["default"].make_key
    keys = [named(f"limit:{kind}:{name}:{window}") for kind, name in counted.items()]
    for kind, count in zip(counted, _count(keys), strict=True):
        if count > settings.API_LIMITS[kind]:
            pause = MINUTE - int(now) % MINUTE
            raise TooMany(
                _("Too many requests. Try again in %(seconds)s seconds.") % {"seconds": pause}, pause
            )


def spend(verb: str, *, window: int = DAY, **whom: object) -> None:
    """Ask whether a verb may be done once more today, or in another `window` of seconds; it counts at the commit.

    `whom` names by whom and to whom, by the kinds of settings.VERB_LIMITS[verb]. A transaction that does the verb
    many times may go over a limit by so many. Raises TooMany.
    """
    now = time.time()
    day = int(now // window)
    named = caches["default"].make_key
    # An address may be among them: Redis keeps none.
    keys = [named(f"limit:{verb}:{kind}:{_veiled(value)}:{day}") for kind, value in whom.items()]
    for kind, count in zip(whom, _read(keys), strict=True):
        if count >= settings.VERB_LIMITS[verb][kind]:
            pause = window - int(now) % window
            if window < DAY:
                minutes = -(-pause // MINUTE)
                message = _("That was done too often. Try again in %(minutes)s minutes.") % {
                    "minutes": minutes
                }
                raise TooMany(message, pause)
            raise TooMany(_("That was done too often today. Try again tomorrow."), pause)
    transaction.on_commit(partial(_count, keys, window), robust=True)


def _veiled(value: object) -> str:
    return salted_hmac("limits", str(value)).hexdigest()
