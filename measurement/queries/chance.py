"""What chance alone may do to a share of few, and for how long a figure has moved one way: in words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from measurement.kinds import kind
from measurement.models import IndicatorVersion
from measurement.progress import Run, interval, is_clear
from measurement.queries.telling import plain, told

if TYPE_CHECKING:
    from measurement.queries.series import Point

FEW = 1000  # from so many on, chance moves a share by three points at most


@dataclass(frozen=True)
class Chance:
    """Between what a share lies but for chance (95 %), were those counted a sample of more.

    `clear` says whether it differs from the figure before by more than chance; None where there is none to compare.
    """

    version: IndicatorVersion
    of: Decimal
    low: Decimal
    high: Decimal
    clear: bool | None = None

    @property
    def sentence(self) -> str:
        """All of it in words."""
        words = {
            "of": plain(self.of),
            "low": told(self.version, self.low),
            "high": told(self.version, self.high),
        }
        lies = _("With %(of)s counted, chance alone could place it between %(low)s and %(high)s.") % words
        if self.clear is None:
            return lies
        verdict = _("A clear change.") if self.clear else _("No clear change: chance alone could make it.")
        return f"{lies} {verdict}"


def chance(version: IndicatorVersion, before: Point | None, latest: Point | None) -> Chance | None:
    """Return what chance may do to the latest figure; None unless it is a share of few whose parts are seen.

    `before` is the figure to compare with, of the same version.
    """
    now = _share(version, latest)
    if now is None or now[1] >= FEW:
        return None
    former = _share(version, before)
    low, high = interval(*now, version.scale)
    return Chance(version, now[1], low, high, None if former is None else is_clear(former, now))


def run_told(run: Run) -> str:
    """Say for how many periods the figure has moved one way; empty where no two figures stand side by side."""
    if not run.periods:
        return ""
    if not run.sign:
        return _("No change since the period before.")
    rising = ngettext("Rising for %d period.", "Rising for %d periods.", run.periods)
    falling = ngettext("Falling for %d period.", "Falling for %d periods.", run.periods)
    return (rising if run.sign > 0 else falling) % run.periods


def _share(version: IndicatorVersion, point: Point | None) -> tuple[Decimal, Decimal] | None:
    """The part and the whole of a share; None where either is not seen, or the part is not one of the whole."""
    if point is None or point.suppressed or point.version != version.number:
        return None
    part, whole = point.numerator, point.denominator
    if "rest" not in kind(version.kind).counted or part is None or not whole or not 0 <= part <= whole:
        return None
    return part, whole
