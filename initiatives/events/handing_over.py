"""A whole initiative on its way to another installation."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from initiatives.outbox import Fact, event


@event("initiatives.package_asked")
@dataclass(frozen=True)
class PackageAsked(Fact):
    def headline(self) -> str:
        return _("A package of the whole initiative was asked for")


@event("initiatives.package_made")
@dataclass(frozen=True)
class PackageMade(Fact):
    rows: int = 0
    fingerprint: str = ""

    def headline(self) -> str:
        return _("A package of the whole initiative was made")


@event("initiatives.package_failed")
@dataclass(frozen=True)
class PackageFailed(Fact):
    def headline(self) -> str:
        return _("A package of the whole initiative could not be made")


@event("initiatives.package_downloaded")
@dataclass(frozen=True)
class PackageDownloaded(Fact):
    def headline(self) -> str:
        return _("A package of the whole initiative was downloaded")


@event("initiatives.package_gone")
@dataclass(frozen=True)
class PackageGone(Fact):
    def headline(self) -> str:
        return _("A package of the whole initiative was removed")


@event("initiatives.arrived")
@dataclass(frozen=True)
class Arrived(Fact):
    rows: int = 0
    fingerprint: str = ""

    def headline(self) -> str:
        return _("The initiative was taken in from a package")
