"""Typed reading of the environment. Every fault is named, and all of them at once."""

import os
from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}
LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}


class Env:
    """The environment as settings want it.

    Each reader returns its default when the variable is absent or empty, and notes a fault (returning the
    default) when it cannot be read. `finish()` raises ImproperlyConfigured naming every fault noted.
    Values are never repeated in a fault, since they may be secrets.
    """

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        self._environ = os.environ if environ is None else environ
        self.faults: list[str] = []

    def fault(self, name: str, why: str) -> None:
        """Note that the variable `name` cannot be used, and why."""
        self.faults.append(f"{name}: {why}")

    def text(self, name: str, default: str = "") -> str:
        return self._environ.get(name, "").strip() or default

    def flag(self, name: str, default: bool = False) -> bool:
        raw = self._environ.get(name)
        if raw is None:
            return default
        word = raw.strip().lower()
        if word not in YES | NO:
            self.fault(name, "is neither true nor false")
            return default
        return word in YES

    def number(self, name: str, default: int, *, minimum: int = 0) -> int:
        raw = self.text(name)
        if not raw:
            return default
        if not raw.isascii() or not raw.isdigit() or int(raw) < minimum:
            self.fault(name, f"is not a whole number of at least {minimum}")
            return default
        return int(raw)

    def words(self, name: str, default: tuple[str, ...] = ()) -> list[str]:
        """A list separated by commas."""
        parts = [part.strip() for part in self.text(name).split(",")]
        return [part for part in parts if part] or list(default)

    def web_address(self, name: str, default: str = "") -> str:
        """An http(s) address without a closing slash."""
        raw = self.text(name, default).rstrip("/")
        if not raw:
            return raw
        try:
            parts = urlsplit(raw)
            good = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.query
            _ = parts.port
        except ValueError:
            good = False
        if not good:
            self.fault(name, "is not an address such as https://concert.example.org")
            return default
        return raw

    def database(self, name: str) -> dict[str, object] | None:
        """A PostgreSQL address as Django connection settings, or None when absent or faulty.

        `postgresql://user:password@host:port/name?sslmode=require`; a socket folder may be given as `?host=`.
        """
        raw = self.text(name)
        if not raw:
            return None
        try:
            parts = urlsplit(raw)
            port = parts.port
        except ValueError:
            self.fault(name, "cannot be read as an address")
            return None
        if parts.scheme not in {"postgres", "postgresql"}:
            self.fault(name, "must begin with postgresql:// (Concert runs on PostgreSQL only)")
            return None
        database, user = unquote(parts.path.lstrip("/")), unquote(parts.username or "")
        if not database or not user:
            self.fault(name, "must name a user and a database")
            return None
        options = dict(parse_qsl(parts.query))
        return {
            "NAME": database,
            "USER": user,
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", "") or parts.hostname or "",
            "PORT": str(port or ""),
            "OPTIONS": options,
        }

    def redis(self, name: str) -> str:
        """A Redis or Valkey address (redis://, rediss:// or unix://), or an empty string."""
        raw = self.text(name).replace("valkey://", "redis://", 1)
        if raw and urlsplit(raw).scheme not in {"redis", "rediss", "unix"}:
            self.fault(name, "must begin with redis://, rediss:// or unix://")
            return ""
        return raw

    def finish(self) -> None:
        """Raise ImproperlyConfigured when anything was wrong, naming every fault."""
        if self.faults:
            listed = "\n".join(f"  - {fault}" for fault in self.faults)
            raise ImproperlyConfigured(f"Concert does not start with these settings:\n{listed}")
