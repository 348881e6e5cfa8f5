"""One cell of the grid of gaps and overlaps, and what was agreed there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from activities.forms.landscape import AgreeForm, CellFilter, OutsideForm
from activities.landscape import UNSAID, Work
from activities.models import ActivityLink, Outside
from activities.queries import activities, changeable, links, populations
from activities.queries.bounds import one_outside, outside
from activities.queries.grid import MANY
from activities.services import agree_on_overlap, bring_inside, put_outside
from activities.views.base import ActivitiesView, FormPage
from activities.views.landscape import LandscapeView, listed, look_of, sentences, when
from activities.words import LinkKind, Part
from agenda.queries import strategies
from initiatives.kernel.access import Capability
from initiatives.queries import places
from initiatives.web import Needs, SeeOther


def without_place(asked: Mapping[str, str]) -> dict[str, str]:
    """Return what is asked but for the place."""
    return {axis: key for axis, key in asked.items() if axis != "place"}


class CellView(LandscapeView):
    """What the pages about one cell share: the cell that the address names, and the work in it."""

    filters = CellFilter
    asked: dict[str, str]
    many: int

    def look(self) -> bool:
        """Read the cell; return whether the address names one."""
        self.cell = self.read()
        self.asked, self.many = self.cell.narrowing, self.cell.asked.get("many") or MANY
        if not self.asked:
            return False
        self.land = self.whole.narrowed(**without_place(self.said_of), current=True)
        if "place" in self.said_of:
            self.land = self.land.reaching(self.said_of["place"])
        for axis in (axis for axis in self.asked if axis not in self.said_of):
            self.land = self.land.silent(axis)
        return True

    @property
    def said_of(self) -> dict[str, str]:
        """What the cell is about, without what its work does not say."""
        return {axis: key for axis, key in self.asked.items() if key != UNSAID}

    @property
    def named(self) -> list[str]:
        """The names of the people, place and strategy of the cell, or that its work says none."""
        known: tuple[tuple[str, Any, str], ...] = (
            ("people", self.land.people, _("People not said")),
            ("place", self.land.places, _("Place not said")),
            ("strategy", self.land.strategies, _("No strategy")),
        )
        return [
            things[self.said_of[axis]].name if axis in self.said_of else nothing
            for axis, things, nothing in known
            if axis in self.asked
        ]

    def cell_trail(self, last: str = "") -> list[dict[str, Any]]:
        """Return the breadcrumbs down to the cell, and below it."""
        name, grid = " · ".join(self.named), (_("Gaps and overlaps"), self.url("activities:gaps"))
        if not last:
            return self.trail(grid, (name, ""))
        return self.trail(grid, (name, self.with_cell("activities:cell")), (last, ""))

    def with_cell(self, page: str) -> str:
        """Return the address of another page about this cell."""
        kept: dict[str, Any] = {"many": self.many} if self.many != MANY else {}
        return f"{self.url(page)}?{urlencode({**self.asked, **kept})}"

    def changeable_keys(self) -> list[Any]:
        """Return the ids of the cell's activities that the actor may change."""
        keys = [work.key for work in self.land.works]
        return list(changeable(self.actor).filter(public_id__in=keys).values_list("public_id", flat=True))


class CellPage(CellView):
    """One cell of the grid: who is there, with what, and what to do about it."""

    template_name = "activities/cell.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        if not self.look():
            return SeeOther(self.url("activities:gaps"))
        partners = list({key: None for work in self.land.works for key in work.present})
        several = len(self.land.works) > 1
        title = " · ".join(self.named)
        context = {
            **self.told(self.cell, "gaps", title),
            "title": title,
            "asked": self.asked,
            "kind": self.kind(len(partners)),
            "said": self.said(partners),
            "rows": [self.line(work) for work in self.land.works],
            "near": self.near(self.said_of) if not partners else [],
            "agreed": self.agreed() if several else [],
            "agree_url": self.with_cell("activities:agree") if several and self.changeable_keys() else "",
            "outside": self.outside(),
            "outside_url": self.with_cell("activities:put_outside") if self.may_bound() else "",
            "shapes": self.actor.may(Capability.SHAPE_AGENDA),
            "add_url": f"{self.url('activities:add_activity')}?{urlencode(self.said_of)}",
            "back": f"{self.url('activities:gaps')}?{urlencode(self.around())}",
            "breadcrumbs": self.cell_trail(),
        }
        return self.page(context)

    def kind(self, count: int) -> str:
        """Return "gap" for nobody, "over" for too many, "" for anything between, and where work says too little.

        "out" is what lies outside the agenda.
        """
        if self.said_of != self.asked:
            return ""
        if self.whole.outside(self.asked) is not None:
            return "out"
        return "gap" if not count else "over" if count >= self.many else ""

    def outside(self) -> Outside | None:
        """Return what says that the cell lies outside the agenda."""
        bound = self.whole.outside(self.asked)
        if bound is None:
            return None
        said: dict[str, Any] = {
            "population__code": bound.people or None,
            "place__code": bound.place or None,
            "strategy__public_id": bound.strategy or None,
        }
        return outside(self.actor).get(**said)

    def may_bound(self) -> bool:
        """Whether the actor may say that the cell lies outside."""
        known = len(self.asked) > 1 and self.said_of == self.asked and self.whole.outside(self.asked) is None
        return known and self.actor.may(Capability.SHAPE_AGENDA)

    def agreed(self) -> list[ActivityLink]:
        """Return the overlaps within the cell that were talked over, the latest first."""
        keys = [work.key for work in self.land.works]
        rows = links(self.actor).filter(kind=LinkKind.OVERLAPS).exclude(agreed="")
        return list(
            rows.filter(source__public_id__in=keys, target__public_id__in=keys).order_by("-since", "-id")
        )

    def around(self) -> dict[str, Any]:
        """Return the parameters of the grid in which the cell stands."""
        kept: dict[str, Any] = {"many": self.many} if self.many != MANY else {}
        if "place" in self.asked and self.land.around(self.asked["place"]):
            kept["place"] = self.land.around(self.asked["place"])[0]
        return kept

    def said(self, partners: list[str]) -> str:
        """Return who is there, in a sentence."""
        if not partners:
            return sentences(_("nobody leads or delivers anything here"))
        counted = ngettext("%d partner leads or delivers something here", "%d partners lead or deliver something here",
                           len(partners)) % len(partners)  # fmt: skip
        return sentences(
            f"{counted}: {listed((self.land.name_of(key) for key in partners), 6)}",
            _("That is an overlap: say how they fit together") if self.kind(len(partners)) == "over" else "",
        )

    def line(self, work: Work) -> dict[str, Any]:
        """Return an activity of the cell."""
        return {
            "work": work,
            "url": self.address(work),
            "partners": [(self.land.name_of(part.partner), Part(part.role).label) for part in work.parts],
            "when": when(work),
            "look": look_of(work),
            "places": listed(self.land.places[key].name for key in work.places if key in self.land.places),
        }

    def near(self, asked: dict[str, str]) -> list[dict[str, Any]]:
        """Return who could come here: the partners that do the same for these people, or under it, elsewhere."""
        elsewhere = self.whole.narrowed(**without_place(asked), current=True)
        counts = Counter(key for work in elsewhere.works for key in work.present)
        return [
            {
                "name": self.land.name_of(key),
                "url": self.url("initiatives:partner", key),
                "count": count,
            }
            for key, count in counts.most_common(6)
        ]


class AgreePage(FormPage, CellView):
    """Say what was agreed between two activities of a cell. Where nobody may say so one is led back, and told why."""

    capability: ClassVar[Needs | None] = Capability.TAKE_PART
    submit = gettext_lazy("Keep it")

    def handle(self, **kwargs: Any) -> HttpResponseBase:
        if not self.look():
            return SeeOther(self.url("activities:gaps"))
        if len(self.land.works) < 2 or not self.changeable_keys():
            told = _(
                "The partners that do the work, the co-chairs of its group and the backbone can do this."
            )
            messages.warning(self.request, told)
            return SeeOther(self.with_cell("activities:cell"))
        return super().handle(**kwargs)

    def form(self, data: Any = None) -> AgreeForm:
        return AgreeForm(
            {work.key: work.title for work in self.land.works}, set(map(str, self.changeable_keys())), data
        )

    def act(self, form: Any) -> ActivityLink:
        given = form.cleaned_data
        ends = {
            str(row.public_id): row
            for row in activities(self.actor).filter(public_id__in=[given["source"], given["target"]])
        }
        return agree_on_overlap(
            self.actor, ends[given["source"]], ends[given["target"]], agreed=given["agreed"]
        )

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.with_cell("activities:cell"), _("Kept. It stands with both activities too."))

    def told(self, *args: Any) -> Mapping[str, Any]:  # type: ignore[override]
        title = _("Say what was agreed")
        return {
            "title": title,
            "lead": " · ".join(self.named),
            "back": self.with_cell("activities:cell"),
            "breadcrumbs": self.cell_trail(title),
        }


class PutOutside(FormPage, CellView):
    """Say that the agenda is not meant for a cell, and why."""

    capability: ClassVar[Needs | None] = Capability.SHAPE_AGENDA
    submit = gettext_lazy("It lies outside")

    def handle(self, **kwargs: Any) -> HttpResponseBase:
        if not self.look() or len(self.asked) < 2 or self.said_of != self.asked:
            return SeeOther(self.url("activities:gaps"))
        return super().handle(**kwargs)

    def form(self, data: Any = None) -> OutsideForm:
        return OutsideForm(data)

    def act(self, form: Any) -> Outside:
        kinds: tuple[tuple[str, Any, str, str], ...] = (
            ("population", populations, "code", "people"),
            ("place", places, "code", "place"),
            ("strategy", strategies, "public_id", "strategy"),
        )
        named: dict[str, Any] = {
            name: rows(self.actor).get(**{column: self.asked[axis]})
            for name, rows, column, axis in kinds
            if axis in self.asked
        }
        return put_outside(self.actor, reason=form.cleaned_data["reason"], **named)

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.with_cell("activities:cell"), _("Kept. Nobody is missed here any more."))

    def told(self, *args: Any) -> Mapping[str, Any]:  # type: ignore[override]
        title = _("Outside the agenda")
        return {
            "title": title,
            "lead": " · ".join(self.named),
            "back": self.with_cell("activities:cell"),
            "breadcrumbs": self.cell_trail(title),
        }


class BringInside(ActivitiesView):
    """Say that what lay outside lies inside again."""

    capability = {"POST": Capability.SHAPE_AGENDA}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        row = bring_inside(self.actor, one_outside(self.actor, public_id))
        keys = {
            "people": row.population and row.population.code,
            "place": row.place and row.place.code,
            "strategy": row.strategy and row.strategy.public_id,
        }
        asked = urlencode({axis: key for axis, key in keys.items() if key})
        return self.go(f"{self.url('activities:cell')}?{asked}", _("It lies inside the agenda again."))
