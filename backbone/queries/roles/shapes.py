"""What a measure of a role is: its figure, its period, where it is found, and who asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from backbone.words.roles import BackboneRole
from initiatives.kernel.access import Actor, Capability


@dataclass(frozen=True)
class Evidence:
    """Where what a measure rests on is found: a page, for those who may open it."""

    page: str
    args: tuple[str, ...] = ()
    query: str = ""
    needs: Capability = Capability.VIEW


@dataclass(frozen=True)
class Measure:
    """One measure in the reader's words: `n` of `of`, or a `value` with its `unit`; unknown when all are empty."""

    key: str
    says: str
    period: str
    evidence: Evidence
    n: int | None = None
    of: int | None = None
    value: Decimal | None = None
    unit: str = ""
    more: str = ""

    @property
    def known(self) -> bool:
        """Whether anything was recorded from which it can be told."""
        return self.n is not None or self.value is not None

    @property
    def figure(self) -> str:
        """The figure without its unit."""
        if self.n is not None:
            return number_format(self.n, use_l10n=True, force_grouping=True)
        if self.value is None:
            return ""
        return number_format(Decimal(f"{self.value.normalize():f}"), use_l10n=True, force_grouping=True)

    @property
    def behind(self) -> str:
        """What stands small behind the figure: of how many, or the unit."""
        if self.n is not None and self.of is not None:
            return _("of %d") % self.of
        return self.unit

    @property
    def told(self) -> str:
        """The whole measure in a line."""
        if not self.known:
            return _("unknown: %s") % self.says
        return " ".join(part for part in (self.figure, self.behind, self.says) if part)


@dataclass(frozen=True)
class Ask:
    """Who asks, and of which year: the twelve months that end on `today`, or on a day that is told with them."""

    actor: Actor
    today: date
    told_to: date | None = None

    @property
    def since(self) -> date:
        """The first day of the twelve months."""
        return self.today - timedelta(days=364)

    @cached_property
    def now(self) -> str:
        """What is told of today."""
        return _("now")

    @cached_property
    def year(self) -> str:
        """What is told of the twelve months."""
        if self.told_to is None:
            return _("last 12 months")
        return _("12 months to %s") % date_format(self.told_to, "DATE_FORMAT")

    def of_role(self, role: BackboneRole) -> Evidence:
        """Return where the records of a role stand."""
        return Evidence("backbone:role", (role.value,))
