"""The cache: what it holds may be lost at any moment, and so may the cache."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)


def _forgiving(name: str, missed: Callable[..., Any]) -> Callable[..., Any]:
    """The client's method of that name, answering as an empty cache does when the server does not."""
    method = getattr(RedisCacheClient, name)

    @wraps(method)
    def attempt(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except RedisError as fault:
            log.warning("cache_down", operation=name, error=type(fault).__name__)
            return missed(*args, **kwargs)

    return attempt


def _no_such_key(key: Any, *args: Any, **kwargs: Any) -> int:
    raise ValueError(f"Key {key!r} not found.")


class _Client(RedisCacheClient):
    add = _forgiving("add", lambda *args, **kwargs: True)
    get = _forgiving("get", lambda key, default=None: default)
    set = _forgiving("set", lambda *args, **kwargs: None)
    touch = _forgiving("touch", lambda *args, **kwargs: False)
    delete = _forgiving("delete", lambda *args, **kwargs: False)
    get_many = _forgiving("get_many", lambda *args, **kwargs: {})
    has_key = _forgiving("has_key", lambda *args, **kwargs: False)
    incr = _forgiving("incr", _no_such_key)
    set_many = _forgiving("set_many", lambda *args, **kwargs: None)
    delete_many = _forgiving("delete_many", lambda *args, **kwargs: None)


class Cache(RedisCache):
    """Django's Redis cache, which is empty rather than an error while its server is down.

    Sessions are then read from the database, and limits on requests do not hold: people can go on working.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _Client
