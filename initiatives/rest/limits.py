"""How often one may ask: per token or account, per address, per initiative, counted by the minute in Redis.

Limits protect; they are no rule of the domain. When Redis is away, everything passes.
"""

import threading
import time
from functools import cache
from ipaddress import ip_address
from typing import Any

import structlog
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.utils.translation import gettext as _
from redis import Redis
from redis.exceptions import RedisError

from initiatives.rest.problems import Problem

log = structlog.get_logger(__name__)

MINUTE = 60
REST_AFTER_FAILURE = 5.0
_away = threading.local()


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
    return str(address) if address.version == 4 else address.exploded[:19]


def _count(keys: list[str]) -> list[int]:
    """Add one to each counter and return them; zeros while Redis is away."""
    if time.monotonic() < getattr(_away, "until", 0.0):
        return [0] * len(keys)
    try:
        with _redis().pipeline(transaction=False) as pipe:
            for key in keys:
                pipe.incr(key)
                pipe.expire(key, 2 * MINUTE)
            return [int(count) for count in pipe.execute()[::2]]
    except (RedisError, OSError) as problem:
        _away.until = time.monotonic() + REST_AFTER_FAILURE
        log.warning("limits_away", error=type(problem).__name__)
        return [0] * len(keys)


def check(request: HttpRequest, *, caller: str, initiative: int | None) -> None:
    """Count this request against the limits of settings.API_LIMITS.

    `caller` names the token or account, empty where nobody is known. Raises Problem (429) with Retry-After when one
    of them is exceeded.
    """
    now = time.time()
    window = int(now // MINUTE)
    counted = {"address": address_of(request)}
    if caller:
        counted["caller"] = caller
    if initiative is not None:
        counted["initiative"] = str(initiative)
    named = caches["default"].make_key
    keys = [named(f"limit:{kind}:{name}:{window}") for kind, name in counted.items()]
    for kind, count in zip(counted, _count(keys), strict=True):
        if count > settings.API_LIMITS[kind]:
            pause = str(MINUTE - int(now) % MINUTE)
            raise Problem(
                429,
                "too_many_requests",
                _("Too many requests. Try again in %(seconds)s seconds.") % {"seconds": pause},
                headers={"Retry-After": pause},
            )
