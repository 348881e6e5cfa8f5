"""What the views of who does what where share: what they read, how they are narrowed, how things are named in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.charts.timeline import Look
from activities.forms.landscape import LandscapeFilter
from activities.landscape import Landscape, Named, Work
from activities.queries.landscape import landscape
from activities.views.base import HEALTH_LOOKS, STATE_LOOKS, ActivitiesView
from activities.words import ActivityState, Health
from initiatives.kernel import clock
from initiatives.kernel.access import Capability
from initiatives.web import Needs

NAMED = 3


class LandscapeView(ActivitiesView):
    """A view of the whole: reads it once, narrowed as the address says."""

    capability: ClassVar[Needs | None] = Capability.VIEW
    filters: ClassVar[type[LandscapeFilter]] = LandscapeFilter
    own: ClassVar[frozenset[str]] = frozenset({"over", "place", "many", "part", "search"})
    ended: ClassVar[bool] = False  # whether what is done or stopped always counts
    whole: Landscape
    land: Landscape

    def read(self) -> LandscapeFilter:
        """Read the landscape, and narrow it as the address asks for; return the filter."""
        self.whole = landscape(self.actor)
        form = self.filters(self.request.GET, self.whole)
        current = not (self.ended or form.asked.get("over"))
        self.land = self.whole.narrowed(**form.narrowing, current=current)
        return form

    @property
    def today(self) -> Any:
        """The day it is in the initiative."""
        return clock.today(self.actor.initiative.timezone)

    def told(self, form: LandscapeFilter, tab: str, title: str) -> dict[str, Any]:
        """Return what every view shows around itself."""
        return {
            "form": form,
            "filtered": bool(form.narrowing or form.asked.keys() & self.own),
            "land": self.land,
            "may_import": self.actor.may(Capability.IMPORT),
            "tabs": self.tabs(tab),
            "views": self.views(tab),
            "breadcrumbs": self.trail((title, "")),
        }

    def with_query(self, **values: Any) -> str:
        """Return this page's address with some parameters changed; an empty one is left out."""
        kept = {**self.request.GET.dict(), **values}
        query = urlencode({key: value for key, value in kept.items() if value not in ("", None)})
        return f"{self.request.path}?{query}" if query else self.request.path

    def address(self, work: Work) -> str:
        """Return the address of an activity's page."""
        return self.url("activities:activity", work.key)


def listed(things: Iterable[Named | str], most: int = NAMED) -> str:
    """Return names in a row: A, B, C and 34 more."""
    names = [thing if isinstance(thing, str) else thing.name for thing in things]
    if len(names) <= most:
        return ", ".join(names)
    rest = len(names) - most
    more = ngettext("and %d more", "and %d more", rest) % rest
    return f"{', '.join(names[:most])} {more}"


def sentences(*parts: str) -> str:
    """Return the parts that say something, each as a sentence."""
    return " ".join(f"{capfirst(part)}." for part in parts if part)


def look_of(work: Work) -> dict[str, str]:
    """Return the tone, shape and words of how an activity stands: its health while it runs, else its state."""
    if work.health:
        shape, tone = HEALTH_LOOKS[Health(work.health)]
        return {"tone": tone, "shape": shape, "words": str(Health(work.health).label)}
    shape, tone = STATE_LOOKS[ActivityState(work.state)]
    return {"tone": tone, "shape": shape, "words": str(ActivityState(work.state).label)}


def bar_of(work: Work) -> Look:
    """Return how an activity's bar is drawn."""
    kind = "done" if work.over else "plan" if work.state in ("proposed", "agreed") else "bar"
    if work.health in (Health.OFF_TRACK, Health.AT_RISK):
        return Look(
            kind, str(Health(work.health).label).lower(), "bad" if work.health == Health.OFF_TRACK else ""
        )
    if work.health == Health.UNKNOWN:
        return Look(kind, _("not heard of"))
    return Look(kind)


def when(work: Work) -> str:
    """Return an activity's dates in words."""
    start = date_format(work.starts_on, "DATE_FORMAT") if work.starts_on else ""
    end = date_format(work.ends_on, "DATE_FORMAT") if work.ends_on else ""
    if start and end:
        return _("%(start)s to %(end)s") % {"start": start, "end": end}
    return _("from %s") % start if start else _("to %s") % end if end else _("no dates")
