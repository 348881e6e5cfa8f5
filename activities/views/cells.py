"""One cell of the grid of gaps and overlaps, and what was agreed there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from activities.forms.landscape import AgreeForm, CellFilter
from activities.landscape import Work
from activities.models import ActivityLink
from activities.queries import activities, changeable, links
from activities.queries.grid import MANY
from activities.services import agree_on_overlap
from activities.views.base import FormPage
from activities.views.landscape import LandscapeView, listed, look_of, sentences, when
from activities.words import LinkKind, Part
from initiatives.kernel.access import Capability
from initiatives.web import Needs, SeeOther


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
        others = {key: value for key, value in self.asked.items() if key != "place"}
        self.land = self.whole.narrowed(**others, current=True)
        if "place" in self.asked:
            self.land = self.land.reaching(self.asked["place"])
        return True

    @property
    def named(self) -> list[str]:
        """The names of the people, place and strategy of the cell."""
        known: tuple[tuple[str, Any], ...] = (
            ("people", self.land.people),
            ("place", self.land.places),
            ("strategy", self.land.strategies),
        )
        return [things[self.asked[key]].name for key, things in known if key in self.asked]

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
            "kind": "gap" if not partners else "over" if len(partners) >= self.many else "",
            "said": self.said(partners),
            "rows": [self.line(work) for work in self.land.works],
            "near": self.near(self.asked) if not partners else [],
            "agreed": self.agreed() if several else [],
            "agree_url": self.with_cell("activities:agree") if several and self.changeable_keys() else "",
            "add_url": f"{self.url('activities:add_activity')}?{urlencode(self.asked)}",
            "back": f"{self.url('activities:gaps')}?{urlencode(self.around())}",
            "breadcrumbs": self.cell_trail(),
        }
        return self.page(context)

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
            _("That is an overlap: say how they fit together") if len(partners) >= self.many else "",
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
        elsewhere = self.whole.narrowed(
            **{key: value for key, value in asked.items() if key != "place"}, current=True
        )
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
