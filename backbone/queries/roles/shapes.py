"""What a measure of a role is: its figure, its period, where it is found, and who asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from backbone.models import MediaMention, PolicyTarget
from backbone.queries.roles import funding
from backbone.queries.roles.said import Review, partners_review
from backbone.words.roles import BackboneRole
from initiatives.kernel.access import Actor, Capability
from initiatives.queries.use import Counted


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
    def share(self) -> int | None:
        """`n` of `of` in whole hundredths, halves rounded up; None where it is no share."""
        return (200 * self.n + self.of) // (2 * self.of) if self.n is not None and self.of else None

    @property
    def told(self) -> str:
        """The whole measure in a line."""
        if not self.known:
            return _("%s: unknown") % self.says
        return f"{self.says}: {self.shown}"

    @property
    def shown(self) -> str:
        """The figure with what stands behind it."""
        return f"{self.figure} {self.behind}".strip()


def counted(key: str, found: Counted, says: str, period: str, evidence: Evidence, more: str = "") -> Measure:
    """Return the measure of so many of so many; unknown where there is nothing of which to count."""
    if not found.known:
        return Measure(key, says, period, evidence)
    return Measure(key, says, period, evidence, n=found.n, of=found.of, more=more)


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
    def review(self) -> Review:
        """What partners said in their latest review."""
        return partners_review(self.actor)

    @cached_property
    def reaches(self) -> list[int | None]:
        """The reach of each mention of the twelve months, None where nobody counted it."""
        rows = MediaMention.objects.filter(happened_on__gte=self.since, happened_on__lte=self.today)
        return list(rows.values_list("reach", flat=True))

    @cached_property
    def stages(self) -> list[str]:
        """How far each thing has come that is to change."""
        return list(PolicyTarget.objects.values_list("stage", flat=True))

    @cached_property
    def paying(self) -> Counted:
        """The secured sources of money, of those that stand."""
        return funding.paying_now(self.actor, self.today)

    @cached_property
    def realigned(self) -> int:
        """How many sources of others' own money were moved to the shared goals."""
        return funding.realigned(self.actor)

    @property
    def notes_money(self) -> bool:
        """Whether any money is written down."""
        return self.paying.known or self.realigned > 0

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
