"""Making packages in the worker, and removing them when their time is over."""

import secrets
from datetime import timedelta
from pathlib import Path
from typing import IO

from django.conf import settings

from initiatives.carrying.writing import one_moment, write
from initiatives.events import PackageFailed, PackageGone, PackageMade
from initiatives.jobs import enqueue, handler, on_buried
from initiatives.kernel import clock
from initiatives.kernel.tenancy import tenant
from initiatives.models import Initiative, Package
from initiatives.outbox import record

MAKE, REMOVE = "initiatives.make_package", "initiatives.remove_package"
# Whoever takes an initiative over needs some days; a copy of everything that is forgotten on a disk is a danger.
KEPT = timedelta(days=7)


def subject(package: Package) -> str:
    """Return how events name a package."""
    return f"package:{package.public_id}"


@handler(MAKE, outside=True)
def make(initiative_id: int, key: str) -> None:
    """Write the package that was asked for, and keep it for some days. Idempotent: none is made twice."""
    name = secrets.token_hex(16)
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    kept = False
    try:
        with one_moment(), tenant(initiative_id):
            if not Package.objects.filter(pk=int(key), state=Package.State.ASKED).exists():
                return
            with path.open("w+b") as out:
                written = write(Initiative.objects.get(pk=initiative_id), out)
        with tenant(initiative_id):
            now = clock.now()
            kept = bool(
                Package.objects.filter(pk=int(key), state=Package.State.ASKED).update(
                    state=Package.State.READY,
                    built_at=now,
                    expires_at=now + KEPT,
                    stored_as=name,
                    fingerprint=written.fingerprint,
                    size=path.stat().st_size,
                    rows=written.rows,
                )
            )
            if kept:
                package = Package.objects.get(pk=int(key))
                record(
                    None, PackageMade(subject(package), rows=written.rows, fingerprint=written.fingerprint)
                )
                enqueue(REMOVE, key, delay=KEPT)
    finally:
        if not kept:
            path.unlink(missing_ok=True)


@on_buried(MAKE)
def give_up(initiative_id: int, key: str) -> None:
    """Say that a package could not be made."""
    asked = Package.objects.filter(pk=int(key), state=Package.State.ASKED).first()
    if asked is not None:
        asked.state = Package.State.FAILED
        asked.save(update_fields=["state"])
        record(None, PackageFailed(subject(asked)))


@handler(REMOVE)
def remove(initiative_id: int, key: str) -> None:
    """Remove a package whose time is over. Idempotent."""
    package = Package.objects.select_for_update().filter(pk=int(key), state=Package.State.READY).first()
    if package is not None:
        forget(package)
        record(None, PackageGone(subject(package)))


def forget(package: Package) -> None:
    """Remove the file of a package; what is known about it stays."""
    _path(package.stored_as).unlink(missing_ok=True)
    package.state, package.stored_as = Package.State.GONE, ""
    package.save(update_fields=["state", "stored_as"])


def opened(package: Package) -> IO[bytes]:
    """Open the file of a package. Raises FileNotFoundError."""
    return _path(package.stored_as).open("rb")


def _path(name: str) -> Path:
    if len(name) != 32 or not name.isalnum():
        raise ValueError("not the name of a package")
    return Path(settings.MEDIA_ROOT) / "packages" / name
