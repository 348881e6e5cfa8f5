"""Who does what where as a table to take along, and the way from each activity to the goals."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from activities.charts import chain_map
from activities.forms.landscape import LandscapeFilter, PresenceFilter
from activities.queries.chains import NO_FIRST, NO_GOAL, NO_MEASURE, NO_STRATEGY, Chain, chains
from activities.queries.presence import Presence, presences
from activities.views.landscape import LandscapeView, listed, look_of, sentences
from activities.words import Part
from initiatives.kernel.errors import NotFound
from initiatives.rest.answers import csv_answer
from initiatives.rest.workbooks import xlsx_answer
from initiatives.web import paginate

COLUMNS = ("partner", "part", "activity", "strategy", "people", "place", "starts_on", "ends_on", "state")
FILES = {"csv": csv_answer, "xlsx": xlsx_answer}
LACKS: dict[str, Any] = {
    NO_STRATEGY: gettext_lazy("no strategy"),
    NO_MEASURE: gettext_lazy("feeds no partner measure"),
    NO_FIRST: gettext_lazy("moves nothing that is named"),
    NO_GOAL: gettext_lazy("leads to no goal"),
}


class WherePage(LandscapeView):
    """Who does what where: one row for each partner, activity and place."""

    template_name = "activities/where.html"
    filters = PresenceFilter

    def get(self, request: HttpRequest) -> HttpResponseBase:
        filters = self.read()
        rows = self.found(filters)
        page = paginate(request, rows)
        context = {
            **self.told(filters, "where", _("Who does what where")),
            "page": page,
            "said": self.said(rows),
            "rows": [self.row(row) for row in page.object_list],
            "query": request.GET.urlencode(),
        }
        return self.page(context)

    def found(self, filters: LandscapeFilter) -> list[Presence]:
        """Return the rows that the filters ask for."""
        asked = {key: filters.asked.get(key, "") for key in ("partner", "part", "search")}
        return list(presences(self.land, **asked))

    def said(self, rows: list[Presence]) -> str:
        """Return what the table shows, in a sentence."""
        partners = len({row.partner.key for row in rows})
        works = len({row.work.key for row in rows})
        places = len({row.place.key for row in rows if row.place})
        return sentences(
            ", ".join(
                [
                    ngettext("%d partner", "%d partners", partners) % partners,
                    ngettext("%d activity", "%d activities", works) % works,
                    ngettext("%d place", "%d places", places) % places,
                ]
            )
        )

    def row(self, row: Presence) -> dict[str, Any]:
        """Return a row as the page shows it."""
        return {
            **self.plain(row),
            "partner_url": self.url("initiatives:partner", row.partner.key),
            "url": self.address(row.work),
            "look": look_of(row.work),
        }

    def plain(self, row: Presence) -> dict[str, Any]:
        """Return a row as it is taken along."""
        work, strategy = row.work, self.land.strategies.get(row.work.strategy)
        return {
            "partner": row.partner.name,
            "part": str(Part(row.part).label),
            "activity": work.title,
            "strategy": strategy.name if strategy else "",
            "people": ", ".join(self.land.people[key].name for key in work.people if key in self.land.people),
            "place": row.place.name if row.place else "",
            "starts_on": work.starts_on.isoformat() if work.starts_on else "",
            "ends_on": work.ends_on.isoformat() if work.ends_on else "",
            "state": look_of(work)["words"],
        }


class WhereFile(WherePage):
    """The same rows, all of them, as a file: csv or xlsx."""

    def get(self, request: HttpRequest, form: str) -> HttpResponseBase:  # type: ignore[override]
        if form not in FILES:
            raise NotFound
        rows = self.found(self.read())
        return FILES[form]((self.plain(row) for row in rows), COLUMNS, "who-does-what-where")


class ChainsPage(LandscapeView):
    """From activity to goal: what each feeds, what it should move, what that is for."""

    template_name = "activities/chains.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = self.read()
        found = chains(self.actor, self.land)
        on = request.GET.get("on", "")
        lacking = request.GET.get("lacks", "")
        chosen = [chain for chain in found if lacking in chain.lacks] if lacking in LACKS else found
        page = paginate(request, chosen)
        shown = sorted(page.object_list, key=lambda chain: (f"0:{chain.work.key}" != on, not chain.arrives))
        counts = Counter(lack for chain in found for lack in chain.lacks)
        drawn = chain_map(shown, on) if any(chain.ways or chain.measures for chain in shown) else None
        context = {
            **self.told(form, "chains", _("To the goals")),
            "found": found,
            "drawn": drawn,
            "heads": self.heads(drawn) if drawn else [],
            "said": self.said(found),
            "marked": bool(drawn and any(box.marked for box in drawn.boxes)),
            "query": "&".join(f"{key}={value}" for key, value in request.GET.items() if key != "on"),
            "off": self.with_query(on=""),
            "page": page,
            "rows": [self.row(chain) for chain in page.object_list],
            "lacks": [
                {
                    "words": words,
                    "count": counts[key],
                    "url": self.with_query(lacks=key, page="", on=""),
                    "current": key == lacking,
                }
                for key, words in LACKS.items()
                if counts[key]
            ],
            "lacking": LACKS.get(lacking, ""),
            "every": self.with_query(lacks="", page=""),
        }
        return self.page(context)

    def heads(self, drawn: Any) -> list[tuple[str, str]]:
        """Return the headings of the drawing's columns and where they stand."""
        words = (
            _("Activities"),
            _("Partner measures"),
            _("What moves first"),
            _("Core indicators"),
            _("Goals"),
        )
        return [(str(x), word) for x, word in zip(drawn.heads, words, strict=True)]

    def row(self, chain: Chain) -> dict[str, Any]:
        """Return a chain as a row of the table that equals the drawing."""
        strategy = self.land.strategies.get(chain.work.strategy)
        firsts = {way.first.key: way.first for way in chain.ways if way.first}
        cores = {way.core.key: way.core for way in chain.ways if way.core}
        return {
            "chain": chain,
            "url": self.address(chain.work),
            "strategy": strategy.name if strategy else "",
            "measures": listed(chain.measures, 4),
            "firsts": listed(firsts.values(), 4),
            "cores": listed(cores.values(), 4),
            "goals": listed(chain.goals, 2),
            "lacks": ", ".join(str(LACKS[key]) for key in chain.lacks),
        }

    def said(self, found: list[Chain]) -> str:
        """Return what the chains show, in a sentence or two."""
        arrive = sum(chain.arrives for chain in found)
        counted = _("%(arrive)d of %(all)d activities lead over a core indicator to a goal") % {
            "arrive": arrive,
            "all": len(found),
        }
        broken = [chain.work.title for chain in found if not chain.arrives]
        return sentences(counted, _("the chain breaks off for %s") % listed(broken) if broken else "")
